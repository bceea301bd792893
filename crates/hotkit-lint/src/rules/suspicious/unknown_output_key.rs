//! A key of an output that Heat ignores in the outermost template (O-003, O-004).

use hotkit_text::{Group, Severity, nearest};

use crate::phrase::{first_version, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::accepted(
    "unknown-output-key",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unknown_output_key.md"),
);

pub(crate) fn words(output: &str, key: &str, known: &[&'static str], site: Site<'_>) -> Words {
    let since = first_version(|version| version.has_output_key(key)).filter(|_| !site.is_cfn());
    let near = if since.is_none() {
        nearest(key, known.iter().copied())
    } else {
        None
    };
    let help = match since {
        Some(since) => format!(
            "{} exists since heat_template_version {since}; before that it does nothing",
            quoted(key)
        ),
        None => "Heat refuses the same key where the template is nested in another one".to_owned(),
    };
    Words::new(
        &RULE,
        format!("output {} has a key {} that Heat ignores", quoted(output), quoted(key)),
    )
    .label("ignored")
    .suggest(site, key, near)
    .help(help)
}
