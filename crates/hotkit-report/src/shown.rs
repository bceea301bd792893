//! Text as a terminal may show it: harmless, measured in cells, wrapped at blanks.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

/// `text` on one line and without anything that drives a terminal: control characters appear as
/// `\e`, `\n`, `\x7f`, marks of the direction of writing as `\u{202e}`.
pub(crate) fn harmless(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    push_all_harmless(&mut result, text);
    result
}

/// Adds `text`, made harmless, to `into`.
pub(crate) fn push_all_harmless(into: &mut String, text: &str) {
    if is_printable_ascii(text) {
        return into.push_str(text);
    }
    for character in text.chars() {
        push_harmless(into, character);
    }
}

fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Adds one character, made harmless, to `into`.
pub(crate) fn push_harmless(into: &mut String, character: char) {
    let letter = match character {
        '\0' => '0',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\x0b' => 'v',
        '\x0c' => 'f',
        '\r' => 'r',
        '\x1b' => 'e',
        _ if character.is_control() || steers_the_terminal(character) => {
            // Writing to a string cannot fail.
            let _ = match u32::from(character) {
                code @ ..0x80 => write!(into, "\\x{code:02x}"),
                code => write!(into, "\\u{{{code:x}}}"),
            };
            return;
        }
        _ => return into.push(character),
    };
    into.push('\\');
    into.push(letter);
}

/// Characters that are no control characters and still move what stands around them: line and
/// paragraph separators, marks and overrides of the direction of writing, tags, the byte order mark.
fn steers_the_terminal(character: char) -> bool {
    matches!(
        character,
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The cells that `text` takes on a terminal; colours take none.
pub(crate) fn cells(text: &str) -> usize {
    if is_printable_ascii(text) {
        return text.len();
    }
    let mut total = 0;
    let mut in_color = false;
    for character in text.chars() {
        match character {
            '\x1b' => in_color = true,
            'm' if in_color => in_color = false,
            _ if in_color => {}
            _ => total += character.width().unwrap_or(0),
        }
    }
    total
}

/// How lines are broken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrap {
    /// Cells that a line may take, its indentation included.
    pub(crate) limit: usize,
    /// Cells of the first line that are taken already.
    pub(crate) taken: usize,
    /// Blanks in front of every further line.
    pub(crate) indent: usize,
}

/// `text` with line breaks instead of some of its blanks. Words are never broken.
pub(crate) fn wrap(text: &str, how: Wrap) -> String {
    let mut result = String::with_capacity(text.len() + 16);
    let mut column = how.taken;
    for (number, word) in text.split(' ').enumerate() {
        let width = cells(word);
        if number > 0 && column + 1 + width > how.limit {
            result.push('\n');
            result.push_str(&" ".repeat(how.indent));
            column = how.indent;
        } else if number > 0 {
            result.push(' ');
            column += 1;
        }
        result.push_str(word);
        column += width;
    }
    result
}

/// A number with a comma between thousands: `100,000`.
pub(crate) fn number(value: usize) -> String {
    let digits = value.to_string();
    let mut result = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

/// A number with its noun: `1 file`, `2 files`.
pub(crate) fn counted(value: usize, noun: &str) -> String {
    let ending = if value == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", number(value))
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`; of more than five the first three and a count.
pub(crate) fn enumerated(names: &[String]) -> String {
    let shown: Vec<String> = if names.len() > 5 {
        let rest = format!("{} more", number(names.len() - 3));
        names[..3].iter().map(|name| harmless(name)).chain([rest]).collect()
    } else {
        names.iter().map(|name| harmless(name)).collect()
    };
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, front)) => format!("{} and {last}", front.join(", ")),
    }
}
