//! Lists and mappings nested deeper than Heat's engine can follow.

use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("nested-too-deep", include_str!("nested_too_deep.md"));

pub(crate) fn words() -> Words {
    Words::new(&RULE, "nested deeper than Heat can follow")
        .label("too deep")
        .help("Heat's engine runs out of stack here; use fewer levels of lists and mappings")
}
