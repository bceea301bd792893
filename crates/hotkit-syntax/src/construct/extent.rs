//! How big a tree becomes when every alias is expanded, and whether it would ever end: both are seen in one pass over
//! the flat table, however many millions of nodes the aliases stand for.

use crate::tree::NodeContent;
use crate::{Node, NodeId, NodeKind, Tree};

use super::stages::is_merge_key;

/// See [`Tree::expanded_size`] and [`Tree::contains_itself`].
pub(super) struct Extent {
    pub(super) expanded_size: u64,
    pub(super) contains_itself: Option<NodeId>,
}

pub(super) fn measure(tree: &Tree) -> Extent {
    let is_alias = |id: &u32| matches!(tree.nodes[*id as usize].content, NodeContent::Alias { .. });
    let count = tree.nodes.len() as u32;
    if !(0..count).any(|id| is_alias(&id)) {
        return Extent {
            expanded_size: u64::from(count),
            contains_itself: None,
        };
    }
    let ends = subtree_ends(tree);
    let is_inside = |id: NodeId, target: NodeId| target < id && id.0 < ends[target.index()];
    let contains_itself = (0..count).filter(is_alias).map(NodeId).find(|id| {
        let NodeContent::Alias { target: Some(target) } = tree.nodes[id.index()].content else {
            return false;
        };
        is_inside(*id, target) && !is_merged(tree.node(*id))
    });
    Extent {
        expanded_size: if contains_itself.is_some() {
            u64::MAX
        } else {
            expanded_size(tree, &ends)
        },
        contains_itself,
    }
}

/// For each node the number behind the last one below it.
fn subtree_ends(tree: &Tree) -> Vec<u32> {
    let mut ends: Vec<u32> = (1..=tree.nodes.len() as u32).collect();
    for id in (0..tree.nodes.len()).rev() {
        if let Some(parent) = tree.nodes[id].parent {
            ends[parent.index()] = ends[parent.index()].max(ends[id]);
        }
    }
    ends
}

/// Sizes bottom up. A node's number is less than those below it, so the nodes that end before number `n` are complete
/// when `n` is reached: the open ones lie on a stack.
fn expanded_size(tree: &Tree, ends: &[u32]) -> u64 {
    let mut sizes = vec![0_u64; tree.nodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for id in 0..tree.nodes.len() {
        while open.last().is_some_and(|last| ends[*last] as usize <= id) {
            close(tree, &mut sizes, &mut open);
        }
        sizes[id] = match tree.nodes[id].content {
            // A merge from within the target is the only alias whose target is not complete; it adds no node.
            NodeContent::Alias { target: Some(target) } => sizes[target.index()],
            _ => 1,
        };
        open.push(id);
    }
    while !open.is_empty() {
        close(tree, &mut sizes, &mut open);
    }
    tree.root.map_or(0, |root| sizes[root.index()])
}

/// Adds the finished innermost node to the node that holds it.
fn close(tree: &Tree, sizes: &mut [u64], open: &mut Vec<usize>) {
    let Some(done) = open.pop() else { return };
    if let Some(parent) = tree.nodes[done].parent {
        sizes[parent.index()] = sizes[parent.index()].saturating_add(sizes[done]);
    }
}

/// True for `<<: *name` and `<<: [*name]`: what is merged is copied, not contained.
fn is_merged(alias: Node<'_>) -> bool {
    let Some(parent) = alias.parent() else { return false };
    if parent.items().len() > 0 {
        return parent.parent().is_some_and(|holder| is_merge_value(holder, parent));
    }
    is_merge_value(parent, alias)
}

fn is_merge_value(holder: Node<'_>, value: Node<'_>) -> bool {
    let siblings = holder.child_ids();
    let is_value = |place: &usize| matches!(holder.kind(), NodeKind::Mapping(_)) && place % 2 == 1;
    let place = siblings.binary_search(&value.id()).ok().filter(is_value);
    place.is_some_and(|place| is_merge_key(holder.tree().node(siblings[place - 1])))
}
