//! Who waits for whom, as a hierarchy of calls: a resource "calls" those that it waits for.

use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::names::{NameKind, Names};
use crate::view::View;

/// A resource in the hierarchy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub detail: Option<String>,
    /// The name.
    pub name_range: TextRange,
    /// All of it.
    pub range: TextRange,
}

/// One edge: the resource at its other end, and the places of the references that make it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The resource.
    pub item: Item,
    /// The references, which stand in the resource that waits.
    pub places: Vec<TextRange>,
}

/// The resource under the cursor.
#[must_use]
pub fn prepare(view: &View<'_>, offset: u32) -> Option<Item> {
    let template = view.template()?;
    let names = Names::of(template);
    let found = names.at(offset).filter(|it| it.kind == NameKind::Resource);
    let name = match found {
        Some(found) => found.name.clone(),
        None => template
            .resources
            .iter()
            .find(|it| it.range.touches(offset))?
            .name
            .text
            .clone(),
    };
    item(view, &name)
}

/// The resources that wait for this one.
#[must_use]
pub fn incoming(view: &View<'_>, name: &str) -> Vec<Call> {
    calls(view, name, true)
}

/// The resources that this one waits for.
#[must_use]
pub fn outgoing(view: &View<'_>, name: &str) -> Vec<Call> {
    calls(view, name, false)
}

fn calls(view: &View<'_>, name: &str, incoming: bool) -> Vec<Call> {
    let Some(stack) = view.stack else { return Vec::new() };
    let Some(index) = stack.resources.iter().position(|it| it.name == name) else {
        return Vec::new();
    };
    let edges = stack.graph.edges.iter();
    let edges = edges.filter(|it| if incoming { it.required } else { it.requirer } == index);
    let calls = edges.filter_map(|edge| {
        let other = if incoming { edge.requirer } else { edge.required };
        let mut places: Vec<TextRange> = edge.because.iter().map(|it| it.range).collect();
        places.sort_unstable();
        places.dedup();
        Some(Call {
            item: item(view, &stack.resources[other].name)?,
            places,
        })
    });
    calls.collect()
}

fn item(view: &View<'_>, name: &str) -> Option<Item> {
    let resource = view.template()?.resource(name)?;
    Some(Item {
        name: resource.name.text.clone(),
        detail: resource.resource_type.as_ref().map(|it| it.text.to_string()),
        name_range: resource.name.range,
        range: resource.range.to(resource.name.range),
    })
}
