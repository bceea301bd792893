//! A port that gets the security group `default` because it names none.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "port-without-groups",
    Group::Security,
    Severity::Info,
    include_str!("port_without_groups.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for port in view.of_type("OS::Neutron::Port") {
        let off = port
            .property("port_security_enabled")
            .is_some_and(|it| view.known_bool(&it.value) != Some(true));
        let other = port.property("value_specs").is_some();
        if off || other || port.property("security_groups").is_some() {
            continue;
        }
        findings.add(
            Finding::new(
                port.place(),
                view.resource_path(port.index),
                format!(
                    "{} names no security group, and gets the project's `default`",
                    port.called()
                ),
            )
            .label("without `security_groups`")
            .help("name its groups; `[]` where it shall have none"),
        );
    }
}
