//! Text. Places and lengths are counted in characters.

use smol_str::SmolStr;

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::fault::{Stop, ValueProblem};
use super::super::machine::{Cursor, Machine};
use super::super::text::text_of;
use super::super::value::{Res, V};
use super::not_computed;
use crate::pattern::is_space;

const STRING: &[Param] = &[param("string", Kind::Str)];
const SPLIT: &[Param] = &[
    param("string", Kind::Str),
    optional("separator", Kind::StrOrNull, Fallback::Null),
    optional("maxSplits", Kind::Int, Fallback::Int(-1)),
];
const TRIM: &[Param] = &[
    param("string", Kind::Str),
    optional("chars", Kind::StrOrNull, Fallback::Null),
];
const INDEX: &[Param] = &[
    param("string", Kind::Str),
    param("sub", Kind::Str),
    optional("start", Kind::Int, Fallback::Int(0)),
];
const INDEX_WITHIN: &[Param] = &[
    param("string", Kind::Str),
    param("sub", Kind::Str),
    param("start", Kind::Int),
    param("length", Kind::Int),
];

pub(super) const TABLE: &[Overload] = &[
    Overload::function("str", &[param("value", Kind::Any)], |machine, mut it| {
        Ok(V::Str(text_of(&it.value(0), machine)?))
    }),
    Overload::function("concat", &[], concat).rest(Kind::Str),
    Overload::both("len", STRING, |_, mut it| Ok(V::int(it.text(0)?.chars().count()))),
    Overload::method("toUpper", STRING, |_, mut it| Ok(V::text(it.text(0)?.to_uppercase()))),
    Overload::method("toLower", STRING, |_, mut it| Ok(V::text(it.text(0)?.to_lowercase()))),
    Overload::method("split", SPLIT, |machine, it| split(machine, it, false)),
    Overload::method("rightSplit", SPLIT, |machine, it| split(machine, it, true)),
    Overload::method(
        "join",
        &[param("sequence", Kind::Iterable), param("separator", Kind::Str)],
        |machine, mut it| {
            let (items, separator) = (it.value(0), it.text(1)?);
            join(machine, &items, &separator)
        },
    ),
    Overload::method(
        "join",
        &[param("separator", Kind::Str), param("sequence", Kind::Iterable)],
        |machine, mut it| {
            let (separator, items) = (it.text(0)?, it.value(1));
            join(machine, &items, &separator)
        },
    ),
    Overload::method("trim", TRIM, |_, it| trimmed(it, true, true)),
    Overload::method("trimLeft", TRIM, |_, it| trimmed(it, true, false)),
    Overload::method("trimRight", TRIM, |_, it| trimmed(it, false, true)),
    Overload::both(
        "norm",
        &[
            param("string", Kind::StrOrNull),
            optional("chars", Kind::StrOrNull, Fallback::Null),
        ],
        norm,
    ),
    Overload::both(
        "isEmpty",
        &[
            param("string", Kind::StrOrNull),
            optional("trim", Kind::Bool, Fallback::Bool(true)),
            optional("chars", Kind::StrOrNull, Fallback::Null),
        ],
        is_empty,
    ),
    Overload::method(
        "replace",
        &[
            param("string", Kind::Str),
            param("old", Kind::Str),
            param("new", Kind::Str),
            optional("count", Kind::Int, Fallback::Int(-1)),
        ],
        |machine, mut it| {
            let (text, old, new) = (it.text(0)?, it.text(1)?, it.text(2)?);
            Ok(V::text(replaced(machine, &text, &old, &new, it.int(3)?)?))
        },
    ),
    Overload::method(
        "replace",
        &[
            param("string", Kind::Str),
            param("replacements", Kind::Mapping),
            optional("count", Kind::Int, Fallback::Int(-1)),
        ],
        replace_many,
    ),
    Overload::method("startsWith", STRING, |_, it| {
        affix(it, |text, part| text.starts_with(part))
    })
    .rest(Kind::Str),
    Overload::method("endsWith", STRING, |_, it| affix(it, |text, part| text.ends_with(part))).rest(Kind::Str),
    Overload::method(
        "substring",
        &[
            param("string", Kind::Str),
            param("start", Kind::Int),
            optional("length", Kind::Int, Fallback::Int(-1)),
        ],
        substring,
    ),
    Overload::method("indexOf", INDEX, |machine, it| index_of(machine, it, false)),
    Overload::method("indexOf", INDEX_WITHIN, |machine, it| index_of(machine, it, false)),
    Overload::method("lastIndexOf", INDEX, |machine, it| index_of(machine, it, true)),
    Overload::method("lastIndexOf", INDEX_WITHIN, |machine, it| index_of(machine, it, true)),
    Overload::method("toCharArray", STRING, |machine, mut it| {
        let text = it.value(0);
        let mut cursor = Cursor::over_any(machine, &text)?;
        let mut characters = Vec::new();
        while let Some(character) = cursor.next(machine)? {
            characters.push(character);
        }
        V::tuple(characters)
    }),
    Overload::function("hex", &[param("num", Kind::NumberOrNull)], hex),
    Overload::function("characters", &[], not_computed)
        .rest(Kind::Any)
        .any_name(),
    // Dates alone have it; text does not.
    Overload::method(
        "format",
        &[param("dt", Kind::Date), param("format", Kind::Str)],
        not_computed,
    ),
];

fn concat(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let mut result = String::new();
    for part in it.rest_values() {
        if let V::Str(part) = part {
            machine.spend(1 + part.len() / 64)?;
            result.push_str(&part);
        }
    }
    Ok(V::text(result))
}

fn is_python_space(character: char) -> bool {
    is_space(u32::from(character))
}

fn split(machine: &mut Machine, mut it: Arguments, from_right: bool) -> Res<V> {
    let (text, separator) = (it.text(0)?, it.text_if_any(1)?);
    machine.spend(text.len())?;
    let most = usize::try_from(it.int(2)?).unwrap_or(usize::MAX);
    let separator = match separator {
        None => return pieces(by_space(&text, most, from_right), most),
        Some(separator) if separator.is_empty() => return Err(ValueProblem::EmptySeparator.into()),
        Some(separator) => separator,
    };
    let count = most.saturating_add(1);
    let parts = if from_right {
        let mut parts: Vec<&str> = text.rsplitn(count, separator.as_str()).collect();
        parts.reverse();
        parts
    } else {
        text.splitn(count, separator.as_str()).collect()
    };
    pieces(parts, most)
}

/// Python makes room for twelve pieces at once and lets the list grow from there.
fn pieces(parts: Vec<&str>, most: usize) -> Res<V> {
    let start = most.saturating_add(1).min(12);
    V::grown_list(parts.into_iter().map(V::text).collect(), start)
}

/// Pieces between runs of white space; the last one keeps what is beyond the number of splits.
fn by_space(text: &str, most: usize, from_right: bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim_matches(is_python_space);
    while !rest.is_empty() {
        let place = match from_right {
            _ if parts.len() >= most => None,
            true => rest.rfind(is_python_space),
            false => rest.find(is_python_space),
        };
        let Some(place) = place else {
            parts.push(rest);
            break;
        };
        if from_right {
            let width = rest[place..].chars().next().map_or(1, char::len_utf8);
            parts.push(&rest[place + width..]);
            rest = rest[..place].trim_end_matches(is_python_space);
        } else {
            parts.push(&rest[..place]);
            rest = rest[place..].trim_start_matches(is_python_space);
        }
    }
    // With no splits at all Python trims only the side that it starts from.
    if most == 0 && !parts.is_empty() {
        parts = vec![if from_right {
            text.trim_end_matches(is_python_space)
        } else {
            text.trim_start_matches(is_python_space)
        }];
    } else if parts.len() > most {
        parts = with_outer_space(text, parts, from_right);
    }
    if from_right {
        parts.reverse();
    }
    parts
}

/// Python keeps the white space at the far end of a text whose splits are used up.
fn with_outer_space<'t>(text: &'t str, mut parts: Vec<&'t str>, from_right: bool) -> Vec<&'t str> {
    let Some(last) = parts.pop() else {
        return parts;
    };
    let length = last.len();
    let whole = if from_right {
        let lead = text.len() - text.trim_start_matches(is_python_space).len();
        &text[..lead + length]
    } else {
        let end = text.trim_end_matches(is_python_space).len();
        &text[end - length..]
    };
    parts.push(whole);
    parts
}

fn join(machine: &mut Machine, items: &V, separator: &str) -> Res<V> {
    let mut cursor = Cursor::over(machine, items)?;
    let mut result = String::new();
    let mut is_first = true;
    while let Some(item) = cursor.next(machine)? {
        if !is_first {
            result.push_str(separator);
        }
        is_first = false;
        let text = machine.fitting(item)?;
        let text = text_of(&text, machine)?;
        machine.fits(V::Str(text.clone()).size())?;
        result.push_str(&text);
        machine.spend(1 + separator.len() / 64)?;
    }
    Ok(V::text(result))
}

fn stripped<'t>(text: &'t str, characters: Option<&str>, left: bool, right: bool) -> &'t str {
    let strips = |character: char| match characters {
        Some(characters) => characters.contains(character),
        None => is_python_space(character),
    };
    let text = if left { text.trim_start_matches(strips) } else { text };
    if right { text.trim_end_matches(strips) } else { text }
}

fn trimmed(mut it: Arguments, left: bool, right: bool) -> Res<V> {
    let (text, characters) = (it.text(0)?, it.text_if_any(1)?);
    Ok(V::text(stripped(&text, characters.as_deref(), left, right)))
}

fn norm(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (text, characters) = (it.text_if_any(0)?, it.text_if_any(1)?);
    let text = text.unwrap_or_default();
    let text = stripped(&text, characters.as_deref(), true, true);
    Ok(if text.is_empty() { V::Null } else { V::text(text) })
}

fn is_empty(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (text, trims, characters) = (it.text_if_any(0)?, it.value(1), it.text_if_any(2)?);
    let text = text.unwrap_or_default();
    let is_empty = match trims {
        V::Bool(true) => stripped(&text, characters.as_deref(), true, true).is_empty(),
        _ => text.is_empty(),
    };
    Ok(V::Bool(is_empty))
}

fn replaced(machine: &mut Machine, text: &str, old: &str, new: &str, count: i128) -> Res<String> {
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    // The result may be much longer than what goes in, and is refused later.
    let hits = if old.is_empty() {
        text.len() + 1
    } else {
        text.len() / old.len()
    };
    machine.spend((text.len() + hits.min(most) * new.len()) / 64)?;
    Ok(text.replacen(old, new, most))
}

fn replace_many(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (mut text, replacements, count) = (it.text(0)?, it.mapping(1)?, it.int(2)?);
    for (key, value) in &replacements.entries {
        let key = text_of(key, machine)?;
        let value = text_of(value, machine)?;
        machine.fits(V::Str(key.clone()).size().max(V::Str(value.clone()).size()))?;
        text = SmolStr::from(replaced(machine, &text, &key, &value, count)?);
    }
    Ok(V::Str(text))
}

fn affix(mut it: Arguments, has: fn(&str, &str) -> bool) -> Res<V> {
    let text = it.text(0)?;
    let parts = it.rest_values();
    let found = parts
        .iter()
        .any(|part| matches!(part, V::Str(part) if has(&text, part)));
    Ok(V::Bool(found))
}

/// The places of a slice of Python's, by its rules for negative numbers.
pub(super) fn slice(length: usize, start: i128, end: i128) -> std::ops::Range<usize> {
    let length_signed = length as i128;
    let place = |number: i128| {
        let from_start = if number < 0 { number + length_signed } else { number };
        usize::try_from(from_start.max(0)).unwrap_or(length).min(length)
    };
    let (start, end) = (place(start), place(end));
    start..end.max(start)
}

fn substring(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let characters: Vec<char> = it.text(0)?.chars().collect();
    let length = characters.len() as i128;
    let (mut start, mut count) = (it.int(1)?, it.int(2)?);
    if count < 0 {
        count = length;
    }
    if start < 0 {
        start = start.saturating_add(length);
    }
    let range = slice(characters.len(), start, start.saturating_add(count));
    Ok(V::text(characters[range].iter().collect::<String>()))
}

fn index_of(machine: &mut Machine, mut it: Arguments, last: bool) -> Res<V> {
    let (text, part) = (it.text(0)?, it.text(1)?);
    machine.spend(text.len())?;
    let characters: Vec<char> = text.chars().collect();
    let length = characters.len() as i128;
    let mut start = it.int(2)?;
    let end = match it.given(3) {
        None => length,
        Some(V::Int(count)) => {
            if start < 0 {
                start = start.saturating_add(length);
            }
            let count = if count < 0 { length.saturating_sub(start) } else { count };
            start.saturating_add(count)
        }
        Some(_) => return Err(Stop::not_implemented("yaql: a length that is no number")),
    };
    let clamped = if start < 0 { (start + length).max(0) } else { start };
    let range = slice(characters.len(), start, end);
    let inside: String = characters[range.clone()].iter().collect();
    let found = if clamped > length || (end < 0 && end + length < clamped) || (end >= 0 && end < clamped) {
        None
    } else if last {
        inside.rfind(part.as_str())
    } else {
        inside.find(part.as_str())
    };
    Ok(match found {
        Some(place) => V::int(range.start + inside[..place].chars().count()),
        None => V::Int(-1),
    })
}

fn hex(_: &mut Machine, mut it: Arguments) -> Res<V> {
    match it.value(0) {
        V::Int(number) if number < 0 => Ok(V::text(format!("-{:#x}", number.unsigned_abs()))),
        V::Int(number) => Ok(V::text(format!("{number:#x}"))),
        V::Big(number) => Ok(V::text(format!("{:#x}", *number))),
        _ => Err(super::super::fault::TypeProblem::Operands.into()),
    }
}
