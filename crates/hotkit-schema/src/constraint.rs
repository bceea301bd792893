//! What a property's value must fulfil besides its type (PR-010 to PR-014).

use crate::find_by_name;
use crate::tables;
use crate::value::Literal;

/// One constraint. Checked in the order in which a property lists them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constraint {
    /// The value is one of these; of a list, every item is.
    AllowedValues(&'static [Literal]),
    /// The number lies between these, both included.
    Range {
        /// The least number, if there is one.
        min: Option<i64>,
        /// The greatest number, if there is one.
        max: Option<i64>,
    },
    /// The text, list or map has this many characters, items or entries, both bounds included.
    Length {
        /// The least length, if there is one.
        min: Option<i64>,
        /// The greatest length, if there is one.
        max: Option<i64>,
    },
    /// The text as a whole matches a Python regular expression.
    AllowedPattern(&'static str),
    /// The number is `offset` plus a multiple of `step`. No property of the engine has it so far.
    Modulo {
        /// The step.
        step: i64,
        /// The offset.
        offset: i64,
    },
    /// The named check of the engine; see [`custom_constraint`].
    Custom(&'static str),
}

/// A named check that properties and parameters may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomConstraint {
    /// Name, as written after `custom_constraint:`.
    pub name: &'static str,
    /// Whether the check only looks at the value. The others ask the cloud for a thing of that name or id.
    pub text_only: bool,
}

/// The custom constraint of this name. An unknown name makes the engine fail when a value is checked.
pub fn custom_constraint(name: &str) -> Option<CustomConstraint> {
    find_by_name(tables::CUSTOM_CONSTRAINTS, name, |constraint| constraint.name).copied()
}

/// All custom constraints, sorted by name.
pub fn custom_constraints() -> &'static [CustomConstraint] {
    tables::CUSTOM_CONSTRAINTS
}
