//! A key that is given twice: the last one wins (T-006).

use hotkit_text::{Group, Severity, TextRange};

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::accepted(
    "duplicate-key",
    Group::Suspicious,
    Severity::Warning,
    include_str!("duplicate_key.md"),
);

pub(crate) fn words(key: &str, winner: TextRange, site: Site<'_>) -> Words {
    Words::new(
        &RULE,
        format!("key {} is given twice, and only the last one counts", quoted(key)),
    )
    .label("Heat never sees this one")
    .related(site.problem.file, winner, "this one counts")
    .help("take one of the two away")
}
