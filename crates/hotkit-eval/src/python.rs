//! Values as text, the way Python 3 prints them, and numbers from text, the way Python 3 reads them.

use std::fmt::Write;

use hotkit_model::{Number, number_from_text};
use smol_str::{SmolStr, ToSmolStr};

use crate::{LARGEST_VALUE, Reason, Reasons, Unknown, Value};

/// Digits beyond which `int()` refuses a text.
const MOST_DIGITS: usize = 4300;

/// Python's `str()` of a value.
///
/// # Errors
/// What is not known about it: its own reasons, or [`Reason::Limit`] where the text is too long.
pub fn str_text(value: &Value) -> Result<SmolStr, Unknown> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        Value::Unknown(unknown) => Err(unknown.clone()),
        other => repr_text(other).map(SmolStr::from),
    }
}

/// Python's `repr()` of a value: text in quotes.
///
/// # Errors
/// As [`str_text`].
pub fn repr_text(value: &Value) -> Result<String, Unknown> {
    let mut printer = Printer::new(Style::Repr);
    printer.print(value);
    printer.finish()
}

/// The JSON that Heat puts in place of lists and mappings: keys sorted, `, ` and `: `, everything beyond ASCII escaped.
///
/// # Errors
/// As [`str_text`].
pub fn json_text(value: &Value) -> Result<String, Unknown> {
    let mut printer = Printer::new(Style::Json);
    printer.print(value);
    printer.finish()
}

/// The number that Python's `int()`, else `float()` makes of a text; `None` where both refuse it.
pub(crate) fn number(text: &str) -> Option<Value> {
    let number = number_from_text(text)?;
    Some(match number {
        Number::Integer(number) => Value::Integer(number),
        Number::Float(float) => match integer_text(text) {
            Some(digits) => Value::BigInteger(digits),
            None => Value::Float(float),
        },
    })
}

/// What Python's `int()` makes of a value; `None` where it raises an error, or the value is not known, or beyond 64 bits.
pub(crate) fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Integer(number) => Some(*number),
        // Beyond 64 bits it is too large for any list.
        Value::Float(float) if float.is_finite() => Some(float.trunc() as i64),
        Value::Text(text) => match number_from_text(text)? {
            Number::Integer(number) => Some(number),
            Number::Float(float) => integer_text(text).map(|_| float as i64),
        },
        Value::BigInteger(digits) if digits.starts_with('-') => Some(i64::MIN),
        Value::BigInteger(_) => Some(i64::MAX),
        _ => None,
    }
}

/// The digits of a text that is an integer of Python, if perhaps a long one.
fn integer_text(text: &str) -> Option<SmolStr> {
    let plain: String = text.trim_matches(is_space).chars().filter(|it| *it != '_').collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let is_integer =
        !digits.is_empty() && digits.len() <= MOST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_integer.then(|| smol_str::format_smolstr!("{sign}{}", digits.trim_start_matches('0')))
}

/// What Python's `str.split()` and `int()` take for white space.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// Python's `repr()` of a number with a fraction: the shortest digits that read back as the same number.
pub(crate) fn float_text(number: f64) -> SmolStr {
    if number.is_nan() {
        return SmolStr::new_static("nan");
    }
    if number.is_infinite() {
        return SmolStr::new_static(if number < 0.0 { "-inf" } else { "inf" });
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return smol_str::format_smolstr!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    let fixed = number.to_smolstr();
    if fixed.contains('.') {
        fixed
    } else {
        smol_str::format_smolstr!("{fixed}.0")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Repr,
    Json,
}

struct Printer {
    style: Style,
    text: String,
    reasons: Reasons,
}

impl Printer {
    fn new(style: Style) -> Printer {
        Printer {
            style,
            text: String::new(),
            reasons: Reasons::default(),
        }
    }

    fn finish(mut self) -> Result<String, Unknown> {
        if self.is_full() {
            self.reasons.because(Reason::Limit("the length of a text"));
        }
        match self.reasons.unknown() {
            Some(unknown) => Err(unknown),
            None => Ok(self.text),
        }
    }

    fn is_full(&self) -> bool {
        self.text.len() > LARGEST_VALUE
    }

    fn print(&mut self, value: &Value) {
        if self.is_full() {
            return;
        }
        match value {
            Value::Null | Value::Omitted => self.word("None", "null"),
            Value::Bool(true) => self.word("True", "true"),
            Value::Bool(false) => self.word("False", "false"),
            Value::Integer(number) => self.text.push_str(&number.to_smolstr()),
            Value::BigInteger(digits) => self.text.push_str(digits),
            Value::Float(number) => self.float(*number),
            Value::Text(text) => self.quoted(text),
            Value::List(items) => self.list(items),
            Value::Map(entries) => self.map(entries),
            Value::Unknown(unknown) => {
                self.reasons.add(unknown);
                // Counts as text, so that the limit holds for unknown parts too.
                self.text.push('?');
            }
        }
    }

    fn word(&mut self, python: &str, json: &str) {
        self.text
            .push_str(if self.style == Style::Json { json } else { python });
    }

    fn float(&mut self, number: f64) {
        let text = float_text(number);
        match (self.style, text.as_str()) {
            (Style::Json, "nan") => self.text.push_str("NaN"),
            (Style::Json, "inf") => self.text.push_str("Infinity"),
            (Style::Json, "-inf") => self.text.push_str("-Infinity"),
            (_, text) => self.text.push_str(text),
        }
    }

    fn list(&mut self, items: &[Value]) {
        self.text.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            if self.is_full() {
                return;
            }
            self.print(item);
        }
        self.text.push(']');
    }

    fn map(&mut self, entries: &[(SmolStr, Value)]) {
        let mut entries: Vec<&(SmolStr, Value)> = entries.iter().collect();
        if self.style == Style::Json {
            entries.sort_by(|left, right| left.0.cmp(&right.0));
        }
        self.text.push('{');
        for (index, (key, value)) in entries.into_iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            if self.is_full() {
                return;
            }
            self.quoted(key);
            self.text.push_str(": ");
            self.print(value);
        }
        self.text.push('}');
    }

    fn quoted(&mut self, text: &str) {
        match self.style {
            Style::Json => self.quoted_json(text),
            Style::Repr => self.quoted_repr(text),
        }
    }

    fn quoted_json(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                ' '..='~' => self.text.push(character),
                other => {
                    let mut units = [0; 2];
                    for unit in other.encode_utf16(&mut units) {
                        self.hexadecimal("\\u", u32::from(*unit), 4);
                    }
                }
            }
        }
        self.text.push('"');
    }

    fn quoted_repr(&mut self, text: &str) {
        let quote = if text.contains('\'') && !text.contains('"') {
            '"'
        } else {
            '\''
        };
        self.text.push(quote);
        for character in text.chars() {
            match character {
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                it if it == quote => {
                    self.text.push('\\');
                    self.text.push(it);
                }
                it if is_printable(it) => self.text.push(it),
                it => match u32::from(it) {
                    code @ 0..=0xff => self.hexadecimal("\\x", code, 2),
                    code @ 0x100..=0xffff => self.hexadecimal("\\u", code, 4),
                    code => self.hexadecimal("\\U", code, 8),
                },
            }
        }
        self.text.push(quote);
    }

    fn hexadecimal(&mut self, prefix: &str, code: u32, digits: usize) {
        // Writing to a text cannot fail.
        let _ = write!(self.text, "{prefix}{code:0digits$x}");
    }
}

/// Python's `str.isprintable()` for one character, code points not assigned to any character aside.
fn is_printable(character: char) -> bool {
    const HIDDEN: [(u32, u32); 28] = [
        (0x0, 0x1f),
        (0x7f, 0xa0),
        (0xad, 0xad),
        (0x600, 0x605),
        (0x61c, 0x61c),
        (0x6dd, 0x6dd),
        (0x70f, 0x70f),
        (0x890, 0x891),
        (0x8e2, 0x8e2),
        (0x1680, 0x1680),
        (0x180e, 0x180e),
        (0x2000, 0x200f),
        (0x2028, 0x202f),
        (0x205f, 0x2064),
        (0x2066, 0x206f),
        (0x3000, 0x3000),
        (0xe000, 0xf8ff),
        (0xfeff, 0xfeff),
        (0xfff9, 0xfffb),
        (0x110bd, 0x110bd),
        (0x110cd, 0x110cd),
        (0x13430, 0x13438),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0001, 0xe0001),
        (0xe0020, 0xe007f),
        (0xf0000, 0xffffd),
        (0x10_0000, 0x10_fffd),
    ];
    if character.is_ascii() {
        return matches!(character, ' '..='~');
    }
    let code = u32::from(character);
    !HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

#[cfg(test)]
mod tests;
