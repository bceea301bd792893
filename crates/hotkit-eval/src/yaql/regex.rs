//! Regular expressions as values: Python's `re` over a text, search by search.

use smol_str::SmolStr;

use super::fault::{Stop, ValueProblem, YaqlFault};
use super::machine::Machine;
use super::value::{Res, V};
use crate::pattern::{Found, Pattern, PatternError, PatternFault, compile_with};

/// A regular expression.
#[derive(Debug)]
pub(super) struct Regex {
    pattern: Pattern,
    /// By these it equals others.
    pub(super) text: SmolStr,
    pub(super) flags: SmolStr,
}

impl Regex {
    /// Compiles a pattern; `flags` are letters as in `(?i)`.
    pub(super) fn new(pattern: &str, flags: &str, machine: &mut Machine) -> Res<Regex> {
        machine.spend(64 + pattern.len())?;
        match compile_with(pattern, flags) {
            Ok(compiled) => Ok(Regex {
                pattern: compiled,
                text: pattern.into(),
                flags: flags.into(),
            }),
            Err(PatternError::Invalid {
                fault: PatternFault::TypeFlagsConflict,
                ..
            }) => Err(ValueProblem::PatternFlags.into()),
            Err(PatternError::Invalid { .. }) => Err(YaqlFault::Pattern.into()),
            Err(PatternError::Untranslatable(_)) => Err(Stop::not_implemented("yaql: such a regular expression")),
        }
    }

    pub(super) fn group_count(&self) -> usize {
        self.pattern.group_count()
    }

    pub(super) fn names(&self) -> &[(String, usize)] {
        self.pattern.names()
    }
}

/// Matches in a text, one after the other.
pub(super) struct Matches {
    pub(super) text: Vec<char>,
    from: usize,
    must_advance: bool,
    is_over: bool,
}

impl Matches {
    pub(super) fn new(text: &str) -> Matches {
        Matches {
            text: text.chars().collect(),
            from: 0,
            must_advance: false,
            is_over: false,
        }
    }

    /// The next match: after an empty one it has to advance.
    pub(super) fn next(&mut self, regex: &Regex, machine: &mut Machine) -> Res<Option<Found>> {
        if self.is_over {
            return Ok(None);
        }
        let mut steps = 0;
        let found = regex
            .pattern
            .search(&self.text, self.from, self.must_advance, &mut steps);
        machine.spend(
            usize::try_from(steps / 8)
                .unwrap_or(usize::MAX)
                .min(machine.work_left()),
        )?;
        let Some(found) = found else {
            return Err(Stop::limit("the work of a regular expression"));
        };
        match &found {
            Some(found) => {
                self.from = found.end;
                self.must_advance = found.end == found.start;
            }
            None => self.is_over = true,
        }
        Ok(found)
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> String {
        self.text[start..end].iter().collect()
    }

    /// What a group has matched; group 0 is everything.
    pub(super) fn group(&self, found: &Found, group: usize) -> Option<String> {
        if group == 0 {
            return Some(self.slice(found.start, found.end));
        }
        let range = found.groups.get(group - 1)?.clone()?;
        Some(self.slice(range.start, range.end))
    }

    /// The text of a group, or null.
    pub(super) fn group_value(&self, found: &Found, group: usize) -> V {
        self.group(found, group).map_or(V::Null, V::text)
    }
}

/// A piece of the text that takes the place of a match.
#[derive(Debug)]
pub(super) enum Piece {
    Literal(String),
    Group(usize),
}

/// A replacement with references to groups, as Python 3.11 reads it.
pub(super) fn replacement(template: &str, regex: &Regex) -> Res<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = template;
    while let Some(place) = rest.find('\\') {
        literal.push_str(&rest[..place]);
        rest = &rest[place + 1..];
        let Some(letter) = rest.chars().next() else {
            return Err(YaqlFault::Pattern.into());
        };
        let after = &rest[letter.len_utf8()..];
        let group = match letter {
            'g' => {
                let (group, length) = group_by_name(after, regex)?;
                rest = &after[length..];
                Some(group)
            }
            '0'..='9' => {
                let (code, length) = number(rest, regex)?;
                rest = &rest[length..];
                match code {
                    Code::Character(character) => {
                        literal.push(character);
                        None
                    }
                    Code::Group(group) => Some(group),
                }
            }
            _ => {
                rest = after;
                match simple_escape(letter) {
                    Some(character) => literal.push(character),
                    None if letter.is_ascii_alphabetic() => return Err(YaqlFault::Pattern.into()),
                    None => literal.extend(['\\', letter]),
                }
                None
            }
        };
        if let Some(group) = group {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            pieces.push(Piece::Group(group));
        }
    }
    literal.push_str(rest);
    pieces.push(Piece::Literal(literal));
    Ok(pieces)
}

enum Code {
    Character(char),
    Group(usize),
}

fn simple_escape(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '\\' => '\\',
        _ => return None,
    })
}

/// `\0` and three octal digits are characters, all else is the number of a group.
fn number(rest: &str, regex: &Regex) -> Res<(Code, usize)> {
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let octal = rest.bytes().take(3).take_while(|it| matches!(it, b'0'..=b'7')).count();
    let character = |length: usize| {
        let code = u32::from_str_radix(&rest[..length], 8).unwrap_or(u32::MAX);
        match char::from_u32(code).filter(|_| code <= 0o377) {
            Some(character) => Ok((Code::Character(character), length)),
            None => Err(Stop::from(YaqlFault::Pattern)),
        }
    };
    if rest.starts_with('0') {
        return character(octal.max(1));
    }
    if octal == 3 {
        return character(3);
    }
    let length = digits.min(2);
    let group = rest[..length].parse().unwrap_or(usize::MAX);
    Ok((Code::Group(checked_group(group, regex)?), length))
}

fn checked_group(group: usize, regex: &Regex) -> Res<usize> {
    if group > regex.group_count() {
        return Err(YaqlFault::Pattern.into());
    }
    Ok(group)
}

/// `<name>` or `<number>`, and its length.
fn group_by_name(rest: &str, regex: &Regex) -> Res<(usize, usize)> {
    let name = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    let Some((name, _)) = name.filter(|(name, _)| !name.is_empty()) else {
        return Err(YaqlFault::Pattern.into());
    };
    let length = name.len() + 2;
    if let Some((_, group)) = regex.names().iter().find(|(known, _)| known == name) {
        return Ok((*group, length));
    }
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        let group = name.parse().unwrap_or(usize::MAX);
        return Ok((checked_group(group, regex)?, length));
    }
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name && !name.starts_with(|it: char| it.is_ascii_digit()) {
        // Python raises an `IndexError` here, a plain error elsewhere.
        return Err(YaqlFault::UnknownGroup { name: name.into() }.into());
    }
    match name.is_ascii() {
        true => Err(YaqlFault::Pattern.into()),
        false => Err(Stop::not_implemented("yaql: such a name of a group")),
    }
}
