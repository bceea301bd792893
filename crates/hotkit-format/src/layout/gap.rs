//! What stands between two tokens on different lines: the end of a line, comments, blank lines, an indentation.

use hotkit_syntax::TokenKind;
use hotkit_text::TextRange;

use super::columns::shifted;
use super::{Flow, Layout, Moved};

/// A line of a gap, without its indentation and its end.
struct GapLine<'t> {
    start: u32,
    /// With its `#`; empty for a blank line.
    comment: &'t str,
    column: u32,
    /// What ends it, as written; empty at the end of the text.
    line_end: &'t str,
    /// As written, with everything.
    whole: &'t str,
}

impl Layout<'_> {
    /// Settles a gap up to a token that is the first on its line; `None` for the end of the text.
    pub(super) fn broken_gap(&mut self, gap: TextRange, next: Option<(u32, Moved)>) {
        let text = self.text;
        let mut out = String::with_capacity(gap.len() as usize + 8);
        let mut rest = gap.start();
        if !self.is_line_start(rest) {
            let (line, after) = split_line(text, rest, gap.end());
            self.end_of_line(&line, &mut out, next.is_some());
            rest = after;
        }
        let mut lines = Vec::new();
        while rest < gap.end() {
            let (line, after) = split_line(text, rest, gap.end());
            // The last piece of a gap before a token is the indentation of that token.
            if line.line_end.is_empty() && next.is_some() {
                break;
            }
            rest = after;
            lines.push(line);
        }
        let is_text = self.behind.token == Some(TokenKind::BlockScalarHeader);
        if is_text && lines.iter().any(|line| self.frozen.holds(line.start)) {
            // A comment that does not move could become the text that the block scalar has not.
            return;
        }
        self.inner_lines(&lines, &mut out, next);
        match next {
            Some((offset, _)) if self.frozen.holds(offset) => out.push_str(&text[rest as usize..gap.end() as usize]),
            Some((_, moved)) => out.extend(std::iter::repeat_n(' ', moved.new as usize)),
            None => {}
        }
        self.replace(gap, &out);
    }

    /// The gap behind the last token: comments, and one line end.
    pub(super) fn finish(&mut self, gap: TextRange) {
        self.close(u32::MAX);
        self.broken_gap(gap, None);
    }

    /// The gap between the header of a block scalar and its content.
    pub(super) fn header_gap(&mut self, gap: TextRange) {
        let (line, _) = split_line(self.text, gap.start(), gap.end());
        let mut out = String::new();
        self.end_of_line(&line, &mut out, true);
        self.replace(gap, &out);
        self.line.start = gap.end();
    }

    /// What stands behind a token up to the end of its line.
    fn end_of_line(&self, line: &GapLine<'_>, out: &mut String, goes_on: bool) {
        if self.frozen.holds(line.start) {
            out.push_str(line.whole);
            return;
        }
        if !line.comment.is_empty() {
            let before = &line.whole[..line.whole.find('#').unwrap_or(0)];
            out.push_str(if before.is_empty() { " " } else { before });
            self.comment(line.comment, out);
        }
        // The text of a block scalar may depend on whether its last line ends.
        let is_open = self.behind.token == Some(TokenKind::BlockScalarContent) && !self.behind.strips;
        if !line.line_end.is_empty() || goes_on || !is_open {
            out.push_str(self.habits.line_end);
        }
    }

    fn comment(&self, comment: &str, out: &mut String) {
        let body = comment.trim_start_matches('#');
        out.push_str(&comment[..comment.len() - body.len()]);
        if self.habits.comment_blank && !body.is_empty() && !body.starts_with([' ', '\t', '!']) {
            out.push(' ');
        }
        out.push_str(body);
    }

    fn inner_lines(&self, lines: &[GapLine<'_>], out: &mut String, next: Option<(u32, Moved)>) {
        let inserts = self.wants_blank_line(lines, next);
        let insert_at = if inserts { attached(lines, next) } else { usize::MAX };
        let mut blank = 0;
        let is_start = self.behind.token.is_none();
        let mut shown = false;
        for (number, line) in lines.iter().enumerate() {
            if number == insert_at {
                out.push_str(self.habits.line_end);
            }
            if self.frozen.holds(line.start) {
                self.blank_lines(blank, is_start && !shown, out);
                blank = 0;
                out.push_str(line.whole);
                shown = true;
            } else if line.comment.is_empty() && line.line_end.is_empty() && self.is_behind_block_scalar() {
                // Readers do not agree whether such a line belongs to the text.
                let content = line.whole.trim_start_matches(' ');
                let blanks = (line.whole.len() - content.len()) as u32;
                out.extend(std::iter::repeat_n(' ', shifted(blanks, self.behind.moves) as usize));
                out.push_str(content);
            } else if line.comment.is_empty() {
                blank += 1;
            } else {
                self.blank_lines(blank, is_start && !shown, out);
                blank = 0;
                shown = true;
                let column = self.column_of_comment(line, next);
                out.extend(std::iter::repeat_n(' ', column as usize));
                self.comment(line.comment, out);
                out.push_str(self.habits.line_end);
            }
        }
        if next.is_some() {
            self.blank_lines(blank, is_start && !shown, out);
            if insert_at == lines.len() {
                out.push_str(self.habits.line_end);
            }
        }
    }

    fn blank_lines(&self, count: u32, is_start: bool, out: &mut String) {
        let kept = if is_start {
            0
        } else {
            count.min(self.habits.blank_lines)
        };
        (0..kept).for_each(|_| out.push_str(self.habits.line_end));
    }

    fn column_of_comment(&self, line: &GapLine<'_>, next: Option<(u32, Moved)>) -> u32 {
        match self.flows.last() {
            Some(flow) => self.column_in_brackets(*flow, line),
            None => self.comment_column(line.column, next.map(|(_, moved)| moved)),
        }
    }

    fn column_in_brackets(&self, flow: Flow, line: &GapLine<'_>) -> u32 {
        let has_tab = line.whole[..line.whole.find('#').unwrap_or(0)].contains('\t');
        self.flow_column(flow, line.column, has_tab, false)
    }

    fn is_behind_block_scalar(&self) -> bool {
        matches!(
            self.behind.token,
            Some(TokenKind::BlockScalarHeader | TokenKind::BlockScalarContent)
        )
    }

    fn wants_blank_line(&self, lines: &[GapLine<'_>], next: Option<(u32, Moved)>) -> bool {
        let Some((offset, _)) = next else { return false };
        self.habits.blank_lines > 0
            && !self.behind.keeps
            && self.behind.token.is_some_and(|token| token != TokenKind::DocumentStart)
            && self.habits.apart.binary_search(&offset).is_ok()
            && lines
                .iter()
                .all(|line| !line.comment.is_empty() && !self.frozen.holds(line.start))
    }
}

/// The first of the comments that belong to what follows them: those level with it.
fn attached(lines: &[GapLine<'_>], next: Option<(u32, Moved)>) -> usize {
    let Some((_, moved)) = next else { return lines.len() };
    let level = lines.iter().rev().take_while(|line| line.column <= moved.old).count();
    lines.len() - level
}

/// The line that begins at `start`, or its rest, and where the next one begins.
fn split_line(text: &str, start: u32, end: u32) -> (GapLine<'_>, u32) {
    let rest = &text[start as usize..end as usize];
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let line_end = match rest.as_bytes().get(length..) {
        Some([b'\r', b'\n', ..]) => &rest[length..length + 2],
        Some([_, ..]) => &rest[length..length + 1],
        _ => "",
    };
    let content = &rest[..length];
    let comment = content.trim_start_matches([' ', '\t']);
    let line = GapLine {
        start,
        comment: comment.trim_end_matches([' ', '\t']),
        column: (content.len() - comment.len()) as u32,
        line_end,
        whole: &rest[..length + line_end.len()],
    };
    (line, start + (length + line_end.len()) as u32)
}
