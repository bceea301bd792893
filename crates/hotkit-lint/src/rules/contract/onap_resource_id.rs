//! A name of a resource that ONAP cannot take.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "onap-resource-id",
    Group::Contract,
    Severity::Error,
    include_str!("onap_resource_id.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in view.parts.iter().filter(|it| !it.member) {
        let name = &part.resource.name;
        let called = quoted(&name.text);
        let (message, help) = if !name.text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_') {
            (
                format!("ONAP takes letters, digits and underscores in names of resources, not {called} (R-75141)"),
                "rename the resource",
            )
        } else if part.is("OS::Nova::Server") && view.indexed(&name.text, "_server_").is_none() {
            (
                format!("ONAP wants servers to be named `{{vm-type}}_server_{{index}}`, not {called} (R-29751)"),
                "such as `fw_server_0`",
            )
        } else {
            continue;
        };
        findings.add(
            Finding::new(name.range, view.resource_path(part.index), message)
                .label("not such a name")
                .help(help),
        );
    }
}
