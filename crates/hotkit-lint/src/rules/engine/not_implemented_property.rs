//! A property that the type lists and refuses (PR-017).

use crate::phrase::{quoted, shown};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("not-implemented-property", include_str!("not_implemented_property.md"));

pub(crate) fn words(owner: &str, name: &str) -> Words {
    Words::new(
        &RULE,
        format!("{} does not implement its property {}", shown(owner), quoted(name)),
    )
    .label("listed, and always refused")
    .help("take it away; Heat keeps the name for the sake of AWS and does nothing with it")
}
