//! A condition that comes out the same whatever the parameters are.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "constant-condition",
    Group::Suspicious,
    Severity::Warning,
    include_str!("constant_condition.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    if view.stack.with_inputs {
        return;
    }
    for (index, condition) in view.template.conditions.iter().enumerate() {
        // A plain `true` or `false` is a switch that somebody set by hand.
        if condition.value.as_call().is_none() {
            continue;
        }
        let Some(holds) = view.condition(&condition.value) else {
            continue;
        };
        let message = format!("condition {} is always {holds}", quoted(&condition.name.text));
        findings.add(
            Finding::new(
                condition.name.range,
                view.path_to(Owner::Condition(index), condition.value.range),
                message,
            )
            .label(if holds { "always true" } else { "always false" })
            .help("no parameter can change it: compare with a parameter, or write what always holds"),
        );
    }
}
