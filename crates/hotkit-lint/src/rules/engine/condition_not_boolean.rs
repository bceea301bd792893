//! A condition that comes to something other than true or false (C-008, C-010, C-011, F-IF-1).

use hotkit_model::ValueKind;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("condition-not-boolean", include_str!("condition_not_boolean.md"));

const HELP: &str = "compare it, as in `equals: [{get_param: p}, x]`; a parameter of type boolean may stand by itself";

/// The definition of a condition.
pub(crate) fn of_definition(name: &str, found: ValueKind) -> Words {
    Words::new(
        &RULE,
        format!(
            "condition {} comes to {}, not to true or false",
            quoted(name),
            found.with_article()
        ),
    )
    .label("neither true nor false")
    .help(HELP)
}

/// A condition in its place.
pub(crate) fn in_place(found: ValueKind) -> Words {
    Words::new(
        &RULE,
        format!(
            "a condition comes to {}, not to a name or a boolean",
            found.with_article()
        ),
    )
    .label("not a condition")
    .help(HELP)
}
