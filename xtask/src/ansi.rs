//! Reads what is printed for a colour terminal: text and the colours it is shown in.
//!
//! Only what hotkit may print is understood: the sixteen colours, bold and dim. Anything else is skipped, so that no
//! escape sequence is ever taken for text.

use std::iter::Peekable;
use std::str::Chars;

/// How a piece of text is shown.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Style {
    /// 0 to 7, and 8 to 15 for the bright ones; `None` for the terminal's own.
    pub(crate) color: Option<u8>,
    pub(crate) bold: bool,
    pub(crate) dim: bool,
}

/// Text in one style, on one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) text: String,
    pub(crate) style: Style,
}

/// The lines of `output`, each as its pieces from left to right.
pub(crate) fn lines(output: &str) -> Vec<Vec<Span>> {
    let mut lines = vec![Vec::new()];
    let mut style = Style::default();
    let mut characters = output.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' => lines.push(Vec::new()),
            '\r' => {}
            '\u{1b}' => escape(&mut characters, &mut style),
            _ => push(lines.last_mut().expect("there is always a line"), character, style),
        }
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

fn push(line: &mut Vec<Span>, character: char, style: Style) {
    match line.last_mut() {
        Some(span) if span.style == style => span.text.push(character),
        _ => line.push(Span {
            text: character.to_string(),
            style,
        }),
    }
}

/// Reads on behind an escape character.
fn escape(characters: &mut Peekable<Chars<'_>>, style: &mut Style) {
    match characters.next() {
        Some('[') => control_sequence(characters, style),
        Some(']') => skip_command(characters),
        _ => {}
    }
}

/// `ESC [ parameters letter`; only `m` says something about colours.
fn control_sequence(characters: &mut Peekable<Chars<'_>>, style: &mut Style) {
    let mut parameters = String::new();
    for character in characters.by_ref() {
        if ('@'..='~').contains(&character) {
            if character == 'm' {
                apply(&parameters, style);
            }
            return;
        }
        parameters.push(character);
    }
}

/// `ESC ] … BEL` or `ESC ] … ESC \`: a hyperlink or a title.
fn skip_command(characters: &mut Peekable<Chars<'_>>) {
    while let Some(character) = characters.next() {
        if character == '\u{7}' {
            return;
        }
        if character == '\u{1b}' && characters.next_if_eq(&'\\').is_some() {
            return;
        }
    }
}

fn apply(parameters: &str, style: &mut Style) {
    let mut numbers = parameters.split(';').map(|it| it.parse::<u8>().unwrap_or(0));
    while let Some(number) = numbers.next() {
        match number {
            0 => *style = Style::default(),
            1 => style.bold = true,
            2 => style.dim = true,
            22 => (style.bold, style.dim) = (false, false),
            30..=37 => style.color = Some(number - 30),
            90..=97 => style.color = Some(number - 90 + 8),
            39 => style.color = None,
            // More colours than sixteen, or a background: their numbers are no styles of their own.
            38 | 48 => skip_color(&mut numbers),
            _ => {}
        }
    }
}

fn skip_color(numbers: &mut impl Iterator<Item = u8>) {
    let count = match numbers.next() {
        Some(2) => 3,
        Some(5) => 1,
        _ => 0,
    };
    for _ in 0..count {
        numbers.next();
    }
}
