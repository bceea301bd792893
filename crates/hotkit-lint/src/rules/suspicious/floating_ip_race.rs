//! A floating IP that may be made before its port can be reached: the edges that Heat adds do not cover it (D-015, D-016).

use hotkit_model::Expr;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "floating-ip-race",
    Group::Suspicious,
    Severity::Warning,
    include_str!("floating_ip_race.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for name in ["OS::Neutron::FloatingIP", "OS::Neutron::FloatingIPAssociation"] {
        for address in view.of_type(name).filter(|it| !it.member) {
            of_address(view, address, findings);
        }
    }
}

fn of_address(view: &View<'_>, address: &Part<'_>, findings: &mut Findings<'_>) {
    let Some(given) = address.property("port_id") else {
        return;
    };
    let interfaces = view.interfaces_in(&subnets(view, &given.value));
    if interfaces.is_empty() || interfaces.iter().any(|it| view.waits_for(address.index, *it)) {
        return;
    }
    let interface = interfaces[0];
    let name = &view.template.resources[interface].name;
    let circle = view.waits_for(interface, address.index);
    let edits = address
        .resource
        .resource_type
        .as_ref()
        .filter(|_| address.resource.depends_on_key.is_none() && !circle);
    let edits = edits.and_then(|it| view.add_sibling(it.range, &format!("depends_on: {}", name.text)));
    let message = format!(
        "{} does not wait for router interface {}, without which its port cannot be reached",
        address.called(),
        quoted(&name.text)
    );
    findings.add(
        Finding::new(
            given.value.range,
            view.path_to(Owner::Resource(address.index), given.value.range),
            message,
        )
        .label("may be made too early")
        .related(name.range, "what it needs")
        .help(format!("add `depends_on: {}` to it", name.text))
        .safe_fix(format!("add depends_on: {}", name.text), edits),
    );
}

/// The subnets of the port that an expression means: of the template's own, or of one that a server has.
fn subnets<'v, 'a>(view: &'v View<'a>, port: &Expr) -> Vec<&'v Part<'a>> {
    if let Some(port) = view.referred(port) {
        return if port.is("OS::Neutron::Port") {
            view.subnets_of_port(port)
        } else {
            Vec::new()
        };
    }
    let server = port
        .as_call()
        .and_then(|it| view.resource(it.argument.as_list()?.first()?.as_text()?));
    match server
        .and_then(|it| view.part(it))
        .filter(|it| it.is("OS::Nova::Server"))
    {
        Some(server) => view.subnets_of_server(server),
        None => Vec::new(),
    }
}
