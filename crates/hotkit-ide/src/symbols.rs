//! The outline of a file.

use hotkit_model::Content;
use hotkit_text::TextRange;

use crate::describe::parameter_type;
use crate::tree::standing;
use crate::view::View;

/// What an entry of the outline is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SymbolKind {
    /// A section.
    Section,
    /// A parameter.
    Parameter,
    /// A condition.
    Condition,
    /// A resource.
    Resource,
    /// An output.
    Output,
    /// An entry of an environment.
    Entry,
}

/// An entry of the outline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    /// Its name.
    pub name: String,
    /// Its type.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// The name.
    pub name_range: TextRange,
    /// All of it.
    pub range: TextRange,
    /// What it holds.
    pub children: Vec<Outline>,
}

/// The outline of a template or environment, in the order of the text.
#[must_use]
pub fn outline(view: &View<'_>) -> Vec<Outline> {
    let Some(root) = view.document.tree.root() else {
        return Vec::new();
    };
    if matches!(view.document.content, Content::Other) {
        return Vec::new();
    }
    let children = children(view);
    let sections = root.entries().map(|entry| {
        let range = entry.key.range().to(entry.value.range());
        let inside = children.iter().filter(|it| range.covers(it.name_range));
        Outline {
            name: name(entry.key.text()),
            detail: None,
            kind: SymbolKind::Section,
            name_range: entry.key.range(),
            range,
            children: inside.cloned().collect(),
        }
    });
    sections.filter(|it| !it.name_range.is_empty()).collect()
}

fn children(view: &View<'_>) -> Vec<Outline> {
    let mut found = Vec::new();
    let mut push = |text: &str, kind, detail: Option<String>, name_range: TextRange, range: TextRange| {
        found.push(Outline {
            name: name(text),
            detail,
            kind,
            name_range,
            range: name_range.to(range),
            children: Vec::new(),
        });
    };
    match &view.document.content {
        Content::Template(template) => {
            for it in &template.parameters {
                let kind = it.parameter_type.map(|it| parameter_type(it).to_owned());
                push(
                    &it.name.text,
                    SymbolKind::Parameter,
                    kind,
                    it.name.range,
                    it.definition.range,
                );
            }
            for it in &template.conditions {
                push(
                    &it.name.text,
                    SymbolKind::Condition,
                    None,
                    it.name.range,
                    it.value.range,
                );
            }
            for it in &template.resources {
                let kind = it.resource_type.as_ref().map(|it| it.text.to_string());
                push(&it.name.text, SymbolKind::Resource, kind, it.name.range, it.range);
            }
            for it in &template.outputs {
                push(
                    &it.name.text,
                    SymbolKind::Output,
                    None,
                    it.name.range,
                    value_range(view, it.name.range),
                );
            }
        }
        Content::Environment(environment) => {
            let entries = environment.parameters.iter().chain(&environment.parameter_defaults);
            for it in entries.chain(&environment.merge_strategies) {
                push(&it.key.text, SymbolKind::Entry, None, it.key.range, it.value.range);
            }
            for it in environment.registry.iter().chain(&environment.registry_resources) {
                push(&it.name.text, SymbolKind::Entry, None, it.name.range, it.range);
            }
        }
        Content::Other => {}
    }
    found.sort_by_key(|it| it.name_range);
    found
}

/// The value behind a key, as the tree has it.
fn value_range(view: &View<'_>, key: TextRange) -> TextRange {
    let node = view.document.tree.node_at(key.start());
    let parent = node.filter(|it| standing(*it).key.is_some()).and_then(|it| it.parent());
    let entry = parent.and_then(|it| it.entries().find(|entry| entry.key.range() == key));
    entry.map_or(key, |it| it.value.range())
}

/// Editors refuse symbols without a name.
fn name(text: &str) -> String {
    if text.is_empty() {
        "(empty)".to_owned()
    } else {
        text.to_owned()
    }
}
