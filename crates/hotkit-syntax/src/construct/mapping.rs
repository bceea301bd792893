//! Mappings as Python's `dict` would hold them.

use crate::scalar::{self, StandardTag};
use crate::tree::PythonEntry;
use crate::{Node, NodeId, NodeKind, Reading, Scalar, Tree};

/// What Python holds for a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValueKind {
    /// A single value: [`Node::scalar`].
    Scalar,
    /// A list: [`Node::items`].
    Sequence,
    /// A `dict`: [`Node::mapping`].
    Mapping,
    /// A set, by `!!set`: the keys of [`Node::mapping`].
    Set,
    /// A list of pairs, by `!!omap` or `!!pairs`: [`Node::items`], each a mapping of one entry.
    Pairs,
}

/// What Python's `dict` holds for a mapping: merge keys followed, the last of equal keys in the place of the first.
#[derive(Clone, Copy)]
pub struct Mapping<'t> {
    tree: &'t Tree,
    entries: Entries<'t>,
}

/// A key and its value as Python sees them.
#[derive(Clone, Copy, Debug)]
pub struct MapEntry<'t> {
    /// The key; of equal texts the one beside the value.
    pub key: Node<'t>,
    /// Its value; an alias is not followed.
    pub value: Node<'t>,
    /// True where the value came by a merge key.
    pub merged: bool,
}

#[derive(Clone, Copy)]
enum Entries<'t> {
    /// As written: keys and values in turn.
    Written(&'t [NodeId]),
    Python(&'t [PythonEntry]),
}

impl<'t> Node<'t> {
    /// What Python's `dict` would hold for a mapping, also through an alias; empty for other kinds.
    #[must_use]
    pub fn mapping(self) -> Mapping<'t> {
        let node = self.resolve().unwrap_or(self);
        let all = &node.tree.python_mappings;
        let entries = match all.binary_search_by_key(&node.id, |it| it.0) {
            Ok(found) => Entries::Python(&all[found].1),
            Err(_) if matches!(node.kind(), NodeKind::Mapping(_)) => Entries::Written(node.child_ids()),
            Err(_) => Entries::Written(&[]),
        };
        Mapping {
            tree: node.tree,
            entries,
        }
    }

    /// Which kind of value Python holds for a node: its kind, unless a tag says otherwise. An alias has the kind of what
    /// it stands for.
    #[must_use]
    pub fn value_kind(self) -> ValueKind {
        let node = self.resolve().unwrap_or(self);
        let by_kind = match node.kind() {
            NodeKind::Scalar(_) | NodeKind::Alias => ValueKind::Scalar,
            NodeKind::Sequence(_) => ValueKind::Sequence,
            NodeKind::Mapping(_) => ValueKind::Mapping,
        };
        if by_kind == ValueKind::Scalar || node.tree.reading == Reading::Json {
            return by_kind;
        }
        match scalar::tag_of(node) {
            tag if tag.is_scalar() => ValueKind::Scalar,
            StandardTag::Set if by_kind == ValueKind::Mapping => ValueKind::Set,
            StandardTag::Omap | StandardTag::Pairs if by_kind == ValueKind::Sequence => ValueKind::Pairs,
            _ => by_kind,
        }
    }
}

impl<'t> Mapping<'t> {
    /// The entries in Python's order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = MapEntry<'t>> + use<'t> {
        let mapping = *self;
        (0..self.len()).map(move |index| mapping.entry(index))
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.entries {
            Entries::Written(ids) => ids.len() / 2,
            Entries::Python(entries) => entries.len(),
        }
    }

    /// True for a mapping without entries, and for what is no mapping.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry whose key is this text; looks at each in turn.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<MapEntry<'t>> {
        self.iter().find(|entry| {
            let written = entry.key.resolve().unwrap_or(entry.key);
            written.text() == key && matches!(entry.key.scalar(), Scalar::Text(_)) && written.code_points().is_none()
        })
    }

    fn entry(&self, index: usize) -> MapEntry<'t> {
        let (key, value, merged) = match self.entries {
            Entries::Written(ids) => (ids[2 * index], ids[2 * index + 1], false),
            Entries::Python(entries) => (entries[index].key, entries[index].value, entries[index].merged),
        };
        MapEntry {
            key: self.tree.node(key),
            value: self.tree.node(value),
            merged,
        }
    }
}

impl std::fmt::Debug for Mapping<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
