//! Changes of the text that keep its layout: where a change cannot be made surely, there is none.

use hotkit_text::{Edit, TextRange};

use super::View;

impl View<'_> {
    /// The line of a place, from its first character to before its line break.
    fn line(&self, offset: u32) -> TextRange {
        let at = offset as usize;
        let start = self.text[..at].rfind('\n').map_or(0, |it| it + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |it| at + it);
        TextRange::new(start as u32, end as u32)
    }

    /// Writes a name in the place of a key or name, in the quotes that it has.
    pub(crate) fn rename(&self, range: TextRange, to: &str) -> Option<Vec<Edit>> {
        let written = self.slice(range);
        let quote = written.chars().next().filter(|it| matches!(it, '"' | '\''));
        let replacement = match quote {
            Some(quote) => format!("{quote}{to}{quote}"),
            None => to.to_owned(),
        };
        let plain = to
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | ':' | '.'));
        (plain && !written.contains('\n')).then(|| vec![Edit::replace(range, replacement)])
    }

    /// Writes something in the place of a scalar that stands on one line.
    pub(crate) fn rewrite(&self, range: TextRange, to: impl Into<String>) -> Option<Vec<Edit>> {
        let written = self.slice(range);
        (!written.is_empty() && !written.contains('\n') && !written.starts_with(['*', '&', '!']))
            .then(|| vec![Edit::replace(range, to)])
    }

    /// A line `key: value` below the line of an entry of the same block mapping, whose value stands at `sibling`.
    pub(crate) fn add_sibling(&self, sibling: TextRange, line: &str) -> Option<Vec<Edit>> {
        let place = self.line(sibling.start());
        let before = TextRange::new(place.start(), sibling.start()).slice(self.text);
        let mut indent = before.len() - before.trim_start_matches(' ').len();
        // The first entry of a mapping in a list stands behind the dash.
        while let Some(rest) = before[indent..].strip_prefix("- ") {
            indent += 2 + rest.len() - rest.trim_start_matches(' ').len();
        }
        let key = before[indent..].trim_end();
        let is_entry = key
            .strip_suffix(':')
            .is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_'));
        if !is_entry || sibling.end() > place.end() {
            return None;
        }
        let rest = TextRange::new(sibling.end(), place.end()).slice(self.text);
        let rest = rest.trim_end_matches('\r').trim();
        if !rest.is_empty() && !rest.starts_with('#') {
            return None;
        }
        let end = self.line_end(place);
        let inserted = format!("{}{}{line}", self.line_break(), " ".repeat(indent));
        Some(vec![Edit::replace(TextRange::at(end), inserted)])
    }

    /// A line `key: value` above the entry of a block mapping that begins with this key.
    pub(crate) fn add_before(&self, key: TextRange, line: &str) -> Option<Vec<Edit>> {
        let start = self.line(key.start()).start();
        let before = TextRange::new(start, key.start()).slice(self.text);
        if !before.chars().all(|it| matches!(it, ' ' | '-')) || before.trim_start().starts_with("--") {
            return None;
        }
        let line_break = self.line_break();
        let inserted = format!("{line}{line_break}{}", " ".repeat(before.len()));
        Some(vec![Edit::replace(TextRange::at(key.start()), inserted)])
    }

    fn line_break(&self) -> &'static str {
        self.line_break
            .get_or_init(|| if self.text.contains("\r\n") { "\r\n" } else { "\n" })
    }

    /// The end of a line, before a carriage return.
    fn line_end(&self, line: TextRange) -> u32 {
        if line.slice(self.text).ends_with('\r') {
            line.end() - 1
        } else {
            line.end()
        }
    }

    /// Takes away the lines of an entry of a block mapping that has others, where no comment goes with them.
    pub(crate) fn remove_entry(&self, key: TextRange, value: TextRange) -> Option<Vec<Edit>> {
        let first = self.line(key.start());
        let before = TextRange::new(first.start(), key.start()).slice(self.text);
        if !before.chars().all(|it| it == ' ') || value.end() < key.end() {
            return None;
        }
        let end = if value.is_empty() { key.end() } else { value.end() };
        let written = TextRange::new(key.start(), end).slice(self.text);
        let trimmed = key.start() + written.trim_end().len() as u32;
        let last = self.line(trimmed);
        let rest = TextRange::new(trimmed, last.end()).slice(self.text).trim();
        let rest = rest.strip_prefix(':').unwrap_or(rest).trim();
        if !rest.is_empty() || has_comment(written) {
            return None;
        }
        let after = (last.end() as usize + 1).min(self.text.len()) as u32;
        Some(vec![Edit::replace(TextRange::new(first.start(), after), "")])
    }
}

/// True where a text may hold a comment.
fn has_comment(text: &str) -> bool {
    text.starts_with('#') || text.contains(" #") || text.contains("\t#") || text.contains("\n#")
}

/// A text in single quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
