//! PyYAML's construction stage: what Python's values would be, without building them and without expanding an alias.
//!
//! [`check`] runs once over each tree. It finds what PyYAML's constructor refuses, in its order, and writes down the few
//! mappings whose `dict` differs from what is written, so that [`Node::mapping`] is a look-up.

mod duplicates;
mod extent;
mod mapping;
mod stages;
mod surrogates;

use std::collections::HashMap;

use crate::scalar::{self, StandardTag};
use crate::tree::{NodeContent, PythonEntry};
use crate::{Node, NodeId, Reading, ScalarStyle, SyntaxError, Tree};

pub use duplicates::Duplicate;
pub use mapping::{MapEntry, Mapping, ValueKind};

/// Checks the whole tree as PyYAML's constructor does and adds what Python makes of it: errors, mappings that differ
/// from what is written, overridden keys, the size with aliases expanded.
pub(crate) fn check(tree: &mut Tree) {
    if tree.reading == Reading::Pure {
        tree.surrogates = surrogates::find(tree);
    }
    let constructed = if tree.reading != Reading::Json && needs_construction(tree) {
        stages::construct(tree)
    } else {
        Constructed::default()
    };
    let overridden = duplicates::find(tree, &constructed.flattened);
    let extent = extent::measure(tree);
    if !constructed.errors.is_empty() {
        tree.reading = Reading::Refused;
    }
    tree.errors.extend(constructed.errors);
    tree.python_mappings = overridden.mappings;
    tree.duplicates = overridden.duplicates;
    tree.expanded_size = extent.expanded_size;
    tree.contains_itself = extent.contains_itself;
}

/// What the simulated constructor leaves behind.
#[derive(Default)]
struct Constructed {
    errors: Vec<SyntaxError>,
    /// The entries of mappings with merge keys, flattened; equal keys still stand beside each other.
    flattened: HashMap<NodeId, Vec<PythonEntry>>,
}

/// False where nothing can go wrong and nothing is merged: no tags, no collections or aliases as keys, and no scalar that
/// resolves to something without value. Nearly all texts are like this, and one pass tells.
fn needs_construction(tree: &Tree) -> bool {
    if tree.properties.iter().any(|it| it.tag.is_some()) {
        return true;
    }
    (0..tree.nodes.len() as u32).any(|id| {
        let node = tree.node(NodeId(id));
        match node.data().content {
            NodeContent::Scalar {
                style: ScalarStyle::Plain,
                ..
            } => !is_sound(node),
            NodeContent::Mapping { .. } => node.entries().any(|entry| !is_scalar(entry.key)),
            _ => false,
        }
    })
}

fn is_scalar(node: Node<'_>) -> bool {
    matches!(node.data().content, NodeContent::Scalar { .. })
}

/// True for a plain scalar that surely has a value.
fn is_sound(node: Node<'_>) -> bool {
    if scalar::is_plain_text(node.text()) {
        return true;
    }
    match scalar::tag_of(node) {
        StandardTag::Merge | StandardTag::Value | StandardTag::Unknown => false,
        StandardTag::Int | StandardTag::Float | StandardTag::Timestamp => scalar::construct(node).is_ok(),
        _ => true,
    }
}
