//! PyYAML's implicit resolvers: which tag a plain scalar has. Written by hand over bytes; each function stands for one of
//! PyYAML's regular expressions.

use super::{StandardTag, date};

/// True where the first character alone says that the text is a text.
pub(super) fn cannot_resolve(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(first) => !matches!(
            first,
            b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' | b'-' | b'+' | b'.' | b'0'
                ..=b'9' | b'<' | b'=' | b'!' | b'&' | b'*'
        ),
        None => false,
    }
}

/// The tag of a plain scalar, or of any scalar with the tag `!`.
pub(super) fn resolve(text: &str) -> StandardTag {
    let Some(first) = text.as_bytes().first() else {
        return StandardTag::Null;
    };
    // In Python's patterns `$` also stands before a line break at the very end.
    let body = text.strip_suffix('\n').unwrap_or(text);
    match first {
        b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' if is_bool(body) => StandardTag::Bool,
        b'n' | b'N' if is_bool(body) => StandardTag::Bool,
        b'n' | b'N' | b'~' if matches!(body, "~" | "null" | "Null" | "NULL") => StandardTag::Null,
        b'-' | b'+' | b'.' | b'0'..=b'9' => number(body),
        b'<' if body == "<<" => StandardTag::Merge,
        b'=' if body == "=" => StandardTag::Value,
        b'!' | b'&' | b'*' if body.len() == 1 => StandardTag::Unknown,
        _ => StandardTag::Str,
    }
}

fn is_bool(text: &str) -> bool {
    matches!(
        text,
        "yes"
            | "Yes"
            | "YES"
            | "no"
            | "No"
            | "NO"
            | "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
            | "on"
            | "On"
            | "ON"
            | "off"
            | "Off"
            | "OFF"
    )
}

fn number(text: &str) -> StandardTag {
    let bytes = text.as_bytes();
    if is_float(bytes) {
        StandardTag::Float
    } else if is_int(bytes) {
        StandardTag::Int
    } else if date::is_implicit(text) {
        StandardTag::Timestamp
    } else {
        StandardTag::Str
    }
}

fn is_int(bytes: &[u8]) -> bool {
    match unsigned(bytes) {
        [b'0'] => true,
        [b'0', b'b', digits @ ..] => all_and_some(digits, |it| matches!(it, b'0' | b'1' | b'_')),
        [b'0', b'x', digits @ ..] => all_and_some(digits, |it| it.is_ascii_hexdigit() || it == b'_'),
        [b'0', digits @ ..] => all_and_some(digits, |it| matches!(it, b'0'..=b'7' | b'_')),
        [b'1'..=b'9', ..] => {
            let rest = after_digits(unsigned(bytes));
            rest.is_empty() || after_sixties(rest).is_some_and(<[u8]>::is_empty)
        }
        _ => false,
    }
}

fn is_float(bytes: &[u8]) -> bool {
    let body = unsigned(bytes);
    let signed = body.len() < bytes.len();
    match body {
        b".inf" | b".Inf" | b".INF" => true,
        b".nan" | b".NaN" | b".NAN" => !signed,
        [b'.', b'0'..=b'9', ..] => !signed && is_exponent_or_end(after_digits(&body[1..])),
        [b'0'..=b'9', ..] => match after_digits(body) {
            [b'.', fraction @ ..] => is_exponent_or_end(after_digits(fraction)),
            rest => matches!(after_sixties(rest), Some([b'.', fraction @ ..]) if after_digits(fraction).is_empty()),
        },
        _ => false,
    }
}

fn unsigned(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'-' | b'+', rest @ ..] => rest,
        _ => bytes,
    }
}

/// What follows `[0-9_]*`.
fn after_digits(bytes: &[u8]) -> &[u8] {
    let len = bytes.iter().position(|it| !it.is_ascii_digit() && *it != b'_');
    &bytes[len.unwrap_or(bytes.len())..]
}

/// What follows `(:[0-5]?[0-9])+`.
fn after_sixties(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [b':', b'0'..=b'5', b'0'..=b'9', rest @ ..] | [b':', b'0'..=b'9', rest @ ..] => rest,
            _ if rest.len() < bytes.len() => return Some(rest),
            _ => return None,
        };
    }
}

/// `([eE][-+][0-9]+)?$`
fn is_exponent_or_end(bytes: &[u8]) -> bool {
    match bytes {
        [] => true,
        [b'e' | b'E', b'-' | b'+', digits @ ..] => all_and_some(digits, |it| it.is_ascii_digit()),
        _ => false,
    }
}

fn all_and_some(bytes: &[u8], accepts: impl Fn(u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(|it| accepts(*it))
}
