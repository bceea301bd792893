//! What things are, in Markdown and in few words: for hovers and beside completions.

use std::fmt::Write;

use hotkit_eval::{Value, json_text, merge};
use hotkit_model::{Constraint, ConstraintKind, Expr, ExprKind, Parameter, ParameterType};
use hotkit_schema::{
    Constraint as PropertyConstraint, Property, ResourceType, Support, SupportStatus, descriptions, property_since,
    type_history,
};
use smol_str::SmolStr;

use crate::view::View;

/// Characters of a value that are shown.
const MOST_CHARACTERS: usize = 80;

/// Heat's word for the type of a parameter.
#[must_use]
pub fn parameter_type(kind: ParameterType) -> &'static str {
    match kind {
        ParameterType::String => "string",
        ParameterType::Number => "number",
        ParameterType::CommaDelimitedList => "comma_delimited_list",
        ParameterType::Json => "json",
        ParameterType::Boolean => "boolean",
    }
}

/// Beside a property in a list.
#[must_use]
pub fn detail(kind: &str, required: bool, replaces: bool) -> String {
    let mut detail = kind.to_owned();
    if required {
        detail.push_str(", required");
    }
    if replaces {
        detail.push_str(", replaces");
    }
    detail
}

/// A property of a type.
#[must_use]
pub fn property(owner: &ResourceType, path: &str, property: &Property) -> String {
    let mut text = String::new();
    if let Some(sentence) = owner.words_of_property(path) {
        text.push_str(sentence);
        text.push_str("\n\n");
    }
    let required = if property.required { ", required" } else { "" };
    let _ = writeln!(text, "- {}{required}", property.value_type);
    if let Some(default) = property.default {
        let _ = writeln!(text, "- default: {}", code(&default.to_string()));
    }
    for constraint in property.constraints {
        let _ = writeln!(text, "- {}", property_constraint(constraint));
    }
    let is_top = !path.contains('.');
    if property.immutable {
        text.push_str("- Heat refuses to change it\n");
    } else if is_top && !property.update_allowed {
        text.push_str("- changing it replaces the resource\n");
    } else if is_top {
        text.push_str("- can be changed in place\n");
    }
    if !property.implemented {
        text.push_str("- Heat does not implement it, and refuses templates that give it\n");
    }
    if let Some(newer) = property.stands_for {
        let _ = writeln!(text, "- older spelling of `{newer}`");
    }
    if let Some(release) = property_since(owner.name, path) {
        let _ = writeln!(text, "- since {} ({})", release.code_name, release.name);
    }
    support(&mut text, &property.support);
    text
}

fn support(text: &mut String, support: &Support) {
    let word = match support.status {
        SupportStatus::Supported => return,
        SupportStatus::Deprecated => "deprecated",
        SupportStatus::Hidden => "hidden: kept for stacks that have it",
        SupportStatus::Unsupported => "unsupported",
    };
    match support.version {
        Some(version) => {
            let _ = writeln!(text, "- {word} (since {version})");
        }
        None => {
            let _ = writeln!(text, "- {word}");
        }
    }
}

/// What a property's constraint asks.
#[must_use]
pub fn property_constraint(constraint: &PropertyConstraint) -> String {
    match constraint {
        PropertyConstraint::AllowedValues(values) => {
            let words: Vec<String> = values.iter().map(|it| code(&it.to_string())).collect();
            format!("one of {}", words.join(", "))
        }
        PropertyConstraint::Range { min, max } => {
            bounds("", min.map(|it| it.to_string()), max.map(|it| it.to_string()))
        }
        PropertyConstraint::Length { min, max } => {
            bounds("length ", min.map(|it| it.to_string()), max.map(|it| it.to_string()))
        }
        PropertyConstraint::AllowedPattern(pattern) => format!("matches {}", code(pattern)),
        PropertyConstraint::Modulo { step, offset } => format!("{offset} plus a multiple of {step}"),
        PropertyConstraint::Custom(name) => format!("must exist in the cloud: {}", code(name)),
    }
}

fn bounds(what: &str, min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{what}from {min} to {max}"),
        (Some(min), None) => format!("{what}at least {min}"),
        (None, Some(max)) => format!("{what}at most {max}"),
        (None, None) => format!("{what}any"),
    }
}

/// What a parameter's constraint asks.
#[must_use]
pub fn constraint(constraint: &Constraint) -> String {
    let text = |it: Option<i64>| it.map(|it| it.to_string());
    match &constraint.kind {
        ConstraintKind::Length { min, max } => bounds("length ", text(*min), text(*max)),
        ConstraintKind::Range { min, max } => bounds("", min.map(|it| it.to_string()), max.map(|it| it.to_string())),
        ConstraintKind::Modulo { step, offset } => format!("{offset} plus a multiple of {step}"),
        ConstraintKind::AllowedValues(values) => {
            let words: Vec<String> = values.iter().map(|it| code(&shown(it))).collect();
            format!("one of {}", words.join(", "))
        }
        ConstraintKind::AllowedPattern(pattern) => format!("matches {}", code(pattern)),
        ConstraintKind::Custom(name) => format!("must exist in the cloud: {}", code(&name.text)),
    }
}

/// A resource type.
#[must_use]
pub fn resource_type(resource_type: &ResourceType) -> String {
    let mut text = format!("**{}**\n\n", resource_type.name);
    if let Some(words) = resource_type.words() {
        text.push_str(words.summary);
        text.push_str("\n\n");
    }
    let required: Vec<String> = hotkit_schema::in_schema_order(resource_type.properties)
        .into_iter()
        .filter(|it| it.required)
        .map(|it| code(it.name))
        .collect();
    if !required.is_empty() {
        let _ = writeln!(text, "- requires {}", required.join(", "));
    }
    if resource_type.placeholder {
        text.push_str("- does nothing any more: takes any property and makes nothing\n");
    }
    let history = type_history(resource_type.name);
    if let Some(release) = history.and_then(|it| it.since) {
        let _ = writeln!(text, "- since {} ({})", release.code_name, release.name);
    }
    support(&mut text, &resource_type.support);
    if let Some(history) = history.filter(|it| !it.successors.is_empty()) {
        let names: Vec<String> = history.successors.iter().map(|it| code(it)).collect();
        let _ = writeln!(text, "- use {} instead", names.join(" or "));
    }
    text
}

/// A function.
#[must_use]
pub fn function(name: &str) -> Option<String> {
    let words = descriptions::of_function(name)?;
    let mut text = String::new();
    for form in words.signature.split(" | ") {
        let _ = writeln!(text, "```yaml\n{form}\n```");
    }
    let _ = writeln!(text, "{}\n", words.summary);
    for note in words.notes {
        let _ = writeln!(text, "- {note}");
    }
    if let Some(version) = hotkit_schema::since(name) {
        let _ = writeln!(text, "- from version {} on", version.name);
    }
    let _ = write!(text, "\n```yaml\n{}```\n", words.example);
    if !words.result.is_empty() {
        let _ = writeln!(text, "gives {}", code(words.result));
    }
    Some(text)
}

/// A parameter, with its value under the project's environments.
#[must_use]
pub fn parameter(view: &View<'_>, parameter: &Parameter) -> String {
    let mut text = format!("**{}**: parameter", parameter.name.text);
    if let Some(kind) = parameter.parameter_type {
        let _ = write!(text, ", {}", parameter_type(kind));
    }
    text.push_str("\n\n");
    let sentence = parameter.description.as_ref().or(parameter.label.as_ref());
    if let Some(sentence) = sentence.and_then(|it| it.as_text()) {
        let _ = writeln!(text, "{}\n", plain(sentence));
    }
    match &parameter.default {
        Some(_) if parameter.hidden => text.push_str("- has a default, which is hidden\n"),
        Some(default) => {
            let _ = writeln!(text, "- default: {}", code(&shown(default)));
        }
        None => text.push_str("- has no default: a stack needs a value\n"),
    }
    if let Some((value, from)) = given(view, &parameter.name.text) {
        let value = if parameter.hidden {
            "hidden".to_owned()
        } else {
            code(&value)
        };
        let _ = writeln!(text, "- {value} in `{from}`");
    }
    for it in &parameter.constraints {
        let _ = writeln!(text, "- {}", constraint(it));
    }
    if parameter.immutable {
        text.push_str("- immutable: an update cannot change it\n");
    }
    text
}

/// The value that the project's environments give to a parameter, and the file that does it.
#[must_use]
pub fn given(view: &View<'_>, name: &str) -> Option<(String, String)> {
    let paths = view.world.environments();
    let documents: Vec<_> = paths
        .iter()
        .filter_map(|path| Some((path, view.world.document(path, false)?)))
        .collect();
    let files: Vec<_> = documents
        .iter()
        .filter_map(|(path, it)| Some((*path, it.environment()?)))
        .collect();
    let listed: Vec<_> = files.iter().map(|(_, it)| *it).collect();
    let template = view.template()?;
    let known = |name: &str| template.parameter(name)?.parameter_type;
    let merged = merge(&listed, &[], &known);
    let all = merged.parameters.iter().chain(&merged.parameter_defaults);
    let found = all.into_iter().find(|it| it.name == name && it.value != Value::Null)?;
    let file = match found.sources.last()? {
        hotkit_eval::ValueSource::Environment { file, .. } => files.get(*file)?.0.clone(),
        hotkit_eval::ValueSource::CommandLine => return None,
    };
    Some((value(&found.value), file))
}

/// A value in one line.
#[must_use]
pub fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => cut(text),
        other => json_text(other).map_or_else(|_| "not known".to_owned(), |it| cut(&it)),
    }
}

/// A scalar as it would be written; `None` for what has a structure.
#[must_use]
pub fn scalar(expr: &Expr) -> Option<String> {
    Some(match &expr.kind {
        ExprKind::Text(text) => text.to_string(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Integer(value) => value.to_string(),
        ExprKind::BigInteger(digits) => digits.to_string(),
        ExprKind::Float(value) => format!("{value:?}"),
        ExprKind::Null | ExprKind::List(_) | ExprKind::Map(_) | ExprKind::Call(_) => return None,
    })
}

/// An expression in one line; calls inside are shown by their names.
#[must_use]
pub fn shown(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Call(call) => format!("{{{}: …}}", call.name.text),
        _ => value(&Value::from_expr(expr)),
    }
}

fn cut(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    let is_whole = line.len() == text.len() && line.chars().count() <= MOST_CHARACTERS;
    if is_whole {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(MOST_CHARACTERS).collect();
    short.push('…');
    short
}

/// Text as code, whatever it holds.
#[must_use]
pub fn code(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    let text = text.replace(['\n', '\r'], " ");
    format!("{fence}{space}{text}{space}{fence}")
}

/// Text of the author's, which is no Markdown.
#[must_use]
pub fn plain(text: &SmolStr) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if matches!(character, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '|') {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}
