//! The tree: nodes in one flat table, in the order in which they begin in the text.
//!
//! Aliases are nodes that name their target; nothing is ever expanded. Deep trees are no danger: nothing here recurses.

use std::sync::Arc;

use hotkit_text::TextRange;

use crate::{Duplicate, JsonError, SyntaxError, Token, TokenKind};

/// Number of a node within its tree; a node's number is less than those of all nodes below it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The number as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// `'...'`
    SingleQuoted,
    /// `"..."`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// How a collection is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CollectionStyle {
    /// By indentation.
    Block,
    /// By brackets.
    Flow,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeKind {
    /// A scalar; [`Node::text`] and [`Node::scalar`] give its value.
    Scalar(ScalarStyle),
    /// A sequence; [`Node::items`] gives what it holds.
    Sequence(CollectionStyle),
    /// A mapping; [`Node::entries`] gives what is written, [`Node::mapping`] what Python sees.
    Mapping(CollectionStyle),
    /// `*name`; [`Node::resolve`] gives what it stands for.
    Alias,
}

/// The reader that gave the answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reading {
    /// Python's `json`.
    Json,
    /// PyYAML over libyaml.
    Libyaml,
    /// PyYAML without libyaml, after libyaml refused.
    Pure,
    /// None: the text has errors.
    Refused,
}

/// Where the decoded text of a scalar lies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TextStore {
    /// It is a part of the source.
    Source(TextRange),
    /// It had to be put together and lies in `Tree::decoded`.
    Decoded(TextRange),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum NodeContent {
    Scalar {
        style: ScalarStyle,
        text: TextStore,
    },
    Sequence {
        style: CollectionStyle,
        first: u32,
        len: u32,
    },
    /// `len` counts keys and values: always even.
    Mapping {
        style: CollectionStyle,
        first: u32,
        len: u32,
    },
    Alias {
        target: Option<NodeId>,
    },
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct NodeData {
    pub(crate) content: NodeContent,
    pub(crate) range: TextRange,
    pub(crate) parent: Option<NodeId>,
}

/// Anchor and tag of the few nodes that have one.
#[derive(Clone, Debug)]
pub(crate) struct Properties {
    pub(crate) node: NodeId,
    pub(crate) anchor: Option<TextRange>,
    pub(crate) tag: Option<(TextRange, String)>,
}

/// An entry of Python's `dict`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PythonEntry {
    pub(crate) key: NodeId,
    pub(crate) value: NodeId,
    pub(crate) merged: bool,
}

/// The tag of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tag<'t> {
    /// Where it stands.
    pub range: TextRange,
    /// What it means: `tag:yaml.org,2002:str`; `!` alone stays `!`.
    pub name: &'t str,
}

/// A text as data and as text.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) children: Vec<NodeId>,
    pub(crate) decoded: String,
    /// Sorted by node.
    pub(crate) properties: Vec<Properties>,
    pub(crate) root: Option<NodeId>,
    /// Each token's kind and first byte; it ends where the next one begins.
    pub(crate) tokens: Vec<(TokenKind, u32)>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) reading: Reading,
    pub(crate) fallback_from: Option<SyntaxError>,
    pub(crate) expanded_size: u64,
    pub(crate) contains_itself: Option<NodeId>,
    pub(crate) json_error: Option<JsonError>,
    /// The code points of the few texts that hold a lone surrogate; sorted by node.
    pub(crate) surrogates: Vec<(NodeId, Vec<u32>)>,
    /// The mappings whose Python `dict` differs from what is written; sorted by node.
    pub(crate) python_mappings: Vec<(NodeId, Vec<PythonEntry>)>,
    pub(crate) duplicates: Vec<Duplicate>,
    pub(crate) retry_error: Option<SyntaxError>,
}

impl Tree {
    /// The text that was read.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The root of the document; `None` for a text without any node.
    #[must_use]
    pub fn root(&self) -> Option<Node<'_>> {
        self.root.map(|id| self.node(id))
    }

    /// The node of this number, which must come from this tree.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// All nodes, in the order in which they begin in the text.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|index| self.node(NodeId(index)))
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True where there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Which reader gave the answer.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// Why the text cannot be read: empty unless [`Tree::reading`] is [`Reading::Refused`]. The first is libyaml's own
    /// first error; the others are what it would say next if each one before were mended.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Where pure-Python PyYAML gave the answer: why libyaml had refused.
    #[must_use]
    pub fn fallback_from(&self) -> Option<&SyntaxError> {
        self.fallback_from.as_ref()
    }

    /// Where pure-Python PyYAML was asked and refused as well: its first error. Heat's message to the user quotes this one.
    #[must_use]
    pub fn retry_error(&self) -> Option<&SyntaxError> {
        self.retry_error.as_ref()
    }

    /// Why the text is no JSON, where it begins with `{` behind white space: the client reads such a text as nothing but
    /// JSON (T-014), whatever the other readers make of it.
    #[must_use]
    pub fn json_error(&self) -> Option<&JsonError> {
        self.json_error.as_ref()
    }

    /// Number of nodes with every alias expanded, at most `u64::MAX`; a structure that contains itself counts as endless.
    #[must_use]
    pub fn expanded_size(&self) -> u64 {
        self.expanded_size
    }

    /// An alias that stands inside its own target, where there is one.
    #[must_use]
    pub fn contains_itself(&self) -> Option<Node<'_>> {
        self.contains_itself.map(|id| self.node(id))
    }

    /// All tokens; their texts joined are the text.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Token> {
        let end = self.text.len() as u32;
        (0..self.tokens.len()).map(move |index| {
            let (kind, start) = self.tokens[index];
            let next = self.tokens.get(index + 1).map_or(end, |(_, next)| *next);
            Token {
                kind,
                range: TextRange::new(start, next),
            }
        })
    }

    /// The token that holds `offset`; the last one at the end of the text, `None` in an empty text.
    #[must_use]
    pub fn token_at(&self, offset: u32) -> Option<Token> {
        let index = self
            .tokens
            .partition_point(|(_, start)| *start <= offset)
            .checked_sub(1)?;
        let (kind, start) = self.tokens[index];
        let next = self
            .tokens
            .get(index + 1)
            .map_or(self.text.len() as u32, |(_, next)| *next);
        Some(Token {
            kind,
            range: TextRange::new(start, next),
        })
    }

    /// The deepest node whose range touches `offset`, with the position of the root where there is none deeper.
    #[must_use]
    pub fn node_at(&self, offset: u32) -> Option<Node<'_>> {
        let mut found = self.root().filter(|root| root.range().touches(offset))?;
        loop {
            let inner = found.children().rfind(|child| child.range().touches(offset));
            match inner {
                Some(child) => found = child,
                None => return Some(found),
            }
        }
    }
}

/// A node in its tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) id: NodeId,
}

/// A key and its value as they are written.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'t> {
    /// The key.
    pub key: Node<'t>,
    /// The value; an empty plain scalar where nothing is written.
    pub value: Node<'t>,
}

impl<'t> Node<'t> {
    /// Its number.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree it belongs to.
    #[must_use]
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        match self.data().content {
            NodeContent::Scalar { style, .. } => NodeKind::Scalar(style),
            NodeContent::Sequence { style, .. } => NodeKind::Sequence(style),
            NodeContent::Mapping { style, .. } => NodeKind::Mapping(style),
            NodeContent::Alias { .. } => NodeKind::Alias,
        }
    }

    /// Its text: a scalar with its quotes, a block scalar from its header to its last content line, a block collection
    /// from its first to its last child, a flow collection with its brackets. Anchor and tag lie before it.
    #[must_use]
    pub fn range(self) -> TextRange {
        self.data().range
    }

    /// The node that holds it.
    #[must_use]
    pub fn parent(self) -> Option<Node<'t>> {
        self.data().parent.map(|id| self.tree.node(id))
    }

    /// The `&name` of the node, where it has one.
    #[must_use]
    pub fn anchor(self) -> Option<TextRange> {
        self.properties().and_then(|it| it.anchor)
    }

    /// The tag of the node, where it has one.
    #[must_use]
    pub fn tag(self) -> Option<Tag<'t>> {
        let (range, name) = self.properties()?.tag.as_ref()?;
        Some(Tag { range: *range, name })
    }

    /// The decoded text of a scalar; empty for other kinds. A lone surrogate, which only the pure-Python reader and JSON
    /// accept, is shown as U+FFFD.
    #[must_use]
    pub fn text(self) -> &'t str {
        match self.data().content {
            NodeContent::Scalar {
                text: TextStore::Source(range),
                ..
            } => range.slice(&self.tree.text),
            NodeContent::Scalar {
                text: TextStore::Decoded(range),
                ..
            } => range.slice(&self.tree.decoded),
            _ => "",
        }
    }

    /// The code points of a scalar's text, where it holds a lone surrogate, which [`Node::text`] cannot show.
    #[must_use]
    pub fn code_points(self) -> Option<&'t [u32]> {
        let all = &self.tree.surrogates;
        let found = all.binary_search_by_key(&self.id, |it| it.0).ok()?;
        Some(&all[found].1)
    }

    /// True for the empty plain scalar that stands where nothing is written.
    #[must_use]
    pub fn is_absent(self) -> bool {
        self.kind() == NodeKind::Scalar(ScalarStyle::Plain) && self.range().is_empty()
    }

    /// The nodes directly below: items, or keys and values in turn.
    #[must_use]
    pub fn children(self) -> impl DoubleEndedIterator<Item = Node<'t>> + ExactSizeIterator + use<'t> {
        let tree = self.tree;
        self.child_ids().iter().map(move |id| tree.node(*id))
    }

    /// The items of a sequence; none for other kinds.
    #[must_use]
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'t>> + ExactSizeIterator + use<'t> {
        let tree = self.tree;
        let ids = match self.data().content {
            NodeContent::Sequence { .. } => self.child_ids(),
            _ => &[],
        };
        ids.iter().map(move |id| tree.node(*id))
    }

    /// The entries of a mapping as written: duplicates and merge keys included; none for other kinds.
    #[must_use]
    pub fn entries(self) -> impl DoubleEndedIterator<Item = Entry<'t>> + ExactSizeIterator + use<'t> {
        let tree = self.tree;
        let ids = match self.data().content {
            NodeContent::Mapping { .. } => self.child_ids(),
            _ => &[],
        };
        ids.chunks_exact(2).map(move |pair| Entry {
            key: tree.node(pair[0]),
            value: tree.node(pair[1]),
        })
    }

    /// What an alias stands for, and every other node itself; `None` for an alias without anchor.
    #[must_use]
    pub fn resolve(self) -> Option<Node<'t>> {
        match self.data().content {
            NodeContent::Alias { target } => target.map(|id| self.tree.node(id)),
            _ => Some(self),
        }
    }

    pub(crate) fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.index()]
    }

    pub(crate) fn child_ids(self) -> &'t [NodeId] {
        match self.data().content {
            NodeContent::Sequence { first, len, .. } | NodeContent::Mapping { first, len, .. } => {
                &self.tree.children[first as usize..(first + len) as usize]
            }
            NodeContent::Scalar { .. } | NodeContent::Alias { .. } => &[],
        }
    }

    fn properties(self) -> Option<&'t Properties> {
        let all = &self.tree.properties;
        let found = all.binary_search_by_key(&self.id, |it| it.node).ok()?;
        Some(&all[found])
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}@{:?}", self.kind(), self.range())
    }
}
