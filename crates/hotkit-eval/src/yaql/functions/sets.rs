//! Sets. Views of keys and entries count as sets, but lack their methods.

use std::collections::BTreeSet;

use super::super::call::{Arguments, Kind, Overload, Param, param};
use super::super::fault::{Stop, YaqlFault};
use super::super::key::{Key, key_of, unique};
use super::super::machine::Machine;
use super::super::value::{Res, V, members};
use super::lists::spliced;

const TWO: &[Param] = &[param("left", Kind::Set), param("right", Kind::Set)];
const SET: &[Param] = &[param("set", Kind::Set)];

pub(super) const TABLE: &[Overload] = &[
    Overload::function("set", &[], |machine, mut it| {
        let items = spliced(machine, it.rest_values())?;
        to_set(machine, items)
    })
    .rest(Kind::Any),
    Overload::method("toSet", &[param("collection", Kind::Iterable)], |machine, mut it| {
        let source = it.value(0);
        let saw_order = machine.saw_order_of_set;
        let items = machine.items(&source)?;
        if matches!(source, V::Set(_)) {
            machine.saw_order_of_set = saw_order;
        }
        to_set(machine, items)
    }),
    Overload::both("len", SET, |_, mut it| {
        Ok(match it.value(0) {
            V::Set(items) => V::int(items.items.len()),
            V::Keys(entries) | V::Pairs(entries) => V::int(entries.entries.len()),
            _ => V::Null,
        })
    }),
    Overload::method("union", TWO, |machine, mut it| {
        let (left, right) = (receiver(&mut it, "union")?, it.value(1));
        let all = all_of(machine, &[left, right])?;
        to_set(machine, all)
    }),
    Overload::method("intersect", TWO, |machine, mut it| {
        let (left, right) = (receiver(&mut it, "intersection")?, it.value(1));
        let others = members(&right, machine)?;
        kept(machine, &left, |key| others.contains(key))
    }),
    Overload::method("difference", TWO, difference),
    Overload::method("symmetricDifference", TWO, |machine, mut it| {
        let (left, right) = (receiver(&mut it, "symmetric_difference")?, it.value(1));
        let (own, others) = (members(&left, machine)?, members(&right, machine)?);
        let all = V::set(all_of(machine, &[left, right])?)?;
        kept(machine, &all, |key| own.contains(key) != others.contains(key))
    }),
    Overload::method("add", SET, |machine, mut it| {
        let values = it.rest_values();
        let set = receiver(&mut it, "union")?;
        let mut all = all_of(machine, &[set])?;
        all.extend(values);
        to_set(machine, all)
    })
    .rest(Kind::Any),
    Overload::method("remove", SET, |machine, mut it| {
        let values = it.rest_values();
        let set = receiver(&mut it, "difference")?;
        let gone = values.iter().map(|value| key_of(value, machine));
        let gone: BTreeSet<Key> = gone.collect::<Res<_>>()?;
        kept(machine, &set, |key| !gone.contains(key))
    })
    .rest(Kind::Any),
];

fn receiver(it: &mut Arguments, name: &'static str) -> Res<V> {
    match it.value(0) {
        set @ V::Set(_) => Ok(set),
        _ => Err(YaqlFault::ViewMethod { name }.into()),
    }
}

/// Members of sets in the order in which they are kept, which is nobody's business.
fn all_of(machine: &mut Machine, sets: &[V]) -> Res<Vec<V>> {
    let mut all = Vec::new();
    for set in sets {
        match set {
            V::Set(items) => all.extend(items.items.iter().cloned()),
            view => all.extend(machine.items(view)?),
        }
    }
    Ok(all)
}

/// Members up to which no set takes more memory than the engine's limit.
const MOST_MEMBERS: usize = 200;

fn to_set(machine: &mut Machine, items: Vec<V>) -> Res<V> {
    if items.len() > MOST_MEMBERS {
        return Err(Stop::not_implemented("yaql: the size of a large set"));
    }
    V::set(unique(items, machine)?)
}

fn kept(machine: &mut Machine, set: &V, keeps: impl Fn(&Key) -> bool) -> Res<V> {
    let mut result = Vec::new();
    for item in all_of(machine, std::slice::from_ref(set))? {
        let key = key_of(&item, machine)?;
        if keeps(&key) {
            result.push(item);
        }
    }
    to_set(machine, result)
}

pub(super) fn difference(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (left, right) = (receiver(&mut it, "difference")?, it.value(1));
    let others = members(&right, machine)?;
    kept(machine, &left, |key| !others.contains(key))
}
