//! Groups: the nested stacks that Heat makes up by itself (engine checks 11.2, 11.3).
//!
//! Heat writes a template for the members and validates it loosely, as any nested stack. So do we: the template's parts keep
//! the places in the file where the group stands, and what is wrong with a member is shown there.

mod asked;
mod made;
mod member;

use hotkit_eval::{Phase, Reason, Value};
use hotkit_model::{Fault as FileFault, Kinds, Owner, Resource, ValueKind, is_template_name};
use hotkit_schema::ResourceType;
use hotkit_schema::limits::{MAX_NESTED_STACK_DEPTH, MAX_RESOURCES_PER_STACK};
use rustc_hash::FxHashSet;
use smol_str::{SmolStr, ToSmolStr};

use asked::{group_attribute, scaling_attribute};
use made::{Made, Maker, made_version};
use member::{Member, Policies, Source, Text, sound_parts, text_of};

use crate::condition::Holds;
use crate::nested::{Arguments, check_stack_name, too_deep};
use crate::problem::Fault;
use crate::registry::Resolution;
use crate::seen::Seen;
use crate::stack::{Level, Run, StackContext};
use crate::walk::{AskedAttribute, Found, Place, report};

const RESOURCE_GROUP: &str = "OS::Heat::ResourceGroup";
const AUTO_SCALING_GROUP: &str = "OS::Heat::AutoScalingGroup";
const RESOURCE_CHAIN: &str = "OS::Heat::ResourceChain";
const INSTANCE_GROUPS: [&str; 2] = ["OS::Heat::InstanceGroup", "AWS::AutoScaling::AutoScalingGroup"];

/// The type of the members of instance groups, which environments may map to a template of their own.
const SCALED_RESOURCE: &str = "OS::Heat::ScaledResource";

/// Members of a chain that are looked at; Heat takes no more resources in a stack.
const MOST_MEMBERS: usize = MAX_RESOURCES_PER_STACK as usize;

/// True for the types whose members Heat validates as a stack of their own.
pub(crate) fn is_group(resource_type: &ResourceType) -> bool {
    [RESOURCE_GROUP, AUTO_SCALING_GROUP, RESOURCE_CHAIN].contains(&resource_type.name)
        || INSTANCE_GROUPS.contains(&resource_type.name)
}

impl<'a> Run<'a> {
    /// Judges the members of all groups of a stack. What is asked of them is known by now.
    pub(crate) fn groups<'l>(&mut self, ctx: &StackContext<'l>, level: &Level<'l>, found: &mut Found)
    where
        'a: 'l,
    {
        let asked = std::mem::take(&mut found.asked);
        for (index, here) in std::mem::take(&mut found.groups) {
            let resource = &ctx.template.resources[index];
            let Resolution::Builtin(resource_type) = ctx.resolutions[index] else {
                continue;
            };
            let properties = resource.properties.as_ref().map(|(_, it)| it);
            let seen = Seen::of(resource_type, properties, &ctx.scope);
            let group = Group {
                ctx,
                scaled_resource: self.scaled_resource(level),
                index,
                resource,
                seen: &seen,
                asked: &asked,
            };
            let Some(made) = group.made(resource_type, &here, found) else {
                continue;
            };
            let mut named = here.clone();
            named.owner = here.owner.and(made.present);
            check_stack_name(ctx, resource, &named, found);
            if level.depth >= MAX_NESTED_STACK_DEPTH {
                too_deep(ctx, resource, &here, found);
                continue;
            }
            let site = level.site.inside(level.site.file, &here.path, "nested_stack");
            let inside = Level {
                site: if made.anonymous { site.anonymous() } else { site },
                path: level.path.clone(),
                template: &made.template,
                problems: &[],
                registry: level.registry.child("", &resource.name.text, ""),
                depth: level.depth + 1,
                present: here.owner.and(made.present),
                is_yaml: false,
                arguments: Some(Arguments {
                    values: made.unknown,
                    ..Arguments::default()
                }),
            };
            self.stack(&inside);
        }
    }

    /// The name that an environment can map to a template of its own, else the type that it stands for.
    fn scaled_resource(&self, level: &Level<'_>) -> &'static str {
        match level.registry.lookup(SCALED_RESOURCE, "", &level.path) {
            Resolution::Unknown => "AWS::EC2::Instance",
            _ => SCALED_RESOURCE,
        }
    }
}

/// A group, and what is known of it.
struct Group<'g> {
    ctx: &'g StackContext<'g>,
    /// The type of the members of instance groups.
    scaled_resource: &'static str,
    index: usize,
    resource: &'g Resource,
    seen: &'g Seen<'g>,
    asked: &'g [AskedAttribute],
}

impl<'g> Group<'g> {
    fn made(&self, resource_type: &'static ResourceType, here: &Place, found: &mut Found) -> Option<Made> {
        match resource_type.name {
            RESOURCE_GROUP => self.resource_group(here, found),
            AUTO_SCALING_GROUP => self.auto_scaling_group(here, found),
            RESOURCE_CHAIN => self.resource_chain(here, found),
            _ => self.instance_group(here, found),
        }
    }

    /// One member, named by the first number that no removal policy takes away; none where the count is zero.
    fn resource_group(&self, here: &Place, found: &mut Found) -> Option<Made> {
        let present = counts(self.seen.get("count")?)?;
        let definition = &self.definition("resource_def")?;
        let source = self.source("resource_def");
        let (name, is_certain) = self.first_name();
        let mut maker = Maker::new(self.index_var()?, &name);
        let member = Member {
            resource_type: text_of(definition.get("type"), source.get("type")),
            properties: (
                definition.get("properties").unwrap_or(&Value::Null),
                source.get("properties"),
            ),
            metadata: (
                definition.get("metadata").unwrap_or(&Value::Null),
                source.get("metadata"),
            ),
            policies: None,
        };
        self.fetched(&member, here, found)?;
        maker.member(&name, &member, None);
        for asked in self.asked.iter().filter(|it| it.resource == self.index && it.whole) {
            let own = ["refs", "refs_map", "removed_rsrc_list"];
            if !is_certain && asked.names_member() {
                continue;
            }
            if let Some(way) = group_attribute(&asked.steps, &name, &own) {
                maker.output(&asked.steps, &name, &way);
            }
        }
        Some(maker.finish(present, false))
    }

    /// Members with random names, each as `resource` says (N-030).
    fn auto_scaling_group(&self, here: &Place, found: &mut Found) -> Option<Made> {
        // Heat reads the definition even where there is no member.
        let definition = &self.definition("resource")?;
        let source = self.source("resource");
        if self.definition_faults(definition, source, here, found) {
            return None;
        }
        let desired = self.seen.get("desired_capacity")?;
        let size = match desired.is_truthy() {
            Some(true) => desired,
            Some(false) => self.seen.get("min_size")?,
            None => &Value::unknown(Reason::Limit("the size of a group")),
        };
        let present = counts(size)?;
        if let Value::Integer(size) = size
            && *size > MAX_RESOURCES_PER_STACK as i64
        {
            let fault = Fault::TooManyResources {
                count: usize::try_from(*size).unwrap_or(usize::MAX),
                limit: MAX_RESOURCES_PER_STACK,
            };
            report(self.ctx, fault, self.resource.name.range, here, Phase::Validate, found);
            return None;
        }
        let mut maker = Maker::new(None, "member");
        let part = |key: &str| (definition.get(key).unwrap_or(&Value::Null), source.get(key));
        let member = Member {
            resource_type: text_of(definition.get("type"), source.get("type")),
            properties: part("properties"),
            metadata: part("metadata"),
            policies: Some(Policies {
                deletion: part("deletion_policy"),
                update: part("update_policy"),
            }),
        };
        self.fetched(&member, here, found)?;
        maker.member("member", &member, None);
        for asked in self.asked.iter().filter(|it| it.resource == self.index && it.whole) {
            let Some(way) = scaling_attribute(&asked.steps) else {
                continue;
            };
            maker.output(&asked.steps, "member", &way);
        }
        Some(maker.finish(present, true))
    }

    /// The kinds of the parts of a definition that is a value (N-030). True where there is a fault.
    fn definition_faults(&self, definition: &Value, source: Source<'_>, here: &Place, found: &mut Found) -> bool {
        let Value::Map(entries) = definition else { return true };
        let name = SmolStr::new_static("member");
        if !entries.iter().any(|(key, _)| key == "type") {
            let fault = FileFault::MissingKey {
                owner: Owner::Resource(name),
                key: "type",
            };
            report(self.ctx, Fault::File(fault), source.range, here, Phase::Validate, found);
            return true;
        }
        let wanted = [
            ("type", Kinds::Text),
            ("properties", Kinds::MapOrFunction),
            ("metadata", Kinds::MapOrFunction),
            ("depends_on", Kinds::TextOrListOfText),
            ("deletion_policy", Kinds::Text),
            ("update_policy", Kinds::Map),
            ("description", Kinds::Text),
        ];
        let is_text = |value: &Value| match value {
            Value::Unknown(unknown) => unknown.may_be(&[ValueKind::Text]),
            _ => matches!(value, Value::Text(_)),
        };
        for (key, expected) in wanted {
            let Some(value) = definition.get(key) else { continue };
            let fits = match (expected, value) {
                (Kinds::Text, _) => is_text(value),
                (_, Value::Unknown(_)) => true,
                (Kinds::TextOrListOfText, Value::List(items)) => items.iter().all(is_text),
                (Kinds::TextOrListOfText, _) => is_text(value),
                (Kinds::Map, _) => matches!(value, Value::Map(_)),
                _ => matches!(value, Value::Map(_)),
            };
            if fits {
                continue;
            }
            let fault = FileFault::WrongKind {
                owner: Owner::ResourceKey(name, key),
                expected,
                found: value.kind().unwrap_or(ValueKind::Null),
            };
            let range = source.get(key).range;
            report(self.ctx, Fault::File(fault), range, here, Phase::Validate, found);
            return true;
        }
        let version = made_version();
        if let Some(Value::Text(policy)) = definition.get("deletion_policy")
            && !version.deletion_policies.iter().any(|(name, _)| name == policy)
        {
            let fault = FileFault::UnknownDeletionPolicy {
                found: policy.clone(),
                known: version.deletion_policies.iter().map(|(name, _)| *name).collect(),
            };
            let range = source.get("deletion_policy").range;
            report(self.ctx, Fault::File(fault), range, here, Phase::Validate, found);
            return true;
        }
        false
    }

    /// One member for each type, with the same properties (N-040).
    fn resource_chain(&self, here: &Place, found: &mut Found) -> Option<Made> {
        let types = self.seen.get("resources")?.as_list()?;
        let source = self.source("resources");
        let properties = (
            self.seen.get("resource_properties")?,
            self.source("resource_properties"),
        );
        let concurrent = self.seen.get("concurrent")?.is_truthy().unwrap_or(true);
        let mut maker = Maker::new(None, "");
        let mut names = Vec::new();
        for (index, resource_type) in types.iter().take(MOST_MEMBERS).enumerate() {
            let member = Member {
                resource_type: text_of(Some(resource_type), source.item(index)),
                properties,
                metadata: (&Value::Null, properties.1),
                policies: None,
            };
            let name = index.to_smolstr();
            if let (None, false) = (&member.resource_type.text, matches!(resource_type, Value::Unknown(_))) {
                let fault = FileFault::WrongKind {
                    owner: Owner::ResourceKey(name, "type"),
                    expected: Kinds::Text,
                    found: resource_type.kind().unwrap_or(ValueKind::Null),
                };
                let range = source.item(index).range;
                report(self.ctx, Fault::File(fault), range, here, Phase::Validate, found);
                return None;
            }
            // The client looks for files behind `type` only, and there is none here.
            self.fetched_by(false, &member, here, found)?;
            maker.member(&name, &member, names.last().filter(|_| !concurrent));
            names.push(name);
        }
        for asked in self.asked.iter().filter(|it| it.resource == self.index && it.whole) {
            for name in &names {
                if let Some(way) = group_attribute(&asked.steps, name, &["refs"]) {
                    maker.output(&asked.steps, name, &way);
                }
            }
        }
        Some(maker.finish(Holds::Yes, false))
    }

    /// Members made of a launch configuration, which has to be one of the same stack (N-050).
    fn instance_group(&self, here: &Place, found: &mut Found) -> Option<Made> {
        let Value::Text(name) = self.seen.get("LaunchConfigurationName")? else {
            return None;
        };
        if name.is_empty() {
            return None;
        }
        let entry = self
            .resource
            .property_entries()
            .iter()
            .find(|it| it.key.text == "LaunchConfigurationName")?;
        let configuration = self.ctx.resources.get(name.as_str()).copied();
        let exists = configuration.is_some_and(|index| self.ctx.enabled[index] != Holds::No);
        let waits = configuration.is_some_and(|other| {
            let mut edges = found.edges.iter();
            edges.any(|(requirer, required, _)| (*requirer, *required) == (self.index, other))
        });
        if !exists || !waits {
            let fault = Fault::LaunchConfiguration {
                name: name.clone(),
                exists,
            };
            report(self.ctx, fault, entry.value.range, here, Phase::Validate, found);
            return None;
        }
        let configuration = &self.ctx.template.resources[configuration?];
        let size = ["Size", "DesiredCapacity", "MinSize"]
            .iter()
            .filter_map(|key| self.seen.get(key));
        let size = size.into_iter().find(|it| **it != Value::Null)?;
        let present = counts(size)?;
        let Resolution::Builtin(its_type) = self.ctx.resolutions[*self.ctx.resources.get(name.as_str())?] else {
            return None;
        };
        let written = configuration.properties.as_ref().map(|(_, it)| it);
        let values = Seen::of(its_type, written, &self.ctx.scope);
        let mut properties: Vec<(SmolStr, Value)> = Vec::new();
        for entry in configuration
            .property_entries()
            .iter()
            .filter(|it| it.key.text != "InstanceId")
        {
            let value = values.get(&entry.key.text).cloned();
            let value = value.unwrap_or_else(|| Value::unknown(Reason::Limit("a faulty value")));
            properties.push((entry.key.text.clone(), value));
        }
        properties.push(("Tags".into(), Value::list(Vec::new())));
        let properties = Value::map(properties);
        let source = Source {
            range: entry.value.range,
            written: None,
        };
        let member = Member {
            resource_type: Text {
                text: Some(SmolStr::new_static(self.scaled_resource)),
                source,
            },
            properties: (&properties, source),
            metadata: (&Value::Null, source),
            policies: None,
        };
        let mut maker = Maker::new(None, "member");
        maker.member("member", &member, None);
        Some(maker.finish(present, true))
    }

    /// The definition of the members; where a part of it is faulty, which is told elsewhere, that part is not known.
    fn definition(&self, property: &str) -> Option<Value> {
        match self.seen.get(property) {
            Some(value) => Some(value.clone()),
            None => {
                let written = self.source(property).written?;
                written.as_map().map(|_| sound_parts(written, &self.ctx.scope))
            }
        }
    }

    /// A template file whose name a function gives is never fetched, so Heat does not find it (N-001).
    fn fetched(&self, member: &Member<'_>, here: &Place, found: &mut Found) -> Option<()> {
        let written = member.resource_type.source.written;
        self.fetched_by(written.is_some_and(|it| it.as_text().is_some()), member, here, found)
    }

    fn fetched_by(&self, client: bool, member: &Member<'_>, here: &Place, found: &mut Found) -> Option<()> {
        let Some(name) = &member.resource_type.text else {
            return Some(());
        };
        if client || !is_template_name(name) || name.contains("://") {
            return Some(());
        }
        let fault = Fault::NotFetchable { url: name.clone() };
        report(
            self.ctx,
            fault,
            member.resource_type.source.range,
            here,
            Phase::Validate,
            found,
        );
        None
    }

    fn source(&self, property: &str) -> Source<'g> {
        let entry = self
            .resource
            .property_entries()
            .iter()
            .find(|it| it.key.text == property);
        Source {
            range: entry.map_or(self.resource.name.range, |it| it.value.range),
            written: entry.map(|it| &it.value),
        }
    }

    /// The placeholder for a member's name; `None` where it is not known, and nothing is said then.
    fn index_var(&self) -> Option<Option<SmolStr>> {
        match self.seen.get("index_var")? {
            Value::Text(text) => Some(Some(text.clone())),
            _ => None,
        }
    }

    /// The name of the first member, and whether that is certain: the first number that no removal policy takes away.
    fn first_name(&self) -> (SmolStr, bool) {
        let mut is_certain = true;
        let mut items = |value: Option<&'g Value>| match value {
            Some(Value::List(items)) => items.as_ref(),
            Some(Value::Unknown(_)) | None => {
                is_certain = false;
                [].as_slice()
            }
            Some(_) => [].as_slice(),
        };
        let mut names: Vec<&Value> = Vec::new();
        for policy in items(self.seen.get("removal_policies")) {
            let policy = policy.get("resource_list").unwrap_or(policy);
            names.extend(items(Some(policy)));
        }
        let mut skipped: FxHashSet<SmolStr> = FxHashSet::default();
        for name in names {
            match hotkit_eval::str_text(name) {
                Ok(name) => {
                    skipped.insert(name);
                }
                Err(_) => is_certain = false,
            }
        }
        let free = (0..=skipped.len()).find(|number| !skipped.contains(&number.to_smolstr()));
        let free = free.expect("one more number than there are names is free");
        (free.to_smolstr(), is_certain)
    }
}

/// Whether a size makes members; `None` where it certainly makes none, or is not a size.
fn counts(size: &Value) -> Option<Holds> {
    match size {
        Value::Integer(number) if *number > 0 => Some(Holds::Yes),
        Value::Unknown(_) => Some(Holds::Unknown),
        _ => None,
    }
}
