//! Operators, indexers, and literals of lists and mappings.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, checked_size, optional, param};
use super::super::fault::{Stop, TypeProblem, YaqlFault};
use super::super::integer;
use super::super::key::{MapBuilder, key_of, look_up, unique};
use super::super::machine::{Cursor, MOST_MEMORY, Machine};
use super::super::value::{Res, V, compare_pairs_with, equal, members, numbers, same};
use super::queries::chain;

const NUMBERS: &[Param] = &[param("left", Kind::Number), param("right", Kind::Number)];
const TEXTS: &[Param] = &[param("left", Kind::Str), param("right", Kind::Str)];
const SETS: &[Param] = &[param("left", Kind::Set), param("right", Kind::Set)];
const ANY_AND_NULL: &[Param] = &[param("left", Kind::NotNull), param("right", Kind::Null)];
const NULL_AND_ANY: &[Param] = &[param("left", Kind::Null), param("right", Kind::NotNull)];
const NULLS: &[Param] = &[param("left", Kind::Null), param("right", Kind::Null)];
const ANYS: &[Param] = &[param("left", Kind::Any), param("right", Kind::Any)];

pub(super) const TABLE: &[Overload] = &[
    Overload::function("#operator_+", NUMBERS, add),
    Overload::function("#operator_+", TEXTS, join_texts),
    Overload::function(
        "#operator_+",
        &[param("left", Kind::Iterable), param("right", Kind::Iterable)],
        join_lists,
    ),
    Overload::function(
        "#operator_+",
        &[param("left", Kind::Mapping), param("right", Kind::Mapping)],
        join_maps,
    ),
    Overload::function("#operator_-", NUMBERS, subtract),
    Overload::function("#operator_-", SETS, super::sets::difference),
    Overload::function("#operator_*", NUMBERS, multiply),
    Overload::function(
        "#operator_*",
        &[param("left", Kind::Str), param("right", Kind::Int)],
        repeat_text,
    ),
    Overload::function(
        "#operator_*",
        &[param("left", Kind::Int), param("right", Kind::Str)],
        repeat_text,
    ),
    Overload::function(
        "#operator_*",
        &[param("left", Kind::Sequence), param("right", Kind::Int)],
        repeat_list,
    ),
    Overload::function(
        "#operator_*",
        &[param("left", Kind::Int), param("right", Kind::Sequence)],
        repeat_list,
    ),
    Overload::function("#operator_/", NUMBERS, divide),
    Overload::function("#operator_mod", NUMBERS, modulo),
    Overload::function("#unary_operator_+", &[param("op", Kind::Number)], |_, mut it| {
        Ok(it.value(0))
    }),
    Overload::function("#unary_operator_-", &[param("op", Kind::Number)], negate),
    Overload::function("#unary_operator_not", &[param("arg", Kind::Any)], |_, mut it| {
        Ok(V::Bool(!it.value(0).is_truthy()?))
    }),
    Overload::function("*equal", ANYS, |machine, mut it| {
        Ok(V::Bool(equal(&it.value(0), &it.value(1), machine)?))
    }),
    Overload::function("*not_equal", ANYS, |machine, mut it| {
        Ok(V::Bool(!equal(&it.value(0), &it.value(1), machine)?))
    }),
    Overload::function("#operator_<", NUMBERS, |_, it| by_number(it, Ordering::is_lt)),
    Overload::function("#operator_<=", NUMBERS, |_, it| by_number(it, Ordering::is_le)),
    Overload::function("#operator_>", NUMBERS, |_, it| by_number(it, Ordering::is_gt)),
    Overload::function("#operator_>=", NUMBERS, |_, it| by_number(it, Ordering::is_ge)),
    Overload::function("#operator_<", TEXTS, |_, it| by_text(it, Ordering::is_lt)),
    Overload::function("#operator_<=", TEXTS, |_, it| by_text(it, Ordering::is_le)),
    Overload::function("#operator_>", TEXTS, |_, it| by_text(it, Ordering::is_gt)),
    Overload::function("#operator_>=", TEXTS, |_, it| by_text(it, Ordering::is_ge)),
    Overload::function("#operator_<", SETS, |machine, it| by_members(machine, it, true, true)),
    Overload::function("#operator_<=", SETS, |machine, it| by_members(machine, it, true, false)),
    Overload::function("#operator_>", SETS, |machine, it| by_members(machine, it, false, true)),
    Overload::function("#operator_>=", SETS, |machine, it| {
        by_members(machine, it, false, false)
    }),
    Overload::function("#operator_<", ANY_AND_NULL, |_, _| Ok(V::Bool(false))),
    Overload::function("#operator_<=", ANY_AND_NULL, |_, _| Ok(V::Bool(false))),
    Overload::function("#operator_>", ANY_AND_NULL, |_, _| Ok(V::Bool(true))),
    Overload::function("#operator_>=", ANY_AND_NULL, |_, _| Ok(V::Bool(true))),
    Overload::function("#operator_<", NULL_AND_ANY, |_, _| Ok(V::Bool(true))),
    Overload::function("#operator_<=", NULL_AND_ANY, |_, _| Ok(V::Bool(true))),
    Overload::function("#operator_>", NULL_AND_ANY, |_, _| Ok(V::Bool(false))),
    Overload::function("#operator_>=", NULL_AND_ANY, |_, _| Ok(V::Bool(false))),
    Overload::function("#operator_<", NULLS, |_, _| Ok(V::Bool(false))),
    Overload::function("#operator_<=", NULLS, |_, _| Ok(V::Bool(true))),
    Overload::function("#operator_>", NULLS, |_, _| Ok(V::Bool(false))),
    Overload::function("#operator_>=", NULLS, |_, _| Ok(V::Bool(true))),
    Overload::function(
        "#operator_and",
        &[param("left", Kind::Lambda), param("right", Kind::Lambda)],
        |machine, it| either(machine, it, false),
    ),
    Overload::function(
        "#operator_or",
        &[param("left", Kind::Lambda), param("right", Kind::Lambda)],
        |machine, it| either(machine, it, true),
    ),
    Overload::function(
        "#operator_in",
        &[param("value", Kind::Any), param("collection", Kind::Iterable)],
        |machine, mut it| {
            let (value, collection) = (it.value(0), it.value(1));
            Ok(V::Bool(contains(machine, &collection, &value)?))
        },
    ),
    Overload::function("#operator_in", TEXTS, |_, mut it| {
        let (part, whole) = (it.text(0)?, it.text(1)?);
        Ok(V::Bool(whole.contains(part.as_str())))
    }),
    Overload::function(
        "#operator_->",
        &[param("left", Kind::Context), param("right", Kind::Lambda)],
        send_context,
    ),
    Overload::function("#list", &[], list_literal).rest(Kind::Any),
    Overload::function("#map", &[], super::maps::of_rules)
        .rest(Kind::Rule)
        .keeping_rules(),
    Overload::function(
        "#indexer",
        &[param("dict", Kind::Mapping), param("key", Kind::Any)],
        |machine, mut it| {
            let (entries, key) = (it.mapping(0)?, it.value(1));
            machine.entry(&entries, &key)
        },
    ),
    Overload::function(
        "#indexer",
        &[
            param("dict", Kind::Mapping),
            param("key", Kind::Any),
            param("default", Kind::Any),
        ],
        |machine, mut it| {
            let (entries, key, default) = (it.mapping(0)?, it.value(1), it.value(2));
            Ok(look_up(&entries, &key, machine)?.cloned().unwrap_or(default))
        },
    ),
    Overload::function(
        "#indexer",
        &[param("list", Kind::Sequence), param("index", Kind::Int)],
        list_item,
    ),
    // Regular expressions are matched by operators, too.
    Overload::function("#operator_=~", TEXTS, |machine, it| {
        super::regexes::text_matches(machine, it, true)
    }),
    Overload::function("#operator_!~", TEXTS, |machine, it| {
        super::regexes::text_matches(machine, it, false)
    }),
    Overload::function(
        "#operator_=~",
        &[param("string", Kind::Str), param("regexp", Kind::Regex)],
        |machine, it| super::regexes::regex_matches(machine, it, true),
    ),
    Overload::function(
        "#operator_!~",
        &[param("string", Kind::Str), param("regexp", Kind::Regex)],
        |machine, it| super::regexes::regex_matches(machine, it, false),
    ),
    Overload::method("assert", ASSERT, super::control::assert),
];

const ASSERT: &[Param] = &[
    param("obj", Kind::Any),
    param("condition", Kind::Lambda),
    optional("message", Kind::Str, Fallback::Str("Assertion failed")),
];

/// Two numbers: both integers, or both with a point.
enum Pair {
    Integers(i128, i128),
    /// Integers of which one is beyond 128 bits, or what is made of them.
    Large(BigInt, BigInt),
    Floats(f64, f64),
}

fn pair(machine: &mut Machine, mut it: Arguments) -> Res<Pair> {
    let (left, right) = (it.value(0), it.value(1));
    if let (V::Int(left), V::Int(right)) = (&left, &right) {
        return Ok(Pair::Integers(*left, *right));
    }
    if let (Some(left), Some(right)) = (integer::of(&left), integer::of(&right)) {
        integer::spend(machine, &left, &right)?;
        return Ok(Pair::Large(left, right));
    }
    match (as_float(&left)?, as_float(&right)?) {
        (Some(left), Some(right)) => Ok(Pair::Floats(left, right)),
        _ => Err(TypeProblem::Operands.into()),
    }
}

/// A number with a point; an integer becomes the nearest one.
pub(super) fn as_float(value: &V) -> Res<Option<f64>> {
    Ok(match value {
        V::Int(number) => Some(*number as f64),
        V::Big(number) => Some(integer::to_float(number)?),
        V::Float(number) => Some(*number),
        V::Bool(value) => Some(f64::from(u8::from(*value))),
        _ => None,
    })
}

fn add(machine: &mut Machine, it: Arguments) -> Res<V> {
    Ok(match pair(machine, it)? {
        Pair::Integers(left, right) => match left.checked_add(right) {
            Some(sum) => V::Int(sum),
            None => integer::value(BigInt::from(left) + right),
        },
        Pair::Large(left, right) => integer::value(left + right),
        Pair::Floats(left, right) => V::Float(left + right),
    })
}

fn subtract(machine: &mut Machine, it: Arguments) -> Res<V> {
    Ok(match pair(machine, it)? {
        Pair::Integers(left, right) => match left.checked_sub(right) {
            Some(rest) => V::Int(rest),
            None => integer::value(BigInt::from(left) - right),
        },
        Pair::Large(left, right) => integer::value(left - right),
        Pair::Floats(left, right) => V::Float(left - right),
    })
}

fn multiply(machine: &mut Machine, it: Arguments) -> Res<V> {
    Ok(match pair(machine, it)? {
        Pair::Integers(left, right) => match left.checked_mul(right) {
            Some(product) => V::Int(product),
            None => integer::value(BigInt::from(left) * right),
        },
        Pair::Large(left, right) => integer::value(left * right),
        Pair::Floats(left, right) => V::Float(left * right),
    })
}

/// Of two integers the floor, as Python has it.
fn divide(machine: &mut Machine, it: Arguments) -> Res<V> {
    Ok(match pair(machine, it)? {
        Pair::Integers(_, 0) | Pair::Floats(_, 0.0) => return Err(YaqlFault::DivisionByZero.into()),
        Pair::Large(_, right) if right.sign() == Sign::NoSign => return Err(YaqlFault::DivisionByZero.into()),
        Pair::Integers(left, right) => match left.checked_div(right) {
            Some(quotient) => {
                let is_above = left % right != 0 && (left < 0) != (right < 0);
                V::Int(quotient - i128::from(is_above))
            }
            None => integer::value(-BigInt::from(left)),
        },
        Pair::Large(left, right) => integer::value(integer::divided(&left, &right).0),
        Pair::Floats(left, right) => V::Float(left / right),
    })
}

/// The sign is that of the divisor.
fn modulo(machine: &mut Machine, it: Arguments) -> Res<V> {
    Ok(match pair(machine, it)? {
        Pair::Integers(_, 0) | Pair::Floats(_, 0.0) => return Err(YaqlFault::DivisionByZero.into()),
        Pair::Large(_, right) if right.sign() == Sign::NoSign => return Err(YaqlFault::DivisionByZero.into()),
        Pair::Large(left, right) => integer::value(integer::divided(&left, &right).1),
        Pair::Integers(left, right) => {
            let rest = left.checked_rem(right).unwrap_or(0);
            let is_off = rest != 0 && (rest < 0) != (right < 0);
            V::Int(if is_off { rest + right } else { rest })
        }
        Pair::Floats(left, right) => {
            let rest = left % right;
            if rest == 0.0 {
                V::Float(0.0_f64.copysign(right))
            } else if (rest < 0.0) != (right < 0.0) {
                V::Float(rest + right)
            } else {
                V::Float(rest)
            }
        }
    })
}

fn negate(_: &mut Machine, mut it: Arguments) -> Res<V> {
    Ok(match it.value(0) {
        V::Int(number) => match number.checked_neg() {
            Some(number) => V::Int(number),
            None => integer::value(-BigInt::from(number)),
        },
        V::Big(number) => integer::value(-&*number),
        V::Float(number) => V::Float(-number),
        other => other,
    })
}

fn by_number(mut it: Arguments, holds: fn(Ordering) -> bool) -> Res<V> {
    Ok(V::Bool(numbers(&it.value(0), &it.value(1)).is_some_and(holds)))
}

fn by_text(mut it: Arguments, holds: fn(Ordering) -> bool) -> Res<V> {
    // The order of UTF-8 is that of code points.
    Ok(V::Bool(holds(it.text(0)?.cmp(&it.text(1)?))))
}

/// Whether a set is part of the other: the left one where `is_left`, and a smaller one where `is_strict`.
fn by_members(machine: &mut Machine, mut it: Arguments, is_left: bool, is_strict: bool) -> Res<V> {
    let (left, right) = (it.value(0), it.value(1));
    compare_pairs_with(&left, &right)?;
    let (left, right) = (members(&left, machine)?, members(&right, machine)?);
    let (small, large) = if is_left { (left, right) } else { (right, left) };
    let is_part = small.is_subset(&large) && (!is_strict || small.len() < large.len());
    Ok(V::Bool(is_part))
}

/// The left operand where its truth is the one that decides, else the right one.
fn either(machine: &mut Machine, mut it: Arguments, decides: bool) -> Res<V> {
    let left = it.expression(0)?.call(machine, &[])?;
    if left.is_truthy()? == decides {
        return Ok(left);
    }
    it.expression(1)?.call(machine, &[])
}

/// Whether something is among the items.
pub(super) fn contains(machine: &mut Machine, collection: &V, value: &V) -> Res<bool> {
    match collection {
        V::Set(_) | V::Keys(_) => {
            let key = key_of(value, machine)?;
            return Ok(members(collection, machine)?.contains(&key));
        }
        _ => {}
    }
    if matches!(collection, V::Pairs(_)) && !matches!(value, V::Tuple(pair) if pair.items.len() == 2) {
        return Err(Stop::not_implemented("yaql: whether entries contain what is no pair"));
    }
    let mut cursor = Cursor::over(machine, collection)?;
    while let Some(item) = cursor.next(machine)? {
        if same(&item, value, machine)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn join_texts(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (left, right) = (it.text(0)?, it.text(1)?);
    machine.spend((left.len() + right.len()) / 64)?;
    Ok(V::text(format!("{left}{right}")))
}

fn join_lists(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (left, right) = (it.value(0), it.value(1));
    match (&left, &right) {
        (V::Tuple(first), V::Tuple(second)) => {
            machine.fits(left.size() + right.size())?;
            V::tuple(first.items.iter().chain(&second.items).cloned().collect())
        }
        (V::Set(first), V::Set(second)) => {
            let all = first.items.iter().chain(&second.items).cloned().collect();
            V::set(unique(all, machine)?)
        }
        _ => chain(vec![left, right]),
    }
}

fn join_maps(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let mut builder = MapBuilder::default();
    builder.extend(&*it.mapping(0)?, machine)?;
    builder.extend(&*it.mapping(1)?, machine)?;
    V::map(builder.finish())
}

/// A value and a number, in any order.
fn value_and_count(mut it: Arguments) -> (V, i128) {
    let count = |value: &V| match value {
        V::Int(number) => Some(*number),
        V::Bool(value) => Some(i128::from(*value)),
        V::Big(number) if number.sign() == Sign::Minus => Some(i128::MIN),
        V::Big(_) => Some(i128::MAX),
        _ => None,
    };
    let (left, right) = (it.value(0), it.value(1));
    match (count(&left), count(&right)) {
        (_, Some(number)) => (left, number),
        (number, None) => (right, number.unwrap_or(0)),
    }
}

/// How often something of `length` items is repeated. The engine works out the memory before it does, with the size of
/// something empty for a number below zero, too.
fn repeated(machine: &mut Machine, value: &V, length: usize, count: i128, empty: i128) -> Res<usize> {
    let one = i128::try_from(value.size()).unwrap_or(i128::MAX);
    // Larger numbers differ in nothing.
    let bounded = count.clamp(-(1 << 100), 1 << 100);
    let beside = (1 - bounded) * empty;
    // It adds up step by step, and the first step alone may be too much already.
    if beside.max(beside.saturating_add(bounded.saturating_mul(one))) > MOST_MEMORY as i128 {
        return Err(YaqlFault::TooMuchMemory { most: MOST_MEMORY }.into());
    }
    let count = usize::try_from(checked_size(count)?.max(0)).unwrap_or(usize::MAX);
    if length == 0 {
        return Ok(0);
    }
    // Small things come through, and are refused when they are made.
    machine.fits(count.saturating_mul(length))?;
    Ok(count)
}

fn repeat_text(machine: &mut Machine, it: Arguments) -> Res<V> {
    let (value, count) = value_and_count(it);
    match &value {
        V::Str(text) => {
            let count = repeated(machine, &value, text.chars().count(), count, 49)?;
            Ok(V::text(text.repeat(count)))
        }
        _ => Ok(value),
    }
}

fn repeat_list(machine: &mut Machine, it: Arguments) -> Res<V> {
    let (value, count) = value_and_count(it);
    let (V::Tuple(items) | V::List(items)) = &value else {
        return Ok(value);
    };
    let count = repeated(machine, &value, items.items.len(), count, 56)?;
    let items = cycled(&items.items, count);
    if matches!(value, V::Tuple(_)) {
        V::tuple(items)
    } else {
        V::list(items)
    }
}

fn cycled(items: &[V], count: usize) -> Vec<V> {
    std::iter::repeat_n(items, count).flatten().cloned().collect()
}

fn send_context(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    match it.value(0) {
        V::Context(scope) => {
            let body = it.expression(1)?;
            machine.value(&body.node, &scope)
        }
        _ => Err(Stop::no_match("#operator_->")),
    }
}

/// A list needs as much memory as its items together.
fn list_literal(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let items = it.rest_values();
    machine.fits(items.iter().map(V::size).sum())?;
    V::tuple(items)
}

fn list_item(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (list, index) = (it.value(0), it.position(1)?);
    let (V::Tuple(items) | V::List(items)) = &list else {
        return Err(Stop::no_match("#indexer"));
    };
    let length = items.items.len();
    let place = if index < 0 { index + length as i128 } else { index };
    let item = usize::try_from(place).ok().and_then(|place| items.items.get(place));
    item.cloned().ok_or_else(|| YaqlFault::Index { index, length }.into())
}
