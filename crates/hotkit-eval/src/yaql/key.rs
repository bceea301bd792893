//! Values as keys of mappings and members of sets: Python's hash and equality.

use std::rc::Rc;

use num_bigint::BigInt;
use smol_str::SmolStr;

use super::fault::{Stop, TypeProblem};
use super::integer;
use super::machine::Machine;
use super::value::{Entries, Res, V};

/// Python's hash and equality of a value in one: equal keys are equal values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Key {
    Null,
    Int(i128),
    /// An integer beyond 128 bits.
    Big(BigInt),
    /// A number that is no integer, by its bits.
    Float(u64),
    Str(SmolStr),
    Tuple(Vec<Key>),
    /// Sorted.
    Map(Vec<(Key, Key)>),
    /// Sorted.
    Set(Vec<Key>),
    /// A thing that equals only itself.
    Itself(Itself),
    /// A regular expression, by its pattern and flags.
    Regex(SmolStr, SmolStr),
    NoValue,
    /// A moment, by its microseconds since 1970 in UTC.
    Date(i128),
    Span(i128),
}

/// A thing by its address, which nothing else can get while it is held.
#[derive(Clone, Debug)]
pub(super) struct Itself {
    address: usize,
    _held: V,
}

impl Itself {
    fn of(value: &V, address: usize) -> Key {
        Key::Itself(Itself {
            address,
            _held: value.clone(),
        })
    }
}

impl PartialEq for Itself {
    fn eq(&self, other: &Itself) -> bool {
        self.address == other.address
    }
}

impl Eq for Itself {}

impl PartialOrd for Itself {
    fn partial_cmp(&self, other: &Itself) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Itself {
    fn cmp(&self, other: &Itself) -> std::cmp::Ordering {
        self.address.cmp(&other.address)
    }
}

impl std::hash::Hash for Itself {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.address.hash(state);
    }
}

/// The key that a value is.
///
/// # Errors
/// Lists and mutable mappings are no keys; unknown parts make it unknown.
pub(super) fn key_of(value: &V, machine: &mut Machine) -> Res<Key> {
    machine.spend(1)?;
    Ok(match value {
        V::Null => Key::Null,
        V::Bool(value) => Key::Int(i128::from(*value)),
        V::Int(number) => Key::Int(*number),
        V::Big(number) => Key::Big(BigInt::clone(number)),
        V::NoValue => Key::NoValue,
        V::Date(date) => Key::Date(date.moment()),
        V::Span(span) => Key::Span(*span),
        V::Float(number) if number.is_nan() => return Err(Stop::not_implemented("yaql: nan as a key")),
        V::Float(number) if number.is_finite() && number.fract() == 0.0 => {
            let whole = integer::of_float(*number);
            i128::try_from(&whole).map_or(Key::Big(whole), Key::Int)
        }
        V::Float(number) => Key::Float(number.to_bits()),
        V::Str(text) => Key::Str(text.clone()),
        V::Tuple(items) => Key::Tuple(keys_of(&items.items, machine)?),
        V::Map(entries) => {
            let mut keys = Vec::with_capacity(entries.entries.len());
            for (key, value) in &entries.entries {
                keys.push((key_of(key, machine)?, key_of(value, machine)?));
            }
            keys.sort();
            Key::Map(keys)
        }
        V::Set(items) => {
            let mut keys = keys_of(&items.items, machine)?;
            keys.sort();
            Key::Set(keys)
        }
        V::List(_) => return Err(TypeProblem::Unhashable("list").into()),
        V::Dict(_) => return Err(TypeProblem::Unhashable("dict").into()),
        V::Keys(_) => return Err(TypeProblem::Unhashable("dict_keys").into()),
        V::Pairs(_) => return Err(TypeProblem::Unhashable("dict_items").into()),
        V::Iter(iter) => Itself::of(value, Rc::as_ptr(iter).addr()),
        V::Ordering(ordering) => Itself::of(value, Rc::as_ptr(ordering).addr()),
        V::Regex(regex) => Key::Regex(regex.text.clone(), regex.flags.clone()),
        V::Values(_) | V::Context(_) | V::Rule(_) => return Err(Stop::not_implemented("yaql: such a key")),
        V::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
    })
}

fn keys_of(values: &[V], machine: &mut Machine) -> Res<Vec<Key>> {
    values.iter().map(|value| key_of(value, machine)).collect()
}

/// Puts entries together: of equal keys the first spelling and the last value count.
#[derive(Default)]
pub(super) struct MapBuilder {
    places: std::collections::HashMap<Key, usize>,
    entries: Vec<(V, V)>,
}

impl MapBuilder {
    pub(super) fn insert(&mut self, key: V, value: V, machine: &mut Machine) -> Res<()> {
        let place = key_of(&key, machine)?;
        match self.places.get(&place) {
            Some(place) => self.entries[*place].1 = value,
            None => {
                self.places.insert(place, self.entries.len());
                self.entries.push((key, value));
            }
        }
        Ok(())
    }

    pub(super) fn extend(&mut self, entries: &Entries, machine: &mut Machine) -> Res<()> {
        for (key, value) in &entries.entries {
            self.insert(key.clone(), value.clone(), machine)?;
        }
        Ok(())
    }

    pub(super) fn get(&self, key: &Key) -> Option<&V> {
        self.places.get(key).map(|place| &self.entries[*place].1)
    }

    pub(super) fn finish(self) -> Vec<(V, V)> {
        self.entries
    }
}

/// The value of a key.
pub(super) fn look_up<'e>(entries: &'e Entries, key: &V, machine: &mut Machine) -> Res<Option<&'e V>> {
    let key = key_of(key, machine)?;
    machine.spend(entries.entries.len() / 8)?;
    for (candidate, value) in &entries.entries {
        let is_same = match (candidate, &key) {
            (V::Str(candidate), Key::Str(key)) => candidate == key,
            (V::Str(_), _) => false,
            (candidate, key) => key_of(candidate, machine)? == *key,
        };
        if is_same {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// Each value once, the first of equal ones.
pub(super) fn unique(values: Vec<V>, machine: &mut Machine) -> Res<Vec<V>> {
    let mut seen = std::collections::HashSet::new();
    let mut result = Vec::new();
    for value in values {
        if seen.insert(key_of(&value, machine)?) {
            result.push(value);
        }
    }
    Ok(result)
}
