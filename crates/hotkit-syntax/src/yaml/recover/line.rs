//! Lines as the repairs see them, and a rough reading of what a stretch of text leaves open.

use super::super::chars::{break_len, line_end, line_start};

/// One line of a text, without its break.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Where its first character stands that is not blank, or its end.
    pub(super) content: usize,
    /// Behind its last character that is not blank, or `content`.
    pub(super) content_end: usize,
    pub(super) end: usize,
}

impl Line {
    /// The line with the byte at `at`.
    pub(super) fn at(text: &str, at: usize) -> Line {
        let bytes = text.as_bytes();
        let start = line_start(bytes, at);
        let end = line_end(bytes, start);
        let blanks = |it: &&u8| matches!(it, b' ' | b'\t');
        let content = start + bytes[start..end].iter().take_while(blanks).count();
        let content_end = end - bytes[content..end].iter().rev().take_while(blanks).count();
        Line {
            start,
            content,
            content_end,
            end,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.content == self.content_end
    }

    pub(super) fn indentation(self) -> usize {
        self.content - self.start
    }

    pub(super) fn next(self, text: &str) -> Option<Line> {
        let len = break_len(text.as_bytes(), self.end);
        (len > 0 && self.end + len < text.len()).then(|| Line::at(text, self.end + len))
    }

    pub(super) fn previous(self, text: &str) -> Option<Line> {
        let mut at = self.start.checked_sub(1)?;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if at > 0 && text.as_bytes()[at] == b'\n' && text.as_bytes()[at - 1] == b'\r' {
            at -= 1;
        }
        Some(Line::at(text, at))
    }

    /// The nearest line before this one that holds more than a comment, among a few.
    pub(super) fn previous_full(self, text: &str) -> Option<Line> {
        let lines = std::iter::successors(self.previous(text), |line| line.previous(text));
        lines
            .take(LOOK_AROUND)
            .find(|line| !line.is_empty() && !line.is_comment(text))
    }

    /// The nearest line behind this one that holds more than a comment, among a few.
    pub(super) fn next_full(self, text: &str) -> Option<Line> {
        let lines = std::iter::successors(self.next(text), |line| line.next(text));
        lines
            .take(LOOK_AROUND)
            .find(|line| !line.is_empty() && !line.is_comment(text))
    }

    fn is_comment(self, text: &str) -> bool {
        text.as_bytes().get(self.content) == Some(&b'#')
    }

    /// True where lines behind this one are indented deeper.
    pub(super) fn has_children(self, text: &str) -> bool {
        self.next_full(text)
            .is_some_and(|next| next.indentation() > self.indentation())
    }

    /// True where this line stands in the midst of lines that are indented deeper: it is not their parent.
    pub(super) fn interrupts(self, text: &str) -> bool {
        let Some(previous) = self.previous_full(text) else {
            return false;
        };
        let begins = previous.indentation() == self.indentation() && text[..previous.content_end].ends_with(':');
        self.has_children(text) && (previous.indentation() > self.indentation() || begins)
    }
}

/// So many lines are looked at around an error.
pub(super) const LOOK_AROUND: usize = 200;

/// What a stretch of text leaves open.
#[derive(Default, PartialEq, Eq, Debug)]
pub(super) struct LeftOpen {
    pub(super) quote: Option<char>,
    /// Where that quote stands.
    pub(super) quote_start: usize,
    /// The brackets that would close what is open, the innermost last.
    pub(super) closers: String,
    /// Where the last line's comment begins, or the end of the stretch.
    pub(super) code_end: usize,
}

/// Reads a stretch that begins outside of quotes; `:`, quotes and brackets are taken as in flow collections.
pub(super) fn left_open(text: &str, from: usize, to: usize) -> LeftOpen {
    let bytes = text.as_bytes();
    let mut open = LeftOpen {
        code_end: to,
        ..LeftOpen::default()
    };
    let mut at = from;
    while at < to {
        let starts = at == from || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':');
        match bytes[at] {
            quote @ (b'\'' | b'"') if starts => match closing_quote(bytes, at, to, quote) {
                Some(close) => at = close,
                None => {
                    open.quote = Some(quote as char);
                    open.quote_start = at;
                    break;
                }
            },
            b'#' if starts => {
                let end = line_end(bytes, at).min(to);
                if end == to {
                    open.code_end = at;
                }
                at = end;
                continue;
            }
            b'[' => open.closers.push(']'),
            b'{' => open.closers.push('}'),
            closer @ (b']' | b'}') if open.closers.ends_with(closer as char) => {
                open.closers.pop();
            }
            _ => {}
        }
        at += 1;
    }
    open
}

fn closing_quote(bytes: &[u8], start: usize, to: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    while at < to {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && at + 1 < to && bytes[at + 1] == b'\'' => at += 1,
            byte if byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}
