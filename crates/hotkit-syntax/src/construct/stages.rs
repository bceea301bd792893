//! PyYAML's constructor, step by step, so that its first complaint comes first.
//!
//! PyYAML makes scalars at once and fills collections later, level by level: a queue. An error ends its work; here each
//! one is written down and the work goes on as if the place were mended.

use std::collections::{HashMap, HashSet, VecDeque};

use hotkit_text::TextRange;

use super::Constructed;
use crate::scalar::{self, Failure, StandardTag};
use crate::tree::PythonEntry;
use crate::{ErrorClass, Node, NodeId, NodeKind, SyntaxError, Tree};

/// Most entries that merge keys may copy in one text. Merges of merges double with each step; PyYAML would eat all
/// memory.
const MAX_MERGED: usize = 250_000;

/// How deep merges may lie in one another: PyYAML recurses here, up to Python's limit of 1,000 frames.
const MAX_MERGE_DEPTH: usize = 950;

pub(super) fn construct(tree: &Tree) -> Constructed {
    let mut stages = Stages {
        tree,
        seen: vec![false; tree.nodes.len()],
        queue: VecDeque::new(),
        flattened: HashMap::new(),
        plain_equals: HashSet::new(),
        merged: 0,
        errors: Vec::new(),
    };
    if let Some(root) = tree.root() {
        stages.object(root);
    }
    while let Some(node) = stages.queue.pop_front() {
        stages.fill(tree.node(node));
    }
    Constructed {
        errors: stages.errors,
        flattened: stages.flattened,
    }
}

/// True for a key that merges its value into the mapping.
pub(super) fn is_merge_key(key: Node<'_>) -> bool {
    key.resolve()
        .is_some_and(|key| scalar::tag_of(key) == StandardTag::Merge)
}

struct Stages<'t> {
    tree: &'t Tree,
    /// Nodes that are constructed already, or at least begun.
    seen: Vec<bool>,
    queue: VecDeque<NodeId>,
    flattened: HashMap<NodeId, Vec<PythonEntry>>,
    /// `=` keys of mappings, which become text when the mapping is constructed.
    plain_equals: HashSet<NodeId>,
    merged: usize,
    errors: Vec<SyntaxError>,
}

const IN_MAPPING: &str = "while constructing a mapping";

impl<'t> Stages<'t> {
    /// Constructs a node: scalars at once, collections when their turn comes.
    fn object(&mut self, node: Node<'t>) {
        let Some(node) = node.resolve() else { return };
        if std::mem::replace(&mut self.seen[node.id().index()], true) {
            return;
        }
        let tag = self.tag(node);
        match tag {
            StandardTag::Unknown | StandardTag::Merge | StandardTag::Value => {
                self.undefined(node, tag);
                self.queue_collection(node);
            }
            _ if tag.is_scalar() => {
                if let Err(failure) = scalar::construct(node) {
                    self.fail(failure);
                    self.queue_collection(node);
                }
            }
            _ => self.queue.push_back(node.id()),
        }
    }

    fn queue_collection(&mut self, node: Node<'t>) {
        if !matches!(node.kind(), NodeKind::Scalar(_)) {
            self.queue.push_back(node.id());
        }
    }

    fn tag(&self, node: Node<'t>) -> StandardTag {
        if self.plain_equals.contains(&node.id()) {
            return StandardTag::Str;
        }
        scalar::tag_of(node)
    }

    /// Fills a collection with what it holds.
    fn fill(&mut self, node: Node<'t>) {
        match (self.tag(node), node.kind()) {
            (StandardTag::Omap, _) => self.pairs(node, "while constructing an ordered map"),
            (StandardTag::Pairs, _) => self.pairs(node, "while constructing pairs"),
            (StandardTag::Seq, NodeKind::Sequence(_)) => self.items(node),
            (StandardTag::Map | StandardTag::Set, NodeKind::Mapping(_)) => self.entries(node),
            (tag, kind) => {
                let wanted = match tag {
                    StandardTag::Seq => Some("sequence"),
                    StandardTag::Map | StandardTag::Set => Some("mapping"),
                    _ => None,
                };
                if let Some(wanted) = wanted {
                    let problem = format!("expected a {wanted} node, but found {}", kind_name(node));
                    self.error(node, problem, None);
                }
                match kind {
                    NodeKind::Sequence(_) => self.items(node),
                    NodeKind::Mapping(_) => self.entries(node),
                    NodeKind::Scalar(_) | NodeKind::Alias => {}
                }
            }
        }
    }

    fn items(&mut self, node: Node<'t>) {
        for item in node.items() {
            self.object(item);
        }
    }

    fn entries(&mut self, node: Node<'t>) {
        self.flatten(node);
        if !self.flattened.contains_key(&node.id()) {
            for entry in node.entries() {
                self.entry(node, entry.key, entry.value);
            }
            return;
        }
        let mut index = 0;
        while let Some(entry) = self.flattened.get(&node.id()).and_then(|all| all.get(index)).copied() {
            self.entry(node, self.tree.node(entry.key), self.tree.node(entry.value));
            index += 1;
        }
    }

    fn entry(&mut self, mapping: Node<'t>, key: Node<'t>, value: Node<'t>) {
        self.object(key);
        if let Some(key) = key.resolve()
            && !self.is_hashable(key)
        {
            self.error(key, "found unhashable key".to_owned(), Some((IN_MAPPING, mapping)));
        }
        self.object(value);
    }

    fn is_hashable(&self, key: Node<'t>) -> bool {
        !matches!(
            self.tag(key),
            StandardTag::Seq | StandardTag::Map | StandardTag::Set | StandardTag::Omap | StandardTag::Pairs
        )
    }

    fn pairs(&mut self, node: Node<'t>, context: &'static str) {
        if !matches!(node.kind(), NodeKind::Sequence(_)) {
            let problem = format!("expected a sequence, but found {}", kind_name(node));
            self.error(node, problem, Some((context, node)));
            if matches!(node.kind(), NodeKind::Mapping(_)) {
                self.entries(node);
            }
            return;
        }
        for item in node.items() {
            let Some(item) = item.resolve() else { continue };
            let count = item.entries().len();
            if !matches!(item.kind(), NodeKind::Mapping(_)) {
                let problem = format!("expected a mapping of length 1, but found {}", kind_name(item));
                self.error(item, problem, Some((context, node)));
            } else if count != 1 {
                let problem = format!("expected a single mapping item, but found {count} items");
                self.error(item, problem, Some((context, node)));
            }
            for entry in item.entries() {
                self.object(entry.key);
                self.object(entry.value);
            }
        }
    }

    /// Replaces the merge keys of a mapping by what they merge, as PyYAML does: in place and before the own entries.
    /// Mappings that are merged come first; they wait on the heap, because merges may lie deep in one another.
    fn flatten(&mut self, root: Node<'t>) {
        let mut waiting = vec![(root, 0, Vec::new())];
        while let Some((node, depth, merges)) = waiting.pop() {
            if !merges.is_empty() {
                self.merge_all(node, &merges);
                continue;
            }
            if self.flattened.contains_key(&node.id()) {
                continue;
            }
            let merges = self.merges(node);
            if merges.is_empty() {
                continue;
            }
            if depth >= MAX_MERGE_DEPTH {
                self.limit(node, "merge keys lie too deep in one another");
                continue;
            }
            // Written down first, because a mapping may merge itself; it then gets its own entries.
            self.flattened.insert(node.id(), own_entries(node));
            let sources: Vec<Node<'t>> = merges.iter().flat_map(|value| merge_sources(*value)).collect();
            waiting.push((node, depth, merges));
            let mappings = sources
                .into_iter()
                .rev()
                .filter(|it| matches!(it.kind(), NodeKind::Mapping(_)));
            waiting.extend(mappings.map(|source| (source, depth + 1, Vec::new())));
        }
    }

    /// The values of the merge keys of a mapping; its `=` keys become text.
    fn merges(&mut self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut merges = Vec::new();
        for entry in node.entries() {
            let Some(key) = entry.key.resolve() else { continue };
            match self.tag(key) {
                StandardTag::Merge => merges.push(entry.value),
                StandardTag::Value => {
                    self.plain_equals.insert(key.id());
                }
                _ => {}
            }
        }
        merges
    }

    fn merge_all(&mut self, node: Node<'t>, merges: &[Node<'t>]) {
        let mut all = Vec::new();
        for value in merges.iter().filter_map(|value| value.resolve()) {
            if matches!(value.kind(), NodeKind::Scalar(_)) {
                let kind = kind_name(value);
                let problem = format!("expected a mapping or list of mappings for merging, but found {kind}");
                self.error(value, problem, Some((IN_MAPPING, node)));
                continue;
            }
            let mut copies = Vec::new();
            for source in merge_sources(value) {
                if matches!(source.kind(), NodeKind::Mapping(_)) {
                    copies.push(self.copy(node, source));
                } else {
                    let problem = format!("expected a mapping for merging, but found {}", kind_name(source));
                    self.error(source, problem, Some((IN_MAPPING, node)));
                }
            }
            // The first mapping of a list wins, so it is put in last.
            all.extend(copies.into_iter().rev().flatten());
        }
        all.extend(own_entries(node));
        self.flattened.insert(node.id(), all);
    }

    /// A copy of the entries of a mapping that is merged.
    fn copy(&mut self, node: Node<'t>, source: Node<'t>) -> Vec<PythonEntry> {
        let as_merged = |entry: PythonEntry| PythonEntry { merged: true, ..entry };
        let room = MAX_MERGED.saturating_sub(self.merged);
        let mut copy: Vec<PythonEntry> = match self.flattened.get(&source.id()) {
            Some(entries) => entries.iter().copied().map(as_merged).take(room + 1).collect(),
            None => own_entries(source).into_iter().map(as_merged).take(room + 1).collect(),
        };
        if copy.len() > room {
            copy.truncate(room);
            self.limit(node, "merge keys copy more than 250,000 entries");
        }
        self.merged += copy.len();
        copy
    }

    fn limit(&mut self, node: Node<'t>, problem: &str) {
        if self.errors.iter().all(|error| error.class != ErrorClass::Limit) {
            let failure = Failure {
                class: ErrorClass::Limit,
                problem: problem.to_owned(),
                node,
            };
            self.fail(failure);
        }
    }

    fn undefined(&mut self, node: Node<'t>, tag: StandardTag) {
        let name = scalar::python_repr(&scalar::tag_name(node, tag));
        let problem = format!("could not determine a constructor for the tag {name}");
        self.error(node, problem, None);
        if let (Some(error), Some(tag)) = (self.errors.last_mut(), node.tag()) {
            error.range = TextRange::new(error.offset, tag.range.end());
        }
    }

    fn error(&mut self, node: Node<'t>, problem: String, context: Option<(&'static str, Node<'t>)>) {
        self.fail(Failure {
            class: ErrorClass::Constructor,
            problem,
            node,
        });
        if let (Some(error), Some((words, place))) = (self.errors.last_mut(), context) {
            error.context = Some(words);
            error.context_offset = Some(mark(place));
        }
    }

    fn fail(&mut self, failure: Failure<'t>) {
        let offset = mark(failure.node);
        self.errors.push(SyntaxError {
            class: failure.class,
            problem: failure.problem,
            context: None,
            offset,
            context_offset: None,
            range: TextRange::new(offset, first_line_end(failure.node)),
        });
    }
}

/// The nodes that the value of a merge key merges: itself, or the items of a list.
fn merge_sources(value: Node<'_>) -> Vec<Node<'_>> {
    let Some(value) = value.resolve() else {
        return Vec::new();
    };
    match value.kind() {
        NodeKind::Sequence(_) => value.items().filter_map(|item| item.resolve()).collect(),
        _ => vec![value],
    }
}

fn own_entries(node: Node<'_>) -> Vec<PythonEntry> {
    let own = node.entries().filter(|entry| !is_merge_key(entry.key));
    own.map(|entry| PythonEntry {
        key: entry.key.id(),
        value: entry.value.id(),
        merged: false,
    })
    .collect()
}

/// PyYAML's name of the kind of a node.
fn kind_name(node: Node<'_>) -> &'static str {
    match node.kind() {
        NodeKind::Scalar(_) | NodeKind::Alias => "scalar",
        NodeKind::Sequence(_) => "sequence",
        NodeKind::Mapping(_) => "mapping",
    }
}

/// Where PyYAML says that a node begins: at its anchor or tag, where it has one.
fn mark(node: Node<'_>) -> u32 {
    let start = node.range().start();
    let anchor = node.anchor().map_or(start, |range| range.start());
    let tag = node.tag().map_or(start, |tag| tag.range.start());
    start.min(anchor).min(tag)
}

/// The end of a node, or of its first line where it has more: enough to underline.
fn first_line_end(node: Node<'_>) -> u32 {
    let range = node.range();
    let text = range.slice(node.tree().text());
    let len = text.find(['\n', '\r']).unwrap_or(text.len());
    range.start() + len as u32
}
