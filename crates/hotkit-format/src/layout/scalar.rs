//! Scalars that go over several lines: their lines move with the block that they stand in, their text stays.

use hotkit_syntax::{Token, TokenKind};
use hotkit_text::TextRange;

use super::columns::shifted;
use super::{Layout, Moved};

/// A line of a scalar.
struct ScalarLine {
    start: u32,
    /// Blanks at its beginning; tabs do not count.
    blanks: u32,
    /// Nothing but blanks. A tab is no blank: where it stands matters to readers.
    is_blank: bool,
    /// Its text without what ends it.
    end: u32,
    /// The length of what ends it.
    line_end: u32,
}

impl Layout<'_> {
    /// Places the lines behind the first one of a plain or quoted scalar.
    pub(super) fn place_lines(&mut self, token: Token, moved: Moved) {
        let started_on = self.line.indent;
        for (number, line) in lines(self.text, token.range).into_iter().enumerate() {
            if number == 0 {
                self.place_line_end(&line);
                continue;
            }
            let new = if line.is_blank || self.frozen.holds(line.start) {
                line.blanks
            } else {
                self.continued_column(line.blanks, moved, started_on)
            };
            self.indent(&line, new);
            self.place_line_end(&line);
            let rest = &self.text[(line.start + line.blanks) as usize..line.end as usize];
            self.line.start = line.start;
            self.line.indent = Moved { old: line.blanks, new };
            self.column = new + rest.chars().count() as u32;
        }
    }

    /// The column of a further line of a scalar that itself moves as `scalar` says.
    fn continued_column(&self, old: u32, scalar: Moved, line: Moved) -> u32 {
        let block = self.blocks.last();
        if block.is_none() && self.flows.is_empty() {
            return old;
        }
        if let Some(block) = block
            && old <= block.old
        {
            // Not every reader goes on there; none must stop that did.
            let is_safe = self.flows.is_empty() && self.blocks.iter().all(|block| block.new <= block.old);
            return if is_safe { old } else { old.max(block.new + 1) };
        }
        // Level with the text, or with what stands behind its quote.
        let is_aligned = old == scalar.old || old == scalar.old + 1 || (!self.flows.is_empty() && old > scalar.old);
        let new = match block {
            _ if is_aligned => shifted(old, scalar),
            Some(_) if self.flows.is_empty() => shifted(old, self.block_moves()),
            _ => shifted(old, line),
        };
        match block {
            Some(block) => new.max(block.new + 1),
            // `---` and `...` in the first column would end the document.
            None => new.max(u32::from(old > 0)),
        }
    }

    /// Places the content of a block scalar, which moves as a whole.
    pub(super) fn place_content(&mut self, range: TextRange) {
        let moves = self.behind.moves;
        if moves.old != moves.new || self.habits.mixed_line_ends {
            let lines = lines(self.text, range);
            let indent = self.content_indent(&lines);
            for line in &lines {
                let new = if moves.new < moves.old {
                    shifted(line.blanks, moves)
                } else if line.is_blank && line.blanks < indent {
                    line.blanks
                } else {
                    line.blanks + (moves.new - moves.old)
                };
                if line.start < line.end {
                    self.indent(line, new);
                }
                self.place_line_end(line);
            }
        }
        self.behind.token = Some(TokenKind::BlockScalarContent);
        self.behind.range = range;
    }

    /// The indentation of the content of the block scalar whose header was placed last.
    fn content_indent(&self, lines: &[ScalarLine]) -> u32 {
        let header = self.behind.range.slice(self.text);
        match header.chars().find_map(|it| it.to_digit(10)) {
            Some(digit) => self.behind.moves.old + digit,
            None => lines.iter().find(|line| !line.is_blank).map_or(0, |line| line.blanks),
        }
    }

    fn indent(&mut self, line: &ScalarLine, new: u32) {
        if new != line.blanks {
            let range = TextRange::new(line.start, line.start + line.blanks);
            self.replace(range, &" ".repeat(new as usize));
        }
    }

    fn place_line_end(&mut self, line: &ScalarLine) {
        if self.habits.mixed_line_ends && line.line_end > 0 && !self.frozen.holds(line.start) {
            let range = TextRange::new(line.end, line.end + line.line_end);
            self.replace(range, self.habits.line_end);
        }
    }
}

fn lines(text: &str, range: TextRange) -> Vec<ScalarLine> {
    let mut lines = Vec::new();
    let mut start = range.start() as usize;
    let end = range.end() as usize;
    loop {
        let rest = &text[start..end];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line_end = match rest.as_bytes().get(length..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        let line = &rest[..length];
        lines.push(ScalarLine {
            start: start as u32,
            blanks: line.bytes().take_while(|byte| *byte == b' ').count() as u32,
            is_blank: line.bytes().all(|byte| byte == b' '),
            end: (start + length) as u32,
            line_end,
        });
        start += length + line_end as usize;
        if line_end == 0 || start >= end {
            break;
        }
    }
    lines
}
