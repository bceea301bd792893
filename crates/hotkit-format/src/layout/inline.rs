//! What stands between two tokens on one line.

use hotkit_syntax::{Token, TokenKind};
use hotkit_text::TextRange;

use super::Layout;

impl Layout<'_> {
    /// Settles a gap within a line.
    pub(super) fn inline_gap(&mut self, gap: TextRange, next: Token, pinned: bool) {
        let old = gap.slice(self.text);
        let wanted = if pinned || self.frozen.holds(gap.start()) {
            None
        } else {
            self.wanted_blanks(old, next)
        };
        let new = match wanted {
            Some(true) => " ",
            Some(false) => "",
            None => old,
        };
        self.replace(gap, new);
        self.column += self.width(new);
    }

    /// Whether one blank stands between the token behind and the next one, or none; `None` to leave it as it is.
    ///
    /// A blank is only taken away, and only put in, where no reader can see a difference. Names of tags and anchors take
    /// in what stands directly behind them, and what a `:` or `?` without a blank means differs between YAML 1.1 and 1.2.
    fn wanted_blanks(&self, old: &str, next: Token) -> Option<bool> {
        use TokenKind::{
            Alias, Anchor, BlockEntry, DocumentStart, FlowEntry, FlowMappingEnd, FlowMappingStart, FlowSequenceEnd,
            FlowSequenceStart, Key, Tag, Value,
        };
        let behind = self.behind.token?;
        let flow = self.flows.last();
        let one_if_any = (!old.is_empty()).then_some(true);
        let padded = flow.is_some_and(|flow| {
            if flow.is_mapping {
                self.habits.padded_mappings
            } else {
                self.habits.padded_sequences
            }
        });
        // Behind a bracket that ends its line there is no blank that the one before the closing bracket could be like.
        let closed = match flow {
            Some(flow) if flow.first.is_none() => Some(!old.is_empty()),
            _ => Some(padded),
        };
        match (behind, next.kind) {
            (Value, FlowEntry | FlowMappingEnd | FlowSequenceEnd) => one_if_any,
            (Value, _) if !old.is_empty() => Some(true),
            // `"a":b`; in `{a, :b}` the reader of YAML 1.2 sees a text `:b`.
            (Value, _) => (self.behind.tight && self.is_json_key()).then_some(true),
            (Tag | Anchor, _) => one_if_any,
            (FlowMappingStart, FlowMappingEnd) | (FlowSequenceStart, FlowSequenceEnd) => Some(false),
            (FlowMappingStart | FlowSequenceStart, Key | Value) => one_if_any,
            (FlowMappingStart | FlowSequenceStart, _) => Some(padded),
            (FlowEntry, FlowMappingEnd | FlowSequenceEnd) => closed,
            (FlowEntry, Key | Value) => one_if_any,
            (FlowEntry, _) => Some(true),
            (BlockEntry | Key | DocumentStart, _) => one_if_any,
            (Alias, Value) => one_if_any,
            (_, Value) => self.blanks_before_colon(old, next),
            // What a dash is depends on the character behind it.
            (TokenKind::Plain, FlowEntry | FlowMappingEnd | FlowSequenceEnd)
                if self.behind.range.slice(self.text).ends_with(['-', '?']) =>
            {
                None
            }
            (_, FlowEntry) => Some(false),
            (_, FlowMappingEnd | FlowSequenceEnd) => closed,
            _ => None,
        }
    }

    /// Whether the key before the `:` is one behind which `:` needs no blank: quoted, or in brackets.
    fn is_json_key(&self) -> bool {
        matches!(
            self.behind.before,
            Some(TokenKind::Quoted | TokenKind::FlowMappingEnd | TokenKind::FlowSequenceEnd)
        )
    }

    /// `a : b` becomes `a: b`, unless the `:` has nothing to part it from what follows.
    fn blanks_before_colon(&self, old: &str, colon: Token) -> Option<bool> {
        let behind = self.text.as_bytes().get(colon.range.end() as usize);
        match behind {
            None | Some(b' ' | b'\t' | b'\n' | b'\r') => Some(false),
            Some(_) if old.is_empty() => Some(false),
            Some(_) => None,
        }
    }
}
