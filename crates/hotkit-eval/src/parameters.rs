//! Values for parameters: what a type makes of them, and what constraints say (engine checks 3.2).

use hotkit_model::{Constraint, ConstraintKind, Expr, Parameter, ParameterType, ValueKind};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::{Truth, Value, json, python, python_equal};

/// A value does not fit its parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct ParameterFault {
    /// The constraint that is violated; `None` where the type is.
    pub constraint: Option<TextRange>,
    /// What is wrong.
    pub kind: ParameterFaultKind,
}

/// What is wrong with a value.
#[derive(Clone, PartialEq, Debug)]
pub enum ParameterFaultKind {
    /// The type cannot take it (P-015, P-018 to P-021).
    WrongType {
        /// The type.
        parameter_type: ParameterType,
        /// What it is.
        found: ValueKind,
    },
    /// `range`: the number is too small or too large.
    OutOfRange {
        /// Least, included.
        min: Option<f64>,
        /// Greatest, included.
        max: Option<f64>,
    },
    /// `length`: too short or too long.
    WrongLength {
        /// Least, included.
        min: Option<i64>,
        /// Greatest, included.
        max: Option<i64>,
        /// Characters of text, items of a list, keys of a mapping.
        found: usize,
    },
    /// `modulo`: another remainder, or none at all.
    WrongRemainder {
        /// Divisor.
        step: i64,
        /// Remainder that is asked for.
        offset: i64,
    },
    /// `allowed_values`: none of these.
    NotAllowed {
        /// The values.
        allowed: Vec<Value>,
        /// The items of a list that are not among them; empty where the value is no list.
        items: Vec<Value>,
    },
    /// `allowed_values`: one of these fits no value of the type, so that no value passes (P-024).
    AllowedValueOfWrongType {
        /// The value.
        allowed: Value,
        /// Where it is written.
        range: TextRange,
    },
    /// `allowed_pattern`: the text does not match as a whole (P-025).
    NoMatch {
        /// The pattern.
        pattern: SmolStr,
    },
    /// `custom_constraint`: refused.
    CustomRefused {
        /// Its name.
        name: SmolStr,
    },
    /// A constraint that this kind of value has no answer to: the length of a number (P-022).
    NotMeasurable {
        /// What the value is.
        found: ValueKind,
    },
}

/// Constraints that are decided elsewhere. `None` means: not known, and taken as fulfilled.
pub struct ConstraintChecks<'c> {
    /// Whether Python's `re.match` of a pattern, the first argument, takes in the whole of a text, the second (P-025).
    pub pattern: &'c dyn Fn(&str, &str) -> Option<bool>,
    /// Whether a custom constraint, by its name, accepts a value (P-031, P-032).
    pub custom: &'c dyn Fn(&str, &Value) -> Option<bool>,
}

impl ConstraintChecks<'_> {
    /// Nothing is decided elsewhere.
    pub const NONE: ConstraintChecks<'static> = ConstraintChecks {
        pattern: &|_, _| None,
        custom: &|_, _| None,
    };
}

/// What `get_param` gives for a value as it is given. Unknown values stay unknown; without a type nothing is converted.
///
/// # Errors
/// The type cannot take it. Constraints are not looked at.
pub fn coerce(parameter: &Parameter, raw: &Value) -> Result<Value, ParameterFault> {
    let Some(parameter_type) = parameter.parameter_type else {
        return Ok(raw.clone());
    };
    if let Value::Unknown(unknown) = raw {
        return Ok(Value::Unknown(unknown.clone().of_kind(certain_kind(parameter_type))));
    }
    let found = raw.kind().unwrap_or(ValueKind::Null);
    coerce_to(parameter_type, raw).ok_or(ParameterFault {
        constraint: None,
        kind: ParameterFaultKind::WrongType { parameter_type, found },
    })
}

/// Everything that Heat has against a value that is used for a parameter: type first, else every constraint.
#[must_use]
pub fn check_value(parameter: &Parameter, raw: &Value, checks: &ConstraintChecks<'_>) -> Vec<ParameterFault> {
    let value = match coerce(parameter, raw) {
        Ok(value) => value,
        Err(fault) => return vec![fault],
    };
    // Lists and JSON are checked as parsed, the others as they are given.
    let parsed = matches!(
        parameter.parameter_type,
        Some(ParameterType::CommaDelimitedList | ParameterType::Json)
    );
    check_constraints(parameter, if parsed { &value } else { raw }, checks)
}

/// What Heat has against the default of a parameter, whether or not it is used: every constraint but custom ones (P-014),
/// and the kind of a default for lists (P-015). Its type counts only where it is the value in use.
#[must_use]
pub fn check_default(parameter: &Parameter, checks: &ConstraintChecks<'_>) -> Vec<ParameterFault> {
    let Some(default) = &parameter.default else {
        return Vec::new();
    };
    let mut value = Value::from_expr(default);
    if parameter.parameter_type == Some(ParameterType::CommaDelimitedList) {
        value = match &value {
            // Unlike a value, an empty default is a list of one empty text.
            Value::Text(text) => Value::list(text.split(',').map(Value::text).collect::<Vec<_>>()),
            _ => match coerce(parameter, &value) {
                Ok(value) => value,
                Err(fault) => return vec![fault],
            },
        };
    }
    let checks = ConstraintChecks {
        pattern: checks.pattern,
        custom: &|_, _| None,
    };
    check_constraints(parameter, &value, &checks)
}

/// The kind that every value of a type has, whatever it is (3.2): numbers may stay booleans, and JSON is anything.
pub(crate) fn certain_kind(parameter_type: ParameterType) -> Option<ValueKind> {
    match parameter_type {
        ParameterType::String => Some(ValueKind::Text),
        ParameterType::Boolean => Some(ValueKind::Boolean),
        ParameterType::CommaDelimitedList => Some(ValueKind::List),
        ParameterType::Number | ParameterType::Json => None,
    }
}

fn coerce_to(parameter_type: ParameterType, raw: &Value) -> Option<Value> {
    match parameter_type {
        ParameterType::String => Some(match python::str_text(raw) {
            Ok(text) => Value::Text(text),
            Err(unknown) => Value::unknown_text(unknown),
        }),
        ParameterType::Number => match raw {
            Value::Text(text) => python::number(text),
            Value::Bool(_) | Value::Integer(_) | Value::BigInteger(_) | Value::Float(_) => Some(raw.clone()),
            _ => None,
        },
        ParameterType::Boolean => boolean(raw).map(Value::Bool),
        ParameterType::CommaDelimitedList => match raw {
            Value::List(items) => {
                let texts = items.iter().map(|item| match python::str_text(item) {
                    Ok(text) => Value::Text(text),
                    Err(unknown) => Value::unknown_text(unknown),
                });
                Some(Value::list(texts.collect::<Vec<_>>()))
            }
            Value::Text(text) if text.is_empty() => Some(Value::list(Vec::new())),
            Value::Text(text) => Some(Value::list(text.split(',').map(Value::text).collect::<Vec<_>>())),
            _ => None,
        },
        ParameterType::Json => match raw {
            Value::Text(text) if !text.is_empty() => json::parse(text).ok(),
            other => Some(other.clone()),
        },
    }
}

/// Python's text of it is one of the words for true and false, in any case of letters (P-019).
fn boolean(raw: &Value) -> Option<bool> {
    let text = python::str_text(raw).ok()?;
    match text.trim_matches(python::is_space).to_lowercase().as_str() {
        "1" | "t" | "true" | "on" | "y" | "yes" => Some(true),
        "0" | "f" | "false" | "off" | "n" | "no" => Some(false),
        _ => None,
    }
}

fn check_constraints(parameter: &Parameter, value: &Value, checks: &ConstraintChecks<'_>) -> Vec<ParameterFault> {
    if matches!(value, Value::Unknown(_)) {
        return Vec::new();
    }
    let check = |constraint: &Constraint| {
        let kind = check_constraint(parameter, constraint, value, checks)?;
        Some(ParameterFault {
            constraint: Some(constraint.range),
            kind,
        })
    };
    parameter.constraints.iter().filter_map(check).collect()
}

fn check_constraint(
    parameter: &Parameter,
    constraint: &Constraint,
    value: &Value,
    checks: &ConstraintChecks<'_>,
) -> Option<ParameterFaultKind> {
    let found = value.kind()?;
    match &constraint.kind {
        ConstraintKind::Length { min, max } => {
            let Some(length) = length(value) else {
                return Some(ParameterFaultKind::NotMeasurable { found });
            };
            let measured = i64::try_from(length).unwrap_or(i64::MAX);
            let fits = min.is_none_or(|min| measured >= min) && max.is_none_or(|max| measured <= max);
            let (min, max, found) = (*min, *max, length);
            (!fits).then_some(ParameterFaultKind::WrongLength { min, max, found })
        }
        ConstraintKind::Range { min, max } => {
            let Some(number) = number(value) else {
                return Some(ParameterFaultKind::NotMeasurable { found });
            };
            // What is no number passes: it is neither smaller nor larger (P-018).
            let too_small = min.is_some_and(|min| number < min);
            let too_large = max.is_some_and(|max| number > max);
            let (min, max) = (*min, *max);
            (too_small || too_large).then_some(ParameterFaultKind::OutOfRange { min, max })
        }
        ConstraintKind::Modulo { step, offset } => {
            let (step, offset) = (*step, *offset);
            (!has_remainder(value, step, offset)).then_some(ParameterFaultKind::WrongRemainder { step, offset })
        }
        ConstraintKind::AllowedValues(allowed) => check_allowed(parameter, allowed, value),
        ConstraintKind::AllowedPattern(pattern) => match value {
            Value::Text(text) => {
                let matches = (checks.pattern)(pattern, text) != Some(false);
                let pattern = pattern.clone();
                (!matches).then_some(ParameterFaultKind::NoMatch { pattern })
            }
            _ => Some(ParameterFaultKind::NotMeasurable { found }),
        },
        ConstraintKind::Custom(name) => {
            let accepts = (checks.custom)(&name.text, value) != Some(false);
            let name = name.text.clone();
            (!accepts).then_some(ParameterFaultKind::CustomRefused { name })
        }
    }
}

/// Python's `len()`.
fn length(value: &Value) -> Option<usize> {
    match value {
        Value::Text(text) => Some(text.chars().count()),
        Value::List(items) => Some(items.len()),
        Value::Map(entries) => Some(entries.len()),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::BigInteger(digits) => digits.parse().ok(),
        Value::Text(text) => number(&python::number(text)?),
        _ => None,
    }
}

/// Python's `value % step == offset`: the remainder has the sign of the step (P-033).
fn has_remainder(value: &Value, step: i64, offset: i64) -> bool {
    if step == 0 {
        return false;
    }
    match value {
        Value::Bool(value) => i128::from(*value).rem_euclid(i128::from(step).abs()) == residue(offset, step),
        Value::Integer(number) => i128::from(*number).rem_euclid(i128::from(step).abs()) == residue(offset, step),
        Value::BigInteger(digits) => big_residue(digits, step) == residue(offset, step),
        Value::Float(number) => {
            let step = step as f64;
            let remainder = number % step;
            let remainder = if remainder != 0.0 && (remainder < 0.0) != (step < 0.0) {
                remainder + step
            } else {
                remainder
            };
            remainder == offset as f64
        }
        Value::Text(text) => python::number(text).is_some_and(|number| has_remainder(&number, step, offset)),
        _ => false,
    }
}

/// Sign of the step or not, equal remainders are equal modulo its absolute value.
fn residue(offset: i64, step: i64) -> i128 {
    i128::from(offset).rem_euclid(i128::from(step).abs())
}

fn big_residue(digits: &str, step: i64) -> i128 {
    let divisor = i128::from(step).abs();
    let (is_negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits),
    };
    let residue = digits.bytes().fold(0, |acc, byte| {
        (acc * 10 + i128::from(byte.saturating_sub(b'0'))) % divisor
    });
    if is_negative {
        (-residue).rem_euclid(divisor)
    } else {
        residue
    }
}

/// Items of a list must be among the allowed ones as they are (P-023); other values are converted on both sides (P-024).
fn check_allowed(parameter: &Parameter, allowed: &[Expr], value: &Value) -> Option<ParameterFaultKind> {
    let values: Vec<Value> = allowed.iter().map(Value::from_expr).collect();
    if let Value::List(items) = value {
        let is_allowed = |item: &&Value| values.iter().any(|it| python_equal(it, item) != Truth::False);
        let items: Vec<Value> = items.iter().filter(|item| !is_allowed(item)).cloned().collect();
        return (!items.is_empty()).then_some(ParameterFaultKind::NotAllowed { allowed: values, items });
    }
    let converted = |value: &Value| match parameter.parameter_type {
        None | Some(ParameterType::Json | ParameterType::CommaDelimitedList) => Some(value.clone()),
        Some(parameter_type) => coerce_to(parameter_type, value),
    };
    let mut is_allowed = false;
    let wanted = converted(value)?;
    for (expr, allowed) in allowed.iter().zip(&values) {
        match converted(allowed) {
            None => {
                let (allowed, range) = (allowed.clone(), expr.range);
                return Some(ParameterFaultKind::AllowedValueOfWrongType { allowed, range });
            }
            Some(allowed) => is_allowed |= python_equal(&allowed, &wanted) != Truth::False,
        }
    }
    let items = Vec::new();
    (!is_allowed).then_some(ParameterFaultKind::NotAllowed { allowed: values, items })
}

#[cfg(test)]
mod tests;
