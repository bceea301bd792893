//! Lazy queries: what they give is computed item by item, when somebody asks.

use std::collections::VecDeque;
use std::rc::Rc;

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, checked_size, optional, param};
use super::super::fault::{Stop, TypeProblem, ValueProblem};
use super::super::integer;
use super::super::key::key_of;
use super::super::machine::{Cursor, Lambda, Machine, is_iterable};
use super::super::ordering::Ordering;
use super::super::value::{Res, V, depth_of};
use super::control::held;
use super::grouping::group_by;

const COLLECTION: &[Param] = &[param("collection", Kind::Iterable)];
const SELECT: &[Param] = &[param("collection", Kind::Iterable), param("selector", Kind::Lambda)];
const WHERE: &[Param] = &[param("collection", Kind::Iterable), param("predicate", Kind::Lambda)];
const THEN: &[Param] = &[param("collection", Kind::Ordering), param("selector", Kind::Lambda)];
const COUNT: &[Param] = &[param("collection", Kind::Iterable), param("count", Kind::Int)];

pub(super) const TABLE: &[Overload] = &[
    Overload::method("select", SELECT, select),
    Overload::method("map", SELECT, select),
    Overload::method("where", WHERE, where_),
    Overload::method("filter", WHERE, where_),
    Overload::method("selectMany", SELECT, select_many),
    Overload::method("takeWhile", WHERE, take_while),
    Overload::method("skipWhile", WHERE, skip_while),
    Overload::method("skip", COUNT, skip),
    Overload::method("take", COUNT, take),
    Overload::method("limit", COUNT, take),
    Overload::both("append", COLLECTION, |_, mut it| {
        let more = V::tuple(it.rest_values())?;
        chain(vec![it.value(0), more])
    })
    .rest(Kind::Any),
    Overload::both("concat", &[], |_, mut it| chain(it.rest_values())).rest(Kind::Iterable),
    Overload::both(
        "distinct",
        &[
            param("collection", Kind::Iterable),
            optional("keySelector", Kind::Lambda, Fallback::Null),
        ],
        distinct,
    ),
    Overload::both(
        "enumerate",
        &[
            param("collection", Kind::Iterable),
            optional("start", Kind::IntOrNull, Fallback::Int(0)),
        ],
        enumerate,
    ),
    Overload::method("zip", &[], |machine, it| zip(machine, it, None)).rest(Kind::Iterable),
    Overload::method("zipLongest", &[], zip_longest)
        .rest(Kind::Iterable)
        .any_name(),
    Overload::method(
        "join",
        &[
            param("collection1", Kind::Iterable),
            param("collection2", Kind::Iterable),
            param("predicate", Kind::Lambda),
            param("selector", Kind::Lambda),
        ],
        join,
    ),
    Overload::method("orderBy", SELECT, |_, it| order_by(it, true)),
    Overload::method("orderByDescending", SELECT, |_, it| order_by(it, false)),
    Overload::method("thenBy", THEN, |_, it| then_by(it, true)),
    Overload::method("thenByDescending", THEN, |_, it| then_by(it, false)),
    Overload::method(
        "groupBy",
        &[
            param("collection", Kind::Iterable),
            param("keySelector", Kind::Lambda),
            optional("valueSelector", Kind::Lambda, Fallback::Null),
            optional("aggregator", Kind::Lambda, Fallback::Null),
        ],
        group_by,
    ),
    Overload::function("range", &[param("stop", Kind::Int)], |_, mut it| {
        range(0, it.int(0)?, 1)
    }),
    Overload::function(
        "range",
        &[
            param("start", Kind::Int),
            param("stop", Kind::Int),
            optional("step", Kind::Int, Fallback::Int(1)),
        ],
        |_, mut it| {
            let (start, stop, step) = (it.int(0)?, it.int(1)?, it.int(2)?);
            range(start, stop, step)
        },
    ),
    Overload::function(
        "sequence",
        &[
            optional("start", Kind::Int, Fallback::Int(0)),
            optional("step", Kind::Int, Fallback::Int(1)),
        ],
        |_, mut it| {
            let (mut next, step) = (it.int(0)?, it.int(1)?);
            let pull = move |_: &mut Machine| {
                let here = next;
                next = next.checked_add(step).ok_or_else(integer::too_large)?;
                Ok(Some(V::Int(here)))
            };
            V::iter(0, Box::new(pull))
        },
    ),
    Overload::method(
        "repeat",
        &[
            param("value", Kind::Any),
            optional("times", Kind::Int, Fallback::Int(-1)),
        ],
        |_, mut it| {
            let (value, times) = (it.value(0), it.clamped(1)?);
            let mut left = if times < 0 { -1 } else { checked_size(times)? };
            let next = move |_: &mut Machine| {
                if left == 0 {
                    return Ok(None);
                }
                left -= i128::from(left > 0);
                Ok(Some(value.clone()))
            };
            V::iter(1, Box::new(next))
        },
    ),
    Overload::method("cycle", COLLECTION, cycle),
    Overload::method("memorize", COLLECTION, |machine, mut it| {
        let source = it.value(0);
        memorized(machine, source)
    }),
    Overload::method(
        "defaultIfEmpty",
        &[param("collection", Kind::Iterable), param("default", Kind::Iterable)],
        default_if_empty,
    ),
    Overload::function(
        "generate",
        &[
            param("initial", Kind::Any),
            param("predicate", Kind::Lambda),
            param("producer", Kind::Lambda),
            optional("selector", Kind::Lambda, Fallback::Null),
            optional("decycle", Kind::Bool, Fallback::Bool(false)),
        ],
        generate,
    ),
    Overload::function(
        "generateMany",
        &[
            param("initial", Kind::Any),
            param("producer", Kind::Lambda),
            optional("selector", Kind::Lambda, Fallback::Null),
            optional("decycle", Kind::Bool, Fallback::Bool(false)),
            optional("depthFirst", Kind::Bool, Fallback::Bool(false)),
        ],
        generate_many,
    ),
];

/// A source and an expression, and how deep both are.
fn source_and_lambda(it: &mut Arguments) -> Res<(V, Lambda, u32)> {
    let (source, lambda) = (it.value(0), it.expression(1)?);
    let depth = held(&it.scope, std::slice::from_ref(&source));
    Ok((source, lambda, depth))
}

fn select(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, selector, depth) = source_and_lambda(&mut it)?;
    let mut cursor = Cursor::over(machine, &source)?;
    let next = move |machine: &mut Machine| match cursor.next(machine)? {
        Some(item) => selector.call(machine, &[item]).map(Some),
        None => Ok(None),
    };
    V::iter(depth, Box::new(next))
}

fn where_(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, predicate, depth) = source_and_lambda(&mut it)?;
    let mut cursor = Cursor::over(machine, &source)?;
    let next = move |machine: &mut Machine| {
        while let Some(item) = cursor.next(machine)? {
            if predicate.holds(machine, std::slice::from_ref(&item))? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    };
    V::iter(depth, Box::new(next))
}

fn select_many(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, selector, depth) = source_and_lambda(&mut it)?;
    let mut cursor = Cursor::over(machine, &source)?;
    let mut inside: Option<Cursor> = None;
    let next = move |machine: &mut Machine| {
        loop {
            if let Some(items) = &mut inside {
                if let Some(item) = items.next(machine)? {
                    return Ok(Some(item));
                }
                inside = None;
            }
            let Some(item) = cursor.next(machine)? else {
                return Ok(None);
            };
            match selector.call(machine, &[item])? {
                V::Unknown(unknown) => return Err(Stop::Unknown(unknown)),
                many if is_iterable(&many) => inside = Some(Cursor::over(machine, &many)?),
                one => return Ok(Some(one)),
            }
        }
    };
    V::iter(depth, Box::new(next))
}

fn take_while(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, predicate, depth) = source_and_lambda(&mut it)?;
    let mut cursor = Cursor::over(machine, &source)?;
    let next = move |machine: &mut Machine| match cursor.next(machine)? {
        Some(item) if predicate.holds(machine, std::slice::from_ref(&item))? => Ok(Some(item)),
        _ => Ok(None),
    };
    V::iter(depth, Box::new(next))
}

fn skip_while(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, predicate, depth) = source_and_lambda(&mut it)?;
    let mut cursor = Cursor::over(machine, &source)?;
    let mut is_skipping = true;
    let next = move |machine: &mut Machine| {
        while let Some(item) = cursor.next(machine)? {
            is_skipping = is_skipping && predicate.holds(machine, std::slice::from_ref(&item))?;
            if !is_skipping {
                return Ok(Some(item));
            }
        }
        Ok(None)
    };
    V::iter(depth, Box::new(next))
}

/// Counts that Python's `islice` takes.
fn count_of(it: &mut Arguments) -> Res<i128> {
    let count = it.clamped(1)?;
    if count < 0 || count > i128::from(i64::MAX) {
        return Err(ValueProblem::NegativeCount.into());
    }
    Ok(count)
}

fn skip(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, mut left) = (it.value(0), count_of(&mut it)?);
    let mut cursor = Cursor::over(machine, &source)?;
    let next = move |machine: &mut Machine| {
        while left > 0 {
            left -= 1;
            if cursor.next(machine)?.is_none() {
                return Ok(None);
            }
        }
        cursor.next(machine)
    };
    V::iter(source.depth(), Box::new(next))
}

fn take(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, mut left) = (it.value(0), count_of(&mut it)?);
    let mut cursor = Cursor::over(machine, &source)?;
    let next = move |machine: &mut Machine| {
        if left == 0 {
            return Ok(None);
        }
        left -= 1;
        cursor.next(machine)
    };
    V::iter(source.depth(), Box::new(next))
}

/// The items of one after those of the other.
pub(super) fn chain(sources: Vec<V>) -> Res<V> {
    let depth = depth_of(&sources);
    let mut sources = sources.into_iter();
    let mut here: Option<Cursor> = None;
    let next = move |machine: &mut Machine| {
        loop {
            if let Some(cursor) = &mut here
                && let Some(item) = cursor.next(machine)?
            {
                return Ok(Some(item));
            }
            match sources.next() {
                Some(source) => here = Some(Cursor::over(machine, &source)?),
                None => {
                    here = None;
                    return Ok(None);
                }
            }
        }
    };
    V::iter(depth, Box::new(next))
}

fn distinct(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, selector) = (it.value(0), it.lambda(1));
    let depth = held(&it.scope, std::slice::from_ref(&source));
    let mut cursor = Cursor::over(machine, &source)?;
    let mut seen = std::collections::HashSet::new();
    let next = move |machine: &mut Machine| {
        while let Some(item) = cursor.next(machine)? {
            let key = match &selector {
                Some(selector) => selector.call(machine, std::slice::from_ref(&item))?,
                None => item.clone(),
            };
            if seen.insert(key_of(&key, machine)?) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    };
    V::iter(depth, Box::new(next))
}

fn enumerate(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let source = it.value(0);
    let start = it.value(1);
    let mut number = integer::of(&start);
    let mut cursor = Cursor::over(machine, &source)?;
    let next = move |machine: &mut Machine| {
        // Without a number it fails only when it begins.
        let here = number.as_ref().ok_or(TypeProblem::Operands)?;
        let Some(item) = cursor.next(machine)? else {
            return Ok(None);
        };
        let pair = vec![integer::value(here.clone()), item];
        number = Some(here + 1);
        V::list(pair).map(Some)
    };
    V::iter(source.depth() + 1, Box::new(next))
}

fn cursors(machine: &mut Machine, sources: &[V]) -> Res<Vec<Cursor>> {
    sources.iter().map(|source| Cursor::over(machine, source)).collect()
}

fn zip_longest(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let mut fill = V::Null;
    for (name, value) in std::mem::take(&mut it.named) {
        if name == "default" {
            fill = value;
        }
    }
    zip(machine, it, Some(fill))
}

/// Items of one place together; up to the end of the shortest, or of the longest with something to fill up with.
fn zip(machine: &mut Machine, mut it: Arguments, fill: Option<V>) -> Res<V> {
    let sources = it.rest_values();
    let depth = depth_of(&sources).max(fill.as_ref().map_or(0, V::depth)) + 1;
    let mut cursors = cursors(machine, &sources)?;
    let next = move |machine: &mut Machine| {
        let mut items = Vec::with_capacity(cursors.len());
        let mut is_over = true;
        for cursor in &mut cursors {
            match (cursor.next(machine)?, &fill) {
                (Some(item), _) => {
                    is_over = false;
                    items.push(item);
                }
                (None, Some(fill)) => items.push(fill.clone()),
                (None, None) => return Ok(None),
            }
        }
        if is_over { Ok(None) } else { V::tuple(items).map(Some) }
    };
    V::iter(depth, Box::new(next))
}

fn join(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (left, right) = (it.value(0), it.value(1));
    let (predicate, selector) = (it.expression(2)?, it.expression(3)?);
    let depth = held(&it.scope, &[left.clone(), right.clone()]);
    let mut outer = Cursor::over(machine, &left)?;
    let right = memorized(machine, right)?;
    let mut here: Option<(V, Cursor)> = None;
    let next = move |machine: &mut Machine| {
        loop {
            let Some((own, others)) = &mut here else {
                let Some(item) = outer.next(machine)? else {
                    return Ok(None);
                };
                here = Some((item, Cursor::over(machine, &right)?));
                continue;
            };
            let Some(other) = others.next(machine)? else {
                here = None;
                continue;
            };
            let both = [own.clone(), other];
            if predicate.holds(machine, &both)? {
                return selector.call(machine, &both).map(Some);
            }
        }
    };
    V::iter(depth, Box::new(next))
}

fn order_by(mut it: Arguments, ascends: bool) -> Res<V> {
    let (source, selector, _) = source_and_lambda(&mut it)?;
    Ok(V::Ordering(Rc::new(Ordering::new(source, selector, ascends)?)))
}

fn then_by(mut it: Arguments, ascends: bool) -> Res<V> {
    match it.value(0) {
        V::Ordering(ordering) => {
            ordering.then_by(it.expression(1)?, ascends)?;
            Ok(V::Ordering(ordering))
        }
        _ => Err(Stop::no_match("thenBy")),
    }
}

fn range(start: i128, stop: i128, step: i128) -> Res<V> {
    if step == 0 {
        return Err(ValueProblem::ZeroStep.into());
    }
    let mut next_number = Some(start);
    let next = move |_: &mut Machine| {
        let here = next_number.filter(|here| if step > 0 { *here < stop } else { *here > stop });
        next_number = here.and_then(|here| here.checked_add(step));
        Ok(here.map(V::Int))
    };
    V::iter(0, Box::new(next))
}

fn cycle(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let source = it.value(0);
    let mut cursor = Cursor::over(machine, &source)?;
    let mut seen = Vec::new();
    let mut place = 0;
    let mut is_over = false;
    let next = move |machine: &mut Machine| {
        if !is_over {
            if let Some(item) = cursor.next(machine)? {
                seen.push(item.clone());
                return Ok(Some(item));
            }
            is_over = true;
        }
        if seen.is_empty() {
            return Ok(None);
        }
        let item = seen.get(place % seen.len()).cloned();
        place += 1;
        Ok(item)
    };
    V::iter(source.depth(), Box::new(next))
}

/// An iterator as something that can be gone through again and again; other values stay as they are.
pub(super) fn memorized(machine: &mut Machine, source: V) -> Res<V> {
    if !matches!(source, V::Iter(_)) {
        return Ok(source);
    }
    V::memory(&source, machine)
}

fn default_if_empty(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, default) = (it.value(0), it.value(1));
    let length = match &source {
        V::Tuple(items) | V::List(items) | V::Set(items) => items.items.len(),
        V::Keys(entries) | V::Pairs(entries) => entries.entries.len(),
        _ => {
            let source = memorized(machine, source)?;
            let first = Cursor::over(machine, &source)?.next(machine)?;
            return Ok(if first.is_some() { source } else { default });
        }
    };
    Ok(if length == 0 { default } else { source })
}

fn generate(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let mut here = it.value(0);
    let (predicate, producer, selector) = (it.expression(1)?, it.expression(2)?, it.lambda(3));
    let mut seen = match it.value(4) {
        V::Bool(true) => Some(std::collections::HashSet::new()),
        _ => None,
    };
    let depth = held(&it.scope, std::slice::from_ref(&here));
    let mut is_first = true;
    let next = move |machine: &mut Machine| {
        if !is_first {
            here = producer.call(machine, std::slice::from_ref(&here))?;
            if here.depth() > depth {
                return Err(Stop::limit("the depth of a yaql value"));
            }
        }
        is_first = false;
        if !predicate.holds(machine, std::slice::from_ref(&here))? {
            return Ok(None);
        }
        if let Some(seen) = &mut seen
            && !seen.insert(key_of(&here, machine)?)
        {
            return Ok(None);
        }
        match &selector {
            Some(selector) => selector.call(machine, std::slice::from_ref(&here)).map(Some),
            None => Ok(Some(here.clone())),
        }
    };
    V::iter(depth, Box::new(next))
}

/// Items waiting beyond which their memory is not kept count of.
const MOST_WAITING: usize = 1000;

fn generate_many(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let initial = it.value(0);
    let (producer, selector) = (it.expression(1)?, it.lambda(2));
    let mut seen = match it.value(3) {
        V::Bool(true) => Some(std::collections::HashSet::new()),
        _ => None,
    };
    let is_depth_first = matches!(it.value(4), V::Bool(true));
    let depth = held(&it.scope, std::slice::from_ref(&initial));
    let mut waiting = VecDeque::from([initial]);
    let mut here: Option<V> = None;
    let next = move |machine: &mut Machine| {
        if let Some(item) = here.take() {
            let produced = producer.call(machine, &[item])?;
            let mut cursor = Cursor::over_any(machine, &produced)?;
            let mut place = 0;
            while let Some(item) = cursor.next(machine)? {
                if item.depth() > depth {
                    return Err(Stop::limit("the depth of a yaql value"));
                }
                if waiting.len() >= MOST_WAITING {
                    return Err(Stop::limit("the items that wait in a yaql expression"));
                }
                if is_depth_first {
                    waiting.insert(place, item);
                } else {
                    waiting.push_back(item);
                }
                place += 1;
            }
        }
        while let Some(item) = waiting.pop_front() {
            if let Some(seen) = &mut seen
                && !seen.insert(key_of(&item, machine)?)
            {
                continue;
            }
            here = Some(item.clone());
            return match &selector {
                Some(selector) => selector.call(machine, &[item]).map(Some),
                None => Ok(Some(item)),
            };
        }
        Ok(None)
    };
    V::iter(depth, Box::new(next))
}
