//! The sections of a HOT template.

use hotkit_schema::Version;
use hotkit_syntax::Node;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use super::{Faults, constraint, expr};
use crate::{
    Condition, Context, Entry, Expr, ExprKind, Fault, Key, Kinds, Output, Owner, Parameter, ParameterGroup,
    ParameterType, Resource, Template,
};

pub(super) fn sections(
    template: &mut Template,
    version: &'static Version,
    entries: &[(Key, Node<'_>)],
    faults: &mut Faults,
) {
    for (key, node) in entries {
        let name = key.text.as_str();
        if !version.has_section(name) {
            continue;
        }
        faults.within(name, |faults| match name {
            "description" => template.description = Some(expr::data(*node)),
            "parameters" => {
                for (name, node) in section_entries(name, *node, faults) {
                    let parameter = faults.within(name.text.clone(), |faults| parameter(name, node, version, faults));
                    template.parameters.push(parameter);
                }
            }
            "parameter_groups" => template.parameter_groups = parameter_groups(*node, faults),
            "conditions" => template.conditions = conditions(key, *node, version, faults),
            "resources" => {
                for (name, node) in section_entries(name, *node, faults) {
                    let shape = Shape::hot(version);
                    let resource = faults.within(name.text.clone(), |faults| resource(name, node, &shape, faults));
                    template.resources.push(resource);
                }
            }
            "outputs" => {
                for (name, node) in section_entries(name, *node, faults) {
                    let shape = Shape::hot(version);
                    let output = faults.within(name.text.clone(), |faults| output(name, node, &shape, faults));
                    template.outputs.push(output);
                }
            }
            _ => {}
        });
    }
    check_groups(template, faults);
}

/// The names of keys in one of the two formats.
pub(super) struct Shape {
    pub(super) version: &'static Version,
    pub(super) resource_type: &'static str,
    pub(super) properties: &'static str,
    pub(super) metadata: &'static str,
    pub(super) depends_on: &'static str,
    pub(super) deletion_policy: &'static str,
    pub(super) update_policy: &'static str,
    pub(super) description: &'static str,
    pub(super) condition: &'static str,
    pub(super) value: &'static str,
    /// True where an unknown key of a resource is refused (R-001, CF-002).
    pub(super) strict_keys: bool,
}

impl Shape {
    fn hot(version: &'static Version) -> Shape {
        Shape {
            version,
            resource_type: "type",
            properties: "properties",
            metadata: "metadata",
            depends_on: "depends_on",
            deletion_policy: "deletion_policy",
            update_policy: "update_policy",
            description: "description",
            condition: "condition",
            value: "value",
            strict_keys: true,
        }
    }
}

/// The entries of a section. Whatever Python takes for false counts as empty (T-007, T-016, T-022, P-001).
pub(super) fn section_entries<'t>(section: &str, node: Node<'t>, faults: &mut Faults) -> Vec<(Key, Node<'t>)> {
    let target = node.resolve().unwrap_or(node);
    if target.value_kind() == hotkit_syntax::ValueKind::Mapping {
        let mapping = target.mapping();
        return mapping
            .iter()
            .map(|entry| (expr::key(entry.key), entry.value))
            .collect();
    }
    let value = expr::data(node);
    if !value.is_falsy() {
        faults.wrong_kind(Owner::Section(section.into()), Kinds::Map, &value);
    }
    Vec::new()
}

fn parameter(name: Key, node: Node<'_>, version: &'static Version, faults: &mut Faults) -> Parameter {
    let definition = expr::data(node);
    let mut parameter = empty_parameter(name, definition.clone());
    let owner = || Owner::Parameter(parameter.name.text.clone());
    let Some(entries) = definition.as_map() else {
        faults.wrong_kind(owner(), Kinds::Map, &definition);
        return parameter;
    };
    for entry in entries {
        if !version.parameter_keys.contains(&entry.key.text.as_str()) {
            unknown_key(owner(), &entry.key, version.parameter_keys, faults);
        }
    }
    let Some(type_entry) = definition.get("type") else {
        let key = "type";
        faults.at(parameter.name.range, Fault::MissingKey { owner: owner(), key });
        return parameter;
    };
    parameter.type_range = Some(type_entry.value.range);
    parameter.parameter_type = parameter_type(&type_entry.value, version.parameter_types, faults);
    if let Some(tags) = definition.get("tags")
        && version.parameter_keys.contains(&"tags")
        && tags.value.as_list().is_none()
    {
        faults.within("tags", |faults| faults.wrong_kind(owner(), Kinds::List, &tags.value));
    }
    let given = |key: &str| definition.get(key).map(|entry| entry.value.clone());
    parameter.default = given("default").filter(|it| it.kind != ExprKind::Null);
    parameter.label = given("label");
    parameter.description = given("description");
    parameter.hidden = given("hidden").is_some_and(|it| !it.is_falsy());
    parameter.immutable = given("immutable").is_some_and(|it| !it.is_falsy());
    if let Some(constraints) = definition.get("constraints") {
        parameter.constraints = faults.within("constraints", |faults| {
            constraint::of_hot(&parameter, &constraints.value, version, faults)
        });
    }
    parameter
}

pub(super) fn empty_parameter(name: Key, definition: Expr) -> Parameter {
    Parameter {
        name,
        definition,
        parameter_type: None,
        type_range: None,
        default: None,
        hidden: false,
        label: None,
        description: None,
        immutable: false,
        constraints: Vec::new(),
    }
}

/// The type of a parameter: exactly one of the five names (P-005, CF-003).
pub(super) fn parameter_type(value: &Expr, names: &[&'static str], faults: &mut Faults) -> Option<ParameterType> {
    let known = value.as_text().filter(|text| names.contains(&text.as_str()));
    let Some(text) = known else {
        let found = value
            .as_text()
            .cloned()
            .unwrap_or_else(|| value.value_kind().with_article().into());
        faults.below("type", value.range, Fault::UnknownParameterType { found });
        return None;
    };
    match text.as_str() {
        "string" | "String" => Some(ParameterType::String),
        "number" | "Number" => Some(ParameterType::Number),
        "comma_delimited_list" | "CommaDelimitedList" => Some(ParameterType::CommaDelimitedList),
        "json" | "Json" => Some(ParameterType::Json),
        "boolean" | "Boolean" => Some(ParameterType::Boolean),
        _ => None,
    }
}

fn parameter_groups(node: Node<'_>, faults: &mut Faults) -> Vec<ParameterGroup> {
    let value = expr::data(node);
    let Some(items) = value.as_list() else {
        if !value.is_falsy() {
            faults.wrong_kind(Owner::Section("parameter_groups".into()), Kinds::List, &value);
        }
        return Vec::new();
    };
    let mut groups = Vec::new();
    for item in items {
        if item.as_map().is_none() {
            faults.wrong_kind(Owner::ParameterGroup, Kinds::Map, item);
            continue;
        }
        let label = item.get("label").and_then(|entry| entry.value.as_text()).cloned();
        faults.within(label.clone().unwrap_or_default(), |faults| {
            let parameters = item
                .get("parameters")
                .filter(|entry| entry.value.kind != ExprKind::Null);
            let Some(parameters) = parameters else {
                let owner = Owner::ParameterGroup;
                faults.at(
                    start_of(item),
                    Fault::MissingKey {
                        owner,
                        key: "parameters",
                    },
                );
                return;
            };
            let Some(names) = parameters.value.as_list() else {
                faults.wrong_kind(Owner::ParameterGroup, Kinds::List, &parameters.value);
                return;
            };
            groups.push(ParameterGroup {
                range: item.range,
                label,
                parameters: names.to_vec(),
            });
        });
    }
    groups
}

/// The first key of a mapping: a small place for what concerns the whole of it.
fn start_of(value: &Expr) -> TextRange {
    let first = value.as_map().and_then(|entries| entries.first());
    first.map_or(value.range, |entry| entry.key.range)
}

/// G-004, G-005: known after all sections have been read.
fn check_groups(template: &Template, faults: &mut Faults) {
    let mut seen: Vec<(&Expr, TextRange)> = Vec::new();
    for group in &template.parameter_groups {
        for item in &group.parameters {
            let name = match item.as_text() {
                Some(text) => text.clone(),
                None => item.value_kind().with_article().into(),
            };
            let first = seen
                .iter()
                .find(|(it, _)| it.kind == item.kind)
                .map(|(_, range)| *range);
            let known = item.as_text().is_some_and(|text| {
                template.parameter(text).is_some() || matches!(text.as_str(), "OS::stack_id" | "OS::project_id")
            });
            let fault = match first {
                Some(first) => Some(Fault::GroupedTwice { name, first }),
                None if !known => Some(Fault::UnknownGroupParameter { name }),
                None => None,
            };
            if let Some(fault) = fault {
                let label = group.label.clone().unwrap_or_default();
                faults.within("parameter_groups", |faults| faults.below(&label, item.range, fault));
            }
            seen.push((item, item.range));
        }
    }
}

/// The definitions of conditions; unlike other sections this one may not be null (C-001).
pub(super) fn conditions(key: &Key, node: Node<'_>, version: &'static Version, faults: &mut Faults) -> Vec<Condition> {
    let target = node.resolve().unwrap_or(node);
    if !matches!(target.kind(), hotkit_syntax::NodeKind::Mapping(_)) {
        let mut value = expr::data(node);
        if value.range.is_empty() {
            value.range = key.range;
        }
        faults.wrong_kind(Owner::Section(key.text.clone()), Kinds::Map, &value);
        return Vec::new();
    }
    let mapping = target.mapping();
    let entries = mapping.iter().map(|entry| (expr::key(entry.key), entry.value));
    let lower = |(name, node): (Key, Node<'_>)| {
        let value = faults.within(name.text.clone(), |faults| {
            let value = expr::value(node, version, Context::Condition, faults);
            // C-002: not even the name of another condition.
            if !matches!(value.kind, ExprKind::Bool(_) | ExprKind::Call(_)) {
                let expected = Kinds::ConditionDefinition;
                let mut shown = value.clone();
                if shown.range.is_empty() {
                    shown.range = name.range;
                }
                faults.wrong_kind(Owner::Condition(name.text.clone()), expected, &shown);
            }
            value
        });
        Condition { name, value }
    };
    entries.map(lower).collect()
}

pub(super) fn resource(name: Key, node: Node<'_>, shape: &Shape, faults: &mut Faults) -> Resource {
    let mut resource = Resource {
        range: name.range.to(node.range()),
        name,
        resource_type: None,
        properties: None,
        metadata: None,
        depends_on_key: None,
        depends_on: Vec::new(),
        deletion_policy: None,
        update_policy: None,
        description: None,
        external_id: None,
        condition: None,
    };
    let owner = Owner::Resource(resource.name.text.clone());
    if resource.name.text.contains('/') {
        let name = resource.name.text.clone();
        faults.at(resource.name.range, Fault::SlashInName { name });
    }
    let target = node.resolve().unwrap_or(node);
    let value = if matches!(target.kind(), hotkit_syntax::NodeKind::Mapping(_)) {
        None
    } else {
        Some(expr::data(node))
    };
    if let Some(value) = value.filter(|it| !it.is_falsy()) {
        faults.wrong_kind(owner, Kinds::Map, &value);
        return resource;
    }
    let mapping = target.mapping();
    let mut has_type = false;
    for entry in mapping.iter() {
        let key = expr::key(entry.key);
        if !shape.version.has_resource_key(&key.text) {
            if shape.strict_keys {
                unknown_key(owner.clone(), &key, shape.version.resource_keys, faults);
            }
            continue;
        }
        has_type |= key.text == shape.resource_type;
        faults.within(key.text.clone(), |faults| {
            resource_key(&mut resource, &key, entry.value, shape, faults)
        });
    }
    if !has_type {
        let key = shape.resource_type;
        faults.at(resource.name.range, Fault::MissingKey { owner, key });
    }
    let external = resource
        .external_id
        .as_ref()
        .is_some_and(|it| !it.is_falsy() && it.as_call().is_none());
    if let (true, Some(key), false) = (external, resource.depends_on_key, resource.depends_on.is_empty()) {
        let resource = resource.name.text.clone();
        faults.at(key, Fault::ExternalWithDependencies { resource });
    }
    resource
}

fn resource_key(resource: &mut Resource, key: &Key, node: Node<'_>, shape: &Shape, faults: &mut Faults) {
    let name = key.text.as_str();
    let context = if name == shape.condition {
        Context::Condition
    } else {
        Context::Value
    };
    let mut value = expr::value(node, shape.version, context, faults);
    if value.range.is_empty() {
        // Nothing is written: the key is the place to show.
        value.range = key.range;
    }
    let known = shape.version.resource_keys.iter().copied().find(|it| *it == name);
    let owner = Owner::ResourceKey(resource.name.text.clone(), known.unwrap_or_default());
    if name == shape.resource_type {
        match value.as_text() {
            Some(text) if !text.is_empty() => {
                resource.resource_type = Some(Key {
                    text: text.clone(),
                    range: value.range,
                });
            }
            _ => faults.wrong_kind(owner, Kinds::Text, &value),
        }
    } else if name == shape.properties {
        if expect(&value, Kinds::MapOrFunction, owner, faults) {
            resource.properties = Some((key.range, value));
        }
    } else if name == shape.metadata {
        if expect(&value, Kinds::MapOrFunction, owner, faults) {
            resource.metadata = Some(value);
        }
    } else if name == shape.update_policy {
        if expect(&value, Kinds::MapOrFunction, owner, faults) {
            resource.update_policy = Some(value);
        }
    } else if name == shape.depends_on {
        resource.depends_on_key = Some(key.range);
        resource.depends_on = depends_on(&expr::data(node), &value, owner, faults);
    } else if name == shape.deletion_policy {
        if expect(&value, Kinds::TextOrFunction, owner, faults) {
            check_deletion_policy(&value, shape.version, faults);
            resource.deletion_policy = Some(value);
        }
    } else if name == shape.description {
        let data = expr::data(node);
        match data.as_text() {
            Some(text) => resource.description = Some(text.clone()),
            None => faults.wrong_kind(owner, Kinds::Text, &value),
        }
    } else if name == shape.condition {
        if expect(&value, Kinds::Condition, owner, faults) {
            resource.condition = Some(value);
        }
    } else if name == "external_id" && expect(&value, Kinds::TextOrFunction, owner, faults) {
        resource.external_id = Some(value);
    }
}

/// Text or a list of text; no functions.
fn depends_on(data: &Expr, shown: &Expr, owner: Owner, faults: &mut Faults) -> Vec<Key> {
    let name_of = |item: &Expr| {
        item.as_text().map(|text| Key {
            text: text.clone(),
            range: item.range,
        })
    };
    match &data.kind {
        ExprKind::Text(_) => name_of(data).into_iter().collect(),
        ExprKind::List(items) => {
            for item in items.iter().filter(|item| item.as_text().is_none()) {
                let mut item = item.clone();
                if item.range.is_empty() {
                    item.range = shown.range;
                }
                faults.wrong_kind(owner.clone(), Kinds::TextOrListOfText, &item);
            }
            items.iter().filter_map(name_of).collect()
        }
        _ => {
            faults.wrong_kind(owner, Kinds::TextOrListOfText, shown);
            Vec::new()
        }
    }
}

fn check_deletion_policy(value: &Expr, version: &'static Version, faults: &mut Faults) {
    let Some(found) = value.as_text() else { return };
    if !version.deletion_policies.iter().any(|(name, _)| name == found) {
        let fault = Fault::UnknownDeletionPolicy {
            found: found.clone(),
            known: version.deletion_policies.iter().map(|(name, _)| *name).collect(),
        };
        faults.at(value.range, fault);
    }
}

pub(super) fn output(name: Key, node: Node<'_>, shape: &Shape, faults: &mut Faults) -> Output {
    let mut output = Output {
        name,
        value: None,
        description: None,
        condition: None,
    };
    let owner = Owner::Output(output.name.text.clone());
    let target = node.resolve().unwrap_or(node);
    if !matches!(target.kind(), hotkit_syntax::NodeKind::Mapping(_)) {
        let mut value = expr::data(node);
        if value.range.is_empty() {
            value.range = output.name.range;
        }
        faults.wrong_kind(owner, Kinds::Map, &value);
        return output;
    }
    let mapping = target.mapping();
    for entry in mapping.iter() {
        let key = expr::key(entry.key);
        let name = key.text.as_str();
        let known = shape.version.output_keys.contains(&name);
        if name == shape.value {
            output.value = Some(faults.within(name, |faults| {
                expr::value(entry.value, shape.version, Context::Value, faults)
            }));
        } else if name == shape.description {
            output.description = Some(expr::data(entry.value));
        } else if name == shape.condition && known {
            output.condition = output_condition(&output, &key, entry.value, shape, faults);
        } else if !known {
            let fault = Fault::UnknownOutputKey {
                output: output.name.text.clone(),
                key: key.text.clone(),
                known: shape.version.output_keys,
            };
            faults.at(key.range, fault);
        }
    }
    if output.value.is_none() {
        let key = shape.value;
        faults.at(output.name.range, Fault::MissingKey { owner, key });
    }
    output
}

fn output_condition(output: &Output, key: &Key, node: Node<'_>, shape: &Shape, faults: &mut Faults) -> Option<Expr> {
    faults.within(key.text.clone(), |faults| {
        let value = expr::value(node, shape.version, Context::Condition, faults);
        if value.kind == ExprKind::Null {
            return None;
        }
        let owner = Owner::OutputKey(output.name.text.clone(), shape.condition);
        expect(&value, Kinds::Condition, owner, faults).then_some(value)
    })
}

/// Says so where a value is of no kind that its place accepts.
fn expect(value: &Expr, expected: Kinds, owner: Owner, faults: &mut Faults) -> bool {
    let fits = match &value.kind {
        ExprKind::Call(_) => true,
        ExprKind::Map(_) => expected == Kinds::MapOrFunction,
        ExprKind::Text(_) => matches!(expected, Kinds::TextOrFunction | Kinds::Condition),
        ExprKind::Bool(_) => expected == Kinds::Condition,
        _ => false,
    };
    if !fits {
        faults.wrong_kind(owner, expected, value);
    }
    fits
}

pub(super) fn unknown_key(owner: Owner, key: &Key, known: &[&'static str], faults: &mut Faults) {
    let fault = Fault::UnknownKey {
        owner,
        key: key.text.clone(),
        known: known.to_vec(),
    };
    faults.at(key.range, fault);
}

/// The text of a value for a message, where it is text or a number.
pub(super) fn shown(value: &Expr) -> SmolStr {
    match &value.kind {
        ExprKind::Text(text) | ExprKind::BigInteger(text) => text.clone(),
        ExprKind::Integer(number) => smol_str::format_smolstr!("{number}"),
        _ => value.value_kind().with_article().into(),
    }
}

/// Entries of a mapping that is data; none for any other kind.
pub(super) fn entries_of(value: Expr) -> Vec<Entry> {
    match value.kind {
        ExprKind::Map(entries) => entries,
        _ => Vec::new(),
    }
}
