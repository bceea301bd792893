//! A value or a default that its parameter does not take (P-014 to P-035).

use hotkit_analysis::GivenBy;
use hotkit_eval::{ParameterFault, ParameterFaultKind, Value, json_text};
use hotkit_model::{ParameterType, ValueKind};
use hotkit_text::{FileId, TextRange, nearest};

use crate::phrase::{bounds, fitting, quoted, quoted_list};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-parameter-value", include_str!("invalid_parameter_value.md"));

/// The parts of the fault.
pub(crate) struct Facts<'f> {
    /// The parameter.
    pub(crate) parameter: &'f str,
    /// What is wrong.
    pub(crate) fault: &'f ParameterFault,
    /// The value, where it may be shown.
    pub(crate) value: Option<&'f str>,
    /// Where the value comes from.
    pub(crate) given_by: GivenBy,
    /// Where the parameter is declared.
    pub(crate) declared: (FileId, TextRange),
}

pub(crate) fn words(facts: &Facts<'_>, site: Site<'_>) -> Words {
    let what = match facts.given_by {
        GivenBy::Default => format!("the default of parameter {}", quoted(facts.parameter)),
        GivenBy::CommandLine | GivenBy::Environment | GivenBy::EnvironmentDefault | GivenBy::Property => {
            format!("the value of parameter {}", quoted(facts.parameter))
        }
    };
    let message = match facts.value {
        Some(value) => format!("{what} cannot be {}", quoted(value)),
        None => format!("{what} is not allowed"),
    };
    let words = reason(Words::new(&RULE, message), facts, site);
    let (file, range) = facts.declared;
    match (facts.fault.constraint, facts.given_by) {
        (Some(constraint), _) => words.related(file, constraint, "the constraint"),
        (None, GivenBy::Environment | GivenBy::EnvironmentDefault | GivenBy::Property) => {
            words.related(file, range, "declared here")
        }
        (None, GivenBy::Default | GivenBy::CommandLine) => words,
    }
}

/// Why the value is not taken: label and help.
fn reason(words: Words, facts: &Facts<'_>, site: Site<'_>) -> Words {
    match &facts.fault.kind {
        ParameterFaultKind::WrongType { parameter_type, found } => {
            let (name, help) = type_words(*parameter_type);
            words
                .label(fitting(format!("{}, not {name}", found.with_article()), "wrong type"))
                .help(help)
        }
        ParameterFaultKind::OutOfRange { min, max } => {
            let wanted = bounds(*min, *max);
            words
                .label(fitting(format!("not {wanted}"), "out of range"))
                .help(format!("it must be {wanted}"))
        }
        ParameterFaultKind::WrongLength { min, max, found } => words
            .label(fitting(format!("its length is {found}"), "wrong length"))
            .help(format!("its length must be {}", bounds(*min, *max))),
        ParameterFaultKind::WrongRemainder { step, offset } => words
            .label("another remainder")
            .help(format!("divided by {step} it must leave {offset}")),
        ParameterFaultKind::NotAllowed { allowed, items } => {
            let allowed: Vec<String> = allowed.iter().map(text).collect();
            let meant = facts.value.filter(|_| items.is_empty());
            let near = meant.and_then(|value| nearest(value, allowed.iter().map(String::as_str)));
            let help = near.is_none().then(|| format!("allowed are {}", quoted_list(&allowed)));
            words
                .label("not an allowed value")
                .suggest(site, meant.unwrap_or_default(), near)
                .maybe_help(help)
        }
        ParameterFaultKind::AllowedValueOfWrongType { allowed, .. } => {
            words.label("compared with a value of another type").help(format!(
                "{} among `allowed_values` fits no value of the type",
                quoted(&text(allowed))
            ))
        }
        ParameterFaultKind::NoMatch { pattern } => words
            .label("does not match the pattern")
            .help(format!("the whole of it must match {}", quoted(pattern))),
        ParameterFaultKind::CustomRefused { name } => words
            .label(fitting(format!("not a valid {name}"), "refused"))
            .help(format!("Heat checks it as {}", quoted(name))),
        ParameterFaultKind::NotMeasurable { found } => {
            let help = match found {
                ValueKind::Text => "the constraint works on numbers; write one without quotes",
                _ => "the constraint works on text; put the value in quotes",
            };
            words
                .label(fitting(
                    format!("{}, which it cannot judge", found.with_article()),
                    "cannot be judged",
                ))
                .help(help)
        }
    }
}

fn type_words(parameter_type: ParameterType) -> (&'static str, &'static str) {
    match parameter_type {
        ParameterType::String => ("text", "write text"),
        ParameterType::Number => (
            "a number",
            "write a number, without unit and with a point for the fraction",
        ),
        ParameterType::CommaDelimitedList => ("a list", "write a list, or text with commas"),
        ParameterType::Json => (
            "JSON",
            "text must be strict JSON; a mapping or a list may be written as it is",
        ),
        ParameterType::Boolean => ("a boolean", "write true or false; yes, no, on, off, 1 and 0 will do"),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        other => json_text(other).unwrap_or_default().to_string(),
    }
}
