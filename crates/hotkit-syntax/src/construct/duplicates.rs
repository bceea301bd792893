//! Equal keys of a mapping: Python keeps the last value (T-006), in the place of the first.

use std::collections::HashMap;

use crate::scalar;
use crate::tree::{NodeContent, PythonEntry};
use crate::{Integer, Node, NodeId, NodeKind, Reading, Scalar, ScalarStyle, Tree};

use super::stages::is_merge_key;

/// A key that a later equal key of the same mapping overrides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duplicate {
    /// The key whose value is lost.
    pub first: NodeId,
    /// The next equal key.
    pub second: NodeId,
}

impl Tree {
    /// Each key that a later equal key of the same mapping overrides, as written: merged entries do not count. In the
    /// order of the overridden keys.
    #[must_use]
    pub fn duplicates(&self) -> Vec<Duplicate> {
        self.duplicates.clone()
    }
}

pub(super) struct Overridden {
    /// The mappings whose `dict` differs from what is written; sorted by node.
    pub(super) mappings: Vec<(NodeId, Vec<PythonEntry>)>,
    pub(super) duplicates: Vec<Duplicate>,
}

/// Up to so many keys are compared each with each, which is cheaper than a table.
const FEW: usize = 16;

pub(super) fn find(tree: &Tree, flattened: &HashMap<NodeId, Vec<PythonEntry>>) -> Overridden {
    let mut found = Overridden {
        mappings: Vec::new(),
        duplicates: Vec::new(),
    };
    let mut keys: Vec<Key<'_>> = Vec::new();
    for id in (0..tree.nodes.len() as u32).map(NodeId) {
        let NodeContent::Mapping { len, .. } = tree.nodes[id.index()].content else {
            continue;
        };
        let merged = flattened.get(&id);
        if len < 4 && merged.is_none() {
            continue;
        }
        let node = tree.node(id);
        keys.clear();
        match merged {
            Some(entries) => keys.extend(entries.iter().map(|entry| Key::of(tree.node(entry.key)))),
            None => keys.extend(node.entries().map(|entry| Key::of(entry.key))),
        }
        match (first_equal(&keys), merged) {
            (None, None) => {}
            (None, Some(entries)) => found.mappings.push((id, entries.clone())),
            (Some(firsts), _) => {
                let written = || node.entries().map(as_written).collect();
                let entries = merged.cloned().unwrap_or_else(written);
                duplicates(&entries, &firsts, tree, &mut found.duplicates);
                found.mappings.push((id, overridden(&entries, &firsts, &keys)));
            }
        }
    }
    found.duplicates.sort_unstable_by_key(|it| (it.first, it.second));
    found
}

fn as_written(entry: crate::Entry<'_>) -> PythonEntry {
    PythonEntry {
        key: entry.key.id(),
        value: entry.value.id(),
        merged: false,
    }
}

/// For each key the place of the first equal one; `None` where no two are equal.
fn first_equal(keys: &[Key<'_>]) -> Option<Vec<usize>> {
    if keys.len() <= FEW {
        let first = |index: usize| keys[..index].iter().position(|key| *key == keys[index]);
        if (1..keys.len()).all(|index| first(index).is_none()) {
            return None;
        }
        return Some((0..keys.len()).map(|index| first(index).unwrap_or(index)).collect());
    }
    let mut seen: HashMap<&Key<'_>, usize> = HashMap::with_capacity(keys.len());
    let firsts: Vec<usize> = keys
        .iter()
        .enumerate()
        .map(|(index, key)| *seen.entry(key).or_insert(index))
        .collect();
    let differs = firsts.iter().enumerate().any(|(index, first)| index != *first);
    differs.then_some(firsts)
}

fn duplicates(entries: &[PythonEntry], firsts: &[usize], tree: &Tree, found: &mut Vec<Duplicate>) {
    let mut last_written: Vec<Option<NodeId>> = vec![None; entries.len()];
    for (entry, first) in entries.iter().zip(firsts) {
        if entry.merged || is_merge_key(tree.node(entry.key)) {
            continue;
        }
        if let Some(first) = last_written[*first].replace(entry.key) {
            found.push(Duplicate {
                first,
                second: entry.key,
            });
        }
    }
}

fn overridden(entries: &[PythonEntry], firsts: &[usize], keys: &[Key<'_>]) -> Vec<PythonEntry> {
    let mut all: Vec<PythonEntry> = Vec::with_capacity(entries.len());
    let mut places = vec![0; entries.len()];
    for (index, (entry, first)) in entries.iter().zip(firsts).enumerate() {
        if *first == index {
            places[index] = all.len();
            all.push(*entry);
            continue;
        }
        let kept = &mut all[places[*first]];
        // Equal texts cannot be told apart, so the key is shown where its value stands; `1` stays before `true`.
        if matches!(keys[index], Key::Text(_)) {
            kept.key = entry.key;
        }
        kept.value = entry.value;
        kept.merged = entry.merged;
    }
    all
}

/// A key in a form that is equal where Python's `==` is.
#[derive(PartialEq, Eq, Hash)]
enum Key<'t> {
    Text(&'t str),
    /// A text with a lone surrogate.
    CodePoints(&'t [u32]),
    Null,
    /// Integers, and the booleans and floats that equal one.
    Integer(Integer),
    /// Other floats by their bits. PyYAML has but one not-a-number, which equals itself as a key.
    Float(u64),
    Bytes(Vec<u8>),
    Date(String),
    /// What is no key to Python: equal to nothing else.
    Other(NodeId),
}

impl<'t> Key<'t> {
    fn of(node: Node<'t>) -> Key<'t> {
        let NodeContent::Scalar { style, .. } = node.data().content else {
            return Key::of_any(node);
        };
        let text = node.text();
        let is_text = match style {
            ScalarStyle::Plain => node.tree().reading() != Reading::Json && scalar::is_plain_text(text),
            _ => true,
        };
        if is_text && node.tree().properties.is_empty() && node.tree().surrogates.is_empty() {
            return Key::Text(text);
        }
        Key::of_any(node)
    }

    fn of_any(key: Node<'t>) -> Key<'t> {
        let Some(node) = key.resolve() else {
            return Key::Other(key.id());
        };
        if !matches!(node.kind(), NodeKind::Scalar(_)) {
            return Key::Other(key.id());
        }
        match node.scalar() {
            Scalar::Null => Key::Null,
            Scalar::Bool(value) => Key::Integer(Integer::Small(i64::from(value))),
            Scalar::Integer(value) => Key::Integer(value),
            Scalar::Float(value) => Key::of_float(value),
            Scalar::Text(text) => node.code_points().map_or(Key::Text(text), Key::CodePoints),
            Scalar::Binary(bytes) => Key::Bytes(bytes),
            Scalar::Date(iso) => Key::Date(iso),
        }
    }

    fn of_float(value: f64) -> Key<'t> {
        if value.is_nan() {
            return Key::Float(f64::NAN.to_bits());
        }
        if value.is_infinite() || value.fract() != 0.0 {
            return Key::Float(value.to_bits());
        }
        let digits = format!("{:.0}", value + 0.0);
        Key::Integer(digits.parse().map_or(Integer::Big(digits), Integer::Small))
    }
}
