//! What to underline: the smallest text at fault, which is often not where the reader gives up.

use hotkit_text::TextRange;

use super::chars::{is_blank_or_end, line_end};
use crate::{ErrorClass, SyntaxError};

/// The range to show for an error; begins at or before its offset.
pub(super) fn blame(text: &str, error: &SyntaxError) -> TextRange {
    let bytes = text.as_bytes();
    let offset = error.offset as usize;
    let since = error.context_offset.map(|it| it as usize);
    match (error.class, error.problem.as_str(), since) {
        // A key without colon, an open quote, an open bracket: the fault is where that begins.
        (
            _,
            "could not find expected ':'" | "found unexpected end of stream" | "found unexpected document indicator",
            Some(since),
        ) => rest_of_line(text, since),
        (_, "did not find expected ',' or ']'" | "did not find expected ',' or '}'", Some(since))
            if line_end(bytes, since) < offset =>
        {
            rest_of_line(text, since)
        }
        (ErrorClass::Scanner, _, Some(since)) if line_end(bytes, since) >= offset => {
            TextRange::new(since as u32, next_character(text, offset) as u32)
        }
        (ErrorClass::Scanner | ErrorClass::Reader | ErrorClass::Limit, ..) => {
            TextRange::new(offset as u32, next_character(text, offset) as u32)
        }
        _ => word_at(text, offset),
    }
}

/// From `from` to the last character on its line that is not blank.
fn rest_of_line(text: &str, from: usize) -> TextRange {
    let end = line_end(text.as_bytes(), from);
    let end = from + text[from..end].trim_end().len();
    TextRange::new(from as u32, end as u32)
}

fn next_character(text: &str, at: usize) -> usize {
    at + text[at..]
        .chars()
        .next()
        .filter(|it| !matches!(it, '\n' | '\r'))
        .map_or(0, char::len_utf8)
}

/// The word at a place; at the end of the text, the end of the last line that holds something.
fn word_at(text: &str, at: usize) -> TextRange {
    let bytes = text.as_bytes();
    if at >= bytes.len() {
        return TextRange::at(text.trim_end().len() as u32);
    }
    let len = (at..bytes.len()).take_while(|it| !is_blank_or_end(bytes, *it)).count();
    TextRange::new(at as u32, (at + len) as u32)
}
