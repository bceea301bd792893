//! A file that shall be a template and is no text (N-002).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("not-a-template", include_str!("not_a_template.md"));

pub(crate) fn words(path: &str) -> Words {
    Words::new(&RULE, format!("{} is not a template", quoted(path)))
        .label("holds no text")
        .help("what a type names must be a template, in UTF-8")
}
