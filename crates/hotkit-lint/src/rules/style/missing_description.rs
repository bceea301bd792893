//! A template, parameter or output without a description.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "missing-description",
    Group::Style,
    Severity::Hint,
    include_str!("missing_description.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let template = view.template;
    if template.description.is_none()
        && let Some((key, _)) = &template.version_entry
    {
        findings.add(
            Finding::new(key.range, "", "the template has no description")
                .label("without `description`")
                .help("say in one sentence what the stack is for"),
        );
    }
    for parameter in template.parameters.iter().filter(|it| it.description.is_none()) {
        let name = &parameter.name;
        findings.add(
            Finding::new(
                name.range,
                view.parameter_path(&name.text),
                format!("parameter {} has no description", quoted(&name.text)),
            )
            .label("without `description`")
            .help("say what it is for: the dashboard shows it beside the field"),
        );
    }
    for output in template.outputs.iter().filter(|it| it.description.is_none()) {
        let name = &output.name;
        findings.add(
            Finding::new(
                name.range,
                format!("outputs.{}", name.text),
                format!("output {} has no description", quoted(&name.text)),
            )
            .label("without `description`")
            .help("say what it is"),
        );
    }
}
