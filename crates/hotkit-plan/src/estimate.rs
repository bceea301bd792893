//! What a stack costs: time by simulation over the edges, quota by counting.

use std::collections::BTreeMap;

use hotkit_analysis::CloudContents;
use hotkit_eval::Value;

use crate::cloud::{Cloud, QuotaKind};
use crate::plan::{Place, Plan, ResourcePlan, StackPlan};

/// Seconds that Heat itself takes to begin a nested stack, and to notice its end.
const OVERHEAD: u64 = 1;

/// What a plan costs on a cloud.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Estimate {
    /// The name of the cloud.
    pub cloud: String,
    /// Seconds until the stack is complete.
    pub seconds: u64,
    /// The longest chain: names of resources of the root stack, in order.
    pub critical_path: Vec<String>,
    /// What it takes, by kind.
    pub needed: BTreeMap<QuotaKind, u64>,
    /// What the cloud allows and has left, by kind; `None` for no limit.
    pub limits: BTreeMap<QuotaKind, Option<u64>>,
    /// What is used already.
    pub used: BTreeMap<QuotaKind, u64>,
    /// How many such stacks fit, and what runs out first; `None` where nothing is limited.
    pub fit: Option<(u64, QuotaKind)>,
    /// Flavors whose size the cloud does not know, with the number of servers.
    pub unknown_flavors: BTreeMap<String, u64>,
    /// Servers whose flavor is not known.
    pub servers_without_flavor: u64,
    /// What does not end before Heat gives up, in words.
    pub warnings: Vec<String>,
    /// What the cloud does not have.
    pub missing: Vec<Missing>,
}

impl Estimate {
    /// What so many such stacks take of what is needed and limited: the kind, what is used with what is there already, the limit.
    #[must_use]
    pub fn against_quota(&self, stacks: u64) -> Vec<(QuotaKind, u64, u64)> {
        let needed = self.needed.iter().filter(|(_, needed)| **needed > 0);
        let limited = needed.filter_map(|(kind, needed)| {
            let limit = self.limits.get(kind).copied().flatten()?;
            let used = self.used.get(kind).copied().unwrap_or(0);
            Some((*kind, needed.saturating_mul(stacks).saturating_add(used), limit))
        });
        limited.collect()
    }

    /// As [`Estimate::against_quota`] for one stack, the fullest first.
    #[must_use]
    pub fn fullest_first(&self) -> Vec<(QuotaKind, u64, u64)> {
        let mut all = self.against_quota(1);
        let share = |of: u64, limit: u64| u128::from(of) * u128::from(limit.max(1));
        all.sort_by(|a, b| share(b.1, a.2).cmp(&share(a.1, b.2)).then(a.0.cmp(&b.0)));
        all
    }
}

/// A thing that a resource wants and the cloud does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The resource, with those around it.
    pub resource: String,
    /// The property.
    pub property: String,
    /// What it wants: `flavor`, `image`.
    pub what: &'static str,
    /// Its name.
    pub value: String,
    /// A name that was most likely meant.
    pub suggestion: Option<String>,
    /// Where it is declared.
    pub at: Place,
}

/// Simulates the creation and counts; writes times into the plan.
pub fn estimate(plan: &mut Plan, cloud: &Cloud) -> Estimate {
    let seconds = schedule(&mut plan.root, 0, cloud);
    let mut estimate = Estimate {
        cloud: cloud.name.clone(),
        seconds,
        critical_path: critical_path(&plan.root),
        limits: cloud.quota.clone(),
        used: cloud.used.clone(),
        ..Estimate::default()
    };
    count(&plan.root, cloud, &mut estimate);
    estimate.fit = fit(&estimate);
    timeouts(&plan.root, cloud, &mut estimate);
    missing(&plan.root, "", &cloud.contents(), &mut estimate);
    estimate
}

/// Fills in start and length of every resource; a stack ends with its last one.
fn schedule(stack: &mut StackPlan, begin: u64, cloud: &Cloud) -> u64 {
    let order: Vec<usize> = stack.waves.iter().flatten().copied().collect();
    let mut end_of = vec![begin; stack.resources.len()];
    let mut last = begin;
    let batch = stack.batches;
    for (place, index) in order.into_iter().enumerate() {
        let resource = &stack.resources[index];
        let mut start = resource
            .requires
            .iter()
            .filter(|it| it.resource != index)
            .map(|it| end_of[it.resource])
            .max()
            .unwrap_or(begin);
        if let Some((size, pause)) = batch
            && size > 0
        {
            // The batches come one after the other: each begins when everything before it has ended.
            let before = (place as u64 / size) * size;
            if before > 0 {
                let ended = end_of[..before as usize].iter().copied().max().unwrap_or(begin);
                start = start.max(ended + pause.ceil() as u64);
            }
        }
        let timeout = timeout_of(resource);
        let own = if resource.external_id.is_some() {
            crate::cloud::Duration {
                seconds: 0,
                assumed: false,
            }
        } else {
            cloud.duration(resource.kind(), &resource.type_name, timeout)
        };
        let wait = fixed_wait(resource);
        let resource = &mut stack.resources[index];
        resource.start = start;
        resource.assumed = own.assumed;
        resource.seconds = match &mut resource.nested {
            Some(nested) => schedule(nested, start + OVERHEAD, cloud) + 2 * OVERHEAD,
            None => wait.unwrap_or(own.seconds),
        };
        end_of[index] = start + resource.seconds;
        last = last.max(end_of[index]);
    }
    last - begin
}

/// Seconds that a resource is told to take.
fn fixed_wait(resource: &ResourcePlan) -> Option<u64> {
    let number = |name: &str| match resource.property(name)?.value.value()? {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::Float(number) if *number >= 0.0 => Some(number.ceil() as u64),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    match resource.kind() {
        "OS::Heat::Delay" => number("min_wait"),
        "OS::Heat::TestResource" => number("wait_secs"),
        _ => None,
    }
}

/// The timeout of a wait condition, in seconds.
pub(crate) fn timeout_of(resource: &ResourcePlan) -> Option<u64> {
    let value = resource.property("timeout").or_else(|| resource.property("Timeout"))?;
    match value.value.value()? {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The required resource whose end lets a resource start; `None` where it starts at once.
#[must_use]
pub fn starts_after(stack: &StackPlan, index: usize) -> Option<usize> {
    let resource = &stack.resources[index];
    let end = |it: &ResourcePlan| it.start + it.seconds;
    let required = resource.requires.iter().map(|it| it.resource).filter(|it| *it != index);
    required.min_by_key(|it| {
        let required = &stack.resources[*it];
        (std::cmp::Reverse(end(required)), std::cmp::Reverse(required.wave), *it)
    })
}

fn critical_path(stack: &StackPlan) -> Vec<String> {
    let end = |it: &ResourcePlan| it.start + it.seconds;
    let last =
        (0..stack.resources.len()).max_by_key(|index| (end(&stack.resources[*index]), std::cmp::Reverse(*index)));
    let mut path = Vec::new();
    let mut here = last;
    while let Some(index) = here {
        path.push(stack.resources[index].name.to_string());
        if path.len() > stack.resources.len() {
            break;
        }
        here = starts_after(stack, index);
    }
    path.reverse();
    path
}

/// Adds up what every resource takes.
fn count(stack: &StackPlan, cloud: &Cloud, estimate: &mut Estimate) {
    for resource in &stack.resources {
        if resource.external_id.is_some() {
            continue;
        }
        count_resource(resource, cloud, estimate);
        if let Some(nested) = &resource.nested {
            count(nested, cloud, estimate);
        }
    }
}

/// Adds up what one resource takes, without what is nested in it.
pub(crate) fn count_resource(resource: &ResourcePlan, cloud: &Cloud, estimate: &mut Estimate) {
    let mut add = |kind: QuotaKind, number: u64| *estimate.needed.entry(kind).or_default() += number;
    let value = |name: &str| resource.property(name).map(|it| it.value.partial());
    let items = |name: &str| match value(name) {
        Some(Value::List(items)) => Some(items),
        _ => None,
    };
    match resource.kind() {
        "OS::Nova::Server" | "AWS::EC2::Instance" => {
            add(QuotaKind::Instances, 1);
            let networks = items("networks");
            let made = networks.as_ref().map_or(1, |it| {
                it.iter()
                    .filter(|entry| entry.get("port").is_none_or(|port| *port == Value::Null))
                    .count() as u64
            });
            add(QuotaKind::Ports, made);
            for mapping in items("block_device_mapping_v2").iter().flat_map(|it| it.iter()) {
                let size = mapping.get("volume_size");
                let makes = mapping.get("image").or_else(|| mapping.get("image_id")).is_some();
                if let (Some(Value::Integer(size)), true) = (size, makes) {
                    add(QuotaKind::Volumes, 1);
                    add(QuotaKind::Gigabytes, u64::try_from(*size).unwrap_or(0));
                }
            }
            let flavor = value("flavor").or_else(|| value("InstanceType"));
            match flavor {
                Some(Value::Text(name)) if !name.starts_with("id:") => match cloud.flavors.get(name.as_str()) {
                    Some(flavor) => {
                        add(QuotaKind::Cores, flavor.vcpus);
                        add(QuotaKind::Ram, flavor.ram);
                    }
                    None => *estimate.unknown_flavors.entry(name.to_string()).or_default() += 1,
                },
                _ => estimate.servers_without_flavor += 1,
            }
        }
        "OS::Cinder::Volume" | "AWS::EC2::Volume" => {
            add(QuotaKind::Volumes, 1);
            let size = value("size").or_else(|| value("Size"));
            let size = match size {
                Some(Value::Integer(size)) => u64::try_from(size).unwrap_or(0),
                Some(Value::Text(text)) => text.trim().parse().unwrap_or(0),
                _ => 0,
            };
            add(QuotaKind::Gigabytes, size);
        }
        "OS::Neutron::Net" | "OS::Neutron::ProviderNet" | "AWS::EC2::VPC" => add(QuotaKind::Networks, 1),
        "OS::Neutron::Subnet" | "AWS::EC2::Subnet" => add(QuotaKind::Subnets, 1),
        "OS::Neutron::Router" => add(QuotaKind::Routers, 1),
        "OS::Neutron::RouterInterface" => {
            // With a subnet Neutron makes a port for it.
            let port = ["port", "port_id"].iter().find_map(|name| resource.property(name));
            add(QuotaKind::Ports, u64::from(port.is_none()));
        }
        "OS::Neutron::Port" | "AWS::EC2::NetworkInterface" => add(QuotaKind::Ports, 1),
        "OS::Neutron::FloatingIP" | "OS::Nova::FloatingIP" | "AWS::EC2::EIP" => add(QuotaKind::FloatingIps, 1),
        "OS::Neutron::SecurityGroup" | "AWS::EC2::SecurityGroup" => {
            add(QuotaKind::SecurityGroups, 1);
            // Neutron itself adds two that let everything out.
            add(
                QuotaKind::SecurityGroupRules,
                2 + items("rules").map_or(0, |it| it.len() as u64),
            );
        }
        "OS::Neutron::SecurityGroupRule" => add(QuotaKind::SecurityGroupRules, 1),
        "OS::Nova::KeyPair" => add(QuotaKind::KeyPairs, 1),
        "OS::Nova::ServerGroup" => add(QuotaKind::ServerGroups, 1),
        "OS::Octavia::LoadBalancer" => add(QuotaKind::LoadBalancers, 1),
        _ => {}
    }
}

fn fit(estimate: &Estimate) -> Option<(u64, QuotaKind)> {
    let kinds = estimate.needed.iter().filter(|(_, needed)| **needed > 0);
    let room = kinds.filter_map(|(kind, needed)| {
        let limit = estimate.limits.get(kind).copied().flatten()?;
        let used = estimate.used.get(kind).copied().unwrap_or(0);
        Some((limit.saturating_sub(used) / needed, *kind))
    });
    room.min_by_key(|(stacks, kind)| (*stacks, *kind))
}

/// What does not end before Heat gives up.
fn timeouts(stack: &StackPlan, cloud: &Cloud, estimate: &mut Estimate) {
    if estimate.seconds > cloud.stack_timeout {
        estimate.warnings.push(format!(
            "the stack takes longer than its timeout of {} min: set --timeout",
            cloud.stack_timeout / 60
        ));
    }
    for resource in &stack.resources {
        let is_wait = resource.kind().ends_with("::WaitCondition") || resource.kind() == "OS::Heat::SwiftSignal";
        let Some(timeout) = timeout_of(resource).filter(|_| is_wait) else {
            continue;
        };
        if resource.start + timeout > cloud.stack_timeout {
            estimate.warnings.push(format!(
                "{} may wait until {} s, and Heat gives the stack up after {} s",
                resource.name,
                resource.start + timeout,
                cloud.stack_timeout
            ));
        }
    }
}

/// Things that the cloud does not have, by the constraints of properties.
fn missing(stack: &StackPlan, way: &str, cloud: &CloudContents, estimate: &mut Estimate) {
    for resource in &stack.resources {
        if let Some(resource_type) = resource.builtin.and_then(hotkit_schema::resource_type) {
            for property in &resource.properties {
                let Some(schema) = resource_type.property(&property.name) else {
                    continue;
                };
                let mut walk = Walk {
                    cloud,
                    resource,
                    way,
                    found: &mut estimate.missing,
                };
                walk.value(schema, &property.value.partial(), &property.name, property.line, 0);
            }
        }
        if let Some(nested) = &resource.nested {
            missing(nested, &format!("{way}{}/", resource.name), cloud, estimate);
        }
    }
}

struct Walk<'w> {
    cloud: &'w CloudContents,
    resource: &'w ResourcePlan,
    way: &'w str,
    found: &'w mut Vec<Missing>,
}

impl Walk<'_> {
    fn value(&mut self, schema: &'static hotkit_schema::Property, value: &Value, path: &str, line: u32, depth: u32) {
        match value {
            Value::List(items) => {
                if let (Some(inner), true) = (schema.items, depth < 8) {
                    for (index, item) in items.iter().enumerate() {
                        self.value(inner, item, &format!("{path}[{index}]"), line, depth + 1);
                    }
                }
            }
            Value::Map(entries) => {
                for (key, value) in entries.iter().filter(|_| depth < 8) {
                    if let Some(inner) = schema.property(key) {
                        self.value(inner, value, &format!("{path}.{key}"), line, depth + 1);
                    }
                }
            }
            // A thing of the same stack is there when it is needed.
            Value::Text(text) if !text.is_empty() && !text.starts_with("id:") => self.text(schema, text, path, line),
            _ => {}
        }
    }

    fn text(&mut self, schema: &'static hotkit_schema::Property, text: &str, path: &str, line: u32) {
        for constraint in schema.constraints {
            let hotkit_schema::Constraint::Custom(name) = constraint else {
                continue;
            };
            let Some(list) = self.cloud.list(name).filter(|it| !it.has(text)) else {
                continue;
            };
            self.found.push(Missing {
                resource: format!("{}{}", self.way, self.resource.name),
                property: path.to_owned(),
                what: list.what,
                value: text.to_owned(),
                suggestion: list.nearest(text).map(str::to_owned),
                at: Place {
                    file: self.resource.at.file.clone(),
                    line: if line > 0 { line } else { self.resource.at.line },
                },
            });
        }
    }
}
