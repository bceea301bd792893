//! Text for XML: what JUnit's and Checkstyle's forms are written in.

use crate::shown::harmless;

/// The first line of every document.
pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// `text` as an attribute or as content. Control characters, which XML cannot hold, appear as `\e`.
pub(crate) fn escaped(text: &str) -> String {
    let text = harmless(text);
    // Most texts have none of these; the last is the first byte of those that XML forbids.
    if !text
        .bytes()
        .any(|it| matches!(it, b'&' | b'<' | b'>' | b'"' | b'\'' | 0xEF))
    {
        return text;
    }
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\'' => result.push_str("&apos;"),
            // The two that XML forbids though they are no control characters.
            '\u{fffe}' | '\u{ffff}' => result.push(char::REPLACEMENT_CHARACTER),
            _ => result.push(character),
        }
    }
    result
}
