//! A parameter that has neither a value nor a default (P-016).

use crate::phrase::{quoted, shown};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("missing-parameter-value", include_str!("missing_parameter_value.md"));

/// The words for a function that asks for such a parameter inside a nested stack.
pub(crate) fn asked(name: &str) -> Words {
    Words::new(&RULE, format!("parameter {} has no value here", quoted(name)))
        .label("nothing gives it a value")
        .help("give it as a property of the resource that the template is the type of, or add a default")
}

pub(crate) fn words(name: &str) -> Words {
    Words::new(&RULE, format!("parameter {} has no value", quoted(name)))
        .label("neither a value nor a default")
        .help(format!(
            "give it with --parameter {}=VALUE or in an environment (-e), or add a default",
            shown(name)
        ))
}
