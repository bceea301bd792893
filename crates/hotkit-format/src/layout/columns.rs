//! The column of what stands first on its line.

use hotkit_syntax::{NodeId, NodeKind, Token, TokenKind};

use super::{Block, Flow, Layout, Moved};

impl Layout<'_> {
    /// The column of a token that is the first on its line; `block` is the block collection that it begins.
    pub(super) fn first_column(&self, token: Token, old: u32, block: Option<NodeId>) -> u32 {
        if self.frozen.holds(token.range.start()) {
            return old;
        }
        if let Some(flow) = self.flows.last() {
            let closes = flow.end == token.range.end()
                && matches!(token.kind, TokenKind::FlowMappingEnd | TokenKind::FlowSequenceEnd);
            let before = &self.text[self.line.start as usize..token.range.start() as usize];
            return self.flow_column(*flow, old, before.contains('\t'), closes);
        }
        let Some(outer) = self.blocks.last().copied() else {
            return match block {
                Some(block) if self.is_pinned(block) => old,
                _ => 0,
            };
        };
        match block {
            Some(block) if self.is_pinned(block) => old,
            Some(block) => outer.new + self.step_into(block, outer, old),
            None if old == outer.old => outer.new,
            None => outer.new + self.habits.indent,
        }
    }

    /// How much further in a block collection stands than the one around it.
    fn step_into(&self, block: NodeId, outer: Block, old: u32) -> u32 {
        let is_sequence = matches!(self.tree.node(block).kind(), NodeKind::Sequence(_));
        if !is_sequence || outer.is_sequence || !self.behind.is_value {
            return self.habits.indent;
        }
        // With an anchor or a tag on a line before, not every reader takes a list directly below its key.
        let is_inner = self.blocks.iter().rev().nth(1).is_some_and(|it| it.is_sequence);
        let indented = match () {
            () if self.behind.has_properties => old > outer.old,
            () if is_inner => self.habits.indented_inner_lists,
            () => self.habits.indented_lists,
        };
        if indented { self.habits.indent } else { 0 }
    }

    /// The column of a line within brackets: what was aligned stays aligned, with the bracket, with what stands behind it,
    /// or with the line that it stands on.
    pub(super) fn flow_column(&self, flow: Flow, old: u32, has_tab: bool, closes: bool) -> u32 {
        let outer = self.blocks.last();
        let least = match (outer, closes) {
            (Some(outer), true) => outer.new,
            (Some(outer), false) => outer.new + self.habits.indent,
            // `---` and `...` in the first column would end the document.
            (None, false) => u32::from(old > 0 || has_tab),
            (None, true) => 0,
        };
        if has_tab {
            return (flow.line.new + self.habits.indent).max(least);
        }
        if let Some(outer) = outer
            && (old < outer.old || (old == outer.old && !closes))
        {
            return least;
        }
        let least = outer.map_or(least, |outer| outer.new + u32::from(old > outer.old));
        let new = match flow.first {
            Some(first) if old == first.old && !closes => first.new,
            _ if old > flow.line.old && old >= flow.bracket.old => shifted(old, flow.bracket),
            _ => shifted(old, flow.line),
        };
        new.max(least)
    }

    /// The column of a comment on a line of its own: it moves with what it stands level with, preferably what follows.
    pub(super) fn comment_column(&self, old: u32, next: Option<Moved>) -> u32 {
        let column = self.level_column(old, next);
        // Behind a block scalar without text, whatever is further in than its key would be that text.
        if self.behind.token == Some(TokenKind::BlockScalarHeader) {
            column.min(self.behind.moves.new)
        } else {
            column
        }
    }

    fn level_column(&self, old: u32, next: Option<Moved>) -> u32 {
        if let Some(next) = next.filter(|next| next.old == old) {
            return next.new;
        }
        // Innermost first: those that end here, then those that go on.
        let all = || self.closed.iter().chain(self.blocks.iter().rev());
        if let Some(level) = all().find(|block| block.old == old) {
            return level.new;
        }
        let mut limit = None;
        for block in all() {
            if block.old < old {
                let moved = shifted(
                    old,
                    Moved {
                        old: block.old,
                        new: block.new,
                    },
                );
                return limit.map_or(moved, |limit| moved.min(limit));
            }
            limit = Some(block.new);
        }
        limit.map_or(old, |limit| old.min(limit))
    }
}

/// A column that moves with another.
pub(super) fn shifted(column: u32, with: Moved) -> u32 {
    (column + with.new).saturating_sub(with.old)
}
