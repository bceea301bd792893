//! Between hotkit's byte ranges and the protocol's lines and columns.

use std::path::{Path, PathBuf};

use hotkit_text::{Edit, Severity, SourceFile, TextRange, Utf16Position};
use tower_lsp_server::ls_types::{DiagnosticSeverity, Position, Range, TextEdit, Uri};

/// How the editor counts columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every editor knows.
    #[default]
    Utf16,
}

/// A text and how the editor counts in it.
#[derive(Clone, Copy)]
pub(crate) struct Places<'t> {
    pub(crate) source: &'t SourceFile,
    pub(crate) encoding: Encoding,
}

impl Places<'_> {
    /// The place of a byte offset; of one within CR LF, where the protocol knows none, the end of the line.
    pub(crate) fn position(self, offset: u32) -> Position {
        let (text, lines) = (self.source.text(), self.source.lines());
        let offset = offset - u32::from(is_within_break(text, offset));
        match self.encoding {
            Encoding::Utf16 => {
                let place = lines.utf16_position(text, offset);
                Position::new(place.line, place.column)
            }
            Encoding::Utf8 => {
                let offset = floor(text, offset);
                let line = lines.line(offset);
                Position::new(line, offset - lines.range(line).start())
            }
        }
    }

    /// The place of a byte range.
    pub(crate) fn range(self, range: TextRange) -> Range {
        Range::new(self.position(range.start()), self.position(range.end()))
    }

    /// The byte offset of a place; what lies behind a line is its end, what lies behind the text the text's.
    pub(crate) fn offset(self, position: Position) -> u32 {
        let (text, lines) = (self.source.text(), self.source.lines());
        match self.encoding {
            Encoding::Utf16 => lines.utf16_offset(
                text,
                Utf16Position {
                    line: position.line,
                    column: position.character,
                },
            ),
            Encoding::Utf8 => {
                let start = lines.range(position.line).start();
                let length = lines.content(text, position.line).len() as u32;
                floor(text, start + position.character.min(length))
            }
        }
    }

    /// The byte range of a place.
    pub(crate) fn text_range(self, range: Range) -> TextRange {
        TextRange::new(self.offset(range.start), self.offset(range.end))
    }

    /// The edit as the protocol has it: one that takes a part of CR LF takes all of it and gives the rest back.
    pub(crate) fn edit(self, edit: &Edit) -> TextEdit {
        let text = self.source.text();
        let (mut start, mut end) = (edit.range.start(), edit.range.end());
        let mut replacement = edit.replacement.clone();
        if is_within_break(text, start) {
            start -= 1;
            replacement.insert(0, '\r');
        }
        if is_within_break(text, end) {
            end += 1;
            replacement.push('\n');
        }
        TextEdit::new(self.range(TextRange::new(start, end)), replacement)
    }
}

/// True between CR and LF.
fn is_within_break(text: &str, offset: u32) -> bool {
    let (bytes, at) = (text.as_bytes(), offset as usize);
    at > 0 && bytes.get(at) == Some(&b'\n') && bytes[at - 1] == b'\r'
}

/// The nearest boundary of a character at or before an offset.
fn floor(text: &str, offset: u32) -> u32 {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset as u32
}

/// The protocol's word for a severity.
pub(crate) fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// The file of an address; for what is no file (a text without a name yet) a name in `folder` that nothing has.
pub(crate) fn path_of(uri: &Uri, folder: Option<&Path>) -> PathBuf {
    if uri.scheme().as_str() == "file"
        && let Some(path) = uri.to_file_path()
    {
        return path.into_owned();
    }
    let name: String = uri
        .path()
        .as_str()
        .chars()
        .map(|it| if it.is_alphanumeric() || it == '.' { it } else { '-' })
        .collect();
    folder.unwrap_or(Path::new("/")).join(format!(".unsaved-{name}"))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    const TEXT: &str = "né: 1\r\n😀x\rz\n";

    #[test]
    fn places_with_accent_and_emoji_in_both_encodings() {
        let source = SourceFile::new("t.yaml", TEXT);
        let at = |needle: char| TEXT.find(needle).expect("in the text") as u32;
        for (encoding, colon, x) in [(Encoding::Utf8, 3, 4), (Encoding::Utf16, 2, 2)] {
            let places = Places {
                source: &source,
                encoding,
            };
            assert_eq!(places.position(at(':')), Position::new(0, colon), "{encoding:?}");
            assert_eq!(places.position(at('x')), Position::new(1, x), "{encoding:?}");
            for (offset, _) in TEXT.char_indices().filter(|(at, _)| !is_within_break(TEXT, *at as u32)) {
                let offset = offset as u32;
                assert_eq!(places.offset(places.position(offset)), offset, "{encoding:?}");
            }
            // Behind a line, within a character, behind the text.
            assert_eq!(places.offset(Position::new(0, 99)), "né: 1".len() as u32);
            assert_eq!(places.offset(Position::new(1, 1)), at('😀'));
            assert_eq!(places.offset(Position::new(99, 3)), TEXT.len() as u32);
        }
    }

    #[test]
    fn an_edit_within_a_line_break_takes_all_of_it() {
        let source = SourceFile::new("t.yaml", "é\r\nb\n");
        let places = Places {
            source: &source,
            encoding: Encoding::Utf16,
        };
        for (start, end, new, wanted) in [
            (2, 3, "", ((0, 1), (1, 0), "\n")),
            (3, 4, "", ((0, 1), (1, 0), "\r")),
            (3, 3, "x", ((0, 1), (1, 0), "\rx\n")),
            (2, 4, "", ((0, 1), (1, 0), "")),
            (4, 5, "", ((1, 0), (1, 1), "")),
        ] {
            let edit = places.edit(&Edit::replace(TextRange::new(start, end), new));
            let place = |(line, column)| Position::new(line, column);
            assert_eq!(
                edit.range,
                Range::new(place(wanted.0), place(wanted.1)),
                "{start} {end}"
            );
            assert_eq!(edit.new_text, wanted.2, "{start} {end}");
        }
    }

    #[test]
    fn what_is_no_file_gets_a_name_of_its_own() {
        let uri = Uri::from_str("untitled:Untitled-1").expect("an address");
        assert_eq!(
            path_of(&uri, Some(Path::new("/p"))),
            PathBuf::from("/p/.unsaved-Untitled-1")
        );
    }
}
