//! Texts as the editor has them.

use std::sync::Arc;

use hotkit_text::SourceFile;
use tower_lsp_server::ls_types::TextDocumentContentChangeEvent;

use crate::convert::{Encoding, Places};

/// The text after a notification's changes, each of which speaks of the text that the one before left behind.
pub(crate) fn changed(
    source: &Arc<SourceFile>,
    changes: Vec<TextDocumentContentChangeEvent>,
    encoding: Encoding,
) -> Arc<SourceFile> {
    let mut source = Arc::clone(source);
    for change in changes {
        let text = match change.range {
            None => change.text,
            Some(range) => {
                let places = Places {
                    source: &source,
                    encoding,
                };
                // An end before its start would be no place at all; nothing is lost by reading it as an insertion.
                let range = places.text_range(range).as_usize();
                let old = source.text();
                let mut text = String::with_capacity(old.len() - range.len() + change.text.len());
                text.push_str(&old[..range.start]);
                text.push_str(&change.text);
                text.push_str(&old[range.end..]);
                text
            }
        };
        source = Arc::new(SourceFile::new(source.path(), text));
    }
    source
}

#[cfg(test)]
mod tests {
    use tower_lsp_server::ls_types::{Position, Range};

    use super::*;

    fn change(range: Option<((u32, u32), (u32, u32))>, text: &str) -> TextDocumentContentChangeEvent {
        let place = |(line, column)| Position::new(line, column);
        TextDocumentContentChangeEvent {
            range: range.map(|(start, end)| Range::new(place(start), place(end))),
            range_length: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn changes_follow_each_other() {
        let source = Arc::new(SourceFile::new("t.yaml", "a: 😀b\r\nc: d\r\n"));
        let changes = vec![
            change(Some(((0, 5), (0, 6))), "é"),
            change(Some(((0, 6), (1, 0))), "\r\nx: y\r\n"),
            change(Some(((9, 0), (9, 9))), "# end"),
        ];
        let after = changed(&source, changes, Encoding::Utf16);
        assert_eq!(&**after.text(), "a: 😀é\r\nx: y\r\nc: d\r\n# end");
        let whole = changed(&after, vec![change(None, "all")], Encoding::Utf16);
        assert_eq!(&**whole.text(), "all");
    }
}
