//! Two subnets of one network with the same addresses.

use hotkit_model::Entry;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::address::Network;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "overlapping-subnets",
    Group::Suspicious,
    Severity::Error,
    include_str!("overlapping_subnets.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let subnets: Vec<(&Part<'_>, Network, &Entry, &Entry)> = view
        .of_type("OS::Neutron::Subnet")
        .filter(|it| !it.member && it.resource.condition.is_none())
        .filter_map(|it| {
            let cidr = it.property("cidr")?;
            let network = Network::parse(&view.known_text(&cidr.value)?)?;
            Some((it, network, cidr, it.property("network")?))
        })
        .collect();
    for (place, (part, network, cidr, within)) in subnets.iter().enumerate() {
        let earlier = subnets[..place]
            .iter()
            .find(|(_, it, _, other)| it.overlaps(*network) && view.same(&other.value, &within.value));
        let Some((other, _, other_cidr, _)) = earlier else {
            continue;
        };
        let message = format!(
            "{} and {} are subnets of one network and share addresses",
            quoted(&other.resource.name.text),
            quoted(&part.resource.name.text)
        );
        let range = cidr.value.range;
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(part.index), range), message)
                .label("overlaps with the other one")
                .related(other_cidr.value.range, "the other subnet")
                .help("Neutron refuses the second one: give each its own range, or its own network"),
        );
    }
}
