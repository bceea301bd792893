//! Resources, and the definitions of what groups make, as one kind of thing.

use hotkit_analysis::{Registry, Resolution, Stack};
use hotkit_model::{Entry, ExprKind, Resource, Template};
use hotkit_schema::{Property, ResourceType, find_property};
use hotkit_text::TextRange;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::phrase::quoted;

/// A resource that may be there, or the definition from which a group makes its members.
pub(crate) struct Part<'a> {
    /// Index of the resource: of a member's definition that of its group.
    pub(crate) index: usize,
    /// The resource: of a member's definition its group.
    pub(crate) resource: &'a Resource,
    /// The type as it is written.
    pub(crate) type_name: &'a SmolStr,
    /// Where that stands.
    pub(crate) type_range: TextRange,
    /// The engine's type, where it is one.
    pub(crate) resource_type: Option<&'static ResourceType>,
    /// Its properties, where they are a mapping.
    pub(crate) properties: &'a [Entry],
    /// True for the definition of a group's members.
    pub(crate) member: bool,
    described: Vec<Described<'a>>,
}

/// A property that has a schema: what is written, the schema, and what is written beside it.
type Described<'a> = (&'a Entry, &'static Property, &'a [Entry]);

/// Types that make members, the property with their definition.
const GROUPS: [(&str, &str); 2] = [
    ("OS::Heat::ResourceGroup", "resource_def"),
    ("OS::Heat::AutoScalingGroup", "resource"),
];

pub(super) fn parts<'a>(template: &'a Template, stack: &'a Stack) -> Vec<Part<'a>> {
    let mut parts = Vec::with_capacity(template.resources.len());
    for (index, (resource, judged)) in template.resources.iter().zip(&stack.resources).enumerate() {
        let Some(type_name) = resource.resource_type.as_ref().filter(|_| judged.enabled) else {
            continue;
        };
        let resource_type = match &judged.resolution {
            Resolution::Builtin(resource_type) => Some(*resource_type),
            _ => None,
        };
        let part = Part {
            index,
            resource,
            type_name: &type_name.text,
            type_range: type_name.range,
            resource_type,
            properties: resource.property_entries(),
            member: false,
            described: describe(resource_type, resource.property_entries()),
        };
        let member = member(&part, &stack.registry, &stack.path);
        parts.push(part);
        parts.extend(member);
    }
    parts
}

/// The places of the parts of each type of the engine, by its name and by that of the type that it stands for ([`Part::is`]).
pub(super) fn by_type(parts: &[Part<'_>]) -> FxHashMap<&'static str, Vec<usize>> {
    let mut places: FxHashMap<&'static str, Vec<usize>> = FxHashMap::default();
    for (place, part) in parts.iter().enumerate() {
        let Some(resource_type) = part.resource_type else {
            continue;
        };
        let alias = resource_type.alias.filter(|it| *it != resource_type.name);
        for name in alias.into_iter().chain([resource_type.name]) {
            places.entry(name).or_default().push(place);
        }
    }
    places
}

fn member<'a>(group: &Part<'a>, registry: &Registry, file: &str) -> Option<Part<'a>> {
    let (_, property) = GROUPS.iter().find(|(name, _)| group.is(name))?;
    let definition = &group.property(property)?.value;
    let written = &definition.get("type")?.value;
    let type_name = written.as_text()?;
    let resource_type = match registry.lookup(type_name, "", file) {
        Resolution::Builtin(resource_type) => Some(resource_type),
        _ => None,
    };
    let properties = definition
        .get("properties")
        .and_then(|it| it.value.as_map())
        .unwrap_or(&[]);
    Some(Part {
        index: group.index,
        resource: group.resource,
        type_name,
        type_range: written.range,
        resource_type,
        properties,
        member: true,
        described: describe(resource_type, properties),
    })
}

impl<'a> Part<'a> {
    /// True for a type of the engine of this name, or for what stands for it.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.resource_type
            .is_some_and(|it| it.name == name || it.alias == Some(name))
    }

    /// The name of its type as the engine has it, or as it is written.
    pub(crate) fn type_text(&self) -> &'a str {
        match self.resource_type {
            Some(resource_type) => resource_type.name,
            None => self.type_name.as_str(),
        }
    }

    /// What is given for a property, under this or an older spelling.
    pub(crate) fn property(&self, name: &str) -> Option<&'a Entry> {
        let given = |name: &str| self.properties.iter().find(|it| it.key.text == name);
        given(name).or_else(|| {
            let older = self.resource_type?.property(name)?.satisfied_by;
            older.iter().find_map(|it| given(it))
        })
    }

    /// True where some property is misspelt or of a later release: what seems to be missing may be meant by it.
    pub(crate) fn has_unknown_property(&self) -> bool {
        let known = |resource_type: &ResourceType| {
            self.properties
                .iter()
                .all(|it| resource_type.property(&it.key.text).is_some())
        };
        !self.resource_type.is_some_and(known)
    }

    /// The name by which messages call it: the resource, or the members of one.
    pub(crate) fn called(&self) -> String {
        let name = quoted(&self.resource.name.text);
        if self.member {
            format!("each member of {name}")
        } else {
            name
        }
    }

    /// The text that stands for it as a whole.
    pub(crate) fn place(&self) -> TextRange {
        if self.member {
            self.type_range
        } else {
            self.resource.name.range
        }
    }

    /// Goes through every property that has a schema, at every depth: maps in lists, and lists in maps.
    pub(crate) fn each_property(&self, found: &mut dyn FnMut(&'a Entry, &'static Property, &'a [Entry])) {
        for (entry, property, siblings) in &self.described {
            found(entry, property, siblings);
        }
    }
}

fn describe<'a>(resource_type: Option<&'static ResourceType>, properties: &'a [Entry]) -> Vec<Described<'a>> {
    let mut described = Vec::new();
    let mut waiting: Vec<(&'a [Entry], &'static [Property])> = Vec::new();
    waiting.extend(resource_type.map(|it| (properties, it.properties)));
    while let Some((entries, schemas)) = waiting.pop() {
        for entry in entries {
            let Some(schema) = find_property(schemas, &entry.key.text) else {
                continue;
            };
            described.push((entry, schema, entries));
            let Some(members) = schema.members() else { continue };
            match &entry.value.kind {
                ExprKind::Map(inner) => waiting.push((inner, members)),
                ExprKind::List(items) => {
                    waiting.extend(items.iter().filter_map(|it| Some((it.as_map()?, members))));
                }
                _ => {}
            }
        }
    }
    described
}
