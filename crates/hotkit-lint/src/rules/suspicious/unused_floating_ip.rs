//! A floating IP that is given to nothing and shown to nobody.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "unused-floating-ip",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unused_floating_ip.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for address in view.of_type("OS::Neutron::FloatingIP").filter(|it| !it.member) {
        let given = address.property("port_id").is_some_and(|it| view.is_given(&it.value));
        let name = &address.resource.name;
        if given || !view.uses.is_unused(address.index, &name.text) || address.resource.external_id.is_some() {
            continue;
        }
        findings.add(
            Finding::new(
                name.range,
                view.resource_path(address.index),
                format!("floating IP {} is given to no port", quoted(&name.text)),
            )
            .label("not used")
            .help("set `port_id`, associate it with a port, or show it in an output"),
        );
    }
}
