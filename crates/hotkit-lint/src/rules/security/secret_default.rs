//! A secret that everybody knows, because it is the default of its parameter.

use hotkit_model::{ConstraintKind, Expr, ExprKind, Parameter, ParameterType};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{View, promises_secret};

pub(crate) static RULE: Rule = Rule::lint(
    "secret-default",
    Group::Security,
    Severity::Warning,
    include_str!("secret_default.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for parameter in &view.template.parameters {
        let name = &parameter.name;
        let is_text = matches!(parameter.parameter_type, Some(ParameterType::String));
        let (true, Some(entry)) = (is_text, parameter.definition.get("default")) else {
            continue;
        };
        let secret = promises_secret(&name.text);
        if !secret || !is_secret(view.slice(entry.value.range), &entry.value) || is_a_choice(parameter) {
            continue;
        }
        findings.add(
            Finding::new(
                entry.value.range,
                format!("{}.default", view.parameter_path(&name.text)),
                format!(
                    "the default of {} is known to everybody who can read this file",
                    quoted(&name.text)
                ),
            )
            .label("a secret that is none")
            .help("take the default away, so that a value must be given; or make one with OS::Heat::RandomString")
            .unsafe_fix(
                "take the default away",
                view.remove_entry(entry.key.range, entry.value.range),
            ),
        );
    }
}

fn is_secret(written: &str, default: &Expr) -> bool {
    let text = match &default.kind {
        ExprKind::Text(text) => text.as_str(),
        ExprKind::Integer(_) | ExprKind::BigInteger(_) => written,
        _ => return false,
    };
    let word = text.trim().to_lowercase();
    // What stands for "none" or "fill me in" opens nothing.
    let is_empty = word.is_empty()
        || matches!(
            word.as_str(),
            "none" | "null" | "false" | "true" | "unset" | "undefined" | "n/a"
        );
    let is_gap = word.starts_with('<') || word.starts_with('{') || word.starts_with('%') || word.starts_with("${");
    let is_place = word.starts_with('/') || word.contains("://");
    !is_empty && !is_gap && !is_place
}

fn is_a_choice(parameter: &Parameter) -> bool {
    let mut constraints = parameter.constraints.iter();
    constraints.any(|it| matches!(it.kind, ConstraintKind::AllowedValues(_) | ConstraintKind::Custom(_)))
}
