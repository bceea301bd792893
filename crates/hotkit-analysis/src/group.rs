//! Groups: the nested stacks that Heat makes up by itself (engine checks 11.2, 11.3).
//!
//! Heat writes a template for the members and validates it loosely, as any nested stack. So do we: the template's parts keep
//! the places in the file where the group stands, and what is wrong with a member is shown there.

use hotkit_eval::{Phase, Reason, Scope, Value, evaluate};
use hotkit_model::{
    Call, Entry, Expr, ExprKind, Fault as FileFault, Key, Kinds, Output, Owner, Parameter, ParameterType, Resource,
    Template, ValueKind, is_template_name,
};
use hotkit_schema::limits::{MAX_NESTED_STACK_DEPTH, MAX_RESOURCES_PER_STACK};
use hotkit_schema::{Function, ResourceType, Version};
use hotkit_text::TextRange;
use rustc_hash::FxHashSet;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

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
    seen: &'g Seen,
    asked: &'g [AskedAttribute],
}

/// The template that Heat makes of a group.
struct Made {
    template: Template,
    /// Whether there are members at all.
    present: Holds,
    /// The names of the members are random.
    anonymous: bool,
    /// What is not known, as parameters of the template.
    unknown: Vec<(SmolStr, Value)>,
}

/// A member, before it has a name.
struct Member<'m> {
    resource_type: Text<'m>,
    properties: (&'m Value, Source<'m>),
    metadata: (&'m Value, Source<'m>),
    /// Of a scaling group, which takes whole definitions.
    policies: Option<Policies<'m>>,
}

/// The policies of a member, null where there are none.
#[derive(Clone, Copy)]
struct Policies<'m> {
    deletion: (&'m Value, Source<'m>),
    update: (&'m Value, Source<'m>),
}

/// A text and where it comes from; `None` where it is not known.
struct Text<'m> {
    text: Option<SmolStr>,
    source: Source<'m>,
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
        (free.unwrap_or_default().to_smolstr(), is_certain)
    }
}

/// The template of a nested stack of Amazon's kind is fetched by Heat itself, from the network only.
pub(crate) fn check_template_url(
    ctx: &StackContext<'_>,
    resource: &Resource,
    seen: &Seen,
    here: &Place,
    found: &mut Found,
) {
    let Some(Value::Text(url)) = seen.get("TemplateURL") else {
        return;
    };
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    if ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) {
        return;
    }
    let entry = resource
        .property_entries()
        .iter()
        .find(|it| it.key.text == "TemplateURL");
    if let Some(entry) = entry {
        let fault = Fault::NotFetchable { url: url.clone() };
        report(ctx, fault, entry.value.range, here, Phase::Validate, found);
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

/// The value of an expression, faulty parts being unknown.
fn sound_parts(expr: &Expr, scope: &dyn Scope) -> Value {
    match &expr.kind {
        ExprKind::List(items) => Value::list(items.iter().map(|it| sound_parts(it, scope)).collect::<Vec<Value>>()),
        ExprKind::Map(entries) => Value::map(
            entries
                .iter()
                .map(|it| (it.key.text.clone(), sound_parts(&it.value, scope)))
                .collect(),
        ),
        _ => evaluate(expr, scope).unwrap_or_else(|_| Value::unknown(Reason::Limit("a faulty value"))),
    }
}

fn text_of<'m>(value: Option<&Value>, source: Source<'m>) -> Text<'m> {
    Text {
        text: value.and_then(Value::as_text).cloned(),
        source,
    }
}

/// What an asked attribute of a group asks of one member (11.3); `None` where it asks nothing.
fn group_attribute(steps: &[(Value, TextRange)], member: &str, own: &[&str]) -> Option<Vec<(Value, TextRange)>> {
    let [(Value::Text(key), range), path @ ..] = steps else {
        return None;
    };
    if let Some(rest) = key.strip_prefix("resource.") {
        let (name, attribute) = rest.split_once('.').map_or((rest, None), |(name, it)| (name, Some(it)));
        if name != member {
            return None;
        }
        let attribute = attribute.map(|it| (Value::text(it), *range));
        let way: Vec<(Value, TextRange)> = attribute.into_iter().chain(path.iter().cloned()).collect();
        return (!way.is_empty()).then_some(way);
    }
    if key == "attributes" {
        return (!path.is_empty()).then(|| path.to_vec());
    }
    (!own.contains(&key.as_str())).then(|| steps.to_vec())
}

/// The same for a scaling group, which hands out nothing but `outputs`.
fn scaling_attribute(steps: &[(Value, TextRange)]) -> Option<Vec<(Value, TextRange)>> {
    let [(Value::Text(key), range), path @ ..] = steps else {
        return None;
    };
    if let Some(rest) = key.strip_prefix("resource.") {
        let attribute = rest.split_once('.').map(|(_, it)| (Value::text(it), *range));
        let way: Vec<(Value, TextRange)> = attribute.into_iter().chain(path.iter().cloned()).collect();
        return (!way.is_empty()).then_some(way);
    }
    (matches!(key.as_str(), "outputs" | "outputs_list") && !path.is_empty()).then(|| path.to_vec())
}

/// Where a value comes from: the expression that it is the value of, or the nearest one around it.
#[derive(Clone, Copy, Debug)]
struct Source<'s> {
    range: TextRange,
    written: Option<&'s Expr>,
}

impl<'s> Source<'s> {
    fn get(self, key: &str) -> Source<'s> {
        match self.written.and_then(|it| it.get(key)) {
            Some(entry) => Source {
                range: entry.value.range,
                written: Some(&entry.value),
            },
            None => Source { written: None, ..self },
        }
    }

    fn item(self, index: usize) -> Source<'s> {
        match self.written.and_then(|it| it.as_list()?.get(index)) {
            Some(item) => Source {
                range: item.range,
                written: Some(item),
            },
            None => Source { written: None, ..self },
        }
    }

    fn key_range(self, key: &str) -> TextRange {
        self.written
            .and_then(|it| it.get(key))
            .map_or(self.range, |it| it.key.range)
    }
}

/// The version of the templates that Heat makes up (engine checks 11.2).
fn made_version() -> &'static Version {
    hotkit_schema::version("heat_template_version", "2015-04-30").expect("a version of the engine")
}

/// Writes the template of a group.
struct Maker {
    version: &'static Version,
    template: Template,
    index_var: Option<SmolStr>,
    name: SmolStr,
    unknown: Vec<(SmolStr, Value)>,
}

impl Maker {
    fn new(index_var: Option<SmolStr>, name: &str) -> Maker {
        let version = made_version();
        Maker {
            version,
            template: Template {
                version: Some(version),
                ..Template::default()
            },
            index_var: index_var.filter(|it| !it.is_empty()),
            name: name.into(),
            unknown: Vec::new(),
        }
    }

    fn member(&mut self, name: &str, member: &Member<'_>, after: Option<&SmolStr>) {
        let range = member.resource_type.source.range;
        let (properties, source) = member.properties;
        let properties = match properties {
            Value::Map(_) => Some((source.range, self.expr(properties, source))),
            _ => None,
        };
        let metadata = match member.metadata {
            (Value::Null, _) => None,
            (value, source) => Some(self.expr(value, source)),
        };
        let mut policy = |of: fn(Policies<'_>) -> (&Value, Source<'_>)| match of(member.policies?) {
            (Value::Null, _) => None,
            (value, source) => Some(self.expr(value, source)),
        };
        let (deletion_policy, update_policy) = (policy(|it| it.deletion), policy(|it| it.update));
        let key = |text: &SmolStr| Key {
            text: text.clone(),
            range,
        };
        self.template.resources.push(Resource {
            name: key(&name.into()),
            range,
            resource_type: member.resource_type.text.as_ref().map(key),
            properties,
            metadata,
            depends_on_key: None,
            depends_on: after.map(key).into_iter().collect(),
            deletion_policy,
            update_policy,
            description: None,
            external_id: None,
            condition: None,
        });
    }

    /// An output for what is asked of the group, which reads an attribute of a member.
    fn output(&mut self, asked: &[(Value, TextRange)], member: &str, way: &[(Value, TextRange)]) {
        let (Some((_, range)), Some((Value::Text(key), _))) = (way.first(), asked.first()) else {
            return;
        };
        let name: Vec<SmolStr> = asked
            .iter()
            .filter_map(|(it, _)| hotkit_eval::str_text(it).ok())
            .collect();
        let as_list = !key.starts_with("resource.") && key != "attributes";
        let member_name = SmolStr::new(member);
        let member = Expr {
            range: *range,
            kind: ExprKind::Text(member_name.clone()),
        };
        let path = way.iter().map(|(value, range)| {
            self.expr(
                value,
                Source {
                    range: *range,
                    written: None,
                },
            )
        });
        let items: Vec<Expr> = std::iter::once(member).chain(path).collect();
        let Some(function) = self.version.function("get_attr") else {
            return;
        };
        let mut value = call(function, "get_attr", *range, ExprKind::List(items));
        let kind = match key.as_str() {
            "attributes" => Some(ExprKind::Map(vec![Entry {
                key: Key {
                    text: member_name,
                    range: *range,
                },
                value: value.clone(),
            }])),
            _ => as_list.then(|| ExprKind::List(vec![value.clone()])),
        };
        if let Some(kind) = kind {
            value = Expr { range: *range, kind };
        }
        self.template.outputs.push(Output {
            name: Key {
                text: name.join(", ").into(),
                range: *range,
            },
            value: Some(value),
            description: None,
            condition: None,
        });
    }

    /// A value as an expression of the template: a mapping that its version takes for a function is one, and what is not
    /// known is a parameter.
    fn expr(&mut self, value: &Value, source: Source<'_>) -> Expr {
        let range = source.range;
        let kind = match value {
            Value::Null | Value::Omitted => ExprKind::Null,
            Value::Bool(value) => ExprKind::Bool(*value),
            Value::Integer(number) => ExprKind::Integer(*number),
            Value::BigInteger(digits) => ExprKind::BigInteger(digits.clone()),
            Value::Float(number) => ExprKind::Float(*number),
            Value::Text(text) => ExprKind::Text(match &self.index_var {
                Some(variable) if text.contains(variable.as_str()) => {
                    text.replace(variable.as_str(), &self.name).into()
                }
                _ => text.clone(),
            }),
            Value::List(items) => {
                let items = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.expr(item, source.item(index)));
                ExprKind::List(items.collect())
            }
            Value::Map(entries) => return self.map(entries, source),
            Value::Unknown(_) => return self.unknown(value, range),
        };
        Expr { range, kind }
    }

    fn map(&mut self, entries: &[(SmolStr, Value)], source: Source<'_>) -> Expr {
        if let [(name, argument)] = entries
            && let Some(function) = self.version.function(name).filter(|it| *it != Function::Removed)
        {
            let argument = self.expr(argument, source.get(name));
            return call(function, name, source.key_range(name), argument.kind);
        }
        let entries = entries.iter().map(|(key, value)| Entry {
            key: Key {
                text: key.clone(),
                range: source.key_range(key),
            },
            value: self.expr(value, source.get(key)),
        });
        Expr {
            range: source.range,
            kind: ExprKind::Map(entries.collect()),
        }
    }

    fn unknown(&mut self, value: &Value, range: TextRange) -> Expr {
        // No resource can have this name, so nothing is taken for it.
        let name = format_smolstr!("/{}", self.unknown.len());
        self.unknown.push((name.clone(), value.clone()));
        let key = Key { text: name, range };
        self.template.parameters.push(parameter(key.clone()));
        match self.version.function("get_param") {
            Some(function) => call(function, "get_param", range, ExprKind::Text(key.text)),
            None => Expr {
                range,
                kind: ExprKind::Null,
            },
        }
    }

    fn finish(self, present: Holds, anonymous: bool) -> Made {
        Made {
            template: self.template,
            present,
            anonymous,
            unknown: self.unknown,
        }
    }
}

fn call(function: Function, name: &str, range: TextRange, argument: ExprKind) -> Expr {
    let argument = Expr { range, kind: argument };
    let name = Key {
        text: name.into(),
        range,
    };
    let kind = ExprKind::Call(Box::new(Call {
        function,
        name,
        argument,
    }));
    Expr { range, kind }
}

fn parameter(name: Key) -> Parameter {
    Parameter {
        definition: Expr {
            range: name.range,
            kind: ExprKind::Null,
        },
        name,
        parameter_type: Some(ParameterType::Json),
        type_range: None,
        default: None,
        hidden: false,
        label: None,
        description: None,
        immutable: false,
        constraints: Vec::new(),
    }
}
