//! Puts a tree together from what a reader finds, in the order of the text.

use std::sync::Arc;

use hotkit_text::TextRange;

use crate::tree::{NodeContent, NodeData, Properties, TextStore};
use crate::{CollectionStyle, NodeId, Reading, ScalarStyle, SyntaxError, TokenKind, Tree};

/// A tree that grows. Collections are opened and closed like brackets.
pub(crate) struct TreeBuilder {
    nodes: Vec<NodeData>,
    children: Vec<NodeId>,
    decoded: String,
    properties: Vec<Properties>,
    surrogates: Vec<(NodeId, Vec<u32>)>,
    open: Vec<Open>,
    /// Finished nodes that wait for their collection to be closed.
    waiting: Vec<NodeId>,
}

struct Open {
    node: NodeId,
    first_waiting: usize,
}

impl TreeBuilder {
    pub(crate) fn with_capacity(bytes: usize) -> TreeBuilder {
        TreeBuilder {
            nodes: Vec::with_capacity(bytes / 12),
            children: Vec::with_capacity(bytes / 12),
            decoded: String::new(),
            properties: Vec::new(),
            surrogates: Vec::new(),
            open: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// A scalar whose text is this part of the source.
    pub(crate) fn scalar(&mut self, range: TextRange, style: ScalarStyle, text: TextRange) -> NodeId {
        let text = TextStore::Source(text);
        self.leaf(range, NodeContent::Scalar { style, text })
    }

    /// A scalar whose text had to be decoded.
    pub(crate) fn decoded_scalar(&mut self, range: TextRange, style: ScalarStyle, text: &str) -> NodeId {
        let start = self.decoded.len() as u32;
        self.decoded.push_str(text);
        let text = TextStore::Decoded(TextRange::new(start, self.decoded.len() as u32));
        self.leaf(range, NodeContent::Scalar { style, text })
    }

    pub(crate) fn alias(&mut self, range: TextRange, target: Option<NodeId>) -> NodeId {
        self.leaf(range, NodeContent::Alias { target })
    }

    /// Anchor and tag of a node, to be given directly after the node was added or opened.
    pub(crate) fn properties(&mut self, node: NodeId, anchor: Option<TextRange>, tag: Option<(TextRange, String)>) {
        self.properties.push(Properties { node, anchor, tag });
    }

    /// The code points of a scalar that holds a lone surrogate, to be given directly after the node was added.
    pub(crate) fn code_points(&mut self, node: NodeId, code_points: Vec<u32>) {
        self.surrogates.push((node, code_points));
    }

    pub(crate) fn open_sequence(&mut self, start: u32, style: CollectionStyle) -> NodeId {
        self.open(
            start,
            NodeContent::Sequence {
                style,
                first: 0,
                len: 0,
            },
        )
    }

    pub(crate) fn open_mapping(&mut self, start: u32, style: CollectionStyle) -> NodeId {
        self.open(
            start,
            NodeContent::Mapping {
                style,
                first: 0,
                len: 0,
            },
        )
    }

    /// Closes the innermost open collection. `end` is the end of its closing bracket; `None` for a block collection, which
    /// ends with its last child. A key without value gets an absent value.
    pub(crate) fn close(&mut self, end: Option<u32>) {
        let Some(open) = self.open.last() else { return };
        let (node, first_waiting) = (open.node, open.first_waiting);
        let data = self.nodes[node.index()];
        let odd = (self.waiting.len() - first_waiting) % 2 == 1;
        if odd && matches!(data.content, NodeContent::Mapping { .. }) {
            let at = self
                .waiting
                .last()
                .map_or(data.range.end(), |key| self.nodes[key.index()].range.end());
            let at = TextRange::at(at);
            self.scalar(at, ScalarStyle::Plain, at);
        }
        self.open.pop();
        let first = self.children.len() as u32;
        let mut last_end = data.range.start();
        for child in self.waiting.drain(first_waiting..) {
            let child_data = &mut self.nodes[child.index()];
            child_data.parent = Some(node);
            last_end = last_end.max(child_data.range.end());
            self.children.push(child);
        }
        let len = self.children.len() as u32 - first;
        let data = &mut self.nodes[node.index()];
        data.range = TextRange::new(data.range.start(), end.unwrap_or(last_end));
        data.content = match data.content {
            NodeContent::Sequence { style, .. } => NodeContent::Sequence { style, first, len },
            NodeContent::Mapping { style, .. } => NodeContent::Mapping { style, first, len },
            other => other,
        };
        self.waiting.push(node);
    }

    /// The tree; collections still open are closed. The first finished node is the root.
    pub(crate) fn finish(
        mut self,
        text: Arc<str>,
        tokens: Vec<(TokenKind, u32)>,
        errors: Vec<SyntaxError>,
        reading: Reading,
    ) -> Tree {
        while !self.open.is_empty() {
            self.close(None);
        }
        Tree {
            text,
            root: self.waiting.first().copied(),
            expanded_size: self.nodes.len() as u64,
            nodes: self.nodes,
            children: self.children,
            decoded: self.decoded,
            properties: self.properties,
            tokens,
            errors,
            reading,
            fallback_from: None,
            contains_itself: None,
            json_error: None,
            surrogates: self.surrogates,
            python_mappings: Vec::new(),
            duplicates: Vec::new(),
            retry_error: None,
        }
    }

    fn leaf(&mut self, range: TextRange, content: NodeContent) -> NodeId {
        let node = self.push(range, content);
        self.waiting.push(node);
        node
    }

    fn open(&mut self, start: u32, content: NodeContent) -> NodeId {
        let node = self.push(TextRange::at(start), content);
        self.open.push(Open {
            node,
            first_waiting: self.waiting.len(),
        });
        node
    }

    fn push(&mut self, range: TextRange, content: NodeContent) -> NodeId {
        let node = NodeId(self.nodes.len() as u32);
        self.nodes.push(NodeData {
            content,
            range,
            parent: None,
        });
        node
    }
}
