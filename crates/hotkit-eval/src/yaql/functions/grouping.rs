//! `groupBy`: items by their keys, and what an aggregator makes of each group.

use std::collections::HashMap;

use super::super::call::Arguments;
use super::super::fault::{Stop, YaqlFault};
use super::super::key::{Key, key_of};
use super::super::machine::{Cursor, Lambda, Machine};
use super::super::value::{Res, V, equal};
use super::control::held;

/// The groups in the order in which their keys are met, computed one by one when somebody asks.
pub(super) fn group_by(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (source, key, value) = (it.value(0), it.expression(1)?, it.lambda(2));
    let aggregator = it.lambda(3);
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut groups: Vec<(V, Vec<V>)> = Vec::new();
    let mut cursor = Cursor::over(machine, &source)?;
    while let Some(item) = cursor.next(machine)? {
        let own = std::slice::from_ref(&item);
        let value = match &value {
            Some(value) => value.call(machine, own)?,
            None => item.clone(),
        };
        let key = key.call(machine, own)?;
        let place = *places.entry(key_of(&key, machine)?).or_insert(groups.len());
        if place == groups.len() {
            groups.push((key, Vec::new()));
        }
        groups[place].1.push(value);
    }
    let groups = groups
        .into_iter()
        .map(|(key, values)| Ok((key, V::grown_list(values, 0)?)));
    let groups: Vec<(V, V)> = groups.collect::<Res<_>>()?;
    let parts: Vec<V> = groups
        .iter()
        .flat_map(|(key, values)| [key.clone(), values.clone()])
        .collect();
    let depth = held(&it.scope, &parts) + 1;
    let mut groups = groups.into_iter();
    let mut aggregation = Aggregation {
        aggregator,
        failure: None,
        allows_old_style: true,
    };
    let next = move |machine: &mut Machine| match groups.next() {
        Some((key, values)) => aggregation.group(machine, key, values).map(Some),
        None => Ok(None),
    };
    V::iter(depth, Box::new(next))
}

/// What becomes of groups: the values alone are handed to the aggregator, or, as in old times, key and values.
struct Aggregation {
    aggregator: Option<Lambda>,
    failure: Option<Stop>,
    allows_old_style: bool,
}

impl Aggregation {
    fn group(&mut self, machine: &mut Machine, key: V, values: V) -> Res<V> {
        let Some(aggregator) = self.aggregator.clone() else {
            return V::tuple(vec![key, values]);
        };
        let pair = V::tuple(vec![key.clone(), values.clone()])?;
        if self.failure.is_none() {
            match aggregator.call(machine, std::slice::from_ref(&values)) {
                Ok(result) => {
                    self.allows_old_style &= may_be_old_style(machine, &values, &result)?;
                    return V::tuple(vec![key, result]);
                }
                Err(
                    failure @ Stop::Fault {
                        fault: YaqlFault::NoMatch { .. } | YaqlFault::Index { .. } | YaqlFault::UnknownGroup { .. },
                        ..
                    },
                ) => self.failure = Some(failure),
                Err(other) => return Err(other),
            }
        }
        if self.allows_old_style {
            match aggregator.call(machine, &[pair]) {
                Ok(result) if has_two(&result) => return Ok(result),
                Err(Stop::Unknown(unknown)) => return Err(Stop::Unknown(unknown)),
                _ => {}
            }
        }
        match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => Err(Stop::not_implemented("yaql: groupBy")),
        }
    }
}

/// A result that says nothing about whether the values or the pair were meant.
fn may_be_old_style(machine: &mut Machine, values: &V, result: &V) -> Res<bool> {
    let (V::List(values), V::Tuple(result) | V::List(result)) = (values, result) else {
        return Ok(false);
    };
    if values.items.len() != 2 || result.items.len() != 2 {
        return Ok(false);
    }
    equal(&result.items[0], &values.items[0], machine)
}

/// True for what has two items by Python's `len`.
fn has_two(value: &V) -> bool {
    match value {
        V::Tuple(items) | V::List(items) | V::Set(items) => items.items.len() == 2,
        V::Str(text) => text.chars().count() == 2,
        V::Map(entries) | V::Dict(entries) | V::Keys(entries) | V::Values(entries) | V::Pairs(entries) => {
            entries.entries.len() == 2
        }
        _ => false,
    }
}
