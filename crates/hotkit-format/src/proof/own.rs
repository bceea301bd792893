//! What Heat reads, compared node by node.

use hotkit_syntax::{Node, NodeKind, Tree};

/// Compares two trees: the same nodes in the same order with the same keys, duplicates, anchors, tags and texts. Everything
/// that Heat makes of a text follows from these. Gives the byte of the old text where they part.
pub(super) fn same(before: &Tree, after: &Tree) -> Result<(), u32> {
    if before.reading() != after.reading() {
        return Err(0);
    }
    for (old, new) in before.nodes().zip(after.nodes()) {
        if !same_node(old, new) {
            return Err(old.range().start());
        }
    }
    if before.len() == after.len() {
        Ok(())
    } else {
        Err(before.text().len() as u32)
    }
}

fn same_node(old: Node<'_>, new: Node<'_>) -> bool {
    let parent = |node: Node<'_>| node.parent().map(Node::id);
    old.kind() == new.kind()
        && parent(old) == parent(new)
        && old.text() == new.text()
        && old.code_points() == new.code_points()
        && old.tag().map(|tag| tag.name) == new.tag().map(|tag| tag.name)
        && anchor(old) == anchor(new)
        && (old.kind() != NodeKind::Alias || old.resolve().map(Node::id) == new.resolve().map(Node::id))
        && old.is_absent() == new.is_absent()
}

fn anchor(node: Node<'_>) -> Option<&str> {
    node.anchor().map(|range| range.slice(node.tree().text()))
}
