//! Ways through the tree: from a way to its node, and back.

use hotkit_syntax::{Node, NodeKind, Tree};

use crate::cursor::Step;

/// The node at the end of a way; of equal keys the last one, as everywhere. Aliases are followed.
#[must_use]
pub fn node_at_path<'t>(tree: &'t Tree, path: &[Step]) -> Option<Node<'t>> {
    let mut node = tree.root()?.resolve()?;
    for step in path {
        let next = match step {
            Step::Key(key) => node.entries().rfind(|it| it.key.text() == key)?.value,
            Step::Item(index) => node.items().nth(*index)?,
        };
        node = next.resolve()?;
    }
    Some(node)
}

/// Where a node stands.
#[derive(Clone, Debug)]
pub struct Standing<'t> {
    /// The way to the mapping or value.
    pub path: Vec<Step>,
    /// The key, where the node is one of the mapping at the end of the way.
    pub key: Option<Node<'t>>,
}

/// The way to a node.
#[must_use]
pub fn standing(node: Node<'_>) -> Standing<'_> {
    let mut path = Vec::new();
    let mut key = None;
    let mut node = node;
    while let Some(parent) = node.parent() {
        match parent.kind() {
            NodeKind::Mapping(_) => {
                for entry in parent.entries() {
                    if entry.key.id() == node.id() {
                        key = Some(node);
                    } else if entry.value.id() == node.id() {
                        path.push(Step::Key(entry.key.text().into()));
                    }
                }
            }
            NodeKind::Sequence(_) => {
                let index = parent.items().position(|it| it.id() == node.id());
                path.extend(index.map(Step::Item));
            }
            NodeKind::Scalar(_) | NodeKind::Alias => {}
        }
        node = parent;
    }
    path.reverse();
    Standing { path, key }
}
