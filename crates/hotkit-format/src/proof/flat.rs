//! What a reader reads, as a flat list: one form for both readers, for the comparisons that allow more than blanks to change.

use std::borrow::Cow;
use std::collections::HashMap;

use hotkit_syntax::{Node, NodeKind, Scalar, Tree};
use saphyr_parser::{Event, ScalarStyle};

use super::second::{Read, Reader};

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

#[derive(Debug)]
struct FlatNode<'t> {
    kind: Kind,
    /// The text of a scalar; of an alias the number of its target.
    text: Cow<'t, str>,
    /// A scalar that is no text: a number, a date, true, null.
    is_typed: bool,
    tag: Option<String>,
    anchor: Option<String>,
    /// The node behind the last one below this.
    end: usize,
    /// Where it stands, where that is known.
    offset: u32,
}

/// The nodes of a text in their order.
#[derive(Debug, Default)]
pub(super) struct Flat<'t> {
    nodes: Vec<FlatNode<'t>>,
}

/// Mappings whose order may differ stand at these depths: sections of a template, keys of a resource.
const REORDERED: [usize; 2] = [0, 2];

/// Deeper than this the order is the same.
const DEEPEST_REORDERED: usize = 2;

impl<'t> Flat<'t> {
    /// What Heat reads.
    pub(super) fn of_tree(tree: &'t Tree) -> Flat<'t> {
        let written: Vec<Node<'t>> = tree.nodes().collect();
        let mut nodes: Vec<FlatNode<'t>> = written.iter().map(|node| flat_node(*node)).collect();
        for (index, node) in written.iter().enumerate().rev() {
            let end = nodes[index].end.max(index + 1);
            nodes[index].end = end;
            if let Some(parent) = node.parent() {
                let parent = &mut nodes[parent.id().index()];
                parent.end = parent.end.max(end);
            }
        }
        Flat { nodes }
    }

    /// What the second reader reads; `None` where it reads nothing.
    pub(super) fn of_second_reader(text: &'t str) -> Option<Flat<'t>> {
        let mut reader = Reader::of(text);
        let mut flat = Flat::default();
        let mut open = Vec::new();
        loop {
            match reader.next() {
                Read::End => return Some(flat),
                Read::Refused => return None,
                Read::Event(Event::SequenceEnd | Event::MappingEnd) => {
                    let end = flat.nodes.len();
                    let opened: usize = open.pop()?;
                    flat.nodes[opened].end = end;
                }
                Read::Event(event) => {
                    let index = flat.nodes.len();
                    if matches!(event, Event::SequenceStart(..) | Event::MappingStart(..)) {
                        open.push(index);
                    }
                    flat.nodes.extend(flat_event(event, index + 1));
                }
            }
        }
    }

    /// Compares all nodes; with `reordered`, the order of sections and of the keys of their entries may differ. Gives for each
    /// node, in order, the one that it became, or the place where the two part.
    pub(super) fn same(&self, other: &Flat<'_>, reordered: bool) -> Result<Vec<usize>, u32> {
        let depth = if reordered { 0 } else { DEEPEST_REORDERED + 1 };
        let mut became = Vec::with_capacity(self.nodes.len());
        match (self.nodes.len(), other.nodes.len()) {
            (0, 0) => {}
            (a, b) if a != b => return Err(0),
            _ => self.same_below(0, other, 0, depth, &mut became)?,
        }
        Ok(became)
    }

    fn same_below(
        &self,
        at: usize,
        other: &Flat<'_>,
        other_at: usize,
        depth: usize,
        became: &mut Vec<usize>,
    ) -> Result<(), u32> {
        let (node, other_node) = (&self.nodes[at], &other.nodes[other_at]);
        let differ = Err(node.offset);
        let length = node.end - at;
        if !node.is_same(other_node) || other_node.end - other_at != length {
            return differ;
        }
        if depth > DEEPEST_REORDERED || node.kind != Kind::Mapping {
            let here = &self.nodes[at..node.end];
            let there = &other.nodes[other_at..other_node.end];
            for (number, (a, b)) in here.iter().zip(there).enumerate() {
                if !a.is_same(b) || a.end - (at + number) != b.end - (other_at + number) {
                    return Err(a.offset);
                }
            }
            became.extend(other_at..other_node.end);
            return Ok(());
        }
        became.push(other_at);
        let entries = self.entries(at);
        let others = other.entries(other_at);
        let partners = if REORDERED.contains(&depth) {
            self.partners(&entries, other, &others)
        } else {
            (0..entries.len()).map(Some).collect()
        };
        for (entry, partner) in entries.iter().zip(partners) {
            let Some(partner) = partner.and_then(|it| others.get(it)) else {
                return differ;
            };
            let past = DEEPEST_REORDERED + 1;
            self.same_below(entry.0, other, partner.0, past, became)?;
            self.same_below(entry.1, other, partner.1, depth + 1, became)?;
        }
        Ok(())
    }

    /// The keys and values of a mapping.
    fn entries(&self, mapping: usize) -> Vec<(usize, usize)> {
        let mut entries = Vec::new();
        let mut at = mapping + 1;
        while at < self.nodes[mapping].end {
            let value = self.nodes[at].end;
            entries.push((at, value));
            at = self.nodes.get(value).map_or(usize::MAX, |node| node.end);
        }
        entries
    }

    /// For each entry the one with the same key in the other mapping; of equal keys the first for the first.
    fn partners(&self, entries: &[(usize, usize)], other: &Flat<'_>, others: &[(usize, usize)]) -> Vec<Option<usize>> {
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, (key, _)) in others.iter().enumerate().rev() {
            by_key.entry(&other.nodes[*key].text).or_default().push(index);
        }
        let keys = entries.iter().map(|(key, _)| &*self.nodes[*key].text);
        keys.map(|key| by_key.get_mut(key)?.pop()).collect()
    }
}

impl FlatNode<'_> {
    fn is_same(&self, other: &FlatNode<'_>) -> bool {
        self.kind == other.kind
            && self.text == other.text
            && self.is_typed == other.is_typed
            && self.tag == other.tag
            && self.anchor == other.anchor
    }
}

fn flat_node(node: Node<'_>) -> FlatNode<'_> {
    let kind = match node.kind() {
        NodeKind::Scalar(_) => Kind::Scalar,
        NodeKind::Sequence(_) => Kind::Sequence,
        NodeKind::Mapping(_) => Kind::Mapping,
        NodeKind::Alias => Kind::Alias,
    };
    let text = match kind {
        Kind::Alias => Cow::Owned(node.resolve().map_or(String::new(), |it| it.id().index().to_string())),
        _ => Cow::Borrowed(node.text()),
    };
    FlatNode {
        kind,
        text,
        is_typed: kind == Kind::Scalar && !matches!(node.scalar(), Scalar::Text(_)),
        tag: node.tag().map(|tag| tag.name.to_owned()),
        anchor: node.anchor().map(|range| range.slice(node.tree().text()).to_owned()),
        end: 0,
        offset: node.range().start(),
    }
}

fn flat_event(event: Event<'_>, end: usize) -> Option<FlatNode<'_>> {
    let (kind, text, is_typed, tag, anchor) = match event {
        Event::Alias(target) => (Kind::Alias, Cow::Owned(target.to_string()), false, None, 0),
        Event::Scalar(text, style, anchor, tag) => {
            let is_typed = style == ScalarStyle::Plain && is_typed_in_core_schema(&text);
            (Kind::Scalar, text, is_typed, tag, anchor)
        }
        Event::SequenceStart(anchor, tag) => (Kind::Sequence, Cow::Borrowed(""), false, tag, anchor),
        Event::MappingStart(anchor, tag) => (Kind::Mapping, Cow::Borrowed(""), false, tag, anchor),
        _ => return None,
    };
    Some(FlatNode {
        kind,
        text,
        is_typed,
        tag: tag.map(|tag| tag.to_string()),
        anchor: (anchor > 0).then(|| anchor.to_string()),
        end,
        offset: 0,
    })
}

/// Whether a plain scalar is no text in YAML 1.2 (core schema, section 10.3.2).
fn is_typed_in_core_schema(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE",
    ];
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_all = |text: &str, of: fn(&char) -> bool| !text.is_empty() && text.chars().all(|it| of(&it));
    WORDS.contains(&text)
        || matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
        || text
            .strip_prefix("0o")
            .is_some_and(|it| is_all(it, |it| matches!(it, '0'..='7')))
        || text
            .strip_prefix("0x")
            .is_some_and(|it| is_all(it, char::is_ascii_hexdigit))
        || is_decimal(unsigned)
}

/// `12`, `1.5`, `.5`, `1.`, with an exponent or without.
fn is_decimal(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_digit = !whole.is_empty() || !fraction.is_empty();
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    has_digit && digits(whole) && digits(fraction) && exponent_fits
}
