//! Lines that stay as they are: those between `# hotkit: fmt off` and `# hotkit: fmt on`, and those outside of the range that
//! shall be formatted.

use hotkit_syntax::{TokenKind, Tree};
use hotkit_text::{LineIndex, TextRange};

/// The lines of a text that stay as they are.
pub(crate) struct Frozen {
    /// `None` where no line is frozen: then nothing needs to be asked.
    lines: Option<Lines>,
}

struct Lines {
    index: LineIndex,
    frozen: Vec<bool>,
    /// How many frozen lines that are not empty there are before each line.
    before: Vec<u32>,
}

/// What a comment says about formatting.
fn switch(comment: &str) -> Option<bool> {
    let words = comment.trim_start_matches('#').trim().strip_prefix("hotkit:")?;
    match words.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["fmt", "off"] => Some(true),
        ["fmt", "on"] => Some(false),
        _ => None,
    }
}

impl Frozen {
    /// The lines that stay as they are where only `ranges` shall be formatted; `None` for the whole text.
    pub(crate) fn new(tree: &Tree, ranges: Option<&[TextRange]>) -> Frozen {
        let text = tree.text();
        let switches = switches(tree);
        if ranges.is_none() && switches.is_empty() {
            return Frozen { lines: None };
        }
        let index = LineIndex::new(text);
        let count = index.len() as usize;
        let mut frozen = vec![ranges.is_some(); count];
        for range in ranges.unwrap_or_default() {
            let (first, last) = (index.line(range.start()), last_line(&index, *range));
            frozen[first as usize..=last as usize].fill(false);
        }
        for (number, (offset, off)) in switches.iter().enumerate() {
            if *off {
                let first = index.line(*offset) as usize;
                let last = switches[number..]
                    .iter()
                    .find(|(_, off)| !off)
                    .map_or(count - 1, |(offset, _)| index.line(*offset) as usize);
                frozen[first..=last].fill(true);
            }
        }
        let mut before = Vec::with_capacity(count + 1);
        let mut seen = 0;
        for (line, frozen) in frozen.iter().enumerate() {
            before.push(seen);
            seen += u32::from(*frozen && !index.content(text, line as u32).is_empty());
        }
        before.push(seen);
        Frozen {
            lines: Some(Lines { index, frozen, before }),
        }
    }

    /// Whether the line that holds `offset` stays as it is.
    pub(crate) fn holds(&self, offset: u32) -> bool {
        self.lines
            .as_ref()
            .is_some_and(|lines| lines.frozen[lines.index.line(offset) as usize])
    }

    /// Whether some line of `range` stays as it is. Empty lines do not count, comments directly behind the range do: a
    /// comment that does not move with the block above could end up inside of it.
    pub(crate) fn touches(&self, text: &str, range: TextRange) -> bool {
        let Some(lines) = &self.lines else { return false };
        let first = lines.index.line(range.start());
        let mut last = last_line(&lines.index, range);
        while last + 1 < lines.index.len() {
            let content = lines.index.content(text, last + 1).trim_start();
            if !content.is_empty() && !content.starts_with('#') {
                break;
            }
            last += 1;
        }
        lines.before[last as usize + 1] > lines.before[first as usize]
    }
}

/// The line of the last byte of a range.
fn last_line(index: &LineIndex, range: TextRange) -> u32 {
    index.line(range.end().saturating_sub(1).max(range.start()))
}

/// The comments that switch formatting off (true) or on, each alone on its line.
fn switches(tree: &Tree) -> Vec<(u32, bool)> {
    let text = tree.text();
    if !text.contains("hotkit:") {
        return Vec::new();
    }
    let comments = tree.tokens().filter(|token| token.kind == TokenKind::Comment);
    let alone = comments.filter(|token| {
        let before = &text[..token.range.start() as usize];
        before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
            || before.trim_start_matches('\u{feff}').trim().is_empty()
    });
    alone
        .filter_map(|token| Some((token.range.start(), switch(token.range.slice(text))?)))
        .collect()
}
