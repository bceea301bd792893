//! Regular expressions.

use std::rc::Rc;

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::fault::{Stop, TypeProblem, ValueProblem, YaqlFault};
use super::super::machine::{Lambda, Machine, Scope};
use super::super::regex::{Matches, Piece, Regex, replacement};
use super::super::value::{Res, V};
use super::control::held;
use crate::pattern::Found;

const REGEX_AND_TEXT: &[Param] = &[param("regexp", Kind::Regex), param("string", Kind::Str)];
const SEARCH: &[Param] = &[
    param("regexp", Kind::Regex),
    param("string", Kind::Str),
    optional("selector", Kind::Lambda, Fallback::Null),
];

pub(super) const TABLE: &[Overload] = &[
    Overload::function(
        "regex",
        &[
            param("pattern", Kind::Str),
            optional("ignoreCase", Kind::BoolOrNull, Fallback::Bool(false)),
            optional("multiLine", Kind::BoolOrNull, Fallback::Bool(false)),
            optional("dotAll", Kind::BoolOrNull, Fallback::Bool(false)),
        ],
        regex,
    ),
    Overload::method("matches", REGEX_AND_TEXT, |machine, mut it| {
        let (regex, text) = (it.regex(0)?, it.text(1)?);
        Ok(V::Bool(Matches::new(&text).next(&regex, machine)?.is_some()))
    }),
    Overload::method(
        "matches",
        &[param("string", Kind::Str), param("regexp", Kind::Str)],
        |machine, it| text_matches(machine, it, true),
    ),
    Overload::method("search", SEARCH, search),
    Overload::method("searchAll", SEARCH, search_all),
    Overload::method(
        "split",
        &[
            param("regexp", Kind::Regex),
            param("string", Kind::Str),
            optional("maxSplit", Kind::Int, Fallback::Int(0)),
        ],
        |machine, mut it| {
            let (regex, text, most) = (it.regex(0)?, it.text(1)?, it.size(2)?);
            split(machine, &regex, &text, most)
        },
    ),
    Overload::method(
        "split",
        &[
            param("string", Kind::Str),
            param("regexp", Kind::Regex),
            optional("maxSplit", Kind::Int, Fallback::Int(0)),
        ],
        |machine, mut it| {
            let (text, regex, most) = (it.text(0)?, it.regex(1)?, it.size(2)?);
            split(machine, &regex, &text, most)
        },
    ),
    Overload::method(
        "replace",
        &[
            param("regexp", Kind::Regex),
            param("string", Kind::Str),
            param("repl", Kind::Str),
            optional("count", Kind::Int, Fallback::Int(0)),
        ],
        |machine, mut it| {
            let (regex, text, template) = (it.regex(0)?, it.text(1)?, it.text(2)?);
            replace(machine, &regex, &text, &template, it.size(3)?)
        },
    ),
    Overload::method(
        "replace",
        &[
            param("string", Kind::Str),
            param("regexp", Kind::Regex),
            param("repl", Kind::Str),
            optional("count", Kind::Int, Fallback::Int(0)),
        ],
        |machine, mut it| {
            let (text, regex, template) = (it.text(0)?, it.regex(1)?, it.text(2)?);
            replace(machine, &regex, &text, &template, it.size(3)?)
        },
    ),
    Overload::method(
        "replaceBy",
        &[
            param("regexp", Kind::Regex),
            param("string", Kind::Str),
            param("repl", Kind::Lambda),
            optional("count", Kind::Int, Fallback::Int(0)),
        ],
        |machine, mut it| {
            let (regex, text) = (it.regex(0)?, it.text(1)?);
            replace_by(machine, &regex, &text, &mut it)
        },
    ),
    Overload::method(
        "replaceBy",
        &[
            param("string", Kind::Str),
            param("regexp", Kind::Regex),
            param("repl", Kind::Lambda),
            optional("count", Kind::Int, Fallback::Int(0)),
        ],
        |machine, mut it| {
            let (text, regex) = (it.text(0)?, it.regex(1)?);
            replace_by(machine, &regex, &text, &mut it)
        },
    ),
    Overload::function("escapeRegex", &[param("string", Kind::Str)], |_, mut it| {
        Ok(V::text(escaped(&it.text(0)?)))
    }),
];

fn regex(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let pattern = it.text(0)?;
    // Which characters are letters is said expressly here, so that a pattern cannot say otherwise.
    let mut flags = String::from("u");
    for (index, letter) in [(1, 'i'), (2, 'm'), (3, 's')] {
        if it.value(index).is_truthy()? {
            flags.push(letter);
        }
    }
    Ok(V::Regex(Rc::new(Regex::new(&pattern, &flags, machine)?)))
}

/// Whether a pattern that is text matches anywhere.
pub(super) fn text_matches(machine: &mut Machine, mut it: Arguments, wanted: bool) -> Res<V> {
    let (text, pattern) = (it.text(0)?, it.text(1)?);
    let regex = Regex::new(&pattern, "", machine)?;
    Ok(V::Bool(Matches::new(&text).next(&regex, machine)?.is_some() == wanted))
}

/// Whether a regular expression matches anywhere.
pub(super) fn regex_matches(machine: &mut Machine, mut it: Arguments, wanted: bool) -> Res<V> {
    let (text, regex) = (it.text(0)?, it.regex(1)?);
    Ok(V::Bool(Matches::new(&text).next(&regex, machine)?.is_some() == wanted))
}

/// The value of an expression about a match: `$` and `$2`, `$3` and so on are records of it and its groups.
fn about(machine: &mut Machine, regex: &Regex, matches: &Matches, found: &Found, selector: &Lambda) -> Res<V> {
    if !regex.names().is_empty() {
        return Err(named_groups(matches, regex, found));
    }
    let mut variables = vec![(
        smol_str::SmolStr::new_static("1"),
        record(
            V::text(matches.slice(found.start, found.end)),
            found.start as i128,
            found.end as i128,
        )?,
    )];
    for (index, group) in found.groups.iter().enumerate() {
        let (start, end) = group.as_ref().map_or((-1, -1), |it| (it.start as i128, it.end as i128));
        let value = matches.group_value(found, index + 1);
        variables.push((smol_str::format_smolstr!("{}", index + 2), record(value, start, end)?));
    }
    let scope = Scope::new(Some(selector.scope.clone()), variables)?;
    machine.deeper(|machine| machine.value(&selector.node, &scope))
}

/// The engine takes the texts of named groups apart as if they were pairs, and fails in one way or another.
fn named_groups(matches: &Matches, regex: &Regex, found: &Found) -> Stop {
    let texts = regex.names().iter().map(|(_, group)| matches.group(found, *group));
    match texts.into_iter().next() {
        Some(None) => TypeProblem::NotIterable("null").into(),
        Some(Some(text)) if text.chars().count() == 2 => {
            let name = text.chars().skip(1).collect();
            YaqlFault::UnknownGroup { name }.into()
        }
        _ => ValueProblem::NamedGroups.into(),
    }
}

fn record(value: V, start: i128, end: i128) -> Res<V> {
    let entry = |key: &'static str, value| (V::text(key), value);
    V::dict(vec![
        entry("value", value),
        entry("start", V::Int(start)),
        entry("end", V::Int(end)),
    ])
}

fn search(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (regex, text, selector) = (it.regex(0)?, it.text(1)?, it.lambda(2));
    let mut matches = Matches::new(&text);
    match (matches.next(&regex, machine)?, &selector) {
        (None, _) => Ok(V::Null),
        (Some(found), None) => Ok(matches.group_value(&found, 0)),
        (Some(found), Some(selector)) => about(machine, &regex, &matches, &found, selector),
    }
}

fn search_all(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (regex, text, selector) = (it.regex(0)?, it.text(1)?, it.lambda(2));
    let mut matches = Matches::new(&text);
    let next = move |machine: &mut Machine| {
        let Some(found) = matches.next(&regex, machine)? else {
            return Ok(None);
        };
        match &selector {
            None => Ok(Some(matches.group_value(&found, 0))),
            Some(selector) => about(machine, &regex, &matches, &found, selector).map(Some),
        }
    };
    V::iter(held(&it.scope, &[]), Box::new(next))
}

/// Zero splits everywhere, less nowhere.
fn split(machine: &mut Machine, regex: &Regex, text: &str, most: i128) -> Res<V> {
    let mut matches = Matches::new(text);
    let mut parts = Vec::new();
    let mut end = 0;
    let mut count = 0;
    while most == 0 || count < most {
        let Some(found) = matches.next(regex, machine)? else {
            break;
        };
        parts.push(V::text(matches.slice(end, found.start)));
        for group in 1..=regex.group_count() {
            parts.push(matches.group_value(&found, group));
        }
        end = found.end;
        count += 1;
    }
    parts.push(V::text(matches.slice(end, matches.text.len())));
    V::grown_list(parts, 0)
}

/// The text with something in place of its matches; without a count of all of them.
fn substituted(
    machine: &mut Machine,
    regex: &Regex,
    text: &str,
    count: i128,
    mut by: impl FnMut(&mut Machine, &Matches, &Found, &mut String) -> Res<()>,
) -> Res<V> {
    let mut matches = Matches::new(text);
    let mut result = String::new();
    let mut end = 0;
    let mut done = 0;
    while count == 0 || done < count {
        let Some(found) = matches.next(regex, machine)? else {
            break;
        };
        result.push_str(&matches.slice(end, found.start));
        let before = result.len();
        by(machine, &matches, &found, &mut result)?;
        machine.spend(1 + (result.len() - before) / 64)?;
        end = found.end;
        done += 1;
    }
    result.push_str(&matches.slice(end, matches.text.len()));
    Ok(V::text(result))
}

fn replace(machine: &mut Machine, regex: &Regex, text: &str, template: &str, count: i128) -> Res<V> {
    // Python reads a replacement without backslashes only when it is used, any other at once.
    let pieces = replacement(template, regex)?;
    substituted(machine, regex, text, count, |_, matches, found, result| {
        for piece in &pieces {
            match piece {
                Piece::Literal(literal) => result.push_str(literal),
                Piece::Group(group) => result.push_str(&matches.group(found, *group).unwrap_or_default()),
            }
        }
        Ok(())
    })
}

fn replace_by(machine: &mut Machine, regex: &Regex, text: &str, it: &mut Arguments) -> Res<V> {
    let (by, count) = (it.expression(2)?, it.size(3)?);
    substituted(
        machine,
        regex,
        text,
        count,
        |machine, matches, found, result| match about(machine, regex, matches, found, &by)? {
            V::Str(text) => {
                result.push_str(&text);
                Ok(())
            }
            V::Unknown(unknown) => Err(Stop::Unknown(unknown)),
            V::Null => Ok(()),
            _ => Err(TypeProblem::Operands.into()),
        },
    )
}

/// Python's `re.escape`.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        let is_special = matches!(
            character,
            '(' | ')' | '[' | ']' | '{' | '}' | '?' | '*' | '+' | '-' | '|' | '^' | '$' | '\\' | '.' | '&' | '~' | '#'
        );
        if is_special || matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}') {
            result.push('\\');
        }
        result.push(character);
    }
    result
}
