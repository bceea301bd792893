//! Constraints on values: those of parameters through `hotkit-eval`, those of properties here, with the same helpers.

use hotkit_eval::{
    ConstraintChecks, CustomVerdict, Truth, Value, check_text_at, compile_pattern, python_equal, str_text,
};
use hotkit_schema::{Constraint, Literal, Property, ValueType};

use crate::seen::literal;

/// Gives work the means to decide patterns and custom constraints; `now` in seconds since 1970, for what may expire.
pub(crate) fn with_checks<T>(now: Option<i64>, work: impl FnOnce(&ConstraintChecks<'_>) -> T) -> T {
    work(&ConstraintChecks {
        pattern: &matches_pattern,
        custom: &|name, value| accepts_custom(name, value, now),
    })
}

/// Whether Python's `re.match` takes in the whole text; `None` where that cannot be said.
fn matches_pattern(pattern: &str, text: &str) -> Option<bool> {
    compile_pattern(pattern).ok()?.matches(text)
}

/// Whether a custom constraint accepts a value; `None` where only the cloud knows (P-031, P-032).
fn accepts_custom(name: &str, value: &Value, now: Option<i64>) -> Option<bool> {
    let text = match value {
        Value::Text(text) => text.as_str(),
        Value::Unknown(_) | Value::Omitted => return None,
        // Those that look at the text refuse what is none, but some pass over all that is empty.
        _ => {
            let passes_empty = [
                "dns_name",
                "rel_dns_name",
                "dns_domain",
                "cron_expression",
                "timezone",
                "expiration",
                "json_string",
            ];
            return match hotkit_schema::custom_constraint(name) {
                None => Some(false),
                Some(known) if !known.text_only => None,
                Some(_) if passes_empty.contains(&name) => value.is_truthy().map(|it| !it),
                Some(_) => Some(false),
            };
        }
    };
    match check_text_at(name, text, now) {
        CustomVerdict::Valid => Some(true),
        CustomVerdict::Invalid | CustomVerdict::Unknown => Some(false),
        CustomVerdict::NotText | CustomVerdict::NotChecked => None,
    }
}

/// Whether a converted value violates a constraint of its property for certain (PR-010 to PR-014).
pub(crate) fn violates(property: &Property, constraint: &Constraint, value: &Value, now: Option<i64>) -> bool {
    match constraint {
        Constraint::Range { min, max } => {
            let Some(number) = number(value) else { return false };
            min.is_some_and(|min| number < min as f64) || max.is_some_and(|max| number > max as f64)
        }
        Constraint::Length { min, max } => {
            let Some(length) = length(value) else { return false };
            min.is_some_and(|min| length < min) || max.is_some_and(|max| length > max)
        }
        Constraint::Modulo { step, offset } => match value {
            Value::Integer(number) if *step != 0 => number.rem_euclid(*step) != offset.rem_euclid(*step),
            _ => false,
        },
        Constraint::AllowedValues(allowed) => match value {
            // Items are compared as they are, everything else in the type of the property.
            Value::List(items) => items.iter().any(|item| is_none_of(item, allowed)),
            _ if property.value_type == ValueType::String => is_no_text_of(value, allowed),
            _ => is_none_of(value, allowed),
        },
        Constraint::AllowedPattern(pattern) => value
            .as_text()
            .is_some_and(|text| matches_pattern(pattern, text) == Some(false)),
        Constraint::Custom(name) => value
            .as_text()
            .is_some_and(|_| accepts_custom(name, value, now) == Some(false)),
    }
}

fn is_none_of(value: &Value, allowed: &[Literal]) -> bool {
    allowed
        .iter()
        .all(|it| python_equal(&literal(it), value) == Truth::False)
}

fn is_no_text_of(value: &Value, allowed: &[Literal]) -> bool {
    let Ok(text) = str_text(value) else { return false };
    // A protocol is one of 256 numbers and some names: those are compared without writing each out.
    let number = text.parse().ok().filter(|it: &i64| it.to_string() == text);
    allowed.iter().all(|it| match it {
        Literal::Text(allowed) => *allowed != text,
        Literal::Int(allowed) => Some(*allowed) != number,
        other => str_text(&literal(other)).is_ok_and(|it| it != text),
    })
}

/// The number that a value is in a comparison; booleans are 0 and 1.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        Value::BigInteger(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// Characters of text, items of a list, keys of a mapping; `None` where something in it may vanish or is not known.
fn length(value: &Value) -> Option<i64> {
    let known = |value: &Value| !matches!(value, Value::Unknown(unknown) if unknown.may_vanish());
    let length = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(items) => items.iter().all(known).then_some(items.len())?,
        Value::Map(entries) => entries.iter().all(|(_, value)| known(value)).then_some(entries.len())?,
        _ => return None,
    };
    i64::try_from(length).ok()
}
