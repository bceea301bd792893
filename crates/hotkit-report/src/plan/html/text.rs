//! Text in the page: names that link to their resource, holes that are marked, names in backticks as code.

use std::fmt::Write as _;

use crate::plan::svg::escape;

pub(super) fn link(path: &str, text: &str) -> String {
    format!("<a href=\"#r-{}\">{}</a>", anchor(path), escape(text))
}

/// Text with its holes marked.
pub(super) fn holes(text: &str) -> String {
    escape(text)
        .replace('⟨', "<mark class=\"hole\">")
        .replace('⟩', "</mark>")
}

/// A message with its names in backticks as code.
pub(super) fn code(text: &str) -> String {
    let escaped = escape(text);
    let mut result = String::new();
    for (place, part) in escaped.split('`').enumerate() {
        if place % 2 == 1 {
            let _ = write!(result, "<code>{part}</code>");
        } else {
            result.push_str(part);
        }
    }
    result
}

pub(super) fn many(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// A path as the name in an address.
fn anchor(path: &str) -> String {
    let mut result = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' | b'/' => result.push(char::from(byte)),
            other => {
                let _ = write!(result, "%{other:02X}");
            }
        }
    }
    result
}
