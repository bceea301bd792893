//! The strings of JSON, with Python's treatment of escapes: surrogates are joined where they make a pair and kept alone
//! where they do not.

use super::error;
use crate::JsonError;

/// A string that was read.
pub(super) struct Read {
    /// The byte behind the closing quote.
    pub(super) end: usize,
    /// The text, where it differs from what stands between the quotes.
    pub(super) decoded: Option<String>,
    /// The code points, where a lone surrogate is among them.
    pub(super) code_points: Option<Vec<u32>>,
}

/// Reads the string whose opening quote is at `start`.
pub(super) fn read(text: &str, start: usize) -> Result<Read, JsonError> {
    let bytes = text.as_bytes();
    let mut decoded: Option<Decoded> = None;
    let mut from = start + 1;
    loop {
        let len = bytes[from..]
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
        let Some(stop) = len.map(|len| from + len) else {
            return Err(unterminated(start));
        };
        match bytes[stop] {
            b'"' => {
                let Some(mut decoded) = decoded else {
                    return Ok(Read {
                        end: stop + 1,
                        decoded: None,
                        code_points: None,
                    });
                };
                decoded.push_str(&text[from..stop]);
                return Ok(decoded.finish(stop + 1));
            }
            b'\\' => {
                let decoded = decoded.get_or_insert_default();
                decoded.push_str(&text[from..stop]);
                from = escape(text, start, stop, decoded)?;
            }
            _ => return Err(error("Invalid control character at", stop)),
        }
    }
}

#[derive(Default)]
struct Decoded {
    text: String,
    code_points: Option<Vec<u32>>,
}

impl Decoded {
    fn push_str(&mut self, text: &str) {
        if let Some(code_points) = &mut self.code_points {
            code_points.extend(text.chars().map(u32::from));
        }
        self.text.push_str(text);
    }

    fn push(&mut self, code_point: u32) {
        let character = char::from_u32(code_point);
        if character.is_none() && self.code_points.is_none() {
            self.code_points = Some(self.text.chars().map(u32::from).collect());
        }
        if let Some(code_points) = &mut self.code_points {
            code_points.push(code_point);
        }
        self.text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    fn finish(self, end: usize) -> Read {
        Read {
            end,
            decoded: Some(self.text),
            code_points: self.code_points,
        }
    }
}

/// Reads the escape whose backslash is at `at`; the byte behind it.
fn escape(text: &str, start: usize, at: usize, decoded: &mut Decoded) -> Result<usize, JsonError> {
    let Some(kind) = text.as_bytes().get(at + 1) else {
        return Err(unterminated(start));
    };
    let character = match kind {
        b'"' | b'\\' | b'/' => *kind,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => return unicode_escape(text, at, decoded),
        _ => return Err(error("Invalid \\escape", at)),
    };
    decoded.push(u32::from(character));
    Ok(at + 2)
}

fn unicode_escape(text: &str, at: usize, decoded: &mut Decoded) -> Result<usize, JsonError> {
    let high = four_digits(text, at + 1)?;
    let end = at + 6;
    // Python looks for the second half only where a character follows it.
    let has_second = text[end..].starts_with("\\u") && has_characters(&text[end..], 7);
    if (0xd800..0xdc00).contains(&high) && has_second {
        let low = four_digits(text, end + 1)?;
        if (0xdc00..0xe000).contains(&low) {
            decoded.push(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            return Ok(end + 6);
        }
    }
    decoded.push(high);
    Ok(end)
}

/// The four hexadecimal digits behind the `u` at `at`; at least one more character must follow them.
fn four_digits(text: &str, at: usize) -> Result<u32, JsonError> {
    let invalid = || error("Invalid \\uXXXX escape", at);
    if !has_characters(&text[at + 1..], 5) {
        return Err(invalid());
    }
    let digits = &text.as_bytes()[at + 1..at + 5];
    digits.iter().try_fold(0, |number, digit| {
        let digit = char::from(*digit).to_digit(16).ok_or_else(invalid)?;
        Ok(number * 16 + digit)
    })
}

fn has_characters(text: &str, least: usize) -> bool {
    text.chars().take(least).count() == least
}

fn unterminated(start: usize) -> JsonError {
    error("Unterminated string starting at", start)
}
