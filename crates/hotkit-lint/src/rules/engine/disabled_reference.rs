//! A reference to a resource whose condition is false (C-015).

use hotkit_text::TextRange;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("disabled-reference", include_str!("disabled_reference.md"));

pub(crate) fn words(name: &str, condition: TextRange, site: Site<'_>) -> Words {
    Words::new(
        &RULE,
        format!("resource {} is switched off by its condition", quoted(name)),
    )
    .label("refers to what is not there")
    .related(site.problem.file, condition, "this condition is false")
    .help("put the reference into an `if` with the same condition")
}
