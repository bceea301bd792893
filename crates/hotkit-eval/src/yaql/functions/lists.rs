//! Lists, and places in whatever has items.

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::fault::Stop;
use super::super::machine::{Cursor, Machine, is_iterable};
use super::super::value::{Res, V};
use super::control::held;
use super::strings::slice;

const COLLECTION: &[Param] = &[param("collection", Kind::Iterable)];

pub(super) const TABLE: &[Overload] = &[
    Overload::function("list", &[], |machine, mut it| {
        let items = spliced(machine, it.rest_values())?;
        list_of(machine, items)
    })
    .rest(Kind::Any),
    Overload::method("toList", COLLECTION, |machine, mut it| {
        let source = it.value(0);
        match source {
            V::Tuple(_) => Ok(source),
            source => V::tuple(machine.items(&source)?),
        }
    }),
    Overload::method("flatten", COLLECTION, flatten),
    Overload::method(
        "contains",
        &[param("collection", Kind::Iterable), param("value", Kind::Any)],
        |machine, mut it| {
            let (collection, value) = (it.value(0), it.value(1));
            Ok(V::Bool(super::operators::contains(machine, &collection, &value)?))
        },
    ),
    Overload::both("len", &[param("sequence", Kind::Sequence)], |_, mut it| {
        Ok(match it.value(0) {
            V::Tuple(items) | V::List(items) => V::int(items.items.len()),
            _ => V::Null,
        })
    }),
    Overload::both("len", &[param("collection", Kind::Iterator)], count),
    Overload::method("count", COLLECTION, count),
    Overload::method(
        "delete",
        &[
            param("collection", Kind::Iterable),
            param("position", Kind::Int),
            optional("count", Kind::Int, Fallback::Int(1)),
        ],
        delete,
    ),
    Overload::method(
        "replace",
        &[
            param("collection", Kind::Iterable),
            param("position", Kind::Int),
            param("value", Kind::Any),
            optional("count", Kind::Int, Fallback::Int(1)),
        ],
        |_, mut it| {
            let (source, position, value, count) = (it.value(0), it.position(1)?, it.value(2), it.position(3)?);
            replace(source, position, V::tuple(vec![value])?, count)
        },
    ),
    Overload::method(
        "replaceMany",
        &[
            param("collection", Kind::Iterable),
            param("position", Kind::Int),
            param("values", Kind::Iterable),
            optional("count", Kind::Int, Fallback::Int(1)),
        ],
        |_, mut it| {
            let (source, position, values, count) = (it.value(0), it.position(1)?, it.value(2), it.position(3)?);
            replace(source, position, values, count)
        },
    ),
    Overload::method(
        "insert",
        &[
            param("collection", Kind::IterableNoSet),
            param("position", Kind::Int),
            param("value", Kind::Any),
        ],
        |_, mut it| {
            let (source, position, value) = (it.value(0), it.position(1)?, it.value(2));
            insert(source, position, V::tuple(vec![value])?, false)
        },
    ),
    Overload::method(
        "insert",
        &[
            param("collection", Kind::Sequence),
            param("position", Kind::Int),
            param("value", Kind::Any),
        ],
        insert_into_list,
    ),
    Overload::method(
        "insertMany",
        &[
            param("collection", Kind::Iterable),
            param("position", Kind::Int),
            param("values", Kind::Iterable),
        ],
        |_, mut it| {
            let (source, position, values) = (it.value(0), it.position(1)?, it.value(2));
            insert(source, position, values, true)
        },
    ),
    Overload::method(
        "slice",
        &[param("collection", Kind::Iterable), param("length", Kind::Int)],
        chunks,
    ),
    Overload::method(
        "splitAt",
        &[param("collection", Kind::Iterable), param("index", Kind::Int)],
        split_at,
    ),
    Overload::method(
        "splitWhere",
        &[param("collection", Kind::Iterable), param("predicate", Kind::Lambda)],
        |machine, it| split_where(machine, it, true),
    ),
    Overload::method(
        "sliceWhere",
        &[param("collection", Kind::Iterable), param("predicate", Kind::Lambda)],
        |machine, it| split_where(machine, it, false),
    ),
    Overload::method("reverse", COLLECTION, |machine, mut it| {
        let source = it.value(0);
        let mut items = machine.items(&source)?;
        items.reverse();
        let reversed = list_of(machine, items)?;
        let items = machine.items(&reversed)?;
        V::iter_over(items)
    }),
];

/// What `toList` makes when the engine itself calls it: within its limits.
pub(super) fn list_of(machine: &mut Machine, items: Vec<V>) -> Res<V> {
    let list = V::tuple(items)?;
    let list = machine.fitting(list)?;
    machine.limited(list)
}

/// Values with the items of iterators among them in their place.
pub(super) fn spliced(machine: &mut Machine, values: Vec<V>) -> Res<Vec<V>> {
    let mut result = Vec::new();
    for value in values {
        splice(machine, value, &mut result)?;
    }
    Ok(result)
}

fn splice(machine: &mut Machine, value: V, result: &mut Vec<V>) -> Res<()> {
    if let V::Iter(_) = &value {
        let mut cursor = Cursor::over(machine, &value)?;
        while let Some(item) = cursor.next(machine)? {
            machine.deeper(|machine| splice(machine, item, result))?;
        }
        return Ok(());
    }
    result.push(value);
    // The engine goes through them by an iterator, and so fails at the first one too many.
    if result.len() > super::super::machine::MOST_ITEMS {
        return Err(too_many());
    }
    Ok(())
}

pub(super) fn too_many() -> Stop {
    let most = super::super::machine::MOST_ITEMS;
    super::super::fault::YaqlFault::TooManyItems { most }.into()
}

fn count(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let source = it.value(0);
    let length = match &source {
        V::Set(items) | V::Tuple(items) | V::List(items) => items.items.len(),
        _ => {
            let mut cursor = Cursor::over(machine, &source)?;
            let mut count = 0;
            while cursor.next(machine)?.is_some() {
                count += 1;
            }
            count
        }
    };
    Ok(V::int(length))
}

/// All levels; text and mappings are no levels.
fn flatten(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let source = it.value(0);
    let depth = source.depth();
    let mut levels = vec![Cursor::over(machine, &source)?];
    let next = move |machine: &mut Machine| {
        while let Some(level) = levels.last_mut() {
            match level.next(machine)? {
                None => {
                    levels.pop();
                }
                Some(V::Unknown(unknown)) => return Err(Stop::Unknown(unknown)),
                Some(item) if is_iterable(&item) => {
                    let inside = Cursor::over(machine, &item)?;
                    levels.push(inside);
                }
                Some(item) => return Ok(Some(item)),
            }
        }
        Ok(None)
    };
    V::iter(depth, Box::new(next))
}

/// Whether a place lies in the part from `position` on; without a count up to the end.
fn is_within(place: i128, position: i128, count: i128) -> bool {
    place >= position && (count < 0 || place < position.saturating_add(count))
}

fn delete(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, position, count) = (it.value(0), it.position(1)?, it.position(2)?);
    let mut cursor = Cursor::over(machine, &source)?;
    let mut place = -1;
    let next = move |machine: &mut Machine| {
        while let Some(item) = cursor.next(machine)? {
            place += 1;
            if !is_within(place, position, count) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    };
    V::iter(source.depth(), Box::new(next))
}

/// The values once in place of a part.
fn replace(source: V, position: i128, values: V, count: i128) -> Res<V> {
    let depth = source.depth().max(values.depth());
    let mut cursor = None;
    let mut inserted: Option<Cursor> = None;
    let mut is_done = false;
    let mut place = -1;
    let next = move |machine: &mut Machine| {
        if cursor.is_none() {
            cursor = Some(Cursor::over(machine, &source)?);
        }
        loop {
            if let Some(values) = &mut inserted {
                if let Some(value) = values.next(machine)? {
                    return Ok(Some(value));
                }
                inserted = None;
            }
            let Some(cursor) = &mut cursor else { return Ok(None) };
            let Some(item) = cursor.next(machine)? else {
                return Ok(None);
            };
            place += 1;
            if !is_within(place, position, count) {
                return Ok(Some(item));
            }
            if !is_done {
                is_done = true;
                inserted = Some(Cursor::over(machine, &values)?);
            }
        }
    };
    V::iter(depth, Box::new(next))
}

/// The values before an item; past the end after all, and with a negative place in front only if `takes_negative`.
fn insert(source: V, position: i128, values: V, takes_negative: bool) -> Res<V> {
    let depth = source.depth().max(values.depth());
    let mut cursor = None;
    let mut inserted: Option<Cursor> = None;
    let mut held_back: Option<V> = None;
    let mut place = -1;
    let mut is_over = false;
    let next = move |machine: &mut Machine| {
        if cursor.is_none() {
            cursor = Some(Cursor::over(machine, &source)?);
            if takes_negative && position < 0 {
                inserted = Some(Cursor::over(machine, &values)?);
            }
        }
        loop {
            if let Some(values) = &mut inserted {
                if let Some(value) = values.next(machine)? {
                    return Ok(Some(value));
                }
                inserted = None;
            }
            if let Some(item) = held_back.take() {
                return Ok(Some(item));
            }
            let Some(cursor) = cursor.as_mut().filter(|_| !is_over) else {
                return Ok(None);
            };
            match cursor.next(machine)? {
                Some(item) => {
                    place += 1;
                    if place != position {
                        return Ok(Some(item));
                    }
                    held_back = Some(item);
                    inserted = Some(Cursor::over(machine, &values)?);
                }
                None => {
                    is_over = true;
                    if position > place {
                        inserted = Some(Cursor::over(machine, &values)?);
                    }
                }
            }
        }
    };
    V::iter(depth, Box::new(next))
}

fn insert_into_list(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, position, value) = (it.value(0), it.size(1)?, it.value(2));
    let (V::Tuple(items) | V::List(items)) = &source else {
        return Err(Stop::no_match("insert"));
    };
    let mut items = items.items.clone();
    let place = slice(items.len(), position, i128::MAX).start;
    let start = items.len();
    items.insert(place, value);
    V::grown_list(items, start)
}

fn chunks(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, length) = (it.value(0), it.clamped(1)?);
    let mut cursor = Cursor::over(machine, &source)?;
    let next = move |machine: &mut Machine| {
        if length < 0 || length > i128::from(i64::MAX) {
            return Err(super::super::fault::ValueProblem::NegativeCount.into());
        }
        let mut chunk = Vec::new();
        while (chunk.len() as i128) < length {
            match cursor.next(machine)? {
                Some(item) => chunk.push(item),
                None => break,
            }
        }
        if chunk.is_empty() {
            return Ok(None);
        }
        list_of(machine, chunk).map(Some)
    };
    V::iter(source.depth(), Box::new(next))
}

fn split_at(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, index) = (it.value(0), it.position(1)?);
    let items = machine.items(&source)?;
    list_of(machine, items.clone())?;
    let middle = slice(items.len(), index, i128::MAX).start;
    let (head, tail) = items.split_at(middle);
    V::list(vec![V::tuple(head.to_vec())?, V::tuple(tail.to_vec())?])
}

/// Parts between hits, which are dropped; or parts of which every item gives the same.
fn split_where(_: &mut Machine, mut it: Arguments, drops_hits: bool) -> Res<V> {
    let (source, predicate) = (it.value(0), it.expression(1)?);
    let depth = held(&it.scope, std::slice::from_ref(&source));
    let mut items: Option<Vec<V>> = None;
    let (mut start, mut end) = (0, 0);
    let mut before: Option<V> = None;
    let next = move |machine: &mut Machine| {
        if items.is_none() {
            let all = machine.items(&source)?;
            list_of(machine, all.clone())?;
            items = Some(all);
        }
        let all = items.as_deref().unwrap_or_default();
        while end < all.len() {
            let found = predicate.call(machine, std::slice::from_ref(&all[end]))?;
            if drops_hits {
                end += 1;
                if found.is_truthy()? {
                    let part = V::tuple(all[start..end - 1].to_vec())?;
                    start = end;
                    return Ok(Some(part));
                }
                continue;
            }
            let is_other = match &before {
                Some(before) => !super::super::value::equal(&found, before, machine)?,
                None => false,
            };
            before = Some(found);
            end += 1;
            if is_other {
                let part = V::tuple(all[start..end - 1].to_vec())?;
                start = end - 1;
                return Ok(Some(part));
            }
        }
        if start < all.len() {
            let part = V::tuple(all[start..].to_vec())?;
            start = all.len();
            return Ok(Some(part));
        }
        Ok(None)
    };
    V::iter(depth, Box::new(next))
}
