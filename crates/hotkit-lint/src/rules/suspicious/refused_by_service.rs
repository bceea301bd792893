//! Values that Heat takes one by one, and that the service refuses together.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "refused-by-service",
    Group::Suspicious,
    Severity::Error,
    include_str!("refused_by_service.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        monitor(view, part, findings);
        port_forward(view, part, findings);
        lifetime(view, part, findings);
        dead_peer_detection(view, part, findings);
    }
}

/// Octavia wants no check to begin before the last one is over.
fn monitor(view: &View<'_>, part: &Part<'_>, findings: &mut Findings<'_>) {
    if !part.is("OS::Octavia::HealthMonitor") {
        return;
    }
    let (Some(delay), Some(timeout)) = (part.property("delay"), part.property("timeout")) else {
        return;
    };
    let numbers = (view.known_integer(&delay.value), view.known_integer(&timeout.value));
    let (Some(every), Some(at_most)) = numbers else { return };
    if at_most > every {
        let range = timeout.value.range;
        let message = format!("a check may take {at_most} seconds, and the next one begins after {every}");
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(part.index), range), message)
                .label("greater than `delay`")
                .related(delay.value.range, "the time between checks")
                .help("Octavia refuses it: `timeout` may be at most `delay`"),
        );
    }
}

/// The engine reads the port without asking whether it is there.
fn port_forward(view: &View<'_>, part: &Part<'_>, findings: &mut Findings<'_>) {
    if !part.is("OS::Neutron::FloatingIPPortForward") || part.property("internal_port_number").is_some() {
        return;
    }
    let message = format!(
        "{} says no `internal_port_number`, and cannot be made without",
        part.called()
    );
    findings.add(
        Finding::new(part.place(), view.resource_path(part.index), message)
            .label("without `internal_port_number`")
            .help("the schema calls it optional; the creation fails where it is missing"),
    );
}

/// Neutron counts lifetimes in seconds, and in no fewer than 60.
fn lifetime(view: &View<'_>, part: &Part<'_>, findings: &mut Findings<'_>) {
    if !part.is("OS::Neutron::IKEPolicy") && !part.is("OS::Neutron::IPsecPolicy") {
        return;
    }
    let Some(lifetime) = part.property("lifetime") else {
        return;
    };
    if let Some(units) = lifetime.value.get("units")
        && view.known_text(&units.value).is_some_and(|it| it == "kilobytes")
    {
        let range = units.value.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(part.index), range),
                "lifetimes in kilobytes are refused by Neutron",
            )
            .label("not supported")
            .help("count in `seconds`"),
        );
    }
    if let Some(value) = lifetime.value.get("value")
        && let Some(seconds) = view.known_integer(&value.value).filter(|it| *it < 60)
    {
        let range = value.value.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(part.index), range),
                format!("a lifetime of {seconds} seconds is refused by Neutron"),
            )
            .label("less than 60")
            .help("give at least 60 seconds"),
        );
    }
}

/// The engine sends the key under a name that Neutron does not know.
fn dead_peer_detection(view: &View<'_>, part: &Part<'_>, findings: &mut Findings<'_>) {
    if !part.is("OS::Neutron::IPsecSiteConnection") {
        return;
    }
    let Some(detection) = part.property("dpd") else { return };
    if detection.value.as_map().is_some_and(|it| !it.is_empty()) {
        let range = detection.key.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(part.index), range),
                "Heat sends `dpd` with a key `actions`, and Neutron knows `action` only",
            )
            .label("refused by Neutron")
            .help("leave it out: Neutron's defaults are hold, 30 and 120 seconds, too"),
        );
    }
}
