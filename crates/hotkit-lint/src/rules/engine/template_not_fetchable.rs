//! A nested template that Heat cannot fetch: its name is computed, or is no address on the network (N-001).

use crate::phrase::{quoted, shown_path};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("template-not-fetchable", include_str!("template_not_fetchable.md"));

pub(crate) fn words(url: &str) -> Words {
    Words::new(
        &RULE,
        format!("Heat cannot fetch the template {}", quoted(&shown_path(url))),
    )
    .label("not an address on the network")
    .help("only names of files that are written down behind `type` are sent along; give an address with `http`")
}
