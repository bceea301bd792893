//! Classes of bytes and characters as libyaml sees them. YAML 1.1 counts NEL, LS and PS as line breaks beside LF, CR and CRLF.

use hotkit_text::TextRange;

/// Space and tab.
pub(super) const BLANK: u8 = 1;
/// LF and CR, and the first bytes of the other line breaks, which need a second look.
pub(super) const BREAK: u8 = 2;
/// `,[]{}`, which end a plain scalar within brackets.
pub(super) const FLOW: u8 = 4;
/// `:`
pub(super) const COLON: u8 = 8;
/// `'`
pub(super) const SINGLE: u8 = 16;
/// `"` and `\`
pub(super) const DOUBLE: u8 = 32;
/// Letters, digits, `-` and `_`.
pub(super) const WORD: u8 = 64;
/// `?`, which ends a plain scalar within brackets in the pure dialect.
pub(super) const QUESTION: u8 = 128;

/// What each byte is.
pub(super) static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' => BLANK,
            b'\n' | b'\r' | 0xC2 | 0xE2 => BREAK,
            b',' | b'[' | b']' | b'{' | b'}' => FLOW,
            b':' => COLON,
            b'?' => QUESTION,
            b'\'' => SINGLE,
            b'"' | b'\\' => DOUBLE,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => WORD,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// The byte order mark in UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The bytes of the line break at `at`; 0 where there is none.
#[inline]
pub(super) fn break_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'\n') => 1,
        Some(b'\r') => 1 + usize::from(bytes.get(at + 1) == Some(&b'\n')),
        Some(0xC2) => 2 * usize::from(bytes.get(at + 1) == Some(&0x85)),
        Some(0xE2) => 3 * usize::from(matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9]))),
        _ => 0,
    }
}

/// True for a line break or the end of the text.
#[inline]
pub(super) fn is_break_or_end(bytes: &[u8], at: usize) -> bool {
    at >= bytes.len() || break_len(bytes, at) > 0
}

/// True for a blank, a line break or the end of the text.
#[inline]
pub(super) fn is_blank_or_end(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None | Some(b' ' | b'\t' | b'\n') => true,
        Some(_) => break_len(bytes, at) > 0,
    }
}

/// The first place at or behind `from` where a line break or the end of the text stands.
#[inline]
pub(super) fn line_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from.min(bytes.len());
    loop {
        at += bytes[at..]
            .iter()
            .take_while(|byte| CLASS[**byte as usize] & BREAK == 0)
            .count();
        if at >= bytes.len() || break_len(bytes, at) > 0 {
            return at;
        }
        at += 1;
    }
}

/// The first place at or before `from` that begins a line.
pub(super) fn line_start(bytes: &[u8], from: usize) -> usize {
    let mut at = from.min(bytes.len());
    while at > 0 {
        let ends_line = match bytes[at - 1] {
            b'\n' => true,
            b'\r' => bytes.get(at) != Some(&b'\n'),
            0x85 => at >= 2 && bytes[at - 2] == 0xC2,
            0xA8 | 0xA9 => at >= 3 && bytes[at - 3..at - 1] == [0xE2, 0x80],
            _ => false,
        };
        if ends_line {
            break;
        }
        at -= 1;
    }
    at
}

/// How many bytes do not begin a character.
#[inline]
pub(super) fn continuation_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) < -0x40).count()
}

/// The first character that no reader lets through.
pub(super) fn first_forbidden(text: &str) -> Option<TextRange> {
    // Ordinary text is passed in blocks: a loop without early exit is turned into wide instructions.
    const BLOCK: usize = 64;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let block = &bytes[at..bytes.len().min(at + BLOCK)];
        let suspicious = block.iter().fold(false, |found, byte| {
            found | (*byte < 0x20) & (*byte != b'\n') | (*byte >= 0x7F)
        });
        if suspicious && let Some(found) = forbidden_in(text, at, at + block.len()) {
            return Some(found);
        }
        at += block.len();
    }
    None
}

fn forbidden_in(text: &str, from: usize, to: usize) -> Option<TextRange> {
    let mut start = from;
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut indices = text[start..].char_indices().take_while(|(at, _)| start + at < to);
    let (at, character) = indices.find(|(_, character)| !is_printable(*character))?;
    let found = (start + at) as u32;
    Some(TextRange::new(found, found + character.len_utf8() as u32))
}

fn is_printable(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
