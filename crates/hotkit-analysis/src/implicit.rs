//! The edges that Heat's resource plug-ins add by themselves, from the values of properties (engine checks 8.2).
//!
//! An identifier that exists only after creation is empty while Heat validates (0.3), so two different networks of the same
//! template are equal to it. That is not ours to mend: circles over these edges are refused. When the stack is created, a
//! resource is there by its name, and the edges are those of [`at_creation`].

use hotkit_eval::{Scope, Value};
use hotkit_model::Resource;
use hotkit_schema::ResourceType;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::condition::Holds;
use crate::graph::Because;
use crate::problem::ReferenceFunction;
use crate::registry::Resolution;
use crate::seen::Seen;
use crate::stack::StackContext;

/// Why Heat adds an edge.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rule {
    /// A server waits for every subnet of its networks (D-010).
    ServerSubnet,
    /// A port waits for every subnet of its network (D-011).
    PortSubnet,
    /// A router waits for the subnets of its external network (D-012).
    RouterSubnet,
    /// A gateway waits for the interfaces of its router (D-017).
    GatewayInterface,
    /// A gateway waits for the subnets of its network (D-018).
    GatewaySubnet,
    /// A floating IP waits for the gateway to its network (D-018, D-013).
    FloatingIpGateway,
    /// A floating IP waits for the router interface in the subnet of its port (D-015, D-016).
    FloatingIpInterface,
    /// A route waits for the interfaces and gateways of its router (D-014, D-018).
    RouteRouter,
    /// A gateway attachment waits for the route tables of its VPC (D-018).
    AttachmentRouteTable,
}

/// Adds the edges. `explicit` are the pairs known so far; resources that are not there have none.
pub(crate) fn edges(ctx: &StackContext<'_>, explicit: &[(usize, usize, Because)]) -> Vec<(usize, usize, Because)> {
    let resources = ctx
        .template
        .resources
        .iter()
        .enumerate()
        .filter_map(|(index, resource)| {
            let Resolution::Builtin(resource_type) = ctx.resolutions[index] else {
                return None;
            };
            let holds = ctx.enabled[index];
            (holds != Holds::No).then_some((index, resource, resource_type, holds == Holds::Yes))
        });
    let network = Network::of(resources, &ctx.scope);
    let pairs: Vec<(usize, usize)> = explicit.iter().map(|it| (it.0, it.1)).collect();
    let mut found = Vec::new();
    for me in &network.members {
        let name = &ctx.template.resources[me.index].name;
        for (place, rule) in network.requires(me, &pairs) {
            let other = &network.members[place];
            let because = Because {
                range: name.range,
                function: ReferenceFunction::Heat(rule),
                path: hotkit_model::Path::of(["resources", &name.text]),
                certain: me.certain && other.certain,
            };
            found.push((me.index, other.index, because));
            if found.len() >= MOST_EDGES {
                return found;
            }
        }
    }
    found
}

/// The edges that Heat adds by itself when it creates a stack: the resource that waits, the one it waits for, and why.
/// `resources` are those that are made, by their place in the template, with their types; the scope gives each reference a
/// text of its own. `explicit` are the pairs of the other edges.
#[must_use]
pub fn at_creation<'t>(
    resources: impl Iterator<Item = (usize, &'t Resource, &'static ResourceType)>,
    scope: &'t dyn Scope,
    explicit: &[(usize, usize)],
) -> FxHashSet<(usize, usize, Rule)> {
    let network = Network::of(resources.map(|(index, it, kind)| (index, it, kind, true)), scope);
    let mut found = FxHashSet::default();
    for me in &network.members {
        let required = network.requires(me, explicit).into_iter();
        found.extend(required.map(|(place, rule)| (me.index, network.members[place].index, rule)));
        if found.len() >= MOST_EDGES {
            break;
        }
    }
    found
}

/// A type that takes part, as requirer or as required.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Kind {
    Server,
    Subnet,
    Port,
    Router,
    RouterInterface,
    RouterGateway,
    FloatingIp,
    FloatingIpAssociation,
    ExtraRoute,
    ExtraRouteSet,
    RouteTable,
    GatewayAttachment,
}

const KINDS: [(&str, Kind); 13] = [
    ("OS::Nova::Server", Kind::Server),
    ("OS::Neutron::Subnet", Kind::Subnet),
    ("OS::Neutron::Port", Kind::Port),
    ("OS::Neutron::Router", Kind::Router),
    ("OS::Neutron::RouterInterface", Kind::RouterInterface),
    ("OS::Neutron::RouterGateway", Kind::RouterGateway),
    ("OS::Neutron::FloatingIP", Kind::FloatingIp),
    ("OS::Neutron::FloatingIPAssociation", Kind::FloatingIpAssociation),
    ("OS::Neutron::FloatingIPPortForward", Kind::FloatingIpAssociation),
    ("OS::Neutron::ExtraRoute", Kind::ExtraRoute),
    ("OS::Neutron::ExtraRouteSet", Kind::ExtraRouteSet),
    ("AWS::EC2::RouteTable", Kind::RouteTable),
    ("AWS::EC2::VPCGatewayAttachment", Kind::GatewayAttachment),
];

struct Member<'s> {
    index: usize,
    kind: Kind,
    seen: Seen<'s>,
    certain: bool,
    /// Named as a type of this kind and mapped to another: others wait for it, but it waits for none of its own accord.
    mapped: bool,
}

/// Edges of this kind that are followed at most; Heat itself is long past its limits there.
const MOST_EDGES: usize = 1_000_000;

/// Every resource that takes part, with its properties as Heat sees them.
struct Network<'s> {
    members: Vec<Member<'s>>,
    /// Members by kind and by the value that others compare themselves with.
    by_value: FxHashMap<(Kind, SmolStr), Vec<usize>>,
    by_kind: FxHashMap<Kind, Vec<usize>>,
    by_resource: FxHashMap<usize, usize>,
}

impl<'s> Network<'s> {
    /// Every resource with its place, its type, and whether it certainly is made.
    fn of(
        resources: impl Iterator<Item = (usize, &'s Resource, &'static ResourceType, bool)>,
        scope: &'s dyn Scope,
    ) -> Network<'s> {
        let mut network = Network {
            members: Vec::new(),
            by_value: FxHashMap::default(),
            by_kind: FxHashMap::default(),
            by_resource: FxHashMap::default(),
        };
        for (index, resource, resource_type, certain) in resources {
            let written = resource.resource_type.as_ref().map_or("", |it| it.text.as_str());
            let target = resource_type.alias.unwrap_or(resource_type.name);
            let found = KINDS.iter().find(|(name, _)| *name == written || *name == target);
            let Some((name, kind)) = found else {
                continue;
            };
            let properties = resource.properties.as_ref().map(|(_, it)| it);
            // Heat asks for properties by name, and a type that does not have them gives nothing.
            let mapped = resource_type.placeholder && *name != target;
            let seen = match hotkit_schema::resource_type(name).filter(|_| mapped) {
                Some(named) => Seen::nothing_of(named),
                None => Seen::of(resource_type, properties, scope),
            };
            network.add(Member {
                index,
                kind: *kind,
                seen,
                certain,
                mapped,
            });
        }
        network
    }

    fn add(&mut self, member: Member<'s>) {
        let place = self.members.len();
        let seen = &member.seen;
        let compared = match member.kind {
            Kind::Subnet => seen.get("network").cloned(),
            Kind::RouterInterface => seen.get("router").cloned(),
            Kind::RouterGateway => either(seen, "network", "network_id"),
            Kind::Router => gateway_network(seen),
            Kind::RouteTable => seen.get("VpcId").cloned(),
            _ => None,
        };
        if let Some(key) = compared.as_ref().and_then(key) {
            self.by_value.entry((member.kind, key)).or_default().push(place);
        }
        self.by_kind.entry(member.kind).or_default().push(place);
        self.by_resource.insert(member.index, place);
        self.members.push(member);
    }

    fn kind(&self, kind: Kind) -> &[usize] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    fn with_value(&self, kind: Kind, value: Option<&Value>) -> &[usize] {
        let key = value.and_then(key);
        key.and_then(|key| self.by_value.get(&(kind, key)))
            .map_or(&[], Vec::as_slice)
    }

    /// The members that one of them waits for, and why.
    fn requires(&self, me: &Member<'_>, explicit: &[(usize, usize)]) -> Vec<(usize, Rule)> {
        if me.mapped {
            return Vec::new();
        }
        let same = |rule: Rule, kind: Kind, name: &str| self.same(rule, kind, || me.seen.get(name).cloned());
        match me.kind {
            Kind::Server => self.subnets_of_server(&me.seen),
            Kind::Port => same(Rule::PortSubnet, Kind::Subnet, "network"),
            Kind::Router => self.same(Rule::RouterSubnet, Kind::Subnet, || gateway_network(&me.seen)),
            Kind::RouterGateway => {
                let mut found = same(Rule::GatewayInterface, Kind::RouterInterface, "router_id");
                found.extend(same(Rule::GatewaySubnet, Kind::Subnet, "network"));
                found
            }
            Kind::FloatingIp => {
                let mut found = same(Rule::FloatingIpGateway, Kind::RouterGateway, "floating_network");
                found.extend(same(Rule::FloatingIpGateway, Kind::Router, "floating_network"));
                found.extend(self.interfaces_of_ports(me, explicit, any_fixed_ip));
                found
            }
            Kind::FloatingIpAssociation => self.interfaces_of_ports(me, explicit, first_fixed_ip),
            Kind::ExtraRoute => {
                let mut found = same(Rule::RouteRouter, Kind::RouterInterface, "router_id");
                let router = me.seen.get("router_id");
                let gateways = self.kind(Kind::RouterGateway).iter();
                let gateways = gateways.filter(|it| equal(self.members[**it].seen.get("router_id"), router));
                found.extend(gateways.map(|place| (*place, Rule::RouteRouter)));
                found
            }
            Kind::ExtraRouteSet => same(Rule::RouteRouter, Kind::RouterInterface, "router"),
            Kind::GatewayAttachment => same(Rule::AttachmentRouteTable, Kind::RouteTable, "VpcId"),
            Kind::Subnet | Kind::RouterInterface | Kind::RouteTable => Vec::new(),
        }
    }

    /// The members of a kind that are known by this value, which is read only if there are any.
    fn same(&self, rule: Rule, kind: Kind, value: impl Fn() -> Option<Value>) -> Vec<(usize, Rule)> {
        if self.kind(kind).is_empty() {
            return Vec::new();
        }
        let places = self.with_value(kind, value().as_ref()).iter();
        places.map(|place| (*place, rule)).collect()
    }

    /// D-010: a server without networks waits for nothing; an entry without network may mean any subnet, and a subnet of an
    /// unknown network may be meant by any server.
    fn subnets_of_server(&self, server: &Seen<'_>) -> Vec<(usize, Rule)> {
        if self.kind(Kind::Subnet).is_empty() {
            return Vec::new();
        }
        let Some(Value::List(entries)) = server.get("networks") else {
            return Vec::new();
        };
        if entries.is_empty() {
            return Vec::new();
        }
        let networks: Vec<Value> = entries.iter().map(|entry| entry_value(entry, "network")).collect();
        let mut places: Vec<usize> = if networks.iter().any(|it| it.is_truthy() == Some(false)) {
            self.kind(Kind::Subnet).to_vec()
        } else {
            let known = networks.iter().flat_map(|it| self.with_value(Kind::Subnet, Some(it)));
            let unset = [Value::Null, Value::text("")];
            let unset = unset.iter().flat_map(|it| self.with_value(Kind::Subnet, Some(it)));
            known.chain(unset).copied().collect()
        };
        // What the engine fails to read is passed over.
        places.retain(|it| self.members[*it].seen.get("network").is_some());
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| (place, Rule::ServerSubnet)).collect()
    }

    /// The router interfaces in the subnet of some port that the resource waits for.
    fn interfaces_of_ports(
        &self,
        me: &Member<'_>,
        explicit: &[(usize, usize)],
        lies_in: impl Fn(&Seen<'_>, &Value) -> bool,
    ) -> Vec<(usize, Rule)> {
        let required = explicit.iter().filter(|(requirer, _)| *requirer == me.index);
        let ports = required.filter_map(|(_, required)| self.by_resource.get(required));
        let ports: Vec<&Member<'_>> = ports
            .map(|place| &self.members[*place])
            .filter(|it| it.kind == Kind::Port)
            .collect();
        if ports.is_empty() {
            return Vec::new();
        }
        let reached = self.kind(Kind::RouterInterface).iter().filter(|place| {
            let interface = &self.members[**place].seen;
            let subnet = either(interface, "subnet", "subnet_id");
            subnet.is_some_and(|subnet| ports.iter().any(|port| lies_in(&port.seen, &subnet)))
        });
        reached.map(|place| (*place, Rule::FloatingIpInterface)).collect()
    }
}

/// D-015. A port without fixed addresses lies in every subnet that is not known yet; of others the cloud is asked.
fn any_fixed_ip(port: &Seen<'_>, subnet: &Value) -> bool {
    match port.get("fixed_ips") {
        Some(Value::List(entries)) if !entries.is_empty() => entries
            .iter()
            .any(|entry| equal(Some(&fixed_ip_subnet(entry)), Some(subnet))),
        Some(Value::Unknown(_)) | None => false,
        Some(_) => *subnet == Value::Null,
    }
}

/// D-016: only the first fixed address is looked at.
fn first_fixed_ip(port: &Seen<'_>, subnet: &Value) -> bool {
    match port.get("fixed_ips") {
        Some(Value::List(entries)) => entries
            .first()
            .is_some_and(|entry| equal(Some(&fixed_ip_subnet(entry)), Some(subnet))),
        _ => false,
    }
}

fn fixed_ip_subnet(entry: &Value) -> Value {
    let subnet = entry_value(entry, "subnet");
    if subnet.is_truthy() == Some(false) {
        entry_value(entry, "subnet_id")
    } else {
        subnet
    }
}

/// The network of `external_gateway_info`, where the router has a gateway.
fn gateway_network(router: &Seen<'_>) -> Option<Value> {
    let gateway = router.get("external_gateway_info")?;
    (gateway.is_truthy() != Some(false)).then(|| entry_value(gateway, "network"))
}

fn entry_value(map: &Value, key: &str) -> Value {
    match map {
        Value::Map(entries) => entries
            .iter()
            .find(|(name, _)| name == key)
            .map_or(Value::Null, |(_, value)| value.clone()),
        Value::Unknown(_) => map.clone(),
        _ => Value::Null,
    }
}

/// Python's `a or b` over two properties.
fn either(seen: &Seen<'_>, first: &str, second: &str) -> Option<Value> {
    let value = seen.get(first)?;
    if value.is_truthy() == Some(false) {
        seen.get(second).cloned()
    } else {
        Some(value.clone())
    }
}

/// Whether two values are equal. The engine fails to read what is `None` here, and takes no notice (8.2).
fn equal(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one.and_then(key), other.and_then(key)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// A text by which values are compared: all of them are text or nothing in the engine's eyes. Values that are unknown for the
/// same reasons are most likely the same reference.
fn key(value: &Value) -> Option<SmolStr> {
    match value {
        Value::Text(text) => Some(smol_str::format_smolstr!("={text}")),
        Value::Null | Value::Omitted => Some(SmolStr::new_static("-")),
        Value::Unknown(unknown) if !unknown.reasons().is_empty() => {
            Some(smol_str::format_smolstr!("?{:?}", unknown.reasons()))
        }
        Value::Unknown(_) => None,
        other => hotkit_eval::json_text(other).ok().map(SmolStr::new),
    }
}
