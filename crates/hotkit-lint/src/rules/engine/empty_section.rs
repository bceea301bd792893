//! A section of an environment with nothing behind it (E-002).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("empty-section", include_str!("empty_section.md"));

pub(crate) fn words(name: &str) -> Words {
    Words::new(&RULE, format!("the environment's section {} is empty", quoted(name)))
        .label("nothing behind it")
        .help("take the key away, or write `{}` behind it")
}
