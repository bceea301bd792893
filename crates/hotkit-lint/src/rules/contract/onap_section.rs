//! A section that ONAP wants in every template and Heat does not.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "onap-section",
    Group::Contract,
    Severity::Error,
    include_str!("onap_section.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let template = view.template;
    let Some((version, _)) = &template.version_entry else {
        return;
    };
    let mut miss = |place, message: &str, help: &str| {
        findings.add(
            Finding::new(place, "", message)
                .label("the requirements want more")
                .help(help),
        );
    };
    if template.description.is_none() {
        let message = "ONAP wants a `description` in every template (R-39402)";
        miss(version.range, message, "say in one sentence what the module makes");
    }
    if template.parameters.is_empty() {
        let named = template.sections.iter().find(|it| it.text == "parameters");
        let message = "ONAP wants at least one parameter in every template (R-35414)";
        miss(
            named.unwrap_or(version).range,
            message,
            "declare what differs between two instances",
        );
    }
}
