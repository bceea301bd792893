//! Text to tokens, one at a time: a fault counts only when the parser comes to it.
//!
//! The rules and their order are those of YAQL's own lexer, Python's notion of letters and digits included.

use std::rc::Rc;

use num_bigint::BigInt;
use smol_str::SmolStr;

use super::integer::MOST_DIGITS;
use super::syntax::{NoTree, YaqlSyntaxFault};
use super::value::V;
use crate::pattern::{decimal_value, is_decimal, is_word};

/// A token with its place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: TokenKind,
}

/// What a token is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum TokenKind {
    /// `$` and the letters after it, here without the `$`.
    Dollar(SmolStr),
    Integer(i128),
    /// An integer beyond 128 bits.
    LargeInteger(Rc<BigInt>),
    Float(f64),
    /// A name directly followed by `(`.
    Function(SmolStr),
    Null,
    Bool(bool),
    Word(SmolStr),
    Text(SmolStr),
    /// Operators, brackets, the comma.
    Sign(&'static str),
    End,
}

/// Longest first.
const SIGNS: [&str; 22] = [
    "->", "=>", ">=", "<=", "!=", "=~", "!~", "?.", ".", "+", "-", "*", "/", ">", "<", "=", "[", "{", "(", ")", "]",
    ",",
];

const WORD_OPERATORS: [&str; 5] = ["and", "or", "not", "in", "mod"];

/// The token that begins at or after `start`.
pub(super) fn token_at(text: &str, start: usize) -> Result<Token, NoTree> {
    let rest = text[start..].trim_start_matches([' ', '\t', '\r', '\n']);
    let start = text.len() - rest.len();
    let Some(first) = rest.chars().next() else {
        return Ok(Token {
            start,
            end: start,
            kind: TokenKind::End,
        });
    };
    let token = |length: usize, kind| {
        Ok(Token {
            start,
            end: start + length,
            kind,
        })
    };
    if let Some(name) = rest.strip_prefix('$') {
        let name = &name[..word_length(name)];
        return token(1 + name.len(), TokenKind::Dollar(name.into()));
    }
    if is_digit(first)
        && let Some((length, kind)) = number(rest, start)?
    {
        return token(length, kind);
    }
    if is_letter(first) {
        let length = word_length(rest);
        let word = &rest[..length];
        if rest[length..].starts_with('(') {
            return token(length + 1, TokenKind::Function(word.into()));
        }
        if !word.starts_with("__") {
            return token(length, of_word(word));
        }
    }
    if matches!(first, '\'' | '"' | '`')
        && let Some(inside) = quoted(rest, first)
    {
        let text = match first {
            '`' => SmolStr::from(inside.replace("\\`", "`")),
            _ => unescaped(inside, start + 1)?,
        };
        return token(inside.len() + 2, TokenKind::Text(text));
    }
    if rest.starts_with('}') {
        return token(1, TokenKind::Sign("}"));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => token(sign.len(), TokenKind::Sign(sign)),
        None => Err(fault(start, YaqlSyntaxFault::IllegalCharacter(first))),
    }
}

fn fault(offset: usize, fault: YaqlSyntaxFault) -> NoTree {
    NoTree::Fault { offset, fault }
}

fn is_digit(character: char) -> bool {
    is_decimal(u32::from(character))
}

fn is_letter(character: char) -> bool {
    is_word(u32::from(character)) && !is_digit(character)
}

fn word_length(text: &str) -> usize {
    text.find(|character| !is_word(u32::from(character)))
        .unwrap_or(text.len())
}

fn digits_length(text: &str) -> usize {
    text.find(|character| !is_digit(character)).unwrap_or(text.len())
}

fn of_word(word: &str) -> TokenKind {
    match word {
        "true" => TokenKind::Bool(true),
        "false" => TokenKind::Bool(false),
        "null" => TokenKind::Null,
        _ => match WORD_OPERATORS.iter().find(|operator| **operator == word) {
            Some(operator) => TokenKind::Sign(operator),
            None => TokenKind::Word(word.into()),
        },
    }
}

/// A number ends where a word would end: `5a` is none, and `1.2x` is `1` and more.
fn number(rest: &str, start: usize) -> Result<Option<(usize, TokenKind)>, NoTree> {
    let ends = |length: usize| {
        let next = rest[length..].chars().next();
        next.is_none_or(|character| !is_word(u32::from(character)))
    };
    let whole = digits_length(rest);
    if let Some(fraction) = rest[whole..].strip_prefix('.') {
        let length = whole + 1 + digits_length(fraction);
        if length > whole + 1 && ends(length) {
            let digits: String = rest[..length].chars().map(ascii_digit).collect();
            let number = digits.parse().unwrap_or(f64::INFINITY);
            return Ok(Some((length, TokenKind::Float(number))));
        }
    }
    if !ends(whole) {
        return Ok(None);
    }
    let digits: String = rest[..whole].chars().map(ascii_digit).collect();
    if digits.len() > MOST_DIGITS {
        return Err(fault(start, YaqlSyntaxFault::NumberTooLong));
    }
    Ok(Some((
        whole,
        match super::integer::of_digits(&digits) {
            Some(V::Big(number)) => TokenKind::LargeInteger(number),
            Some(V::Int(number)) => TokenKind::Integer(number),
            _ => return Err(fault(start, YaqlSyntaxFault::NumberTooLong)),
        },
    )))
}

fn ascii_digit(character: char) -> char {
    decimal_value(character)
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(character)
}

/// What stands between quotes; `None` where they are never closed, or a backslash stands before the end of a line.
fn quoted(rest: &str, quote: char) -> Option<&str> {
    let mut is_escaped = false;
    for (offset, character) in rest.char_indices().skip(1) {
        match character {
            '\n' if is_escaped => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            it if it == quote => return Some(&rest[1..offset]),
            _ => {}
        }
    }
    None
}

/// A text with its escapes decoded; a backslash before anything else stays.
fn unescaped(text: &str, start: usize) -> Result<SmolStr, NoTree> {
    if !text.contains('\\') {
        return Ok(SmolStr::new(text));
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('\\') {
        result.push_str(&rest[..place]);
        rest = &rest[place..];
        let (character, length) = escape(rest, start + text.len() - rest.len())?;
        match character {
            Some(character) => {
                result.push(character);
                rest = &rest[length..];
            }
            None => {
                result.push('\\');
                rest = &rest[1..];
            }
        }
    }
    result.push_str(rest);
    Ok(result.into())
}

/// The character of an escape and its length in bytes; no character where it is none.
fn escape(rest: &str, offset: usize) -> Result<(Option<char>, usize), NoTree> {
    let Some(letter) = rest.chars().nth(1) else {
        return Ok((None, 1));
    };
    let simple = match letter {
        '\\' | '\'' | '"' => Some(letter),
        'a' => Some('\u{7}'),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\u{b}'),
        _ => None,
    };
    match letter {
        _ if simple.is_some() => Ok((simple, 2)),
        'x' => hexadecimal(rest, 2, offset),
        'u' => hexadecimal(rest, 4, offset),
        'U' => hexadecimal(rest, 8, offset),
        '0'..='7' => {
            let digits = rest[1..].bytes().take(3).take_while(|it| matches!(it, b'0'..=b'7'));
            let (code, length) = digits.fold((0, 1), |(code, length), digit| {
                (code * 8 + u32::from(digit - b'0'), length + 1)
            });
            Ok((char::from_u32(code), length))
        }
        'N' => match rest[2..].strip_prefix('{').and_then(|name| name.find('}')) {
            Some(length) if length > 0 => Err(NoTree::Undecided("a character by its name")),
            _ => Ok((None, 1)),
        },
        _ => Ok((None, 1)),
    }
}

/// `\x`, `\u` and `\U` take any characters but line ends, and Python then refuses what are no digits.
fn hexadecimal(rest: &str, digits: usize, offset: usize) -> Result<(Option<char>, usize), NoTree> {
    let taken: String = rest.chars().skip(2).take(digits).collect();
    if taken.chars().count() < digits || taken.contains('\n') {
        return Ok((None, 1));
    }
    let length = 2 + taken.len();
    let is_number = taken.bytes().all(|byte| byte.is_ascii_hexdigit());
    match u32::from_str_radix(&taken, 16).ok().filter(|_| is_number) {
        Some(0xd800..=0xdfff) => Err(NoTree::Undecided("half of a surrogate pair")),
        Some(code) if char::from_u32(code).is_some() => Ok((char::from_u32(code), length)),
        _ => Err(fault(offset, YaqlSyntaxFault::BadEscape(SmolStr::new(&rest[..length])))),
    }
}
