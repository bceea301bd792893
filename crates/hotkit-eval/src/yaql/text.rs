//! Values as text: what `str` and `join` make of them, which is Python's `repr` for everything but the simplest.

use smol_str::{SmolStr, ToSmolStr};

use super::fault::Stop;
use super::machine::Machine;
use super::value::{Entries, Res, V};
use crate::{LARGEST_VALUE, Value, python};

/// What `str` gives.
pub(super) fn text_of(value: &V, machine: &mut Machine) -> Res<SmolStr> {
    Ok(match value {
        V::Null => SmolStr::new_static("null"),
        V::Bool(true) => SmolStr::new_static("true"),
        V::Bool(false) => SmolStr::new_static("false"),
        V::Str(text) => text.clone(),
        other => repr(other, machine)?.into(),
    })
}

/// Python's `repr`.
pub(super) fn repr(value: &V, machine: &mut Machine) -> Res<String> {
    let mut text = String::new();
    write(value, &mut text, machine)?;
    Ok(text)
}

fn write(value: &V, text: &mut String, machine: &mut Machine) -> Res<()> {
    machine.spend(1)?;
    if text.len() > LARGEST_VALUE {
        return Err(Stop::limit("the length of a text"));
    }
    match value {
        V::Null => text.push_str("None"),
        V::Bool(true) => text.push_str("True"),
        V::Bool(false) => text.push_str("False"),
        V::Int(number) => text.push_str(&number.to_smolstr()),
        V::Big(number) => text.push_str(&super::integer::digits(number)?),
        V::NoValue => text.push_str("<NoValue>"),
        V::Float(number) => text.push_str(&python::float_text(*number)),
        V::Str(inside) => {
            let quoted = python::repr_text(&Value::Text(inside.clone())).map_err(Stop::Unknown)?;
            text.push_str(&quoted);
        }
        V::Tuple(items) => {
            text.push('(');
            write_all(&items.items, text, machine)?;
            text.push_str(if items.items.len() == 1 { ",)" } else { ")" });
        }
        V::List(items) => {
            text.push('[');
            write_all(&items.items, text, machine)?;
            text.push(']');
        }
        V::Map(entries) | V::Dict(entries) => write_map(entries, text, machine)?,
        V::Set(items) if items.items.is_empty() => text.push_str("frozenset()"),
        V::Set(items) => {
            let mut cursor = super::machine::Cursor::over(machine, value)?;
            let mut members = Vec::with_capacity(items.items.len());
            while let Some(member) = cursor.next(machine)? {
                members.push(member);
            }
            text.push_str("frozenset({");
            write_all(&members, text, machine)?;
            text.push_str("})");
        }
        V::Keys(entries) => write_view("KeysView", entries, text, machine)?,
        V::Values(entries) => write_view("ValuesView", entries, text, machine)?,
        V::Pairs(entries) => write_view("ItemsView", entries, text, machine)?,
        V::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
        V::Iter(_) | V::Ordering(_) | V::Regex(_) | V::Context(_) | V::Rule(_) => {
            return Err(Stop::not_implemented("yaql: the text of such a value"));
        }
    }
    Ok(())
}

fn write_all(items: &[V], text: &mut String, machine: &mut Machine) -> Res<()> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        machine.deeper(|machine| write(item, text, machine))?;
    }
    Ok(())
}

fn write_map(entries: &Entries, text: &mut String, machine: &mut Machine) -> Res<()> {
    text.push('{');
    for (index, (key, value)) in entries.entries.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        machine.deeper(|machine| write(key, text, machine))?;
        text.push_str(": ");
        machine.deeper(|machine| write(value, text, machine))?;
    }
    text.push('}');
    Ok(())
}

fn write_view(name: &str, entries: &Entries, text: &mut String, machine: &mut Machine) -> Res<()> {
    text.push_str(name);
    text.push('(');
    write_map(entries, text, machine)?;
    text.push(')');
    Ok(())
}
