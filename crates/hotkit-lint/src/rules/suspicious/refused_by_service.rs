//! Values that Heat takes one by one, and that the service refuses together.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
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

/// Octavia takes what belongs to HTTP for monitors of HTTP only.
fn monitor(view: &View<'_>, part: &Part<'_>, findings: &mut Findings<'_>) {
    if !part.is("OS::Octavia::HealthMonitor") {
        return;
    }
    let Some(kind) = part.property("type").and_then(|it| view.known_text(&it.value)) else {
        return;
    };
    if kind.is_empty() || kind.starts_with("HTTP") {
        return;
    }
    for name in ["http_method", "url_path", "expected_codes"] {
        let Some(entry) = part.property(name) else { continue };
        if view.known_text(&entry.value).is_none_or(|it| it.is_empty()) {
            continue;
        }
        let range = entry.key.range;
        let message = format!("Octavia refuses {} of a monitor of the type {kind}", quoted(name));
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(part.index), range), message)
                .label("of HTTP only")
                .help("take it away, or check by `HTTP`"),
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
