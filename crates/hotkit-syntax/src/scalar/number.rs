//! Integers and floats as PyYAML and Python's `int()` and `float()` construct them.
//!
//! Integers may be of any size up to the 4,300 decimal digits that Python is willing to print: a greater one is a
//! `ValueError` at the latest when the template is sent to Heat. This bounds the time, too.

mod decimal;
mod digits;

use std::borrow::Cow;

use super::{Integer, Scalar, python_repr};
use decimal::Decimal;

const EMPTY: &str = "IndexError: string index out of range";

/// The value of a scalar with the tag `!!int`, or Python's exception.
pub(super) fn integer(text: &str) -> Result<Integer, String> {
    if let Some(value) = ordinary_integer(text) {
        return Ok(Integer::Small(value));
    }
    let value = without_underscores(text);
    let first = value.chars().next().ok_or(EMPTY)?;
    let body = value.strip_prefix(['+', '-']).unwrap_or(&value);
    let sign = if first == '-' { -1 } else { 1 };
    let decimal = if body == "0" {
        Decimal::default()
    } else if let Some(digits) = body.strip_prefix("0b") {
        python_int(digits, 2)?
    } else if let Some(digits) = body.strip_prefix("0x") {
        python_int(digits, 16)?
    } else if body.starts_with('0') {
        python_int(body, 8)?
    } else if body.is_empty() {
        return Err(EMPTY.to_owned());
    } else if body.contains(':') {
        sixties(body)?
    } else {
        python_int(body, 10)?
    };
    decimal.signed(sign).into_integer()
}

/// The value of a scalar with the tag `!!float`, or Python's exception.
pub(super) fn float(text: &str) -> Result<f64, String> {
    let is_ordinary = |byte: u8| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E');
    if text.bytes().all(is_ordinary)
        && let Ok(value) = text.parse()
    {
        return Ok(value);
    }
    let value = without_underscores(text).to_lowercase();
    let first = value.chars().next().ok_or(EMPTY)?;
    let body = value.strip_prefix(['+', '-']).unwrap_or(&value);
    let sign = if first == '-' { -1.0 } else { 1.0 };
    match body {
        ".inf" => Ok(sign * f64::INFINITY),
        ".nan" => Ok(f64::NAN),
        _ if body.contains(':') => Ok(sign * float_sixties(body)?),
        _ => Ok(sign * python_float(body)?),
    }
}

/// A number of a JSON text, which is known to be well formed.
pub(super) fn json(text: &str) -> Scalar<'_> {
    if text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        return Scalar::Float(text.parse().unwrap_or(f64::NAN));
    }
    match text.parse() {
        Ok(value) => Scalar::Integer(Integer::Small(value)),
        Err(_) => Scalar::Integer(Integer::Big(text.to_owned())),
    }
}

/// Decimal integers within 18 digits, which need no arithmetic.
fn ordinary_integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let ordinary = matches!(digits.as_bytes().first(), Some(b'1'..=b'9'))
        && digits.len() <= 18
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if ordinary { text.parse().ok() } else { None }
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') {
        Cow::Owned(text.replace('_', ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Python's `int(text, base)`.
fn python_int(text: &str, base: u32) -> Result<Decimal, String> {
    let ascii = digits::to_ascii(text);
    let trimmed = ascii.trim_matches(digits::is_ascii_space);
    let unsigned = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    let sign = if trimmed.starts_with('-') { -1 } else { 1 };
    let prefix = match base {
        2 => ["0b", "0B"],
        8 => ["0o", "0O"],
        16 => ["0x", "0X"],
        _ => ["", ""],
    };
    let without_prefix = prefix
        .iter()
        .find_map(|prefix| unsigned.strip_prefix(prefix))
        .unwrap_or(unsigned);
    if without_prefix.is_empty() || !without_prefix.chars().all(|it| it.is_digit(base)) {
        let shown = python_repr(text);
        return Err(format!(
            "ValueError: invalid literal for int() with base {base}: {shown}"
        ));
    }
    Ok(Decimal::parse(without_prefix, base)?.signed(sign))
}

/// Python's `float(text)`.
fn python_float(text: &str) -> Result<f64, String> {
    let ascii = digits::to_ascii(text);
    let trimmed = ascii.trim_matches(digits::is_ascii_space);
    trimmed
        .parse()
        .map_err(|_| format!("ValueError: could not convert string to float: {}", python_repr(text)))
}

/// `190:20:30` in base sixty.
fn sixties(text: &str) -> Result<Decimal, String> {
    let mut value = Decimal::default();
    for part in text.split(':') {
        value = value.times_sixty_plus(&python_int(part, 10)?)?;
    }
    Ok(value)
}

fn float_sixties(text: &str) -> Result<f64, String> {
    let mut value = 0.0;
    let mut exact: Option<u128> = Some(1);
    let mut base = 1.0;
    let parts = text
        .split(':')
        .map(python_float)
        .collect::<Result<Vec<f64>, String>>()?;
    for part in parts.iter().rev() {
        // Python keeps the base as an integer and fails where that does not fit a float.
        if f64::is_infinite(base) {
            return Err("OverflowError: int too large to convert to float".to_owned());
        }
        value += part * base;
        exact = exact.and_then(|it| it.checked_mul(60));
        base = exact.map_or(base * 60.0, |it| it as f64);
    }
    Ok(value)
}
