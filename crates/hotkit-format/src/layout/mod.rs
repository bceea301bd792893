//! The layout: a walk over the tokens that decides what stands between them.
//!
//! Nothing but blanks and line ends is ever changed here. Between two tokens lies a *gap*: within a line it is settled by the
//! tokens beside it (`inline`), across lines by the column of the token behind it (`columns`) and by what stands in between,
//! comments and blank lines (`gap`). Lines within a scalar keep their text and move with the block that they stand in
//! (`scalar`), so that what was further in than its parent still is.

mod columns;
mod gap;
mod inline;
mod scalar;

use hotkit_syntax::{CollectionStyle, Node, NodeId, NodeKind, Token, TokenKind, Tree};
use hotkit_text::{Edit, TextRange};

use crate::frozen::Frozen;
use crate::habits::Habits;

/// The edits that lay a text out. The tree must be that of a text that Heat reads, with a collection at its root.
pub(crate) fn layout(tree: &Tree, habits: &Habits, frozen: &Frozen) -> Vec<Edit> {
    let mut layout = Layout {
        tree,
        text: tree.text(),
        habits,
        frozen,
        nodes: tree.nodes().collect(),
        next_node: 0,
        blocks: Vec::new(),
        closed: Vec::new(),
        flows: Vec::new(),
        line: Line::default(),
        column: 0,
        behind: Behind::default(),
        edits: Vec::new(),
    };
    layout.walk();
    layout.edits
}

struct Layout<'t> {
    tree: &'t Tree,
    text: &'t str,
    habits: &'t Habits,
    frozen: &'t Frozen,
    nodes: Vec<Node<'t>>,
    /// The first node that has not begun.
    next_node: usize,
    /// The open block collections, innermost last.
    blocks: Vec<Block>,
    /// The block collections that ended before the token at hand, innermost first.
    closed: Vec<Block>,
    /// The open flow collections, innermost last.
    flows: Vec<Flow>,
    line: Line,
    /// The column that is reached, as it will be.
    column: u32,
    behind: Behind,
    edits: Vec<Edit>,
}

/// An open block collection.
#[derive(Clone, Copy)]
struct Block {
    is_sequence: bool,
    end: u32,
    /// The column of its entries, as written.
    old: u32,
    /// The column of its entries, as it will be.
    new: u32,
}

/// An open flow collection.
#[derive(Clone, Copy)]
struct Flow {
    is_mapping: bool,
    end: u32,
    /// Whether it is a key, or part of one.
    is_key: bool,
    bracket: Moved,
    /// What stands behind the bracket on its line.
    first: Option<Moved>,
    /// The line that the bracket stands on.
    line: Moved,
}

/// A column as written, and as it will be.
#[derive(Clone, Copy, Default)]
struct Moved {
    old: u32,
    new: u32,
}

/// The line at hand.
#[derive(Clone, Copy, Default)]
struct Line {
    /// Its first byte.
    start: u32,
    indent: Moved,
}

/// The token that was placed last.
#[derive(Clone, Copy, Default)]
struct Behind {
    token: Option<TokenKind>,
    /// Its text.
    range: TextRange,
    /// The token before it stands directly before it.
    tight: bool,
    /// The token before it.
    before: Option<TokenKind>,
    /// A `:` was placed, and since then nothing but anchors and tags.
    is_value: bool,
    /// Anchor or tag were placed, and since then nothing else.
    has_properties: bool,
    /// It is a block scalar that keeps the blank lines behind it.
    keeps: bool,
    /// It is a block scalar that drops the line break at its end.
    strips: bool,
    /// How the block moves that it stands in.
    moves: Moved,
}

/// What begins at a token.
#[derive(Clone, Copy, Default)]
struct Beginning {
    block: Option<NodeId>,
    flow: Option<NodeId>,
    scalar: Option<NodeId>,
}

impl Layout<'_> {
    fn walk(&mut self) {
        let mut at = 0;
        let mut end_of_scalar = None;
        for token in self.tree.tokens() {
            let mut token = token;
            match token.kind {
                TokenKind::Whitespace | TokenKind::LineBreak | TokenKind::Comment => continue,
                TokenKind::ByteOrderMark => {
                    at = token.range.end();
                    self.line.start = at;
                    continue;
                }
                TokenKind::BlockScalarContent => {
                    let end = end_of_scalar.take().unwrap_or(u32::MAX).min(token.range.end());
                    // Nothing but blank lines that do not count: part of what follows.
                    if end <= token.range.start() {
                        continue;
                    }
                    token.range = TextRange::new(token.range.start(), end);
                }
                _ => {}
            }
            let gap = TextRange::new(at, token.range.start());
            if let Some(scalar) = self.place(gap, token) {
                end_of_scalar = Some(self.content_end(token, scalar));
            }
            at = token.range.end();
        }
        self.finish(TextRange::new(at, self.text.len() as u32));
    }

    /// Notes how a block scalar ends, and gives the end of the content that must stay as it is.
    fn content_end(&mut self, header: Token, scalar: NodeId) -> u32 {
        let indicators = header.range.slice(self.text);
        self.behind.keeps = indicators.contains('+');
        self.behind.strips = indicators.contains('-');
        if self.behind.keeps {
            return u32::MAX;
        }
        let end = self.tree.node(scalar).range().end();
        if end <= header.range.end() { 0 } else { end }
    }

    /// Settles the gap before a token and notes the token. For the header of a block scalar it gives the scalar.
    fn place(&mut self, gap: TextRange, token: Token) -> Option<NodeId> {
        let start = token.range.start();
        if token.kind == TokenKind::BlockScalarContent {
            self.header_gap(gap);
            self.place_content(token.range);
            return None;
        }
        self.close(start);
        let beginning = self.begin(start);
        let moved = match self.line_start_in(gap) {
            Some(line_start) => {
                self.line.start = line_start;
                self.place_first(gap, token, beginning.block)
            }
            None => self.place_within(gap, token, beginning.block),
        };
        if let Some(flow) = beginning.flow {
            self.open_flow(flow, moved);
        }
        self.pass(token, moved, gap.is_empty());
        beginning.scalar.filter(|_| token.kind == TokenKind::BlockScalarHeader)
    }

    /// Where the line begins of which the token behind this gap is the first; `None` where it is not.
    fn line_start_in(&self, gap: TextRange) -> Option<u32> {
        match gap.slice(self.text).rfind(['\n', '\r']) {
            Some(at) => Some(gap.start() + at as u32 + 1),
            None => self.is_line_start(gap.start()).then_some(gap.start()),
        }
    }

    /// Whether a gap that begins here begins a line.
    fn is_line_start(&self, offset: u32) -> bool {
        self.behind.token.is_none() || self.text[..offset as usize].ends_with(['\n', '\r'])
    }

    fn place_first(&mut self, gap: TextRange, token: Token, block: Option<NodeId>) -> Moved {
        let start = token.range.start();
        let old = self.old_column(start);
        let new = self.first_column(token, old, block);
        let moved = Moved { old, new };
        self.broken_gap(gap, Some((start, moved)));
        self.line.indent = moved;
        self.column = new;
        if let Some(block) = block {
            self.open_block(block, moved);
        }
        moved
    }

    fn place_within(&mut self, gap: TextRange, token: Token, block: Option<NodeId>) -> Moved {
        let old = self.old_column(token.range.start());
        let pinned = block.is_some_and(|block| self.is_pinned(block));
        self.inline_gap(gap, token, pinned);
        let moved = Moved { old, new: self.column };
        if let Some(block) = block {
            self.open_block(block, moved);
        }
        let opened = matches!(
            self.behind.token,
            Some(TokenKind::FlowMappingStart | TokenKind::FlowSequenceStart)
        );
        if let Some(flow) = self.flows.last_mut().filter(|_| opened) {
            flow.first = Some(moved);
        }
        moved
    }

    /// The token is placed: what follows stands behind it.
    fn pass(&mut self, token: Token, moved: Moved, tight: bool) {
        let is_property = matches!(token.kind, TokenKind::Anchor | TokenKind::Tag);
        self.behind = Behind {
            token: Some(token.kind),
            range: token.range,
            tight,
            before: self.behind.token,
            is_value: token.kind == TokenKind::Value || (is_property && self.behind.is_value),
            has_properties: is_property,
            keeps: false,
            strips: false,
            moves: self.block_moves(),
        };
        let text = token.range.slice(self.text);
        if matches!(token.kind, TokenKind::Plain | TokenKind::Quoted) && text.contains(['\n', '\r']) {
            self.place_lines(token, moved);
        } else {
            self.column += text.chars().count() as u32;
        }
    }

    /// Ends the collections that end before `offset`.
    fn close(&mut self, offset: u32) {
        while self.flows.last().is_some_and(|flow| flow.end <= offset) {
            self.flows.pop();
        }
        self.closed.clear();
        if !self.flows.is_empty() {
            return;
        }
        while let Some(block) = self.blocks.last().copied()
            && block.end <= offset
        {
            self.closed.push(block);
            self.blocks.pop();
        }
    }

    /// The nodes that begin up to `offset`.
    fn begin(&mut self, offset: u32) -> Beginning {
        let mut beginning = Beginning::default();
        while let Some(node) = self.nodes.get(self.next_node).copied()
            && node.range().start() <= offset
        {
            self.next_node += 1;
            if node.range().start() < offset || node.is_absent() {
                continue;
            }
            match node.kind() {
                NodeKind::Mapping(CollectionStyle::Block) | NodeKind::Sequence(CollectionStyle::Block) => {
                    beginning.block = Some(node.id());
                }
                NodeKind::Mapping(CollectionStyle::Flow) | NodeKind::Sequence(CollectionStyle::Flow) => {
                    beginning.flow = Some(node.id());
                }
                NodeKind::Scalar(_) => beginning.scalar = Some(node.id()),
                NodeKind::Alias => {}
            }
        }
        beginning
    }

    fn open_block(&mut self, block: NodeId, moved: Moved) {
        let node = self.tree.node(block);
        self.blocks.push(Block {
            is_sequence: matches!(node.kind(), NodeKind::Sequence(_)),
            end: node.range().end(),
            old: moved.old,
            new: moved.new,
        });
    }

    fn open_flow(&mut self, flow: NodeId, bracket: Moved) {
        let node = self.tree.node(flow);
        // A pair without braces, as in `[a: b]`, has no bracket of its own.
        if !matches!(
            self.text.as_bytes().get(node.range().start() as usize),
            Some(b'{' | b'[')
        ) {
            return;
        }
        let is_key = self.habits.keys.binary_search(&flow).is_ok() || self.flows.last().is_some_and(|it| it.is_key);
        self.flows.push(Flow {
            is_mapping: matches!(node.kind(), NodeKind::Mapping(_)),
            end: node.range().end(),
            is_key,
            bracket,
            first: None,
            line: self.line.indent,
        });
    }

    /// Whether a block must keep its column, because some of its lines stay as they are.
    fn is_pinned(&self, block: NodeId) -> bool {
        self.frozen.touches(self.text, self.tree.node(block).range())
    }

    /// The column of an offset on the line at hand, as written.
    fn old_column(&self, offset: u32) -> u32 {
        let before = &self.text[self.line.start as usize..offset as usize];
        before.chars().count() as u32
    }

    /// How the innermost block moves.
    fn block_moves(&self) -> Moved {
        self.blocks.last().map_or(Moved::default(), |block| Moved {
            old: block.old,
            new: block.new,
        })
    }

    /// Puts `new` in the place of `range`, if it differs; what is equal at both ends stays untouched.
    fn replace(&mut self, range: TextRange, new: &str) {
        let old = range.slice(self.text);
        if old == new {
            return;
        }
        let prefix = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - prefix;
        let suffix = old
            .bytes()
            .rev()
            .zip(new.bytes().rev())
            .take(most)
            .take_while(|(a, b)| a == b)
            .count();
        // Only whole characters: comments may hold any.
        let boundary = |at: usize| old.is_char_boundary(at);
        let prefix = (0..=prefix)
            .rev()
            .find(|at| boundary(*at) && new.is_char_boundary(*at))
            .unwrap_or(0);
        let suffix = (0..=suffix)
            .rev()
            .find(|it| boundary(old.len() - it) && new.is_char_boundary(new.len() - it))
            .unwrap_or(0);
        let changed = TextRange::new(range.start() + prefix as u32, range.end() - suffix as u32);
        self.edits
            .push(Edit::replace(changed, &new[prefix..new.len() - suffix]));
    }
}
