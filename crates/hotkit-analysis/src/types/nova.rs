//! Types of the compute service (X-NOVA-1 to X-NOVA-9).

use hotkit_eval::{Value, evaluate};
use hotkit_model::ValueKind;
use hotkit_schema::ValueType;
use hotkit_text::TextRange;

use super::Subject;
use super::part::{Part, Spot, taken};
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::input::short_text;
use crate::problem::{Fault, WhyNot};
use crate::walk::{self, Found, Place, Section};

/// What an entry of `block_device_mapping_v2` can be made of; the last two count as one.
const SOURCES: [&str; 6] = [
    "volume_id",
    "snapshot_id",
    "image",
    "swap_size",
    "ephemeral_size",
    "ephemeral_format",
];

/// The sources that a server can boot from.
const BOOTABLE: [&str; 3] = ["volume_id", "snapshot_id", "image"];

/// The key under which the engine keeps the deployments of a server.
const DEPLOYMENTS: &str = "deployments";

pub(super) fn server(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let server = subject.properties();
    if server.is("user_data_format", "SOFTWARE_CONFIG") == Holds::Yes {
        metadata(subject, refusals);
    }
    subject.read(&["block_device_mapping", "block_device_mapping_v2", "image", "flavor"]);
    boot_sources(&server, refusals);
    networks(&server, refusals);
    subject.read(&["tags", "metadata"]);
    personality(&server, refusals);
}

/// What depends on the version of the compute service is read, and every current version takes it.
pub(super) fn key_pair(subject: &Subject<'_>, _: &mut Refusals<'_>) {
    subject.read(&["type", "user", "public_key"]);
}

/// As [`key_pair`].
pub(super) fn server_group(subject: &Subject<'_>, _: &mut Refusals<'_>) {
    subject.read(&["policies", "rules"]);
}

/// X-NOVA-8: the metadata of such a server is computed, and holds no deployments.
fn metadata(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let ctx = subject.ctx;
    let Some(metadata) = &subject.resource.metadata else {
        return;
    };
    let name = if ctx.template.is_cfn() { "Metadata" } else { "metadata" };
    let mut place = Place {
        section: Section::Properties,
        path: subject.place.path.join(name),
        ..subject.place.clone()
    };
    let mut found = Found::default();
    walk::walk(ctx, metadata, &mut place, &mut found);
    if let Err(fault) = evaluate(metadata, &ctx.scope) {
        crate::property::evaluation_fault(ctx, fault, &place, &mut found);
    }
    refusals.refuse_all(found);
    let Ok(value) = evaluate(metadata, &ctx.scope) else {
        return;
    };
    let reserved = match &value {
        Value::Map(entries) => entries.iter().any(|(key, _)| key == DEPLOYMENTS),
        Value::List(items) => items.iter().any(|it| it.as_text().is_some_and(|it| it == DEPLOYMENTS)),
        Value::Text(text) => text.contains(DEPLOYMENTS),
        _ => false,
    };
    if reserved {
        let expr = taken(ctx, metadata);
        let entries = expr.as_map().unwrap_or_default();
        let key = entries.iter().find(|it| it.key.text == DEPLOYMENTS);
        let fault = Fault::ReservedKey {
            within: name.into(),
            key: DEPLOYMENTS.into(),
        };
        let spot = Spot {
            range: key.map_or(expr.range, |it| it.key.range),
            path: place.path.join(DEPLOYMENTS),
        };
        refusals.refuse(fault, spot);
    }
}

/// X-NOVA-1 to X-NOVA-4.
fn boot_sources(server: &Part<'_>, refusals: &mut Refusals<'_>) {
    let (old, new) = ("block_device_mapping", "block_device_mapping_v2");
    if server.truthy(old).and(server.truthy(new)) == Holds::Yes {
        return refusals.conflict(server, old, new);
    }
    let mut boot = BootSources {
        bootable: server.given("image"),
        sources: Vec::new(),
    };
    if boot.bootable == Holds::Yes {
        boot.sources.push(server.value_at("image"));
    }
    let mappings = server.entries(old);
    if !mappings.complete {
        boot.bootable = boot.bootable.or(Holds::Unknown);
    }
    for mapping in mappings.parts {
        boot.bootable = boot.bootable.or(mapping.is("device_name", "vda"));
        refusals.exactly_one(&mapping, "volume_id", "snapshot_id");
    }
    let devices = server.entries(new);
    if !devices.complete {
        boot.bootable = boot.bootable.or(Holds::Unknown);
    }
    for device in &devices.parts {
        boot.add(device, refusals);
    }
    if !refusals.is_empty() {
        return;
    }
    if boot.bootable == Holds::No {
        refusals.refuse(Fault::NoBootSource, server.whole());
    }
    if let (Holds::Yes, [.., last]) = (server.truthy(new), boot.sources.as_slice())
        && boot.sources.len() > 1
    {
        let others: Vec<TextRange> = boot.sources.iter().map(|it| it.range).collect();
        let others = others[..others.len() - 1].to_vec();
        let spot = last.clone();
        refusals.refuse(Fault::SeveralBootSources { others }, spot);
    }
}

/// What a server can boot from, as it is gathered.
struct BootSources {
    bootable: Holds,
    /// Those that are certainly there.
    sources: Vec<Spot>,
}

impl BootSources {
    /// An entry of `block_device_mapping_v2`.
    fn add(&mut self, device: &Part<'_>, refusals: &mut Refusals<'_>) {
        // The engine's `size or format`: a size of 0 counts where there is a format, too.
        let ephemeral = device.truthy("ephemeral_size").or(device.given("ephemeral_format"));
        let given = |name: &str| device.given(name);
        let kinds = [
            given(SOURCES[0]),
            given(SOURCES[1]),
            given(SOURCES[2]),
            given(SOURCES[3]),
            ephemeral,
        ];
        let certain: Vec<&str> = SOURCES
            .into_iter()
            .zip([kinds[0], kinds[1], kinds[2], kinds[3], ephemeral, ephemeral])
            .filter(|(name, holds)| *holds == Holds::Yes && device.given(name) == Holds::Yes)
            .map(|(name, _)| name)
            .collect();
        if kinds.iter().filter(|it| **it == Holds::Yes).count() > 1 {
            if let [first, .., last] = certain.as_slice() {
                refusals.conflict(device, first, last);
            }
        } else if kinds.iter().all(|it| *it == Holds::No) {
            refusals.missing_alternative(device, &SOURCES);
        }
        let first = match (device.given("boot_index"), device.number("boot_index")) {
            (Holds::No, _) => Holds::Yes,
            (Holds::Yes, Some(0.0)) => Holds::Yes,
            (Holds::Yes, Some(_)) => Holds::No,
            _ => Holds::Unknown,
        };
        for name in BOOTABLE {
            let boots = first.and(device.given(name));
            self.bootable = self.bootable.or(boots);
            if boots == Holds::Yes {
                self.sources.push(device.value_at(name));
            }
        }
    }
}

/// X-NOVA-5 to X-NOVA-7.
fn networks(server: &Part<'_>, refusals: &mut Refusals<'_>) {
    let networks = server.entries("networks");
    for network in &networks.parts {
        check_network(network, refusals);
    }
    let allocated = networks
        .parts
        .iter()
        .find(|it| it.truthy("allocate_network") == Holds::Yes);
    if let (Some(network), true) = (allocated, networks.parts.len() > 1) {
        let of = "networks".into();
        refusals.value(network, "allocate_network", WhyNot::OnlyEntry { of });
    }
    let port = networks.parts.iter().find(|it| it.given("port") == Holds::Yes);
    if let Some(network) = port
        && server.truthy("security_groups") == Holds::Yes
    {
        let (groups, port) = (server.key_at("security_groups"), network.key_at("port"));
        let fault = Fault::ConflictingProperties {
            owner: refusals.owner(),
            within: None,
            name: "security_groups".into(),
            other: "port".into(),
            place: Some(port.range),
            same: false,
        };
        refusals.refuse(fault, groups);
    }
}

/// X-NOVA-5, X-NOVA-6.
fn check_network(network: &Part<'_>, refusals: &mut Refusals<'_>) {
    let allocates = network.truthy("allocate_network");
    let by_id = network.given("network");
    let by_port = network.given("port");
    let by_subnet = network.given("subnet");
    if by_id.or(by_port).or(by_subnet).or(allocates) == Holds::No {
        return refusals.missing_alternative(network, &["network", "port", "subnet", "allocate_network"]);
    }
    if allocates == Holds::Yes {
        let other = network
            .names()
            .find(|it| *it != "allocate_network" && network.given(it) == Holds::Yes);
        if let Some(other) = other {
            refusals.conflict(network, "allocate_network", other);
        }
    }
    if network.truthy("fixed_ip").and(by_port) == Holds::Yes {
        refusals.conflict(network, "fixed_ip", "port");
    }
    let only_network = by_id
        .and(by_port.or(by_subnet).not())
        .and(network.truthy("port_extra_properties").not());
    if network.given("floating_ip").and(only_network) == Holds::Yes {
        refusals.lacks_any(network, "floating_ip", &["port", "subnet", "port_extra_properties"]);
    }
}

/// The engine measures the contents of files, which only texts have (X-NOVA-9).
fn personality(server: &Part<'_>, refusals: &mut Refusals<'_>) {
    let Some(Value::Map(files)) = server.value("personality") else {
        return;
    };
    for (path, content) in files.iter() {
        if matches!(content, Value::Text(_) | Value::Null | Value::Unknown(_)) {
            continue;
        }
        let fault = Fault::WrongType {
            name: path.clone(),
            expected: ValueType::String,
            found: content.kind().unwrap_or(ValueKind::Null),
            value: Some(short_text(content)).filter(|_| !matches!(content, Value::Map(_) | Value::List(_))),
        };
        // Heat does not foresee it, and names no more than the resource.
        let spot = server.inner_key_at("personality", path);
        refusals.refuse(fault, spot);
    }
}
