//! Security groups on a port whose port security is switched off: they cannot apply.

use hotkit_model::Entry;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "groups-without-port-security",
    Group::Suspicious,
    Severity::Error,
    include_str!("groups_without_port_security.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for port in view.of_type("OS::Neutron::Port") {
        let Some(off) = switched_off(view, port) else { continue };
        for name in ["security_groups", "allowed_address_pairs"] {
            let Some(entry) = port.property(name) else { continue };
            let some = entry.value.as_list().is_some_and(|it| !it.is_empty());
            if !some {
                continue;
            }
            let range = entry.key.range;
            let message = format!(
                "{} cannot apply: port security of {} is off",
                quoted(name),
                port.called()
            );
            findings.add(
                Finding::new(range, view.path_to(Owner::Resource(port.index), range), message)
                    .label("needs port security")
                    .related(off.key.range, "switched off here")
                    .help("Neutron refuses the port: take one of the two away")
                    .unsafe_fix(
                        format!("take {} away", quoted(name)),
                        view.remove_entry(entry.key.range, entry.value.range),
                    ),
            );
        }
    }
}

/// What switches port security off, on the port or on its network.
fn switched_off<'a>(view: &View<'a>, port: &Part<'a>) -> Option<&'a Entry> {
    let switch = |part: &Part<'a>| part.property("port_security_enabled");
    if let Some(own) = switch(port) {
        return (view.known_bool(&own.value) == Some(false)).then_some(own);
    }
    let network = view
        .referred(&port.property("network")?.value)
        .filter(|it| it.is("OS::Neutron::Net"))?;
    let inherited = switch(network)?;
    (view.known_bool(&inherited.value) == Some(false)).then_some(inherited)
}
