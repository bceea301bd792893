//! A condition that nothing asks for.

use hotkit_model::Condition;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "unused-condition",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unused_condition.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let conditions = &view.template.conditions;
    let is_unused = |it: &&Condition| !view.uses.conditions.contains(it.name.text.as_str());
    let is_left = conditions.iter().any(|it| !is_unused(&it));
    for (index, condition) in conditions.iter().enumerate().filter(|(_, it)| is_unused(it)) {
        // A section without conditions would be refused.
        let removed = is_left
            .then(|| view.remove_entry(condition.name.range, condition.value.range))
            .flatten();
        findings.add(
            Finding::new(
                condition.name.range,
                view.path_to(Owner::Condition(index), condition.value.range),
                format!("nothing asks for condition {}", quoted(&condition.name.text)),
            )
            .label("not used")
            .help("take it away, or make a resource, output or `if` depend on it")
            .unsafe_fix(format!("take {} away", quoted(&condition.name.text)), removed),
        );
    }
}
