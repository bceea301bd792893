//! A mapping that looks like a call of a function and is data (V-021, F-FN-1).

use hotkit_schema::Version;
use hotkit_text::{Group, Severity};

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::rules::engine::withdrawn_function;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::accepted(
    "unknown-function",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unknown_function.md"),
);

pub(crate) fn words(
    name: &str,
    suggestion: Option<&'static str>,
    since: Option<&'static Version>,
    site: Site<'_>,
) -> Words {
    let message = match since {
        Some(_) => format!("{} is not a function of this version, and stays as it is", quoted(name)),
        None => format!("{} is not a function, and stays as it is", quoted(name)),
    };
    // A function of another format is spelt as it should be; what is near in spelling does something else.
    let foreign = hotkit_schema::function_names().contains(&name);
    let help = match since {
        Some(version) => Some(format!("it is one since heat_template_version {}", version.name)),
        None if foreign && site.is_cfn() => Some("other formats of templates have it, this one does not".to_owned()),
        None => withdrawn_function::replacement(name).map(|it| format!("here one writes {it}")),
    };
    Words::new(&RULE, message)
        .label("Heat takes it as data")
        .suggest(site, name, suggestion.filter(|_| !foreign))
        .maybe_help(help)
}
