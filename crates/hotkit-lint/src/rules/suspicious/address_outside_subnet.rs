//! A fixed address or a pool of addresses outside of its subnet.

use std::net::IpAddr;

use hotkit_model::{Entry, Expr};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::address::{Network, number};
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "address-outside-subnet",
    Group::Suspicious,
    Severity::Error,
    include_str!("address_outside_subnet.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for subnet in view.of_type("OS::Neutron::Subnet") {
        pools(view, subnet, findings);
    }
    for port in view.of_type("OS::Neutron::Port") {
        let fixed = port
            .property("fixed_ips")
            .and_then(|it| it.value.as_list())
            .unwrap_or(&[]);
        for item in fixed {
            let Some(address) = item.get("ip_address") else {
                continue;
            };
            let named = item.get("subnet").or_else(|| item.get("subnet_id"));
            let subnets = match named {
                Some(entry) => view.referred(&entry.value).into_iter().collect(),
                None => port
                    .property("network")
                    .map_or_else(Vec::new, |it| view.subnets_of(&it.value)),
            };
            fixed_address(view, port, address, &subnets, findings);
        }
    }
    for server in view.of_type("OS::Nova::Server") {
        let networks = server
            .property("networks")
            .and_then(|it| it.value.as_list())
            .unwrap_or(&[]);
        for item in networks {
            let Some(address) = item.get("fixed_ip") else { continue };
            let named = item.get("subnet").and_then(|it| view.referred(&it.value));
            let network = item.get("network").or_else(|| item.get("uuid"));
            let subnets = match (named, network) {
                (Some(subnet), _) => vec![subnet],
                (None, Some(network)) => view.subnets_of(&network.value),
                (None, None) => Vec::new(),
            };
            fixed_address(view, server, address, &subnets, findings);
        }
    }
}

/// The address of a text that is known.
fn address_of(view: &View<'_>, expr: &Expr) -> Option<IpAddr> {
    view.known_text(expr)?.trim().parse().ok()
}

fn cidr<'a>(view: &View<'a>, subnet: &Part<'a>) -> Option<(Network, &'a Entry)> {
    let entry = subnet.property("cidr")?;
    Some((Network::parse(&view.known_text(&entry.value)?)?, entry))
}

fn fixed_address(view: &View<'_>, part: &Part<'_>, entry: &Entry, subnets: &[&Part<'_>], findings: &mut Findings<'_>) {
    let Some(address) = address_of(view, &entry.value) else {
        return;
    };
    let networks: Vec<_> = subnets.iter().filter_map(|it| cidr(view, it)).collect();
    // One subnet that is not known may hold the address.
    if networks.is_empty() || networks.len() < subnets.len() || networks.iter().any(|(it, _)| it.holds(address)) {
        return;
    }
    let (_, cidr) = networks[0];
    let message = format!(
        "address {address} lies outside of its subnet, {}",
        view.slice(cidr.value.range)
    );
    let range = entry.value.range;
    findings.add(
        Finding::new(range, view.path_to(Owner::Resource(part.index), range), message)
            .label("not in the subnet")
            .related(cidr.value.range, "the subnet")
            .help("Neutron refuses it: take an address of the subnet"),
    );
}

fn pools(view: &View<'_>, subnet: &Part<'_>, findings: &mut Findings<'_>) {
    let Some((network, cidr)) = cidr(view, subnet) else {
        return;
    };
    let pools = subnet
        .property("allocation_pools")
        .and_then(|it| it.value.as_list())
        .unwrap_or(&[]);
    for pool in pools {
        let ends = ["start", "end"].map(|key| {
            let entry = pool.get(key)?;
            Some((entry, address_of(view, &entry.value)?))
        });
        for (entry, address) in ends.iter().flatten() {
            if network.holds(*address) {
                continue;
            }
            let range = entry.value.range;
            let message = format!("the pool holds {address}, which lies outside of the subnet");
            findings.add(
                Finding::new(range, view.path_to(Owner::Resource(subnet.index), range), message)
                    .label("not in the subnet")
                    .related(cidr.value.range, "the subnet")
                    .help("Neutron refuses it: take addresses of the subnet"),
            );
        }
        if let [Some((start, first)), Some((end, last))] = ends
            && first.is_ipv4() == last.is_ipv4()
            && number(first) > number(last)
        {
            let range = start.value.range;
            findings.add(
                Finding::new(
                    range,
                    view.path_to(Owner::Resource(subnet.index), range),
                    format!("the pool begins at {first} and ends at {last}"),
                )
                .label("behind the end")
                .related(end.value.range, "the end")
                .help("Neutron refuses it: put the smaller one first"),
            );
        }
    }
}
