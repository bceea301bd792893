//! Functions and methods of YAQL that make and read mappings.

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::fault::{Stop, TypeProblem, YaqlFault};
use super::super::key::{MapBuilder, key_of, look_up, unique};
use super::super::machine::{Cursor, Lambda, Machine};
use super::super::value::{Entries, Res, V};

const MAP: &[Param] = &[param("dict", Kind::Mapping)];

pub(super) const TABLE: &[Overload] = &[
    Overload::function("dict", &[], of_rules)
        .rest(Kind::Rule)
        .keeping_rules(),
    Overload::function("dict", &[param("items", Kind::Iterable)], of_pairs).keeping_rules(),
    Overload::method(
        "get",
        &[
            param("dict", Kind::Mapping),
            param("key", Kind::Any),
            optional("default", Kind::Any, Fallback::Null),
        ],
        |machine, mut it| {
            let (entries, key, default) = (it.mapping(0)?, it.value(1), it.value(2));
            Ok(look_up(&entries, &key, machine)?.cloned().unwrap_or(default))
        },
    ),
    Overload::method(
        "containsKey",
        &[param("dict", Kind::Mapping), param("key", Kind::Any)],
        |machine, mut it| {
            let (entries, key) = (it.mapping(0)?, it.value(1));
            Ok(V::Bool(look_up(&entries, &key, machine)?.is_some()))
        },
    ),
    Overload::method(
        "containsValue",
        &[param("dict", Kind::Mapping), param("value", Kind::Any)],
        |machine, mut it| {
            let (entries, value) = (V::Values(it.mapping(0)?), it.value(1));
            Ok(V::Bool(super::operators::contains(machine, &entries, &value)?))
        },
    ),
    Overload::method("keys", MAP, |_, mut it| Ok(V::Keys(it.mapping(0)?))),
    Overload::method("values", MAP, |_, mut it| Ok(V::Values(it.mapping(0)?))),
    Overload::method("items", MAP, |_, mut it| Ok(V::Pairs(it.mapping(0)?))),
    Overload::both("len", MAP, |_, mut it| Ok(V::int(it.mapping(0)?.entries.len()))),
    Overload::method(
        "set",
        &[
            param("dict", Kind::Mapping),
            param("key", Kind::Any),
            param("value", Kind::Any),
        ],
        |machine, mut it| {
            let (entries, key, value) = (it.value(0), it.value(1), it.value(2));
            machine.fits(entries.size() + key.size() + value.size())?;
            with(machine, &entries, vec![(key, value)])
        },
    )
    .keeping_rules(),
    Overload::method(
        "set",
        &[param("dict", Kind::Mapping), param("replacements", Kind::Mapping)],
        |machine, mut it| {
            let (entries, others) = (it.value(0), it.mapping(1)?);
            with(machine, &entries, others.entries.clone())
        },
    )
    .keeping_rules(),
    Overload::method("set", MAP, |machine, mut it| {
        let (entries, rules) = (it.value(0), rules(&mut it));
        with(machine, &entries, rules)
    })
    .rest(Kind::Rule)
    .keeping_rules(),
    Overload::method("delete", MAP, |machine, mut it| {
        let (entries, keys) = (it.mapping(0)?, it.rest_values());
        without(machine, &entries, &keys)
    })
    .rest(Kind::Any),
    Overload::method(
        "deleteAll",
        &[param("dict", Kind::Mapping), param("keys", Kind::Iterable)],
        |machine, mut it| {
            let (entries, keys) = (it.mapping(0)?, it.value(1));
            let keys = machine.items(&keys)?;
            without(machine, &entries, &keys)
        },
    ),
    Overload::method(
        "toDict",
        &[
            param("collection", Kind::Iterable),
            param("keySelector", Kind::Lambda),
            optional("valueSelector", Kind::Lambda, Fallback::Null),
        ],
        to_dict,
    ),
    Overload::method(
        "mergeWith",
        &[
            param("dict", Kind::Mapping),
            param("another", Kind::Mapping),
            optional("listMerger", Kind::Lambda, Fallback::Null),
            optional("itemMerger", Kind::Lambda, Fallback::Null),
            optional("maxLevels", Kind::Int, Fallback::Int(0)),
        ],
        merge_with,
    ),
];

fn rules(it: &mut Arguments) -> Vec<(V, V)> {
    let rules = it.rest_values().into_iter().filter_map(|value| match value {
        V::Rule(rule) => Some((rule.0.clone(), rule.1.clone())),
        _ => None,
    });
    rules.collect()
}

/// A mapping literal, which is `dict` as well.
pub(super) fn of_rules(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let rules = rules(&mut it);
    machine.fits(56 * rules.len())?;
    with(machine, &V::Null, rules)
}

/// The entries of a mapping with others added or put in their place.
fn with(machine: &mut Machine, map: &V, others: Vec<(V, V)>) -> Res<V> {
    let mut builder = MapBuilder::default();
    if let Some(entries) = map.entries() {
        builder.extend(entries, machine)?;
    }
    for (key, value) in others {
        builder.insert(key, value, machine)?;
    }
    V::map(builder.finish())
}

/// Entries of a mapping up to which a copy of it is within the engine's limit on memory.
const MOST_COPIED: usize = 170;

fn without(machine: &mut Machine, entries: &Entries, keys: &[V]) -> Res<V> {
    let mut present = MapBuilder::default();
    present.extend(entries, machine)?;
    let mut gone = std::collections::HashSet::new();
    for key in keys {
        // Of an empty mapping Python asks for nothing, and so does not mind what can be no key.
        if gone.len() < entries.entries.len() {
            let key = key_of(key, machine)?;
            if present.get(&key).is_some() {
                gone.insert(key);
            }
        }
    }
    let mut left = Vec::new();
    for (key, value) in &entries.entries {
        if !gone.contains(&key_of(key, machine)?) {
            left.push((key.clone(), value.clone()));
        }
    }
    // A copy may have room for more, or less, than its original.
    if entries.entries.len() > MOST_COPIED {
        return Err(Stop::not_implemented("yaql: the size of a large mapping"));
    }
    V::dict(left)
}

/// Of each item the first two of its items.
fn of_pairs(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let source = it.value(0);
    let mut cursor = Cursor::over(machine, &source)?;
    let mut builder = MapBuilder::default();
    while let Some(item) = cursor.next(machine)? {
        let mut pair = Cursor::over_any(machine, &item)?;
        let (Some(key), Some(value)) = (pair.next(machine)?, pair.next(machine)?) else {
            return Err(YaqlFault::NoSingleItem { several: false }.into());
        };
        builder.insert(key, value, machine)?;
    }
    let entries = builder.finish();
    super::super::value::fit_dict(&entries)?;
    V::map(entries)
}

fn to_dict(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, key, value) = (it.value(0), it.expression(1)?, it.lambda(2));
    let mut cursor = Cursor::over(machine, &source)?;
    let mut builder = MapBuilder::default();
    while let Some(item) = cursor.next(machine)? {
        let key = key.call(machine, std::slice::from_ref(&item))?;
        let value = match &value {
            Some(value) => value.call(machine, std::slice::from_ref(&item))?,
            None => item,
        };
        builder.insert(key, value, machine)?;
    }
    V::dict(builder.finish())
}

/// What `mergeWith` does with values of one key.
struct Merge {
    lists: Option<Lambda>,
    items: Option<Lambda>,
}

fn merge_with(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (left, right) = (it.mapping(0)?, it.mapping(1)?);
    let merge = Merge {
        lists: it.lambda(2),
        items: it.lambda(3),
    };
    merge.maps(machine, &left, &right, it.position(4)?)
}

impl Merge {
    fn maps(&self, machine: &mut Machine, left: &Entries, right: &Entries, levels: i128) -> Res<V> {
        let mut merged = MapBuilder::default();
        for (key, value) in &left.entries {
            let value = match look_up(right, key, machine)? {
                Some(other) => machine.deeper(|machine| self.values(machine, value, other, levels))?,
                None => value.clone(),
            };
            merged.insert(key.clone(), value, machine)?;
        }
        for (key, value) in &right.entries {
            let place = key_of(key, machine)?;
            if merged.get(&place).is_none() {
                merged.insert(key.clone(), value.clone(), machine)?;
            }
        }
        V::dict(merged.finish())
    }

    fn values(&self, machine: &mut Machine, left: &V, right: &V, levels: i128) -> Res<V> {
        match (left, right) {
            (_, V::Unknown(unknown)) => Err(Stop::Unknown(unknown.clone())),
            (V::Map(left) | V::Dict(left), V::Map(right) | V::Dict(right)) if levels != 1 => {
                self.maps(machine, left, right, if levels == 0 { 0 } else { levels - 1 })
            }
            (V::Tuple(_) | V::List(_), V::Tuple(_) | V::List(_)) if levels != 1 => self.two_lists(machine, left, right),
            (V::Unknown(unknown), V::Map(_) | V::Dict(_) | V::Tuple(_) | V::List(_)) if levels != 1 => {
                Err(Stop::Unknown(unknown.clone()))
            }
            (_, V::Map(_) | V::Dict(_) | V::Tuple(_) | V::List(_)) if levels != 1 => Err(TypeProblem::Merge.into()),
            _ => match &self.items {
                Some(merger) => merger.call(machine, &[left.clone(), right.clone()]),
                None => Ok(right.clone()),
            },
        }
    }

    fn two_lists(&self, machine: &mut Machine, left: &V, right: &V) -> Res<V> {
        if let Some(merger) = &self.lists {
            return merger.call(machine, &[left.clone(), right.clone()]);
        }
        let all = match (left, right) {
            (V::Tuple(left), V::Tuple(right)) | (V::List(left), V::List(right)) => {
                left.items.iter().chain(&right.items).cloned().collect()
            }
            _ => return Err(TypeProblem::Operands.into()),
        };
        let unique = unique(all, machine)?;
        let unique = V::tuple(unique)?;
        let unique = machine.limited(unique)?;
        machine.fitting(unique)
    }
}
