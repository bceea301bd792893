//! Text for XML: what JUnit's and Checkstyle's forms are written in.

use crate::shown::push_harmless;

/// The first line of every document.
pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// `text` as an attribute or as content. Control characters, which XML cannot hold, appear as `\e`.
pub(crate) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    push_escaped(&mut result, text);
    result
}

/// Adds `text` as [`escaped`] has it.
pub(crate) fn push_escaped(into: &mut String, text: &str) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    let mut rest = text;
    loop {
        let plain = rest.bytes().position(|it| !is_plain(it)).unwrap_or(rest.len());
        into.push_str(&rest[..plain]);
        let mut behind = rest[plain..].chars();
        match behind.next() {
            Some('&') => into.push_str("&amp;"),
            Some('<') => into.push_str("&lt;"),
            Some('>') => into.push_str("&gt;"),
            Some('"') => into.push_str("&quot;"),
            Some('\'') => into.push_str("&apos;"),
            // The two that XML forbids though they are no control characters.
            Some('\u{fffe}' | '\u{ffff}') => into.push(char::REPLACEMENT_CHARACTER),
            Some(other) => push_harmless(into, other),
            None => return,
        }
        rest = behind.as_str();
    }
}
