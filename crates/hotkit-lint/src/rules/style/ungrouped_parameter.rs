//! A parameter that no group of a template with groups lists.

use hotkit_text::{Group, Severity};
use smol_str::SmolStr;

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "ungrouped-parameter",
    Group::Style,
    Severity::Info,
    include_str!("ungrouped_parameter.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let template = view.template;
    let Some(first) = template.parameter_groups.first() else {
        return;
    };
    let groups = template.parameter_groups.iter();
    let listed: Vec<&SmolStr> = groups
        .flat_map(|it| &it.parameters)
        .filter_map(|it| it.as_text())
        .collect();
    for parameter in &template.parameters {
        let name = &parameter.name;
        if listed.contains(&&name.text) {
            continue;
        }
        findings.add(
            Finding::new(
                name.range,
                view.parameter_path(&name.text),
                format!("parameter {} stands in no parameter group", quoted(&name.text)),
            )
            .label("in no group")
            .related(first.range, "others are grouped")
            .help("list it in the group to which it belongs"),
        );
    }
}
