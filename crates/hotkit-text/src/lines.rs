//! From byte offsets to lines and columns, and back.
//!
//! A line ends at LF, CR or CR LF, as editors and terminals have it. (YAML also breaks at NEL, LS
//! and PS; only the syntax crate counts so, where it quotes Heat.)

use memchr::memchr2_iter;

use crate::TextRange;

/// A place as people count it, but from zero: line, and column in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// Zero-based line.
    pub line: u32,
    /// Zero-based column, in characters (Unicode scalar values).
    pub column: u32,
}

/// A place as most editors ask for it: the column counts UTF-16 code units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Utf16Position {
    /// Zero-based line.
    pub line: u32,
    /// Zero-based column, in UTF-16 code units.
    pub column: u32,
}

/// Where each line of one text begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    length: u32,
}

impl LineIndex {
    /// Reads the lines of `text`, which must be shorter than 4 GiB.
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for offset in memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[offset] == b'\n' || bytes.get(offset + 1) != Some(&b'\n') {
                starts.push(offset as u32 + 1);
            }
        }
        LineIndex {
            starts,
            length: bytes.len() as u32,
        }
    }

    /// Number of lines; the text behind the last break counts as one, even when empty.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Never true: the empty text has one line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The zero-based line that holds `offset`.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32 - 1
    }

    /// The bytes of a line, its break included; the empty range at the end for lines behind the last.
    #[must_use]
    pub fn range(&self, line: u32) -> TextRange {
        let start = self.starts.get(line as usize).copied();
        let end = self.starts.get(line as usize + 1).copied();
        TextRange::new(start.unwrap_or(self.length), end.unwrap_or(self.length))
    }

    /// The place of `offset`; offsets within a character or behind the end are moved back to a boundary.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let (line, before) = self.before(text, offset);
        Position {
            line,
            column: before.chars().count() as u32,
        }
    }

    /// As [`LineIndex::position`], for editors that count UTF-16.
    #[must_use]
    pub fn utf16_position(&self, text: &str, offset: u32) -> Utf16Position {
        let (line, before) = self.before(text, offset);
        Utf16Position {
            line,
            column: before.encode_utf16().count() as u32,
        }
    }

    /// The offset of a place; a column behind the line's end means the end of its text.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position) -> u32 {
        let line = self.content(text, position.line);
        let column = line.char_indices().nth(position.column as usize);
        self.range(position.line).start() + column.map_or(line.len(), |(at, _)| at) as u32
    }

    /// As [`LineIndex::offset`], for editors that count UTF-16; half a surrogate pair means its start.
    #[must_use]
    pub fn utf16_offset(&self, text: &str, position: Utf16Position) -> u32 {
        let line = self.content(text, position.line);
        let mut units = 0;
        for (at, character) in line.char_indices() {
            units += character.len_utf16() as u32;
            if units > position.column {
                return self.range(position.line).start() + at as u32;
            }
        }
        self.range(position.line).start() + line.len() as u32
    }

    /// The text of a line without its break.
    #[must_use]
    pub fn content<'t>(&self, text: &'t str, line: u32) -> &'t str {
        self.range(line).slice(text).trim_end_matches(['\n', '\r'])
    }

    fn before<'t>(&self, text: &'t str, offset: u32) -> (u32, &'t str) {
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.line(end as u32);
        (line, &text[self.starts[line as usize] as usize..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "né: 1\r\n😀x\rz\n";

    #[test]
    fn positions_with_accent_and_emoji() {
        let lines = LineIndex::new(TEXT);
        let at = |needle: char| TEXT.find(needle).expect("in the text") as u32;
        assert_eq!(lines.position(TEXT, at(':')), Position { line: 0, column: 2 });
        assert_eq!(lines.position(TEXT, at('x')), Position { line: 1, column: 1 });
        assert_eq!(
            lines.utf16_position(TEXT, at('x')),
            Utf16Position { line: 1, column: 2 }
        );
        assert_eq!(lines.position(TEXT, at('z')), Position { line: 2, column: 0 });
        assert_eq!(lines.position(TEXT, 999), Position { line: 3, column: 0 });
    }

    #[test]
    fn offsets_are_the_way_back() {
        let lines = LineIndex::new(TEXT);
        for (offset, _) in TEXT.char_indices().filter(|(_, it)| *it != '\n') {
            let offset = offset as u32;
            assert_eq!(lines.offset(TEXT, lines.position(TEXT, offset)), offset);
            let utf16 = lines.utf16_position(TEXT, offset);
            assert_eq!(lines.utf16_offset(TEXT, utf16), offset);
        }
        let far = Position { line: 0, column: 99 };
        assert_eq!(lines.offset(TEXT, far), "né: 1".len() as u32);
        let half = Utf16Position { line: 1, column: 1 };
        assert_eq!(lines.utf16_offset(TEXT, half), "né: 1\r\n".len() as u32);
    }
}
