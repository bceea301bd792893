//! What comes to one value: folds, searches for an item.

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::fault::{TypeProblem, YaqlFault};
use super::super::machine::{Cursor, Lambda, Machine};
use super::super::value::{Res, V, equal};
use super::control::held;
use super::numbers::greater;

const COLLECTION: &[Param] = &[param("collection", Kind::Iterable)];
const WITH_INITIAL: &[Param] = &[
    param("collection", Kind::Iterable),
    optional("initial", Kind::Any, Fallback::Nothing),
];
const WITH_DEFAULT: &[Param] = &[
    param("collection", Kind::Iterable),
    optional("default", Kind::Any, Fallback::Nothing),
];
const WITH_SEED: &[Param] = &[
    param("collection", Kind::Iterable),
    param("selector", Kind::Lambda),
    optional("seed", Kind::Any, Fallback::Nothing),
];
const IF_GIVEN: &[Param] = &[
    param("collection", Kind::Iterable),
    optional("predicate", Kind::Lambda, Fallback::Null),
];
const WITH_ITEM: &[Param] = &[param("collection", Kind::Iterable), param("item", Kind::Any)];
const WHERE: &[Param] = &[param("collection", Kind::Iterable), param("predicate", Kind::Lambda)];

pub(super) const TABLE: &[Overload] = &[
    Overload::method("first", WITH_DEFAULT, |machine, mut it| {
        let source = it.value(0);
        match Cursor::over(machine, &source)?.next(machine)? {
            Some(item) => Ok(item),
            None => it.given(1).ok_or_else(nothing),
        }
    }),
    Overload::method("last", WITH_DEFAULT, |machine, mut it| {
        let source = it.value(0);
        if let V::Tuple(items) | V::List(items) = &source {
            return match items.items.last() {
                Some(item) => Ok(item.clone()),
                None => it.given(1).ok_or_else(nothing),
            };
        }
        match machine.items(&source)?.pop() {
            Some(item) => Ok(item),
            None => it.given(1).ok_or_else(nothing),
        }
    }),
    Overload::method("single", COLLECTION, single),
    Overload::both("any", IF_GIVEN, |machine, it| quantify(machine, it, true)),
    Overload::both("all", IF_GIVEN, |machine, it| quantify(machine, it, false)),
    Overload::method("reduce", WITH_SEED, reduce),
    Overload::method("aggregate", WITH_SEED, reduce),
    Overload::method("accumulate", WITH_SEED, accumulate),
    Overload::method("sum", WITH_INITIAL, |machine, it| {
        fold(machine, it, |machine, total, item| {
            machine.call_with("#operator_+", vec![total, item])
        })
    }),
    Overload::method("max", WITH_INITIAL, |machine, it| {
        fold(machine, it, |machine, most, item| greater(machine, most, item, false))
    }),
    Overload::method("min", WITH_INITIAL, |machine, it| {
        fold(machine, it, |machine, least, item| greater(machine, least, item, true))
    }),
    Overload::method("indexOf", WITH_ITEM, |machine, it| index_of(machine, it, false)),
    Overload::method("lastIndexOf", WITH_ITEM, |machine, it| index_of(machine, it, true)),
    Overload::method("indexWhere", WHERE, |machine, it| index_where(machine, it, false)),
    Overload::method("lastIndexWhere", WHERE, |machine, it| index_where(machine, it, true)),
];

fn nothing() -> super::super::fault::Stop {
    YaqlFault::NoSingleItem { several: false }.into()
}

fn single(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let source = it.value(0);
    let mut cursor = Cursor::over(machine, &source)?;
    let first = cursor.next(machine)?.ok_or_else(nothing)?;
    match cursor.next(machine)? {
        None => Ok(first),
        Some(_) => Err(YaqlFault::NoSingleItem { several: true }.into()),
    }
}

/// Whether there is an item of which the expression holds, or none of which it does not hold.
fn quantify(machine: &mut Machine, mut it: Arguments, is_any: bool) -> Res<V> {
    let (source, predicate) = (it.value(0), it.lambda(1));
    let mut cursor = Cursor::over(machine, &source)?;
    while let Some(item) = cursor.next(machine)? {
        let holds = match &predicate {
            Some(predicate) => predicate.holds(machine, std::slice::from_ref(&item))?,
            // Without an expression `any` asks for any item at all.
            None => is_any || item.is_truthy()?,
        };
        if holds == is_any {
            return Ok(V::Bool(is_any));
        }
    }
    Ok(V::Bool(!is_any))
}

fn fold(machine: &mut Machine, mut it: Arguments, step: fn(&mut Machine, V, V) -> Res<V>) -> Res<V> {
    let source = it.value(0);
    let mut cursor = Cursor::over(machine, &source)?;
    let mut total = match it.given(1) {
        Some(initial) => initial,
        None => cursor.next(machine)?.ok_or(TypeProblem::EmptyFold)?,
    };
    while let Some(item) = cursor.next(machine)? {
        total = step(machine, total, item)?;
    }
    Ok(total)
}

fn reduce(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, selector) = (it.value(0), it.expression(1)?);
    let mut cursor = Cursor::over(machine, &source)?;
    let mut total = match it.given(2) {
        Some(seed) => seed,
        None => cursor.next(machine)?.ok_or(TypeProblem::EmptyFold)?,
    };
    while let Some(item) = cursor.next(machine)? {
        total = selector.call(machine, &[total, item])?;
    }
    Ok(total)
}

fn accumulate(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, selector, seed) = (it.value(0), it.expression(1)?, it.given(2));
    let depth = held(&it.scope, &[source.clone(), seed.clone().unwrap_or(V::Null)]);
    let mut cursor = Cursor::over(machine, &source)?;
    let mut total = Start::Seed(seed);
    let next = move |machine: &mut Machine| {
        let here = match &total {
            Start::Seed(Some(seed)) => seed.clone(),
            Start::Seed(None) => cursor.next(machine)?.ok_or(TypeProblem::EmptyFold)?,
            Start::Total(total) => match cursor.next(machine)? {
                None => return Ok(None),
                Some(item) => selector.call(machine, &[total.clone(), item])?,
            },
        };
        if here.depth() > depth {
            return Err(super::super::fault::Stop::limit("the depth of a yaql value"));
        }
        total = Start::Total(here.clone());
        Ok(Some(here))
    };
    V::iter(depth, Box::new(next))
}

/// Where a running fold stands.
enum Start {
    Seed(Option<V>),
    Total(V),
}

fn index_of(machine: &mut Machine, mut it: Arguments, last: bool) -> Res<V> {
    let (source, wanted) = (it.value(0), it.value(1));
    position(machine, &source, last, |machine, item| equal(item, &wanted, machine))
}

fn index_where(machine: &mut Machine, mut it: Arguments, last: bool) -> Res<V> {
    let (source, predicate): (V, Lambda) = (it.value(0), it.expression(1)?);
    position(machine, &source, last, |machine, item| {
        predicate.holds(machine, std::slice::from_ref(item))
    })
}

/// The place of the first or last item of which something holds, else -1.
fn position(
    machine: &mut Machine,
    source: &V,
    last: bool,
    mut holds: impl FnMut(&mut Machine, &V) -> Res<bool>,
) -> Res<V> {
    let mut cursor = Cursor::over(machine, source)?;
    let mut found = V::Int(-1);
    let mut place = 0;
    while let Some(item) = cursor.next(machine)? {
        if holds(machine, &item)? {
            found = V::int(place);
            if !last {
                break;
            }
        }
        place += 1;
    }
    Ok(found)
}
