//! Required properties that are not given yet.

use hotkit_analysis::Resolution;
use hotkit_model::Resource;
use hotkit_syntax::{CollectionStyle, NodeKind};
use hotkit_text::Edit;

use super::insert::{Lines, below, end_of_line, insertion};
use super::{Action, ActionKind};
use crate::cursor::Step;
use crate::tree::node_at_path;
use crate::view::{FileEdits, View};

/// Adds every required property that the resource around the cursor lacks.
pub(crate) fn add_required(view: &View<'_>, offset: u32) -> Option<Action> {
    let template = view.template()?;
    let resource = template
        .resources
        .iter()
        .find(|it| it.range.to(it.name.range).touches(offset))?;
    let missing = missing(view, resource);
    if missing.is_empty() {
        return None;
    }
    let lines: Lines = missing.iter().map(|name| (0, line(view, name))).collect();
    let edit = edit(view, resource, &lines, template.is_cfn())?;
    let names: Vec<String> = missing.iter().map(|it| format!("`{it}`")).collect();
    Some(Action {
        title: format!("Add the required properties {}", names.join(", ")),
        kind: ActionKind::Rewrite,
        edits: vec![FileEdits {
            path: view.path.to_owned(),
            edits: vec![edit],
        }],
        create: None,
        mends: None,
        preferred: false,
    })
}

fn missing(view: &View<'_>, resource: &Resource) -> Vec<String> {
    let given = |name: &str| resource.property_entries().iter().any(|it| it.key.text == name);
    if resource
        .properties
        .as_ref()
        .is_some_and(|(_, it)| it.as_call().is_some())
        || resource.external_id.is_some()
    {
        return Vec::new();
    }
    match view.resolution_of(resource) {
        Resolution::Builtin(resource_type) => hotkit_schema::in_schema_order(resource_type.properties)
            .into_iter()
            .filter(|it| it.required && !given(it.name) && !it.satisfied_by.iter().any(|other| given(other)))
            .map(|it| it.name.to_owned())
            .collect(),
        Resolution::Template(path) => {
            let Some(document) = view.other(&path) else {
                return Vec::new();
            };
            let Some(template) = document.template() else {
                return Vec::new();
            };
            let required = template
                .parameters
                .iter()
                .filter(|it| it.default.is_none() && !given(&it.name.text));
            required.map(|it| it.name.text.to_string()).collect()
        }
        Resolution::Remote(_) | Resolution::Unknown | Resolution::Circular => Vec::new(),
    }
}

/// A parameter of the same name is what the author most likely means; otherwise the value is left to be typed.
fn line(view: &View<'_>, name: &str) -> String {
    let is_parameter = view.template().is_some_and(|it| it.parameter(name).is_some());
    match (
        is_parameter,
        view.template().is_some_and(hotkit_model::Template::is_cfn),
    ) {
        (true, false) => format!("{name}: {{ get_param: {name} }}"),
        (true, true) => format!("{name}: {{ Ref: {name} }}"),
        (false, _) => format!("{name}:"),
    }
}

fn edit(view: &View<'_>, resource: &Resource, lines: &Lines, cfn: bool) -> Option<Edit> {
    let tree = &view.document.tree;
    let (section, key) = if cfn {
        ("Resources", "Properties")
    } else {
        ("resources", "properties")
    };
    let mut path = vec![Step::Key(section.into()), Step::Key(resource.name.text.clone())];
    let definition = node_at_path(tree, &path)?;
    if definition.kind() != NodeKind::Mapping(CollectionStyle::Block) {
        return None;
    }
    path.push(Step::Key(key.into()));
    let Some(properties) = node_at_path(tree, &path) else {
        let mut whole = vec![(0, format!("{key}:"))];
        whole.extend(lines.iter().map(|(depth, line)| (depth + 1, line.clone())));
        return below(view, definition, &whole);
    };
    match properties.kind() {
        NodeKind::Mapping(CollectionStyle::Block) => below(view, properties, lines),
        _ if properties.is_absent() => {
            let text = view.text();
            let entry = definition.entries().rfind(|it| it.key.text() == key)?;
            let start = entry.key.range().start();
            let column = text[super::insert::line_start(text, start) as usize..start as usize]
                .chars()
                .count();
            Some(insertion(
                view,
                end_of_line(text, entry.key.range().end()),
                column + 2,
                lines,
            ))
        }
        _ => None,
    }
}
