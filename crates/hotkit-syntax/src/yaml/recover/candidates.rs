//! The repairs that are worth a try after an error, the gentlest first.

use super::line::{LOOK_AROUND, Line, left_open};
use super::patch::Repair;
use crate::SyntaxError;

type Repairs = Vec<Repair>;

/// What may be tried; places are in `text`. `open` says where open collections begin, `broken` where the last scalar
/// begins that goes over several lines.
pub(super) fn candidates(text: &str, stop: &SyntaxError, open: &[u32], broken: Option<usize>) -> Vec<Repairs> {
    let mut list = Candidates { text, list: Vec::new() };
    let offset = (stop.offset as usize).min(text.len());
    let line = problem_line(text, offset);
    let since = stop.context_offset.map(|it| it as usize);
    let since_line = since.map(|since| Line::at(text, since)).filter(|it| *it != line);
    let broken_line = broken.map(|at| Line::at(text, at)).filter(|it| *it != line);
    let previous = line.previous_full(text);
    let brackets = open_brackets(text, open, since);
    let outermost = brackets.first().map(|at| Line::at(text, *at));

    // A line that is being typed between others hardly is the parent of what is indented deeper below it.
    for suspect in [Some(line), since_line, broken_line, previous].into_iter().flatten() {
        let names_line = Some(suspect) != since_line || stop.problem == "could not find expected ':'";
        if names_line && suspect.interrupts(text) {
            list.blank(suspect.content, suspect.end);
        }
    }
    if let Some(line) = since_line.filter(|_| is_of_line(&stop.problem)) {
        list.close_line(line);
        list.add_colon(line);
    }
    if let Some(line) = broken_line {
        list.close_line(line);
        list.add_colon(line);
        list.blank(line.content, line.end);
    }
    list.close_on_own_lines(&brackets);
    if let Some(line) = outermost {
        list.blank(line.content, line.end);
    }
    if let Some(previous) = previous {
        list.close_line(previous);
        list.add_colon(previous);
    }
    list.align(line);
    // Of two lines that do not fit together the one is at fault that has nothing below it, or that stands alone so far.
    let previous_is_odd = |it: &Line| Some(*it) == since_line || (line.has_children(text) && !it.has_children(text));
    if let Some(previous) = previous.filter(previous_is_odd) {
        list.blank(previous.content, previous.end);
    }
    list.blank(offset, line.end);
    list.close_line(line);
    list.blank_value(line);
    list.blank(line.content, line.end);
    list.close_further_down(&brackets, offset);
    for line in [since_line, previous].into_iter().flatten() {
        list.blank_value(line);
        list.blank(line.content, line.end);
    }
    list.close_quotes_before(line);
    list.blank_block(line);
    list.list
}

/// True where the error names the line on which its context began.
fn is_of_line(problem: &str) -> bool {
    matches!(
        problem,
        "could not find expected ':'" | "found unexpected end of stream" | "found unexpected document indicator"
    )
}

/// Where the open flow collections begin, the outermost first.
fn open_brackets(text: &str, open: &[u32], since: Option<usize>) -> Vec<usize> {
    let is_bracket = |at: &usize| matches!(text.as_bytes().get(*at), Some(b'[' | b'{'));
    let mut brackets: Vec<usize> = open
        .iter()
        .map(|at| *at as usize)
        .chain(since)
        .filter(is_bracket)
        .collect();
    brackets.sort_unstable();
    brackets.dedup();
    brackets
}

/// The line at fault: the one with the error, or the last one that holds something where the error is at the end.
fn problem_line(text: &str, offset: usize) -> Line {
    let line = Line::at(text, offset);
    if line.is_empty() {
        line.previous_full(text).unwrap_or(line)
    } else {
        line
    }
}

struct Candidates<'t> {
    text: &'t str,
    list: Vec<Repairs>,
}

impl Candidates<'_> {
    fn add(&mut self, repairs: Repairs) {
        if !repairs.is_empty() && !self.list.contains(&repairs) {
            self.list.push(repairs);
        }
    }

    fn insert(&mut self, at: usize, text: String) {
        self.add(vec![Repair::Insert { at: at as u32, text }]);
    }

    fn blank(&mut self, start: usize, end: usize) {
        if start < end {
            self.add(vec![Repair::blank(start, end)]);
        }
    }

    /// Closes the quote and the brackets that are open at the end of a line and began on it.
    fn close_line(&mut self, line: Line) {
        let open = left_open(self.text, line.content, line.content_end);
        let mut closing: String = open.quote.into_iter().collect();
        for closer in open.closers.chars().rev() {
            closing.push(' ');
            closing.push(closer);
        }
        if closing.is_empty() {
            return;
        }
        let at = if open.quote.is_some() {
            line.content_end
        } else {
            self.behind_code(line, open.code_end)
        };
        self.insert(at, closing);
    }

    fn behind_code(&self, line: Line, code_end: usize) -> usize {
        line.content + self.text[line.content..code_end.max(line.content)].trim_end().len()
    }

    /// A key that was not finished gets its colon.
    fn add_colon(&mut self, line: Line) {
        let open = left_open(self.text, line.content, line.content_end);
        let end = self.behind_code(line, open.code_end);
        if end > line.content && !self.text[line.content..end].ends_with(':') {
            self.insert(end, ":".to_owned());
        }
    }

    /// Closes open flow collections at the end of the line on which they begin: a few of the innermost, and all.
    fn close_on_own_lines(&mut self, brackets: &[usize]) {
        for start in brackets.iter().rev().take(3).chain(brackets.first()) {
            self.close_from(*start, Line::at(self.text, *start));
        }
    }

    /// Closes open flow collections at the end of what is indented deeper than the line on which they begin, or just
    /// before the error.
    fn close_further_down(&mut self, brackets: &[usize], offset: usize) {
        for start in brackets.iter().rev().take(3).chain(brackets.first()) {
            let last = self.last_deeper(Line::at(self.text, *start));
            if let Some(last) = last.filter(|last| last.start < offset) {
                self.close_from(*start, last);
            }
        }
        let before = Line::at(self.text, offset).previous_full(self.text);
        if let (Some(before), Some(outermost)) = (before, brackets.first())
            && before.end > *outermost
        {
            self.close_from(*outermost, before);
        }
    }

    /// Closes what is open from `start` to the end of a line.
    fn close_from(&mut self, start: usize, line: Line) {
        let open = left_open(self.text, start, line.content_end.max(start));
        let mut closing: String = open.quote.into_iter().collect();
        for closer in open.closers.chars().rev() {
            closing.push(' ');
            closing.push(closer);
        }
        if !closing.is_empty() {
            let at = if open.quote.is_some() {
                line.content_end
            } else {
                self.behind_code(line, open.code_end)
            };
            self.insert(at, closing);
        }
    }

    /// The last of the lines behind `line` that are indented deeper.
    fn last_deeper(&self, line: Line) -> Option<Line> {
        let following = std::iter::successors(line.next(self.text), |it| it.next(self.text)).take(LOOK_AROUND);
        let deeper = following.take_while(|it| it.is_empty() || it.indentation() > line.indentation());
        deeper.filter(|it| !it.is_empty()).last()
    }

    /// Moves a line below the one before or behind it, where that is indented deeper or has blanks instead of tabs.
    fn align(&mut self, line: Line) {
        let tabs = self.text[line.start..line.content].contains('\t');
        let around = [line.previous_full(self.text), line.next(self.text)];
        for other in around.into_iter().flatten().filter(|other| !other.is_empty()) {
            let wanted = other.indentation();
            if wanted < line.indentation() || (wanted == line.indentation() && !tabs) {
                continue;
            }
            let mut repairs = Vec::new();
            if wanted > line.indentation() {
                let text = " ".repeat(wanted - line.indentation());
                repairs.push(Repair::Insert {
                    at: line.content as u32,
                    text,
                });
            }
            if tabs {
                repairs.push(Repair::blank(line.start, line.content));
            }
            self.add(repairs);
        }
    }

    /// Blanks out what stands behind the key of a line.
    fn blank_value(&mut self, line: Line) {
        let content = &self.text[line.content..line.content_end];
        if let Some(colon) = content.find(": ") {
            self.blank(line.content + colon + 1, line.content_end);
        }
    }

    /// A quote may have been opened long before the error: each line above that leaves one open gets it closed.
    fn close_quotes_before(&mut self, line: Line) {
        let above = std::iter::successors(line.previous(self.text), |it| it.previous(self.text)).take(LOOK_AROUND);
        let with_quote = above.filter(|it| left_open(self.text, it.content, it.content_end).quote.is_some());
        for line in with_quote.take(4).collect::<Vec<_>>() {
            self.close_line(line);
            self.blank_value(line);
        }
    }

    /// Blanks out a line and all that is indented deeper behind it.
    fn blank_block(&mut self, line: Line) {
        let mut repairs = Vec::new();
        let following = std::iter::successors(line.next(self.text), |it| it.next(self.text)).take(LOOK_AROUND);
        let deeper = following.take_while(|it| it.is_empty() || it.indentation() > line.indentation());
        for line in [line].into_iter().chain(deeper).filter(|it| !it.is_empty()) {
            repairs.push(Repair::blank(line.content, line.end));
        }
        self.add(repairs);
    }
}
