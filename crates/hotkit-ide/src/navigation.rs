//! From a name to its declaration, to its uses, and to the file that it stands for.

use std::collections::BTreeSet;
use std::sync::Arc;

use hotkit_analysis::{Resolution, Resolved, resolve};
use hotkit_model::{Document, EnvironmentFile, FileKind, ReferenceKind, RegistryTarget, Template};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::group::{member, member_template, reads};
use crate::names::{NameKind, Names, Occurrence};
use crate::shape::{Members, Shape, shape};
use crate::tree::standing;
use crate::view::{Place, View};

/// Where something is declared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The text that was asked about.
    pub origin: TextRange,
    /// The file.
    pub path: String,
    /// The name there.
    pub name: TextRange,
    /// The whole declaration.
    pub whole: TextRange,
}

/// Where the thing under the cursor is declared.
#[must_use]
pub fn definition(view: &View<'_>, offset: u32) -> Vec<Target> {
    let found = of_name(view, offset)
        .or_else(|| of_attribute(view, offset))
        .or_else(|| of_file(view, offset))
        .or_else(|| of_property(view, offset))
        .or_else(|| of_given(view, offset));
    found.into_iter().collect()
}

/// The template behind a resource, where there is one.
#[must_use]
pub fn type_definition(view: &View<'_>, offset: u32) -> Vec<Target> {
    let Some(template) = view.template() else {
        return Vec::new();
    };
    let names = Names::of(template);
    let resource = names
        .at(offset)
        .filter(|it| it.kind == NameKind::Resource)
        .and_then(|it| Some((it.range, template.resource(&it.name)?)));
    let Some((origin, resource)) = resource else {
        return of_file(view, offset).into_iter().collect();
    };
    match view.resolution_of(resource) {
        Resolution::Template(path) => beginning(view, origin, path).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The places of one name in one file.
#[must_use]
pub fn highlight(view: &View<'_>, offset: u32) -> Vec<(TextRange, bool)> {
    let Some(template) = view.template() else {
        return Vec::new();
    };
    let names = Names::of(template);
    let Some(found) = names.at(offset) else {
        return Vec::new();
    };
    names
        .all(found.kind, &found.name)
        .map(|it| (it.range, it.declares))
        .collect()
}

/// Every place of the name under the cursor, in this file and in others.
#[must_use]
pub fn references(view: &View<'_>, offset: u32, with_declaration: bool) -> Vec<Place> {
    let Some(symbol) = symbol_at(view, offset) else {
        return Vec::new();
    };
    let mut places: BTreeSet<Place> = BTreeSet::new();
    for (place, declares) in places_of(view, &symbol) {
        if with_declaration || !declares {
            places.insert(place);
        }
    }
    places.into_iter().collect()
}

/// A name together with the file that declares it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Symbol {
    /// The template.
    pub path: String,
    /// What it is.
    pub kind: NameKind,
    /// Its name.
    pub name: SmolStr,
    /// Where it was asked about, in the file that is looked at.
    pub origin: TextRange,
}

/// The name under the cursor: of this template, or, where it stands for one of another template, of that.
#[must_use]
pub fn symbol_at(view: &View<'_>, offset: u32) -> Option<Symbol> {
    if let Some(template) = view.template() {
        let names = Names::of(template);
        if let Some(found) = names.at(offset) {
            return Some(Symbol {
                path: view.path.to_owned(),
                kind: found.kind,
                name: found.name.clone(),
                origin: found.range,
            });
        }
        if let Some(used) = names.attribute_at(offset) {
            let resource = template.resource(&used.resource)?;
            let path = match view.resolution_of(resource) {
                Resolution::Template(path) => path,
                _ => member_template(view, resource)?,
            };
            return Some(Symbol {
                path,
                kind: NameKind::Output,
                name: used.name.clone(),
                origin: used.range,
            });
        }
        let node = view.document.tree.node_at(offset)?;
        let place = standing(node);
        let key = place.key?;
        if let Shape::Members(Members::Template(path, _)) = shape(view, &place.path) {
            return Some(Symbol {
                path,
                kind: NameKind::Parameter,
                name: key.text().into(),
                origin: key.range(),
            });
        }
        return None;
    }
    let environment = view.environment()?;
    let entries = environment.parameters.iter().chain(&environment.parameter_defaults);
    let entry = entries.into_iter().find(|it| it.key.range.touches(offset))?;
    let path = template_of_environment(view, view.path, environment)?;
    Some(Symbol {
        path,
        kind: NameKind::Parameter,
        name: entry.key.text.clone(),
        origin: entry.key.range,
    })
}

/// Every place of a name, and whether it is the declaration there.
#[must_use]
pub fn places_of(view: &View<'_>, symbol: &Symbol) -> Vec<(Place, bool)> {
    let mut places = Vec::new();
    let mut push = |path: &str, range: TextRange, declares: bool| {
        let path = path.to_owned();
        places.push((Place { path, range }, declares));
    };
    let own = view.world.document(&symbol.path, true);
    let document = if symbol.path == view.path {
        Some(view.document)
    } else {
        own.as_deref()
    };
    if let Some(template) = document.and_then(Document::template) {
        for it in Names::of(template).all(symbol.kind, &symbol.name) {
            push(&symbol.path, it.range, it.declares);
        }
    }
    if matches!(symbol.kind, NameKind::Parameter | NameKind::Output) {
        for (path, document) in others(view, &symbol.path) {
            if let Some(template) = document.template() {
                for range in in_parent(view, &path, template, symbol) {
                    push(&path, range, false);
                }
            }
            if let Some(environment) = document.environment()
                && symbol.kind == NameKind::Parameter
                && template_of_environment(view, &path, environment).as_deref() == Some(&symbol.path)
            {
                let entries = environment.parameters.iter().chain(&environment.parameter_defaults);
                let strategies = environment.merge_strategies.iter();
                for entry in entries.chain(strategies).filter(|it| it.key.text == symbol.name) {
                    push(&path, entry.key.range, false);
                }
            }
        }
    }
    places
}

/// The other files that may name something of a template: those that name its file, and environments.
fn others(view: &View<'_>, template: &str) -> Vec<(String, Arc<Document>)> {
    let known = view.world.known();
    let concerned = known.into_iter().filter(|it| {
        it.path != template && (it.kind == FileKind::Environment || it.references.iter().any(|it| it == template))
    });
    concerned
        .filter_map(|it| {
            let document = view.world.document(&it.path, false)?;
            Some((it.path, document))
        })
        .collect()
}

/// The uses of a template's parameter or output in one that has it as the type of a resource.
fn in_parent(view: &View<'_>, path: &str, template: &Template, symbol: &Symbol) -> Vec<TextRange> {
    let registry = view.registry();
    let names = Names::of(template);
    let mut found = Vec::new();
    for resource in &template.resources {
        let Some(kind) = &resource.resource_type else { continue };
        if let Some(member) = member(resource)
            && let Some(kind) = member.kind.as_text()
            && registry.lookup(kind, "", path) == Resolution::Template(symbol.path.clone())
        {
            match symbol.kind {
                NameKind::Parameter => {
                    let entries = member.properties.iter();
                    found.extend(entries.filter(|it| it.key.text == symbol.name).map(|it| it.key.range));
                }
                NameKind::Output => found.extend(reads(&names, resource, &symbol.name)),
                NameKind::Resource | NameKind::Condition => {}
            }
            continue;
        }
        if registry.lookup(&kind.text, &resource.name.text, path) != Resolution::Template(symbol.path.clone()) {
            continue;
        }
        match symbol.kind {
            NameKind::Parameter => {
                let entries = resource.property_entries().iter();
                found.extend(entries.filter(|it| it.key.text == symbol.name).map(|it| it.key.range));
            }
            NameKind::Output => {
                let uses = names.attributes.iter();
                let uses = uses.filter(|it| it.resource == resource.name.text && it.name == symbol.name);
                found.extend(uses.map(|it| it.range));
            }
            NameKind::Resource | NameKind::Condition => {}
        }
    }
    found
}

/// The template that an environment belongs to: the only one near it that declares every parameter that it gives.
#[must_use]
pub fn template_of_environment(view: &View<'_>, path: &str, environment: &EnvironmentFile) -> Option<String> {
    if environment.parameters.is_empty() && environment.parameter_defaults.is_empty() {
        return None;
    }
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |it| it.0.to_owned());
    let own = folder(path);
    let above = folder(&own);
    let known = view.world.known();
    let near = known.into_iter().filter(|it| {
        let its = folder(&it.path);
        it.kind == FileKind::Template && (its == own || its == above)
    });
    let mut fitting = near.filter(|it| {
        let Some(document) = view.world.document(&it.path, false) else {
            return false;
        };
        let Some(template) = document.template() else {
            return false;
        };
        let mut entries = environment.parameters.iter().chain(&environment.parameter_defaults);
        entries.all(|entry| template.parameter(&entry.key.text).is_some())
    });
    let first = fitting.next()?.path;
    // Which of two it is for, nobody can tell.
    fitting.next().is_none().then_some(first)
}

fn of_name(view: &View<'_>, offset: u32) -> Option<Target> {
    let template = view.template()?;
    let names = Names::of(template);
    let found = names.at(offset)?;
    let declared = names.all(found.kind, &found.name).find(|it| it.declares)?;
    Some(Target {
        origin: found.range,
        path: view.path.to_owned(),
        name: declared.range,
        whole: whole(template, declared),
    })
}

/// The whole declaration of a name.
#[must_use]
pub fn whole(template: &Template, declared: &Occurrence) -> TextRange {
    let name = &declared.name;
    let range = match declared.kind {
        NameKind::Parameter => template.parameter(name).map(|it| it.definition.range),
        NameKind::Resource => template.resource(name).map(|it| it.range),
        NameKind::Condition => template.condition(name).map(|it| it.value.range),
        NameKind::Output => {
            let output = template.outputs.iter().find(|it| it.name.text == *name);
            output.and_then(|it| it.value.as_ref()).map(|it| it.range)
        }
    };
    range.map_or(declared.range, |it| it.to(declared.range))
}

fn of_attribute(view: &View<'_>, offset: u32) -> Option<Target> {
    let symbol = symbol_at(view, offset).filter(|it| it.path != view.path)?;
    in_template(view, symbol)
}

fn in_template(view: &View<'_>, symbol: Symbol) -> Option<Target> {
    let document = view.world.document(&symbol.path, true)?;
    let template = document.template()?;
    let names = Names::of(template);
    let declared = names.all(symbol.kind, &symbol.name).find(|it| it.declares)?;
    Some(Target {
        origin: symbol.origin,
        name: declared.range,
        whole: whole(template, declared),
        path: symbol.path,
    })
}

fn of_file(view: &View<'_>, offset: u32) -> Option<Target> {
    if let Some(reference) = view.document.references.iter().find(|it| it.range.touches(offset)) {
        let path = link_path(view, reference.kind, &reference.path)?;
        return beginning(view, reference.range, path);
    }
    // A type that the registry maps to a template.
    let template = view.template()?;
    let resource = template.resources.iter().find(|it| {
        let kind = it.resource_type.as_ref();
        kind.is_some_and(|it| it.range.touches(offset))
    })?;
    let Resolution::Template(path) = view.resolution_of(resource) else {
        return None;
    };
    beginning(view, resource.resource_type.as_ref()?.range, path)
}

/// The file that a reference leads to.
#[must_use]
pub fn link_path(view: &View<'_>, kind: ReferenceKind, reference: &str) -> Option<String> {
    let base = match (kind, view.environment().and_then(|it| it.base_url.as_ref())) {
        (ReferenceKind::Registry, Some(url)) => format!("{}/", url.text.trim_end_matches('/')),
        _ => view.path.to_owned(),
    };
    match resolve(&base, reference) {
        Resolved::Path(path) => Some(path),
        Resolved::Remote(_) => None,
    }
}

fn beginning(view: &View<'_>, origin: TextRange, path: String) -> Option<Target> {
    view.world.exists(&path).then(|| Target {
        origin,
        path,
        name: TextRange::at(0),
        whole: TextRange::at(0),
    })
}

/// From a property of a nested stack to the parameter that it gives a value to.
fn of_property(view: &View<'_>, offset: u32) -> Option<Target> {
    let symbol = symbol_at(view, offset)?;
    in_template(view, symbol)
}

/// From a value in an environment to the parameter; from a mapped type to its template.
fn of_given(view: &View<'_>, offset: u32) -> Option<Target> {
    let environment = view.environment()?;
    let entries = environment.registry.iter().chain(&environment.registry_resources);
    for entry in entries {
        if entry.range.touches(offset)
            && let RegistryTarget::File(key) = &entry.target
        {
            return beginning(view, key.range, link_path(view, ReferenceKind::Registry, &key.text)?);
        }
    }
    None
}

#[cfg(test)]
mod tests;
