//! A template that does not say which version it is written for (T-003, T-004, V-004).

use hotkit_model::ValueKind;
use hotkit_schema::latest_hot_version;
use hotkit_text::{Edit, Fix};

use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("missing-version", include_str!("missing_version.md"));

pub(crate) fn words(site: Site<'_>) -> Words {
    let newest = latest_hot_version().name;
    Words::new(&RULE, "the template has no version")
        .label("no version key")
        .help(format!(
            "add `heat_template_version: {newest}`; Heat refuses a template without it"
        ))
        .fix(insertion(site, newest))
}

/// A version that is no text counts as none (V-004).
pub(crate) fn not_text(found: ValueKind) -> Words {
    let newest = latest_hot_version().name;
    Words::new(
        &RULE,
        format!("the template's version is {}, not text", found.with_article()),
    )
    .label("counts as no version")
    .help(format!("write a date that is a version, such as {newest}"))
}

/// Only before sections of HOT at the left margin: elsewhere a new line could mean something else.
fn insertion(site: Site<'_>, newest: &str) -> Option<Fix> {
    let start = site.problem.range.start();
    let first = site.line_from(start);
    let hot = first.starts_with(|it: char| it.is_ascii_lowercase()) && first.contains(':');
    (site.line_before(start).is_empty() && hot).then(|| Fix {
        title: format!("add `heat_template_version: {newest}`"),
        edits: vec![Edit::replace(
            hotkit_text::TextRange::at(start),
            format!("heat_template_version: {newest}\n\n"),
        )],
        safe: false,
    })
}
