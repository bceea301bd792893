//! Types of the network service (X-PORT-1 to X-NGW-1).

use std::net::Ipv6Addr;

use hotkit_eval::Value;

use super::Subject;
use super::refusals::Refusals;
use super::spellings::added_twice;
use crate::condition::Holds;
use crate::problem::{Fault, WhyNot};

/// Kinds of networks with a number of their own.
const NUMBERED: &[&str] = &["vlan", "vxlan", "gre", "geneve"];

/// Kinds of networks that lie on a physical one.
const PHYSICAL: &[&str] = &["flat", "vlan"];

/// Kinds of networks that are tunnelled through others.
const TUNNELS: &[&str] = &["vxlan", "gre", "geneve"];

/// The highest number of a VLAN.
const HIGHEST_VLAN: i64 = 4094;

/// `value_specs` must not hold what is a property. Most types make the check and forget its result; these do not.
pub(super) fn value_specs(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let properties = subject.properties();
    for key in properties.keys("value_specs") {
        if ["shared", "tenant_id"].contains(&key.as_str()) || subject.resource_type.property(key).is_some() {
            let fault = Fault::ReservedKey {
                within: "value_specs".into(),
                key: key.clone(),
            };
            refusals.refuse(fault, properties.inner_key_at("value_specs", key));
        }
    }
}

/// X-FIP-1.
pub(super) fn floating_ip(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let address = subject.properties();
    subject.read(&["value_specs"]);
    if address.given("port_id") == Holds::No && address.given("fixed_ip_address") == Holds::Yes {
        refusals.lacks(&address, "fixed_ip_address", &["port_id"]);
    }
}

/// X-NGW-1.
pub(super) fn network_gateway(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    for connection in subject.properties().entries("connections").parts {
        let number = "segmentation_id";
        if connection
            .is("segmentation_type", "vlan")
            .and(connection.given(number).not())
            == Holds::Yes
        {
            refusals.value_lacks(&connection, "segmentation_type", &[number]);
        }
        if connection
            .is("segmentation_type", "flat")
            .and(connection.truthy(number))
            == Holds::Yes
        {
            refusals.not_applicable(&connection, number, "segmentation_type", &["vlan"]);
        }
    }
}

/// X-PORT-1.
pub(super) fn port(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let port = subject.properties();
    subject.read(&["value_specs", "fixed_ips", "no_fixed_ips"]);
    if port.truthy("fixed_ips").and(port.truthy("no_fixed_ips")) == Holds::Yes {
        refusals.conflict(&port, "fixed_ips", "no_fixed_ips");
    }
}

/// X-NET-1.
pub(super) fn provider_net(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let net = subject.properties();
    let kind = "network_type";
    if net.truthy("segmentation_id") == Holds::Yes && net.is_any(kind, &["local", "flat"]) == Holds::Yes {
        refusals.not_applicable(&net, "segmentation_id", kind, NUMBERED);
    }
    if net.truthy("physical_network") == Holds::Yes && net.is_any(kind, TUNNELS).or(net.is(kind, "local")) == Holds::Yes
    {
        refusals.not_applicable(&net, "physical_network", kind, PHYSICAL);
    }
}

/// X-RBAC-1.
pub(super) fn rbac_policy(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let policy = subject.properties();
    subject.read(&["object_type", "action"]);
    let Some(object) = policy.text("object_type") else {
        return;
    };
    let actions: &[&str] = match object.as_str() {
        "network" => &["access_as_shared", "access_as_external"],
        "qos_policy" | "security_group" | "address_scope" | "subnetpool" => &["access_as_shared"],
        // Only a value that is read from a resource has passed the schema.
        _ => return refusals.value(&policy, "object_type", WhyNot::NotKnownYet),
    };
    if policy.is_any("action", actions) != Holds::No {
        return;
    }
    let why = if policy.truthy("action") == Holds::No {
        WhyNot::NotKnownYet
    } else {
        WhyNot::NotOneOf {
            allowed: actions.iter().map(|it| (*it).into()).collect(),
            with: Some(("object_type".into(), object.clone())),
        }
    };
    refusals.value(&policy, "action", why);
}

/// X-ROUTER-1.
pub(super) fn router(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let router = subject.properties();
    subject.read(&["value_specs", "distributed", "l3_agent_id", "l3_agent_ids", "ha"]);
    added_twice(&router, "l3_agent_id", "l3_agent_ids", refusals);
    if !refusals.is_empty() {
        return;
    }
    let distributed = router.truthy("distributed");
    for agents in ["l3_agent_id", "l3_agent_ids"] {
        if distributed.and(router.truthy(agents)) == Holds::Yes {
            refusals.conflict(&router, "distributed", agents);
        }
    }
    if distributed.and(router.truthy("ha")) == Holds::Yes {
        refusals.conflict(&router, "distributed", "ha");
    }
    let agents = router
        .value("l3_agent_ids")
        .and_then(Value::as_list)
        .unwrap_or_default();
    let certain = agents
        .iter()
        .filter(|it| !matches!(it, Value::Unknown(unknown) if unknown.may_vanish()));
    if router.truthy("ha") == Holds::No && certain.count() > 1 {
        let unless = Some("ha".into());
        refusals.value(&router, "l3_agent_ids", WhyNot::OnlyOne { unless });
    }
}

/// X-ROUTER-2.
pub(super) fn router_interface(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    subject.read(&["subnet", "port"]);
    refusals.exactly_one(&subject.properties(), "subnet", "port");
}

/// X-SG-1. Whether the cloud has groups without state is not known.
pub(super) fn security_group(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let group = subject.properties();
    if group.is("name", "default") == Holds::Yes {
        refusals.value(&group, "name", WhyNot::Reserved);
    }
    subject.read(&["stateful"]);
}

/// X-SG-2.
pub(super) fn security_group_rule(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let rule = subject.properties();
    if rule.given("remote_group") == Holds::Yes && rule.given("remote_ip_prefix") == Holds::Yes {
        refusals.conflict(&rule, "remote_group", "remote_ip_prefix");
    }
    subject.read(&["port_range_max", "port_range_min", "protocol"]);
    // For these protocols the two numbers are type and code.
    if rule.is_any("protocol", &["icmp", "icmpv6", "ipv6-icmp"]) == Holds::No {
        refusals.ordered(&rule, "port_range_min", "port_range_max");
    }
}

/// X-SEG-1.
pub(super) fn segment(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let segment = subject.properties();
    subject.read(&["physical_network", "network_type", "segmentation_id"]);
    let (kind, network, number) = ("network_type", "physical_network", "segmentation_id");
    let is_vlan = segment.is(kind, "vlan");
    let mut needed = Vec::new();
    if segment.is_any(kind, PHYSICAL).and(segment.given(network).not()) == Holds::Yes {
        needed.push(network);
    }
    if is_vlan.and(segment.given(number).not()) == Holds::Yes {
        needed.push(number);
    }
    if !needed.is_empty() {
        refusals.value_lacks(&segment, kind, &needed);
    }
    if segment.is_any(kind, &["local", "flat"]).and(segment.given(number)) == Holds::Yes {
        refusals.not_applicable(&segment, number, kind, NUMBERED);
    }
    if segment.is_any(kind, TUNNELS).and(segment.given(network)) == Holds::Yes {
        refusals.not_applicable(&segment, network, kind, PHYSICAL);
    }
    if is_vlan == Holds::Yes && segment.number(number).is_some_and(|it| it > HIGHEST_VLAN as f64) {
        let why = WhyNot::Above {
            limit: HIGHEST_VLAN,
            with: Some((kind.into(), "vlan".into())),
        };
        refusals.value(&segment, number, why);
    }
}

/// X-SUBNET-1.
pub(super) fn subnet(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let subnet = subject.properties();
    subject.read(&["value_specs", "subnetpool", "prefixlen", "cidr"]);
    let has_cidr = subnet.truthy("cidr");
    let has_pool = subnet.given("subnetpool");
    if has_pool.and(has_cidr) == Holds::Yes {
        refusals.conflict(&subnet, "subnetpool", "cidr");
    } else if has_pool.or(has_cidr) == Holds::No {
        refusals.missing_alternative(&subnet, &["cidr", "subnetpool"]);
    }
    if subnet.truthy("prefixlen").and(has_cidr) == Holds::Yes {
        refusals.conflict(&subnet, "prefixlen", "cidr");
    }
    let modes = ["ipv6_ra_mode", "ipv6_address_mode"];
    subject.read(&modes);
    if subnet.number("ip_version") == Some(4.0) {
        for mode in modes {
            if subnet.truthy(mode) == Holds::Yes {
                refusals.not_applicable(&subnet, mode, "ip_version", &["6"]);
            }
        }
    }
    if let [Some(first), Some(second)] = modes.map(|mode| subnet.text(mode))
        && !first.is_empty()
        && !second.is_empty()
        && first != second
    {
        let why = WhyNot::Differs {
            from: modes[0].into(),
            value: first.clone(),
        };
        refusals.value(&subnet, modes[1], why);
    }
    if let Some(gateway) = subnet.text("gateway_ip") {
        let stands_for_something = gateway.is_empty() || gateway == "~" || gateway == "auto";
        if !stands_for_something && !is_address(gateway) {
            refusals.value(&subnet, "gateway_ip", WhyNot::NotAnAddress);
        }
    }
}

/// X-SUBNET-2. A length of 0 counts as none.
pub(super) fn subnet_pool(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let pool = subject.properties();
    subject.read(&["min_prefixlen", "default_prefixlen", "max_prefixlen"]);
    let (least, usual, most) = ("min_prefixlen", "default_prefixlen", "max_prefixlen");
    for (lesser, greater) in [(least, most), (least, usual), (usual, most)] {
        if pool.truthy(lesser).and(pool.truthy(greater)) == Holds::Yes {
            refusals.ordered(&pool, lesser, greater);
        }
    }
}

/// What the C library reads as an IPv4 address, or an IPv6 address with or without a zone.
fn is_address(text: &str) -> bool {
    is_loose_ipv4(text) || is_zoned_ipv6(text)
}

fn is_zoned_ipv6(text: &str) -> bool {
    let (address, zone) = match text.rsplit_once('%') {
        Some((address, zone)) => (address, Some(zone)),
        None => (text, None),
    };
    zone.is_none_or(|it| (1..=15).contains(&it.chars().count())) && address.parse::<Ipv6Addr>().is_ok()
}

/// One to four numbers, each decimal, octal or hexadecimal; the last fills what is left of the 32 bits, and anything may
/// follow behind white space.
fn is_loose_ipv4(text: &str) -> bool {
    const SPACE: [char; 6] = [' ', '\t', '\n', '\u{b}', '\u{c}', '\r'];
    let address = text.split(SPACE).next().unwrap_or_default();
    if text.contains('\0') {
        return false;
    }
    let parts: Vec<&str> = address.split('.').collect();
    let Some((last, front)) = parts.split_last() else {
        return false;
    };
    let Some(room) = [u32::MAX, 0x00ff_ffff, 0xffff, 0xff].get(front.len()) else {
        return false;
    };
    front.iter().all(|it| c_number(it).is_some_and(|it| it <= 0xff)) && c_number(last).is_some_and(|it| it <= *room)
}

fn c_number(text: &str) -> Option<u32> {
    let (digits, base) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        None => (text, 10),
    };
    if digits.is_empty() || !digits.chars().all(|it| it.is_digit(base)) {
        return None;
    }
    u32::from_str_radix(digits, base).ok()
}
