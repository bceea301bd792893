//! A value that a constraint of its property does not allow (PR-010 to PR-014).

use hotkit_schema::{Constraint, Literal};
use hotkit_text::nearest;

use crate::phrase::{bounds, fitting, quoted, quoted_list, shown};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-property-value", include_str!("invalid_property_value.md"));

pub(crate) fn words(name: &str, constraint: &Constraint, value: &str, site: Site<'_>) -> Words {
    let words = Words::new(&RULE, format!("{} cannot be {}", quoted(name), quoted(value)));
    match constraint {
        Constraint::AllowedValues(allowed) => {
            let allowed: Vec<String> = allowed.iter().map(literal).collect();
            let near = nearest(value, allowed.iter().map(String::as_str));
            words
                .label("not an allowed value")
                .suggest(site, value, near)
                .maybe_help(near.is_none().then(|| format!("allowed are {}", quoted_list(&allowed))))
        }
        Constraint::Range { min, max } => {
            let wanted = bounds(*min, *max);
            words
                .label(fitting(format!("not {wanted}"), "out of range"))
                .help(format!("the number must be {wanted}"))
        }
        Constraint::Length { min, max } => {
            let wanted = bounds(*min, *max);
            words
                .label("too short or too long")
                .help(format!("the number of characters, items or keys must be {wanted}"))
        }
        Constraint::AllowedPattern(pattern) => words
            .label("does not match the pattern")
            .help(format!("the whole of it must match {}", quoted(pattern))),
        Constraint::Modulo { step, offset } => words
            .label("another remainder")
            .help(format!("divided by {step} it must leave {offset}")),
        Constraint::Custom(check) => words
            .label(fitting(format!("not a valid {check}"), "refused"))
            .help(format!("Heat checks it as {}", quoted(check))),
    }
}

/// A constant as it would be written.
fn literal(value: &Literal) -> String {
    value.as_text().map_or_else(|| shown(&value.to_string()), str::to_owned)
}
