//! A parameter with the name of a secret that is not hidden (P-026).

use hotkit_model::{ConstraintKind, Parameter, ParameterType};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{View, promises_secret};

pub(crate) static RULE: Rule = Rule::lint(
    "visible-secret",
    Group::Security,
    Severity::Warning,
    include_str!("visible_secret.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for parameter in &view.template.parameters {
        let name = &parameter.name;
        let is_text = matches!(parameter.parameter_type, Some(ParameterType::String));
        if parameter.hidden || !is_text || !promises_secret(&name.text) || is_a_choice(parameter) {
            continue;
        }
        let edits = match parameter.definition.get("hidden") {
            Some(hidden) => view.rewrite(hidden.value.range, "true"),
            None => parameter.type_range.and_then(|it| view.add_sibling(it, "hidden: true")),
        };
        findings.add(
            Finding::new(
                name.range,
                view.parameter_path(&name.text),
                format!("{} is shown to everybody who may look at the stack", quoted(&name.text)),
            )
            .label("a secret that is not hidden")
            .help("add `hidden: true`: Heat then shows asterisks in its place")
            .safe_fix("add hidden: true", edits),
        );
    }
}

/// True where one of several words may be given: no secret is one of a list.
fn is_a_choice(parameter: &Parameter) -> bool {
    let constraints = parameter.constraints.iter();
    constraints
        .clone()
        .any(|it| matches!(it.kind, ConstraintKind::AllowedValues(_) | ConstraintKind::Custom(_)))
}
