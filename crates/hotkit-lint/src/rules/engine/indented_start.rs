//! A first line with blanks before it, which Heat's client takes away (T-025).

use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("indented-start", include_str!("indented_start.md"));

pub(crate) fn words() -> Words {
    Words::new(&RULE, "the first line is indented")
        .label("these blanks get lost")
        .help("Heat's client strips them, and the lines below no longer line up; begin in the first column")
}
