//! Numbers as Python reads them from text (`int()`, else `float()`: `heat.engine.constraints.Schema.str_to_num`).

/// A number.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Number {
    /// An integer; beyond 64 bits it is a [`Number::Float`] here.
    Integer(i64),
    /// Any other number; may be infinite or no number.
    Float(f64),
}

impl Number {
    /// As a number with a fraction.
    #[must_use]
    pub fn as_float(self) -> f64 {
        match self {
            Number::Integer(number) => number as f64,
            Number::Float(number) => number,
        }
    }

    /// As an integer, where it is whole.
    #[must_use]
    pub fn as_whole(self) -> Option<i64> {
        match self {
            Number::Integer(number) => Some(number),
            Number::Float(number) if number.fract() == 0.0 && number.abs() < 9e18 => Some(number as i64),
            Number::Float(_) => None,
        }
    }
}

/// The number that a text stands for: blanks around it, a sign, underscores between digits, any Unicode digits, `1e3`,
/// `nan` and `inf` are fine (P-018). `None` where Python's `int()` and `float()` both refuse it.
#[must_use]
pub fn number_from_text(text: &str) -> Option<Number> {
    let plain = python_digits(text.trim_matches(is_python_space))?;
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let as_integer = plain.parse().map(Number::Integer);
        return as_integer.or_else(|_| plain.parse().map(Number::Float)).ok();
    }
    let lower = unsigned.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity" | "nan") {
        return plain.parse().map(Number::Float).ok();
    }
    let shaped = lower
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'+' | b'-'));
    if !shaped {
        return None;
    }
    plain.parse().map(Number::Float).ok()
}

/// The text with every decimal digit as ASCII and without the underscores that Python allows between digits.
fn python_digits(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut after_digit = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '_' {
            let before_digit = characters.peek().is_some_and(|next| decimal_digit(*next).is_some());
            if !after_digit || !before_digit {
                return None;
            }
            continue;
        }
        let digit = decimal_digit(character);
        after_digit = digit.is_some();
        plain.push(digit.unwrap_or(character));
    }
    Some(plain)
}

/// The ASCII form of a decimal digit of any script, for the scripts whose ten digits stand in a row.
fn decimal_digit(character: char) -> Option<char> {
    if character.is_ascii_digit() {
        return Some(character);
    }
    const ZEROS: [u32; 18] = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20,
        0x1040, 0x17E0, 0xFF10,
    ];
    let code = character as u32;
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

fn is_python_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::{Number, number_from_text};

    #[test]
    fn texts_that_python_reads() {
        for (text, number) in [
            ("5", Number::Integer(5)),
            (" -7\n", Number::Integer(-7)),
            ("1_000", Number::Integer(1000)),
            ("٣", Number::Integer(3)),
            ("1e3", Number::Float(1000.0)),
            (".5", Number::Float(0.5)),
            ("5.", Number::Float(5.0)),
            ("-inf", Number::Float(f64::NEG_INFINITY)),
            ("1_0.5", Number::Float(10.5)),
        ] {
            assert_eq!(number_from_text(text), Some(number), "{text:?}");
        }
        assert!(matches!(number_from_text("NaN"), Some(Number::Float(it)) if it.is_nan()));
    }

    #[test]
    fn texts_that_python_refuses() {
        for text in [
            "", " ", "0x10", "1,5", "five", "_1", "1_", "1__0", "1 0", "--1", "1e", ".", "e3", "infinit",
        ] {
            assert_eq!(number_from_text(text), None, "{text:?}");
        }
    }
}
