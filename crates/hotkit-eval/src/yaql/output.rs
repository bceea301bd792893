//! Values of templates to values of YAQL and back.

use smol_str::{SmolStr, ToSmolStr};

use super::fault::{Stop, TypeProblem, YaqlFault};
use super::integer;
use super::machine::{Cursor, MOST_ITEMS, Machine};
use super::text::{repr, text_of};
use super::value::{Res, V};
use crate::value::may_shrink;
use crate::{Reasons, Value};

/// Data as the expression sees it: lists are tuples, mappings frozen. A list or mapping of which parts may vanish is
/// unknown as a whole, since nothing about it is certain.
pub(super) fn data(value: &Value, machine: &mut Machine) -> Res<V> {
    machine.spend(1)?;
    Ok(match value {
        Value::Null | Value::Omitted => V::Null,
        Value::Bool(value) => V::Bool(*value),
        Value::Integer(number) => V::Int(i128::from(*number)),
        Value::BigInteger(digits) => integer::of_digits(digits).ok_or_else(integer::too_large)?,
        Value::Float(number) => V::Float(*number),
        Value::Text(text) => V::Str(text.clone()),
        Value::List(items) if may_shrink(items.iter()) => unknown(value),
        Value::Map(entries) if may_shrink(entries.iter().map(|(_, value)| value)) => unknown(value),
        Value::List(items) => {
            let items = items.iter().map(|item| machine.deeper(|machine| data(item, machine)));
            V::tuple(items.collect::<Res<_>>()?)?
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = machine.deeper(|machine| data(value, machine))?;
                Ok((V::Str(key.clone()), value))
            });
            V::map(entries.collect::<Res<_>>()?)?
        }
        Value::Unknown(unknown) => V::Unknown(unknown.clone()),
    })
}

fn unknown(value: &Value) -> V {
    let mut reasons = Reasons::default();
    value.add_reasons(&mut reasons);
    V::Unknown(reasons.unknown().unwrap_or_default())
}

/// The result as Heat gets it: whatever has items is a list, of at most as many as the engine takes.
///
/// The members of a set come in no order in Heat; here they are sorted by their text.
pub(super) fn output(value: &V, machine: &mut Machine) -> Res<Value> {
    machine.spend(1)?;
    Ok(match value {
        V::Null => Value::Null,
        V::Bool(value) => Value::Bool(*value),
        V::Int(number) => match i64::try_from(*number) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::BigInteger(number.to_smolstr()),
        },
        V::Big(number) => match integer::digits(number) {
            Ok(digits) => Value::BigInteger(digits.into()),
            Err(_) => return Err(no_json()),
        },
        V::Float(number) if number.is_finite() => Value::Float(*number),
        V::Str(text) => Value::Text(text.clone()),
        V::Map(_) | V::Dict(_) => map_output(value, machine)?,
        V::Set(_) | V::Keys(_) | V::Pairs(_) => set_output(value, machine)?,
        V::Tuple(_) | V::List(_) | V::Iter(_) | V::Ordering(_) | V::Values(_) => {
            let limited = machine.limited(value.clone())?;
            let mut cursor = Cursor::over(machine, &limited)?;
            let mut items = Vec::new();
            while let Some(item) = cursor.next(machine)? {
                items.push(machine.deeper(|machine| output(&item, machine))?);
            }
            Value::list(items)
        }
        V::Unknown(unknown) => Value::Unknown(unknown.clone()),
        V::Float(_) | V::Regex(_) | V::Context(_) | V::Rule(_) | V::NoValue => return Err(no_json()),
    })
}

fn no_json() -> Stop {
    Stop::not_implemented("yaql: a value that JSON does not have")
}

fn map_output(value: &V, machine: &mut Machine) -> Res<Value> {
    let entries = value.entries().map(|entries| entries.entries.as_slice());
    let entries = entries.unwrap_or_default();
    if entries.len() > MOST_ITEMS {
        return Err(YaqlFault::TooManyItems { most: MOST_ITEMS }.into());
    }
    let mut result: Vec<(SmolStr, Value)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let value = machine.deeper(|machine| output(value, machine))?;
        result.push((key_text(key, machine)?, value));
    }
    let length = result.len();
    let map = Value::map(result);
    if map.as_map().is_some_and(|entries| entries.len() < length) {
        return Err(Stop::not_implemented("yaql: keys of one text"));
    }
    Ok(map)
}

/// A key on its way into JSON.
fn key_text(key: &V, machine: &mut Machine) -> Res<SmolStr> {
    refuse_mutable(key)?;
    match key {
        V::Null | V::Bool(_) | V::Int(_) | V::Big(_) | V::Float(_) | V::Str(_) => text_of(key, machine),
        V::Unknown(unknown) => Err(Stop::Unknown(unknown.clone())),
        _ => Err(Stop::not_implemented("yaql: such a key")),
    }
}

/// What becomes a list, a mapping or a set of Python's on output can be neither key nor member.
fn refuse_mutable(value: &V) -> Res<()> {
    let kind = match value {
        V::Tuple(_) | V::List(_) | V::Iter(_) | V::Ordering(_) | V::Values(_) => "list",
        V::Map(_) | V::Dict(_) => "dict",
        V::Set(_) | V::Keys(_) | V::Pairs(_) => "set",
        _ => return Ok(()),
    };
    Err(TypeProblem::Unhashable(kind).into())
}

fn set_output(value: &V, machine: &mut Machine) -> Res<Value> {
    let limited = machine.limited(value.clone())?;
    // Sorted below, so that the order in which they come does not matter.
    let saw_order = machine.saw_order_of_set;
    let members = machine.items(&limited)?;
    machine.saw_order_of_set = saw_order;
    let mut sorted = Vec::with_capacity(members.len());
    for member in members {
        refuse_mutable(&member)?;
        // By Python's text: `None` before `a`.
        let text = match &member {
            V::Str(text) => text.clone(),
            other => repr(other, machine)?.into(),
        };
        sorted.push((text, output(&member, machine)?));
    }
    sorted.sort_by(|left, right| left.0.cmp(&right.0));
    Ok(Value::List(
        sorted.into_iter().map(|(_, value)| value).collect::<Vec<_>>().into(),
    ))
}
