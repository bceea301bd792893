//! A declaration of a parameter that the requirements of ONAP do not allow.

use hotkit_model::Parameter;
use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "onap-parameter",
    Group::Contract,
    Severity::Error,
    include_str!("onap_parameter.md"),
    look,
)
.off();

/// Parameters that the orchestrator sets: with the requirement that forbids constraints, and the one that says the type.
const GIVEN: [(&str, &str); 8] = [
    ("vnf_id", "R-55218"),
    ("vf_module_id", "R-98374"),
    ("vnf_name", "R-44318"),
    ("vf_module_name", "R-15480"),
    ("vf_module_index", "R-09811"),
    ("vm_role", "R-67597"),
    ("workload_context", "R-34055"),
    ("environment_context", "R-56183"),
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for parameter in &view.template.parameters {
        for (range, message, label, help) in complaints(parameter) {
            let path = view.parameter_path(&parameter.name.text);
            findings.add(Finding::new(range, path, message).label(label).help(help));
        }
    }
}

fn complaints(parameter: &Parameter) -> Vec<(TextRange, String, &'static str, &'static str)> {
    let mut complaints = Vec::new();
    let name = parameter.name.text.as_str();
    let called = || quoted(name);
    if !name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_') {
        let message = format!(
            "ONAP takes letters, digits and underscores in names of parameters, not {} (R-25877)",
            called()
        );
        complaints.push((
            parameter.name.range,
            message,
            "another character",
            "rename the parameter",
        ));
    }
    if parameter.description.is_none() {
        let message = format!("ONAP wants a `description` of parameter {} (R-44001)", called());
        complaints.push((
            parameter.name.range,
            message,
            "without `description`",
            "say what it is for",
        ));
    }
    if let Some(default) = &parameter.default {
        let message = format!("ONAP allows no `default` of parameter {} (R-90526)", called());
        complaints.push((
            default.range,
            message,
            "a default",
            "give the value in the environment file",
        ));
    }
    let given = GIVEN.iter().find(|(it, _)| *it == name);
    if let (Some((_, requirement)), Some(constraint)) = (given, parameter.constraints.first()) {
        let called = called();
        let message = format!("ONAP allows no constraints of {called}, which the orchestrator sets ({requirement})");
        complaints.push((constraint.range, message, "a constraint", "take the constraints away"));
    }
    complaints
}
