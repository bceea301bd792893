//! A port or network without port security.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "port-security-off",
    Group::Security,
    Severity::Info,
    include_str!("port_security_off.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        if !part.is("OS::Neutron::Port") && !part.is("OS::Neutron::Net") {
            continue;
        }
        let Some(entry) = part.property("port_security_enabled") else {
            continue;
        };
        if view.known_bool(&entry.value) != Some(false) {
            continue;
        }
        let range = entry.key.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(part.index), range),
                format!(
                    "{} has no port security: no security group applies, and any address may be used",
                    part.called()
                ),
            )
            .label("nothing is filtered")
            .help("name the addresses that are needed in `allowed_address_pairs` and leave port security on"),
        );
    }
}
