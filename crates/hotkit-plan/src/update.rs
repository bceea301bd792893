//! What an update of a live stack does to each resource (engine checks 16.3, 16.4).
//!
//! Both templates are evaluated as the update sees them: ids and attributes of what stays are the old ones, those of what
//! is replaced or new are others. A resource changes where its definition or one of its typed properties compares unequal,
//! so that a replacement reaches those that use its id, and nobody else.

use hotkit_analysis::{Analysis, FileState, Resolution, compared};
use hotkit_eval::{Truth, Value, evaluate, python_equal};
use hotkit_model::{Expr, FileKind, Resource};
use hotkit_schema::ResourceType;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::change::{Action, Change, ChangeReason, Effect, UpdatePlan};
use crate::expand::{Expander, Known, Level, PlanFiles, Request};
use crate::group::{self, Member};
use crate::nested;
use crate::notes;
use crate::plan::{Plan, PropertyPlan, ResourcePlan, StackPlan};
use crate::planned::{Kind, Planned, has_calls};
use crate::reference::{Reference, ReferenceKind, references};
use crate::rolling;
use crate::rules::{self, Verdict};
use crate::scope::{ParentParts, PlanScope, View};

/// One of the two stacks of an update.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its files.
    pub files: &'a dyn PlanFiles,
    /// What was planned.
    pub request: &'a Request,
    /// What analysis says of it.
    pub analysis: &'a Analysis,
    /// Its plan.
    pub plan: &'a Plan,
}

/// Compares two stacks: what an update from the old to the new one does, in at most `stack_timeout` seconds.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>, stack_timeout: u64) -> UpdatePlan {
    let mut update = UpdatePlan::default();
    immutable_parameters(old.plan, new.plan, &mut update);
    let (old_expander, new_expander) = (expander(old), expander(new));
    let (Some(mut old_stack), Some(mut new_stack)) = (Half::root(old, &old_expander), Half::root(new, &new_expander))
    else {
        return update;
    };
    update.changes = stacks(&mut old_stack, &mut new_stack);
    notes::add(&mut update.changes, &old.plan.root, &new.plan.root, stack_timeout);
    update
}

fn expander(side: Side<'_>) -> Expander<'_> {
    Expander::new(side.files, side.request, side.analysis)
}

/// Heat compares what is given with what was computed before, so that `'5'` is not 5 (U-027 to U-029).
fn immutable_parameters(old: &Plan, new: &Plan, update: &mut UpdatePlan) {
    for parameter in new.root.parameters.iter().filter(|it| it.immutable) {
        let Some(before) = old.root.parameters.iter().find(|it| it.name == parameter.name) else {
            continue;
        };
        if before.value.kind != parameter.value.kind {
            update.refused.push(format!(
                "parameter `{}` is immutable, and its value changes: Heat refuses the update",
                parameter.name
            ));
        }
    }
}

/// A stack as the update sees it, with its plan.
struct Half<'a, 'e> {
    expander: &'e Expander<'a>,
    level: Level<'a>,
    scope: PlanScope<'a>,
    plan: &'a StackPlan,
    resources: FxHashMap<&'a str, &'a Resource>,
}

impl<'a, 'e> Half<'a, 'e> {
    fn root(side: Side<'a>, expander: &'e Expander<'a>) -> Option<Half<'a, 'e>> {
        let FileState::Read(file, document) = side.files.file(&side.request.template, FileKind::Template) else {
            return None;
        };
        let level = expander.root_level(file, document, side.analysis, side.request);
        Half::of(expander, level, &side.plan.root)
    }

    fn of(expander: &'e Expander<'a>, level: Level<'a>, plan: &'a StackPlan) -> Option<Half<'a, 'e>> {
        let template = level.document.template()?;
        let scope = expander.scope(&level, template);
        let resources = template.resources.iter().map(|it| (it.name.text.as_str(), it));
        Some(Half {
            expander,
            scope,
            plan,
            resources: resources.collect(),
            level,
        })
    }

    /// The definition of a resource as Heat freezes it.
    fn definition(&self, name: &str) -> Option<Definition<'a>> {
        let resource = *self.resources.get(name)?;
        let plan = self.plan.resource(name)?;
        let type_name = resource.resource_type.as_ref().map_or("", |it| it.text.as_str());
        let value = |expr: &Expr| self.value(expr);
        let properties = resource.properties.as_ref().map(|(_, it)| {
            let entries = it.as_map().unwrap_or(&[]).iter();
            let entries = entries.map(|entry| (entry.key.text.clone(), value(&entry.value)));
            entries.filter(|(_, it)| *it != Value::Omitted).collect()
        });
        Some(Definition {
            type_name: match &plan.template {
                Some(path) if hotkit_model::is_template_name(type_name) => path.into(),
                _ => type_name.into(),
            },
            resolution: self.level.registry.lookup(type_name, name, &self.level.path),
            properties,
            metadata: resource.metadata.as_ref().map(value),
            update_policy: resource.update_policy.as_ref().map(value),
            deletion_policy: plan.deletion_policy.clone(),
            depends_on: plan.depends_on.clone(),
            external_id: resource.external_id.as_ref().map(value),
            condition: resource.condition.as_ref().map(|it| match it.as_text() {
                Some(name) => Value::Text(name.clone()),
                None => Value::Bool(self.scope.truth(it) == Truth::True),
            }),
            description: resource.description.clone(),
            written: Some(resource),
            plan,
        })
    }

    /// The value during the update. What only the real engine could compute is told apart by what goes into it.
    fn value(&self, expr: &Expr) -> Value {
        if !has_calls(expr) {
            return Value::from_expr(expr);
        }
        let value = self.scope.viewed(View::Update, || evaluate(expr, &self.scope));
        match value {
            Ok(value) if value.is_known() => value,
            _ => {
                let found = references(&self.scope, expr, "");
                let ids = found.iter().map(|it| {
                    let id = Value::Text(self.scope.id(&it.resource));
                    match &it.kind {
                        ReferenceKind::Id => id,
                        ReferenceKind::Attribute(path) => Value::list(vec![id, Value::text(path.join("."))]),
                    }
                });
                let engine = evaluate(expr, &self.scope).map_or_else(|_| Value::Null, |it| printable(&it));
                Value::list(vec![
                    Value::list(ids.collect::<Vec<_>>()),
                    engine,
                    Value::from_expr(expr),
                ])
            }
        }
    }
}

/// A value in which nothing is unknown, to be compared.
fn printable(value: &Value) -> Value {
    match value {
        Value::Unknown(unknown) => Value::text(format!("{:?}", unknown.reasons())),
        Value::List(items) => Value::list(items.iter().map(printable).collect::<Vec<_>>()),
        Value::Map(entries) => Value::map(entries.iter().map(|(key, it)| (key.clone(), printable(it))).collect()),
        other => other.clone(),
    }
}

/// A resource as Heat compares it.
pub(crate) struct Definition<'a> {
    pub(crate) type_name: SmolStr,
    pub(crate) resolution: Resolution,
    /// `None` where there is no such section.
    pub(crate) properties: Option<Vec<(SmolStr, Value)>>,
    pub(crate) metadata: Option<Value>,
    pub(crate) update_policy: Option<Value>,
    pub(crate) deletion_policy: Option<SmolStr>,
    pub(crate) depends_on: Vec<SmolStr>,
    pub(crate) external_id: Option<Value>,
    pub(crate) condition: Option<Value>,
    pub(crate) description: Option<SmolStr>,
    pub(crate) written: Option<&'a Resource>,
    pub(crate) plan: &'a ResourcePlan,
}

impl Definition<'_> {
    pub(crate) fn builtin(&self) -> Option<&'static ResourceType> {
        match self.resolution {
            Resolution::Builtin(it) => Some(match it.alias.and_then(hotkit_schema::resource_type) {
                Some(target) => target,
                None => it,
            }),
            _ => None,
        }
    }

    pub(crate) fn property(&self, name: &str) -> Option<&Value> {
        let entries = self.properties.as_deref().unwrap_or(&[]);
        entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The value of a property in its type; `None` where Heat fails to read it.
    pub(crate) fn typed(&self, resource_type: &'static ResourceType, name: &str) -> Option<Value> {
        let property = resource_type.property(name)?;
        if self.property(name).is_none()
            && property.default.is_none()
            && name == "description"
            && property.update_allowed
        {
            // The description of the resource stands in (PR-021).
            return Some(self.description.clone().map_or(Value::Null, Value::Text));
        }
        compared(resource_type, name, &|name| self.property(name).cloned())
    }

    /// The parts besides properties that differ.
    pub(crate) fn other_differences(&self, other: &Definition<'_>) -> Vec<&'static str> {
        let mut parts = Vec::new();
        let mut part = |name: &'static str, differs: bool| {
            if differs {
                parts.push(name);
            }
        };
        part("type", self.type_name != other.type_name);
        part("metadata", !same(self.metadata.as_ref(), other.metadata.as_ref()));
        part(
            "update_policy",
            !same(self.update_policy.as_ref(), other.update_policy.as_ref()),
        );
        part("deletion_policy", self.deletion_policy != other.deletion_policy);
        part("depends_on", self.depends_on != other.depends_on);
        part(
            "external_id",
            !same(self.external_id.as_ref(), other.external_id.as_ref()),
        );
        part("condition", !same(self.condition.as_ref(), other.condition.as_ref()));
        let map = |it: &Option<Vec<(SmolStr, Value)>>| it.as_ref().map(|it| Value::map(it.clone()));
        let properties_differ = !same(map(&self.properties).as_ref(), map(&other.properties).as_ref());
        part("properties", properties_differ);
        parts
    }
}

pub(crate) fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => python_equal(one, other) == Truth::True,
        _ => false,
    }
}

/// The changes of one stack, in the order of the new template, deletions last.
fn stacks(old: &mut Half<'_, '_>, new: &mut Half<'_, '_>) -> Vec<Change> {
    let order: Vec<usize> = new.plan.waves.iter().flatten().copied().collect();
    let mut changes: Vec<Option<Change>> = vec![None; new.plan.resources.len()];
    // What every resource before has become, by name.
    let mut done: FxHashMap<SmolStr, Action> = FxHashMap::default();
    for index in order {
        let plan = &new.plan.resources[index];
        let name = plan.name.clone();
        let (before, after) = (old.definition(&name), new.definition(&name));
        let mut change = match (&before, &after) {
            (Some(before), Some(after)) => {
                let references = after.written.map_or_else(Vec::new, |it| references_of(new, it));
                resource(before, after, &references, &done)
            }
            _ => Change::new(plan, Action::Create),
        };
        if let (Some(before), Some(after)) = (&before, &after) {
            go_inside(&mut change, old, new, before, after);
        }
        let is_new = matches!(change.action, Action::Create | Action::Replace);
        if is_new && !(before.is_some() && rules::keeps_reference(plan.kind())) {
            new.scope.set_id(&name, smol_str::format_smolstr!("new:{name}"));
        }
        done.insert(name, change.action);
        changes[index] = Some(change);
    }
    let mut changes: Vec<Change> = changes.into_iter().flatten().collect();
    for plan in &old.plan.resources {
        if new.plan.resource(&plan.name).is_none() {
            let mut change = Change::new(plan, Action::Delete);
            change.gone = true;
            changes.push(change);
        }
    }
    changes
}

fn references_of(half: &Half<'_, '_>, resource: &Resource) -> Vec<Reference> {
    let mut found = Vec::new();
    for entry in resource.property_entries() {
        found.extend(references(&half.scope, &entry.value, &entry.key.text));
    }
    found
}

/// What happens to a resource that is there before and after.
fn resource(
    before: &Definition<'_>,
    after: &Definition<'_>,
    references: &[Reference],
    done: &FxHashMap<SmolStr, Action>,
) -> Change {
    let verdict = rules::verdict(before, after);
    let action = match verdict {
        Verdict::Unchanged => Action::Unchanged,
        Verdict::Update { .. } => Action::Update,
        Verdict::Replace { .. } => Action::Replace,
    };
    let mut change = Change::new(after.plan, action);
    let (changed, forcing) = match verdict {
        Verdict::Unchanged => (Vec::new(), Vec::new()),
        Verdict::Update { changed, note } => {
            change.notes.extend(note);
            (changed, Vec::new())
        }
        Verdict::Replace { changed, forcing, why } => {
            if forcing.is_empty() {
                change
                    .because
                    .push(ChangeReason::of_part("type", Effect::Replace, why.clone()));
            }
            let forcing = forcing.into_iter().map(|name| (name, why.clone())).collect::<Vec<_>>();
            (changed, forcing)
        }
    };
    for name in &changed {
        let cause = cause(name, references, done);
        let forced = forcing.iter().find(|(it, _)| it == name);
        let mut reason = ChangeReason::of_property(
            name,
            before.plan.property(name),
            after.plan.property(name),
            if forced.is_some() {
                Effect::Replace
            } else {
                Effect::Update
            },
        );
        if cause.is_some() && reason.before.as_ref().map(|it| &it.kind) == reason.after.as_ref().map(|it| &it.kind) {
            // The same words, and another id.
            let mut names: Vec<SmolStr> = references
                .iter()
                .filter(|it| property_of(&it.at) == name.as_str())
                .filter(|it| matches!(done.get(&it.resource), Some(Action::Replace | Action::Create)))
                .map(|it| it.resource.clone())
                .collect();
            names.dedup();
            if let Some(after) = reason.after.as_mut().filter(|it| matches!(it.kind, Kind::Value(_))) {
                after.kind = Kind::Unknown {
                    sources: names.into_iter().map(|it| vec![it]).collect(),
                    partial: Value::Null,
                };
                after.display = None;
            }
        }
        let why = forced.map(|(_, why)| why.clone()).filter(|it| !it.is_empty());
        reason.why = match (cause, why) {
            (Some(cause), Some(why)) => Some(format!("{cause}, and {why}")),
            (Some(only), None) | (None, Some(only)) => Some(only),
            (None, None) => None,
        };
        change.because.push(reason);
    }
    if action == Action::Update {
        for part in before.other_differences(after) {
            // Where the properties differ by form only, Heat takes note and changes nothing.
            if part == "properties" && !changed.is_empty() {
                continue;
            }
            let why = match part {
                "properties" => "written differently, with the same meaning".to_owned(),
                "external_id" => "Heat cannot change it: the update fails".to_owned(),
                _ => String::new(),
            };
            change.because.push(ChangeReason::of_part(part, Effect::Update, why));
        }
    }
    depends(&mut change, &changed, after, references, done);
    change
}

/// Why a value changes although its text may not: what it refers to does.
fn cause(property: &str, references: &[Reference], done: &FxHashMap<SmolStr, Action>) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for reference in references.iter().filter(|it| property_of(&it.at) == property) {
        let word = match done.get(&reference.resource) {
            Some(Action::Replace) => format!("{} is replaced", reference.resource),
            Some(Action::Create) => format!("{} is new", reference.resource),
            _ => continue,
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > 3 {
        let rest = words.len() - 2;
        words.truncate(2);
        words.push(format!("{rest} more change"));
    }
    (!words.is_empty()).then(|| words.join(", "))
}

pub(crate) fn property_of(at: &str) -> &str {
    at.split(['.', '[']).next().unwrap_or(at)
}

/// Values that the cloud may give anew, which no comparison shows: attributes of what is updated in place, random texts.
fn depends(
    change: &mut Change,
    changed: &[SmolStr],
    after: &Definition<'_>,
    references: &[Reference],
    done: &FxHashMap<SmolStr, Action>,
) {
    if matches!(change.action, Action::Replace | Action::Create) {
        return;
    }
    let mut told: Vec<String> = Vec::new();
    for reference in references {
        let property = property_of(&reference.at).to_owned();
        if changed.iter().any(|it| *it == property) || told.contains(&property) {
            continue;
        }
        let why = match (done.get(&reference.resource), &reference.kind) {
            (Some(Action::Update), ReferenceKind::Attribute(path)) => format!(
                "`{}` of {} may have another value once that is updated; only the cloud knows",
                path.join("."),
                reference.resource
            ),
            (Some(Action::Replace), _) => format!("{} is replaced and gives another value", reference.resource),
            _ => continue,
        };
        let mut reason = ChangeReason::of_property(
            &property,
            after.plan.property(&property),
            after.plan.property(&property),
            Effect::Depends,
        );
        reason.why = Some(why);
        change.because.push(reason);
        told.push(property);
    }
}

/// Adds what the update of a resource that stays does inside it: that is an update of the resource, too.
fn go_inside(
    change: &mut Change,
    old: &Half<'_, '_>,
    new: &Half<'_, '_>,
    before: &Definition<'_>,
    after: &Definition<'_>,
) {
    if !matches!(change.action, Action::Update | Action::Unchanged) {
        return;
    }
    change.nested = inside(old, new, before, after);
    if change.nested.iter().any(|it| it.action != Action::Unchanged) {
        change.action = Action::Update;
    }
    change.rolling = rolling::of_group(change, before, after);
}

/// What an update does inside a nested stack or group.
fn inside(old: &Half<'_, '_>, new: &Half<'_, '_>, before: &Definition<'_>, after: &Definition<'_>) -> Vec<Change> {
    let (Some(old_plan), Some(new_plan)) = (before.plan.nested.as_deref(), after.plan.nested.as_deref()) else {
        return Vec::new();
    };
    match (&before.resolution, &after.resolution) {
        (Resolution::Template(_), Resolution::Template(_)) => {
            let old_half = child(old, before, old_plan);
            let new_half = child(new, after, new_plan);
            match (old_half, new_half) {
                (Some(mut old_half), Some(mut new_half)) => stacks(&mut old_half, &mut new_half),
                _ => Vec::new(),
            }
        }
        (Resolution::Builtin(old_type), Resolution::Builtin(new_type)) => {
            members(old, new, before, after, (old_type, new_type), (old_plan, new_plan))
        }
        _ => Vec::new(),
    }
}

/// The properties of a resource as the update sees them, in the form of a plan.
fn as_planned(properties: &[(SmolStr, Value)]) -> Vec<PropertyPlan> {
    let plan = |(name, value): &(SmolStr, Value)| PropertyPlan {
        name: name.clone(),
        value: Planned {
            kind: Kind::Value(value.clone()),
            display: None,
            secret: false,
        },
        line: 0,
    };
    properties.iter().map(plan).collect()
}

fn child<'a, 'e>(parent: &Half<'a, 'e>, definition: &Definition<'a>, plan: &'a StackPlan) -> Option<Half<'a, 'e>> {
    let Resolution::Template(path) = &definition.resolution else {
        return None;
    };
    let FileState::Read(file, document) = parent.expander.files.file(path, FileKind::Template) else {
        return None;
    };
    let template = document.template()?;
    let name = definition.plan.name.as_str();
    let written = definition.written.and_then(|it| it.resource_type.as_ref());
    let type_name = written.map_or(definition.type_name.as_str(), |it| it.text.as_str());
    let mut level = Level {
        file,
        path: path.clone(),
        document,
        registry: parent.level.registry.child(type_name, name, path),
        values: std::collections::HashMap::new(),
        masked: std::collections::HashMap::new(),
        from: std::collections::HashMap::new(),
        parent: Some(ParentParts {
            metadata: definition.metadata.clone(),
            deletion_policy: definition.deletion_policy.clone().map(Value::Text),
            update_policy: definition.update_policy.clone(),
        }),
        depth: parent.level.depth + 1,
        way: format!("{}{name}/", parent.level.way),
        stack_name: None,
    };
    let properties = as_planned(definition.properties.as_deref().unwrap_or(&[]));
    nested::pass(template, &properties, &mut level);
    parent.expander.add_defaults(&mut level, &[]);
    Half::of(parent.expander, level, plan)
}

/// The members of a group, one by one.
fn members(
    old: &Half<'_, '_>,
    new: &Half<'_, '_>,
    before: &Definition<'_>,
    after: &Definition<'_>,
    types: (&'static ResourceType, &'static ResourceType),
    plans: (&StackPlan, &StackPlan),
) -> Vec<Change> {
    let made = |half: &Half<'_, '_>, definition: &Definition<'_>, resource_type| -> Option<Vec<Member>> {
        let properties = as_planned(definition.properties.as_deref().unwrap_or(&[]));
        let known = Known {
            name: &definition.plan.name,
            type_name: &definition.type_name,
            resolution: &definition.resolution,
            properties: &properties,
            parent: ParentParts::default(),
            at: &definition.plan.at,
            asked: Vec::new(),
        };
        group::members(&half.level, &known, resource_type).map(|it| it.members)
    };
    let (Some(old_members), Some(new_members)) = (made(old, before, types.0), made(new, after, types.1)) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    for member in &new_members {
        let Some(plan) = plans.1.resource(&member.name) else {
            continue;
        };
        let old_member = old_members.iter().find(|it| it.name == member.name);
        let old_plan = plans.0.resource(&member.name);
        let change = match (old_member, old_plan) {
            (Some(old_member), Some(old_plan)) => {
                let old_side = member_definition(old, old_member, old_plan);
                let new_side = member_definition(new, member, plan);
                let mut change = resource(&old_side, &new_side, &[], &FxHashMap::default());
                go_inside(&mut change, old, new, &old_side, &new_side);
                change
            }
            _ => Change::new(plan, Action::Create),
        };
        changes.push(change);
    }
    for plan in &plans.0.resources {
        if !new_members.iter().any(|it| it.name == plan.name) {
            let mut change = Change::new(plan, Action::Delete);
            change.gone = true;
            changes.push(change);
        }
    }
    changes
}

fn member_definition<'a>(half: &Half<'_, '_>, member: &Member, plan: &'a ResourcePlan) -> Definition<'a> {
    let properties = member.properties.iter().map(|it| (it.name.clone(), it.value.partial()));
    Definition {
        type_name: member.type_name.clone(),
        resolution: half
            .level
            .registry
            .lookup(&member.type_name, &member.name, &half.level.path),
        properties: Some(properties.collect()),
        metadata: member.metadata.as_ref().map(Planned::partial),
        update_policy: None,
        deletion_policy: None,
        depends_on: Vec::new(),
        external_id: None,
        condition: None,
        description: None,
        written: None,
        plan,
    }
}
