//! A value without quotes that YAML turns into a number or boolean where Heat wants text, so that another text arrives (T-019).

use hotkit_eval::{Value, str_text};
use hotkit_model::{Expr, ExprKind, ParameterType};
use hotkit_schema::ValueType;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "changed-text",
    Group::Suspicious,
    Severity::Warning,
    include_str!("changed_text.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for parameter in &view.template.parameters {
        if parameter.parameter_type == Some(ParameterType::String)
            && let Some(default) = parameter.default.as_ref().filter(|it| is_number_or_boolean(it))
        {
            let path = format!("{}.default", view.parameter_path(&parameter.name.text));
            report(view, default, "the default", path, findings);
        }
    }
    for part in &view.parts {
        part.each_property(&mut |entry, property, _| {
            if property.value_type == ValueType::String && is_number_or_boolean(&entry.value) {
                let path = view.path_to(Owner::Resource(part.index), entry.value.range);
                report(view, &entry.value, &quoted(&entry.key.text), path, findings);
            }
        });
    }
}

fn is_number_or_boolean(value: &Expr) -> bool {
    matches!(
        value.kind,
        ExprKind::Bool(_) | ExprKind::Integer(_) | ExprKind::BigInteger(_) | ExprKind::Float(_)
    )
}

fn report(view: &View<'_>, value: &Expr, what: &str, path: String, findings: &mut Findings<'_>) {
    let written = view.slice(value.range).trim();
    if written.starts_with(['*', '&', '!']) || written.is_empty() {
        return;
    }
    let Ok(text) = str_text(&Value::from_expr(value)) else {
        return;
    };
    if text.eq_ignore_ascii_case(written) {
        return;
    }
    let message = format!("{what} becomes {}, not {}", quoted(&text), quoted(written));
    findings.add(
        Finding::new(value.range, path, message)
            .label("YAML reads no text here")
            .help("put it in quotes: Heat wants text, and gets what YAML makes of it")
            .unsafe_fix(
                "put it in quotes",
                view.rewrite(value.range, crate::view::edit::quoted(written)),
            ),
    );
}
