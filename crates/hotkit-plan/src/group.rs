//! The members of groups, as the templates that Heat makes up for them hold them (11.2, 11.3).

use hotkit_analysis::typed;
use hotkit_eval::{Reason, Value};
use hotkit_schema::ResourceType;
use smol_str::SmolStr;

use crate::display::hole;
use crate::expand::{Known, Level};
use crate::plan::{OutputPlan, PropertyPlan};
use crate::planned::{Kind, Planned};
use crate::scope::PATH_SEPARATOR;

/// A group whose members are known, as far as they are.
pub(crate) struct Group {
    pub(crate) members: Vec<Member>,
    /// How many there are to be; more than `members` where that is beyond Heat's limit.
    pub(crate) size: u64,
    pub(crate) note: Option<String>,
    pub(crate) names_known: bool,
    pub(crate) batches: Option<(u64, f64)>,
    pub(crate) outputs: Vec<OutputPlan>,
}

/// A member.
pub(crate) struct Member {
    pub(crate) name: SmolStr,
    pub(crate) type_name: SmolStr,
    pub(crate) properties: Vec<PropertyPlan>,
    pub(crate) metadata: Option<Planned>,
    /// Places of other members that it waits for.
    pub(crate) requires: Vec<usize>,
}

/// The members of a resource whose type makes a group; `None` for other types.
pub(crate) fn members(_: &Level<'_>, known: &Known<'_>, resource_type: &'static ResourceType) -> Option<Group> {
    let group = Properties { known, resource_type };
    let mut found = match resource_type.alias.unwrap_or(resource_type.name) {
        "OS::Heat::ResourceGroup" => resource_group(&group),
        "OS::Heat::SoftwareDeploymentGroup" | "OS::Heat::SoftwareDeployments" => {
            deployments(&group, "OS::Heat::SoftwareDeployment")
        }
        "OS::Heat::StructuredDeploymentGroup" | "OS::Heat::StructuredDeployments" => {
            deployments(&group, "OS::Heat::StructuredDeployment")
        }
        "OS::Heat::AutoScalingGroup" => auto_scaling(&group),
        "OS::Heat::InstanceGroup" | "AWS::AutoScaling::AutoScalingGroup" => instances(&group),
        "OS::Heat::ResourceChain" => chain(&group),
        _ => return None,
    };
    if found.size <= hotkit_schema::limits::MAX_RESOURCES_PER_STACK {
        found.outputs = outputs(known, resource_type.alias.unwrap_or(resource_type.name), &found.members);
    }
    Some(found)
}

struct Properties<'g> {
    known: &'g Known<'g>,
    resource_type: &'static ResourceType,
}

impl Properties<'_> {
    fn written(&self, name: &str) -> Option<&PropertyPlan> {
        self.known.properties.iter().find(|it| it.name == name)
    }

    /// The value in the type of its property, with its unknown parts.
    fn typed(&self, name: &str) -> Value {
        let given = self.written(name).map(|it| it.value.partial());
        let property = self.resource_type.property(name);
        property.and_then(|it| typed(it, given)).unwrap_or(Value::Null)
    }

    /// A value with its unknown parts, and what people see of it.
    fn both(&self, name: &str) -> (Value, Option<Value>, bool) {
        match self.written(name) {
            Some(property) => (
                property.value.partial(),
                property.value.display.clone(),
                property.value.secret,
            ),
            None => (Value::Null, None, false),
        }
    }

    fn integer(&self, name: &str) -> Option<i64> {
        match self.typed(name) {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    fn waits_for(&self, name: &str) -> Option<String> {
        match &self.written(name)?.value.kind {
            Kind::Unknown { sources, .. } => {
                let names: Vec<String> = sources.iter().map(|it| it.join(".")).collect();
                Some(names.join(", "))
            }
            _ => None,
        }
    }
}

fn none(note: String) -> Group {
    Group {
        members: Vec::new(),
        size: 0,
        note: Some(note),
        names_known: true,
        batches: None,
        outputs: Vec::new(),
    }
}

fn some(members: Vec<Member>) -> Group {
    Group {
        size: members.len() as u64,
        members,
        note: None,
        names_known: true,
        batches: None,
        outputs: Vec::new(),
    }
}

/// Beyond Heat's limit only the number is of interest.
fn too_many(size: i64) -> Option<Group> {
    let size = u64::try_from(size).unwrap_or(0);
    (size > hotkit_schema::limits::MAX_RESOURCES_PER_STACK).then(|| Group {
        size,
        ..some(Vec::new())
    })
}

fn resource_group(group: &Properties<'_>) -> Group {
    if let Some(sources) = group.waits_for("count") {
        return none(format!("the number of members is known after {sources} is known"));
    }
    let size = group.integer("count").unwrap_or(1).max(0);
    if let Some(group) = too_many(size) {
        return group;
    }
    let (definition, shown, secret) = group.both("resource_def");
    let Some(type_name) = type_of(&definition, shown.as_ref()) else {
        return none("the definition of the members is known only in the cloud".to_owned());
    };
    let index_var = match group.typed("index_var") {
        Value::Text(text) => text,
        _ => SmolStr::new_static("%index%"),
    };
    let skipped = skipped_names(&group.typed("removal_policies"));
    let names = numbered(&skipped).take(size as usize);
    let definition = Definition {
        type_name,
        properties: definition.get("properties").cloned().unwrap_or(Value::Null),
        shown: shown
            .as_ref()
            .map(|it| it.get("properties").cloned().unwrap_or(Value::Null)),
        secret,
        metadata: definition.get("metadata").cloned(),
        drop_null: true,
    };
    let members = names.map(|name| definition.member(&name, Some(&index_var)));
    let mut result = some(members.collect());
    result.batches = batch_create(group);
    result
}

/// The type of the members as written.
fn type_of(definition: &Value, shown: Option<&Value>) -> Option<SmolStr> {
    let written = shown.and_then(|it| it.get("type"));
    written.or_else(|| definition.get("type"))?.as_text().cloned()
}

/// The names of members by number, but for those that are skipped.
pub(crate) fn numbered(skipped: &[SmolStr]) -> impl Iterator<Item = SmolStr> {
    let names = (0_u64..).map(|it| smol_str::format_smolstr!("{it}"));
    names.filter(|it| !skipped.contains(it))
}

/// On creation every name in a removal policy is skipped (11.4).
pub(crate) fn skipped_names(policies: &Value) -> Vec<SmolStr> {
    let lists = policies.as_list().unwrap_or(&[]).iter();
    let names = lists.filter_map(|it| it.get("resource_list")?.as_list());
    names
        .flatten()
        .filter_map(|it| hotkit_eval::str_text(it).ok())
        .collect()
}

/// `batch_create` of the update policy: how many at a time, and the pause between.
fn batch_create(group: &Properties<'_>) -> Option<(u64, f64)> {
    let policy = group.known.parent.update_policy.as_ref()?.get("batch_create")?;
    let size = match policy.get("max_batch_size") {
        Some(Value::Integer(size)) => u64::try_from(*size).ok()?,
        _ => 1,
    };
    let pause = match policy.get("pause_time") {
        Some(Value::Integer(pause)) => *pause as f64,
        Some(Value::Float(pause)) => *pause,
        _ => 0.0,
    };
    Some((size.max(1), pause))
}

struct Definition {
    type_name: SmolStr,
    properties: Value,
    shown: Option<Value>,
    secret: bool,
    metadata: Option<Value>,
    /// Null at the top is as if it were not there.
    drop_null: bool,
}

impl Definition {
    fn member(&self, name: &SmolStr, index_var: Option<&SmolStr>) -> Member {
        let entries = self.properties.as_map().unwrap_or(&[]);
        let properties = entries
            .iter()
            .filter(|(_, value)| !(self.drop_null && *value == Value::Null));
        let replaced = |value: &Value| match index_var {
            Some(index_var) => replace(value, index_var, name),
            None => value.clone(),
        };
        let properties = properties.map(|(key, value)| {
            let mut planned = Planned::of(replaced(value));
            let shown = self.shown.as_ref().and_then(|it| it.get(key));
            if let Some(shown) = shown.filter(|it| *it != value) {
                planned.display = Some(replaced(shown));
                planned.secret = self.secret;
            }
            PropertyPlan {
                name: key.clone(),
                value: planned,
                line: 0,
            }
        });
        let mut properties: Vec<PropertyPlan> = properties.collect();
        if let Value::Unknown(_) = self.properties {
            properties.clear();
        }
        Member {
            name: name.clone(),
            type_name: self.type_name.clone(),
            properties,
            metadata: self.metadata.clone().filter(|it| *it != Value::Null).map(Planned::of),
            requires: Vec::new(),
        }
    }
}

/// The name of the member in the place of the variable, in values and not in keys.
fn replace(value: &Value, variable: &str, name: &str) -> Value {
    match value {
        Value::Text(text) if !variable.is_empty() && text.contains(variable) => {
            Value::text(text.replace(variable, name))
        }
        Value::List(items) => Value::list(items.iter().map(|it| replace(it, variable, name)).collect::<Vec<_>>()),
        Value::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), replace(value, variable, name)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// One deployment for each server, with the properties of the group.
fn deployments(group: &Properties<'_>, type_name: &'static str) -> Group {
    let servers = group.typed("servers");
    let Value::Map(servers) = servers else {
        let sources = group.waits_for("servers").unwrap_or_else(|| "the servers".to_owned());
        return none(format!("the members are known after {sources} is known"));
    };
    if let Some(group) = too_many(servers.len() as i64) {
        return group;
    }
    let shown_servers = group.both("servers").1;
    let shared: Vec<PropertyPlan> = group
        .resource_type
        .properties_in_order()
        .into_iter()
        .filter(|it| it.name != "servers")
        .map(|property| match group.written(property.name) {
            Some(written) => {
                let mut shared = written.clone();
                if let (Kind::Value(value), Some(typed)) =
                    (&written.value.kind, typed(property, Some(written.value.partial())))
                    && *value != typed
                {
                    shared.value.kind = Kind::Value(typed);
                }
                shared
            }
            None => PropertyPlan {
                name: SmolStr::new_static(property.name),
                value: Planned::of(group.typed(property.name)),
                line: 0,
            },
        })
        .collect();
    let members = servers.iter().map(|(name, server)| {
        let mut properties = shared.clone();
        let mut value = Planned::of(server.clone());
        value.display = shown_servers.as_ref().and_then(|it| it.get(name)).cloned();
        properties.push(PropertyPlan {
            name: SmolStr::new_static("server"),
            value,
            line: 0,
        });
        Member {
            name: name.clone(),
            type_name: SmolStr::new_static(type_name),
            properties,
            metadata: None,
            requires: Vec::new(),
        }
    });
    some(members.collect())
}

fn auto_scaling(group: &Properties<'_>) -> Group {
    let size = match (group.integer("desired_capacity"), group.integer("min_size")) {
        (Some(desired), _) if desired != 0 => desired,
        (_, Some(least)) => least,
        _ => {
            let sources = group
                .waits_for("desired_capacity")
                .or_else(|| group.waits_for("min_size"))
                .unwrap_or_else(|| "its size".to_owned());
            return none(format!("the number of members is known after {sources} is known"));
        }
    };
    if let Some(group) = too_many(size) {
        return group;
    }
    let (definition, shown, secret) = group.both("resource");
    let Some(type_name) = type_of(&definition, shown.as_ref()) else {
        return none("the definition of the members is known only in the cloud".to_owned());
    };
    let definition = Definition {
        type_name,
        properties: definition.get("properties").cloned().unwrap_or(Value::Null),
        shown: shown
            .as_ref()
            .map(|it| it.get("properties").cloned().unwrap_or(Value::Null)),
        secret,
        metadata: definition.get("metadata").cloned(),
        drop_null: false,
    };
    scaled(&definition, size)
}

/// Heat gives such members random names.
fn scaled(definition: &Definition, size: i64) -> Group {
    let members = (1..=size.max(0)).map(|it| definition.member(&smol_str::format_smolstr!("member-{it}"), None));
    let mut result = some(members.collect());
    result.names_known = false;
    result
}

/// Servers with the properties of a launch configuration (N-050).
fn instances(group: &Properties<'_>) -> Group {
    let sizes = ["Size", "DesiredCapacity", "MinSize"].map(|name| group.integer(name));
    let Some(size) = sizes.into_iter().flatten().find(|it| *it != 0) else {
        return none("the number of members is known only in the cloud".to_owned());
    };
    if let Some(group) = too_many(size) {
        return group;
    }
    let definition = Definition {
        type_name: SmolStr::new_static("AWS::EC2::Instance"),
        properties: Value::map(Vec::new()),
        shown: None,
        secret: false,
        metadata: None,
        drop_null: false,
    };
    let mut result = scaled(&definition, size);
    result.note = Some("the members have the properties of their launch configuration".to_owned());
    result
}

/// One resource for each type, all with the same properties.
fn chain(group: &Properties<'_>) -> Group {
    let Value::List(types) = group.typed("resources") else {
        return none("the members are known only in the cloud".to_owned());
    };
    if let Some(group) = too_many(types.len() as i64) {
        return group;
    }
    let concurrent = group.typed("concurrent") == Value::Bool(true);
    let (properties, shown, secret) = group.both("resource_properties");
    let mut members = Vec::with_capacity(types.len());
    for (index, type_name) in types.iter().enumerate() {
        let definition = Definition {
            type_name: type_name.as_text().cloned().unwrap_or_default(),
            properties: properties.clone(),
            shown: shown.clone(),
            secret,
            metadata: None,
            drop_null: false,
        };
        let mut member = definition.member(&smol_str::format_smolstr!("{index}"), None);
        if index > 0 && !concurrent {
            member.requires.push(index - 1);
        }
        members.push(member);
    }
    some(members)
}

/// What the made-up template gives out: what the stack around asks for, and always the ids.
fn outputs(known: &Known<'_>, type_name: &str, members: &[Member]) -> Vec<OutputPlan> {
    let ids = || {
        let ids = members.iter().map(|it| {
            (
                it.name.clone(),
                Value::Text(smol_str::format_smolstr!("id:{}", it.name)),
            )
        });
        Value::map(ids.collect())
    };
    let unknown = |member: &Member, path: &[SmolStr]| {
        let path = path.join(PATH_SEPARATOR.to_string().as_str());
        Value::unknown(Reason::Attribute(member.name.clone(), path.into()))
    };
    let each = |path: &[SmolStr]| Value::list(members.iter().map(|it| unknown(it, path)).collect::<Vec<_>>());
    let by_name = |path: &[SmolStr]| {
        Value::map(
            members
                .iter()
                .map(|it| (it.name.clone(), unknown(it, path)))
                .collect::<Vec<_>>(),
        )
    };
    let mut outputs: Vec<(String, Value)> = Vec::new();
    for path in &known.asked {
        let Some((key, rest)) = path.split_first() else {
            continue;
        };
        let name = path.join(", ");
        if type_name.contains("DeploymentGroup") || type_name.ends_with("Deployments") {
            let attribute = match key.as_str() {
                "deploy_stdouts" => "deploy_stdout",
                "deploy_stderrs" => "deploy_stderr",
                "deploy_status_codes" => "deploy_status_code",
                other => other,
            };
            let path = [SmolStr::new(attribute)];
            outputs.push((format!("attributes, {attribute}"), by_name(&path)));
            continue;
        }
        if type_name == "OS::Heat::AutoScalingGroup" {
            let parts: Vec<&str> = key.splitn(3, '.').collect();
            let path: Vec<SmolStr> = match parts.as_slice() {
                ["resource", _, inner @ ..] => inner
                    .iter()
                    .copied()
                    .map(SmolStr::new)
                    .chain(rest.iter().cloned())
                    .collect(),
                _ if key == "outputs" || key == "outputs_list" => rest.to_vec(),
                _ => Vec::new(),
            };
            if !path.is_empty() {
                outputs.push((format!("outputs, {}", path.join(", ")), by_name(&path)));
            }
            continue;
        }
        if let Some(target) = key.strip_prefix("resource.") {
            let (member, inner) = match target.split_once('.') {
                Some((member, inner)) => (member, Some(inner)),
                None => (target, None),
            };
            let path: Vec<SmolStr> = inner
                .into_iter()
                .map(SmolStr::new)
                .chain(rest.iter().cloned())
                .collect();
            if let Some(member) = members.iter().find(|it| it.name == member).filter(|_| !path.is_empty()) {
                outputs.push((name, unknown(member, &path)));
            }
            continue;
        }
        match key.as_str() {
            "refs" => {
                let ids = members
                    .iter()
                    .map(|it| Value::Text(smol_str::format_smolstr!("id:{}", it.name)));
                let value = Value::list(ids.collect::<Vec<_>>());
                outputs.push(("refs".to_owned(), value));
            }
            "attributes" if !rest.is_empty() => outputs.push((name, by_name(rest))),
            "refs_map" | "attributes" | "removed_rsrc_list" | "current_size" => {}
            _ => outputs.push((name, each(path))),
        }
    }
    if type_name == "OS::Heat::ResourceGroup" || type_name == "OS::Heat::AutoScalingGroup" {
        outputs.push(("refs_map".to_owned(), ids()));
    }
    outputs.sort_by(|a, b| a.0.cmp(&b.0));
    outputs.dedup_by(|a, b| a.0 == b.0);
    let output = |(name, value): (String, Value)| {
        let mut planned = Planned::of(value);
        if let Kind::Unknown { sources, .. } = &planned.kind {
            let words = sources.first().map(|it| it.join(".")).unwrap_or_default();
            planned.display = (sources.len() == 1).then(|| Value::text(hole(&words)));
        }
        OutputPlan {
            name: name.into(),
            value: planned,
            description: None,
            line: 0,
            secret: false,
        }
    };
    outputs.into_iter().map(output).collect()
}
