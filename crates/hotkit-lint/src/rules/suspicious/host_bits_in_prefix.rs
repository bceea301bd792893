//! A prefix with bits of a single address behind its length.

use hotkit_model::Entry;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::address::Network;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "host-bits-in-prefix",
    Group::Suspicious,
    Severity::Warning,
    include_str!("host_bits_in_prefix.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for subnet in view.of_type("OS::Neutron::Subnet") {
        if let Some(entry) = subnet.property("cidr") {
            report(view, subnet, entry, findings);
        }
    }
    for rule in view.firewall_rules() {
        if let Some(entry) = rule.get("remote_ip_prefix") {
            report(view, rule.part, entry, findings);
        }
    }
}

fn report(view: &View<'_>, part: &Part<'_>, entry: &Entry, findings: &mut Findings<'_>) {
    let Some(text) = entry.value.as_text().filter(|it| it.contains('/')) else {
        return;
    };
    let Some(network) = Network::parse(text) else { return };
    let Some(right) = network.without_host_bits() else {
        return;
    };
    let range = entry.value.range;
    let message = format!("{} names a host: the network is {}", quoted(text), quoted(&right));
    let written = if view.slice(range).starts_with(['"', '\'']) || !network.is_ipv4() {
        crate::view::edit::quoted(&right)
    } else {
        right.clone()
    };
    findings.add(
        Finding::new(range, view.path_to(Owner::Resource(part.index), range), message)
            .label("bits behind the length")
            .help(format!(
                "write {}, or give the length of a single address",
                quoted(&right)
            ))
            .safe_fix(format!("write {}", quoted(&right)), view.rewrite(range, written)),
    );
}
