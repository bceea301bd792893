//! Flow collections that are too long for a line, broken into lines: one for each entry.

use hotkit_syntax::{Token, TokenKind, Tree};
use hotkit_text::{Edit, TextRange};

use crate::Habits;
use crate::frozen::Frozen;
use crate::style::Style;

/// The edits that break lines. Of brackets within brackets only the outer ones are broken; what is too long still is broken
/// in the next round.
pub(super) fn edits(tree: &Tree, style: &Style, frozen: &Frozen) -> Vec<Edit> {
    let Some(width) = style.width else { return Vec::new() };
    let habits = Habits::of(tree, style, frozen);
    let mut edits = Vec::new();
    let text = tree.text();
    let mut reached = (0, 0, 0);
    for brackets in outermost(tree) {
        // A line may hold many; each is measured from the one before.
        let (line, offset, column) = reached;
        let (from, before) = if line == brackets.line_start {
            (offset, column)
        } else {
            (brackets.line_start, 0)
        };
        let end = before + text[from as usize..brackets.end() as usize].chars().count() as u32;
        reached = (brackets.line_start, brackets.end(), end);
        let too_long = end > u32::from(width);
        if too_long && !brackets.is_key && !frozen.holds(brackets.open.range.start()) {
            brackets.break_into(text, &habits, &mut edits);
        }
    }
    edits
}

/// Brackets that open and close on one line.
struct Brackets {
    open: Token,
    close: Token,
    commas: Vec<Token>,
    /// They are a key, or hold something that must stay on one line with what follows it.
    is_key: bool,
    line_start: u32,
}

impl Brackets {
    fn end(&self) -> u32 {
        self.close.range.end()
    }

    /// Puts each entry on a line of its own, further in than the line that the brackets stand on. The closing bracket stays
    /// behind the last entry: so most people write it (427 of 672), and not every reader takes it below its key.
    fn break_into(&self, text: &str, habits: &Habits, edits: &mut Vec<Edit>) {
        let line = &text[self.line_start as usize..];
        let indent = line.len() - line.trim_start_matches(' ').len();
        let inner = format!("{}{}", habits.line_end, " ".repeat(indent + habits.indent as usize));
        let starts = std::iter::once(self.open).chain(self.commas.iter().copied());
        let is_empty = self.gap_behind(text, self.open).end() == self.close.range.start();
        if is_empty {
            return;
        }
        for token in starts {
            let gap = self.gap_behind(text, token);
            // Behind a last comma there is nothing but the end.
            if gap.end() < self.close.range.start() {
                edits.push(Edit::replace(gap, inner.clone()));
            }
        }
    }

    fn gap_behind(&self, text: &str, token: Token) -> TextRange {
        let rest = &text[token.range.end() as usize..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        TextRange::new(token.range.end(), token.range.end() + blanks as u32)
    }
}

/// The brackets that open and close on one line and stand in no others that do.
fn outermost(tree: &Tree) -> Vec<Brackets> {
    struct Open {
        token: Token,
        commas: Vec<Token>,
        line: u32,
        is_odd: bool,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut found: Vec<Brackets> = Vec::new();
    let mut line_start = 0;
    let mut is_behind = false;
    for token in tree.tokens() {
        let text = token.range.slice(tree.text());
        match token.kind {
            TokenKind::FlowMappingStart | TokenKind::FlowSequenceStart => open.push(Open {
                token,
                commas: Vec::new(),
                line: line_start,
                is_odd: false,
            }),
            TokenKind::FlowEntry => {
                if let Some(innermost) = open.last_mut() {
                    innermost.commas.push(token);
                }
            }
            TokenKind::Key => {
                // What `?` and a line break mean together differs between readers.
                open.iter_mut().for_each(|it| it.is_odd = true);
            }
            TokenKind::FlowMappingEnd | TokenKind::FlowSequenceEnd => {
                if let Some(closed) = open.pop()
                    && closed.line == line_start
                {
                    let start = closed.token.range.start();
                    while found.last().is_some_and(|inner| inner.open.range.start() > start) {
                        found.pop();
                    }
                    found.push(Brackets {
                        open: closed.token,
                        close: token,
                        commas: closed.commas,
                        is_key: closed.is_odd,
                        line_start,
                    });
                    is_behind = true;
                    continue;
                }
            }
            TokenKind::Value if is_behind => {
                if let Some(key) = found.last_mut() {
                    key.is_key = true;
                }
            }
            TokenKind::LineBreak => line_start = token.range.end(),
            TokenKind::Whitespace => continue,
            _ if text.contains(['\n', '\r']) => {
                let at = text.rfind(['\n', '\r']).unwrap_or(0) as u32;
                line_start = token.range.start() + at + 1;
            }
            _ => {}
        }
        is_behind = false;
    }
    found
}
