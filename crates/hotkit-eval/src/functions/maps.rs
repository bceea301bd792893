//! Functions on mappings.

use std::collections::{BTreeMap, HashMap, HashSet};

use hotkit_model::{Call, ValueKind};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::arguments::unpack;
use crate::evaluate::{Evaluated, Evaluator, counted, fault, item_range, unknown_of, wrong_kind};
use crate::value::may_shrink;
use crate::{EvaluationFault, Expected, FaultKind, LARGEST_VALUE, Part, Reason, Reasons, Value, python};

type Entries = [(SmolStr, Value)];

impl Evaluator<'_> {
    pub(crate) fn map_merge(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        let maps = match &argument {
            Value::Unknown(_) => return Ok(argument),
            Value::Text(text) if text.is_empty() => return Ok(Value::map(Vec::new())),
            Value::List(maps) => maps,
            other => {
                return Err(wrong_kind(
                    call,
                    call.argument.range,
                    Part::Argument,
                    Expected::List,
                    other,
                ));
            }
        };
        let mut entries: Vec<(SmolStr, Value)> = Vec::new();
        let mut reasons = Reasons::default();
        for (index, map) in maps.iter().enumerate() {
            match map {
                Value::Null => {}
                Value::Unknown(unknown) if unknown.may_be(&[ValueKind::Map]) => reasons.add(unknown),
                Value::Map(map) if entries.len() + map.len() > LARGEST_VALUE => {
                    reasons.because(Reason::Limit("the length of a mapping"));
                }
                Value::Map(map) => entries.extend(map.iter().cloned()),
                other => {
                    let range = item_range(&call.argument, index, maps.len());
                    return Err(wrong_kind(call, range, Part::Item(index), Expected::MapOrNull, other));
                }
            }
        }
        Ok(reasons.unknown().map_or_else(|| Value::map(entries), Value::Unknown))
    }

    pub(crate) fn map_replace(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        let range = call.argument.range;
        let items = match &argument {
            Value::Unknown(_) => return Ok(argument),
            Value::List(items) => items,
            other => return Err(wrong_kind(call, range, Part::Argument, Expected::List, other)),
        };
        let items = match counted(items) {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let [input, replacement] = items else {
            let found = items.len();
            return Err(fault(
                call,
                range,
                FaultKind::WrongCount {
                    least: 2,
                    most: Some(2),
                    found,
                },
            ));
        };
        let at = |index| item_range(&call.argument, index, items.len());
        let input = map_or_null(call, at(0), Part::Item(0), input)?;
        let replacement = map_or_null(call, at(1), Part::Item(1), replacement)?;
        let (Some(input), Some(replacement)) = (input, replacement) else {
            return Ok(unknown_of(items));
        };
        let known = &["keys", "values"];
        if let Some((key, _)) = replacement.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            let key = key.clone();
            return Err(fault(call, at(1), FaultKind::UnknownKey { key, known }));
        }
        let part = |name| {
            replacement
                .iter()
                .find(|(key, _)| key == name)
                .map_or(&Value::Null, |(_, value)| value)
        };
        let keys = map_or_null(call, at(1), Part::Key("keys"), part("keys"))?;
        let values = map_or_null(call, at(1), Part::Key("values"), part("values"))?;
        let (Some(keys), Some(values)) = (keys, values) else {
            return Ok(unknown_of(items));
        };
        if may_shrink([input, keys, values].into_iter().flatten().map(|(_, value)| value)) {
            return Ok(unknown_of(items));
        }
        let old_keys: HashSet<&str> = input.iter().map(|(key, _)| key.as_str()).collect();
        let composite = |value: &Value| matches!(value, Value::List(_) | Value::Map(_));
        let unusable = |(key, new): &&(SmolStr, Value)| composite(new) && old_keys.contains(key.as_str());
        if let Some((_, new)) = keys.iter().find(unusable) {
            return Err(wrong_kind(call, at(1), Part::Replacement, Expected::Scalar, new));
        }
        replaced(input, keys, values).map_err(|key| fault(call, at(1), FaultKind::KeyCollision { key }))
    }

    pub(crate) fn member_list_to_map(&self, call: &Call) -> Evaluated {
        let Some(parts) = unpack(&call.argument, 3..=3) else {
            return Ok(Value::Null);
        };
        let [key_name, value_name, written] = parts.as_ref() else {
            return Ok(Value::Null);
        };
        let members = self.part(written)?;
        let members: Vec<Value> = match &members {
            Value::Unknown(_) => return Ok(members),
            Value::List(items) => items.to_vec(),
            // What Python goes through: the characters of text, the keys of a mapping.
            Value::Text(text) => text.chars().map(|it| Value::text(it.to_string())).collect(),
            Value::Map(entries) => entries.iter().map(|(key, _)| Value::Text(key.clone())).collect(),
            other => return Err(wrong_kind(call, written.range, Part::Operand, Expected::List, other)),
        };
        let mut pairs = Vec::new();
        let mut reasons = Reasons::default();
        for (index, member) in members.iter().enumerate() {
            let range = item_range(written, index, members.len());
            match member {
                Value::Unknown(unknown) => reasons.add(unknown),
                Value::Text(text) => match text.split_once('=') {
                    Some((name, value)) => pairs.push((SmolStr::new(name), Value::text(value))),
                    None => return Err(fault(call, range, FaultKind::NotAPair)),
                },
                other => return Err(wrong_kind(call, range, Part::OperandItem, Expected::Text, other)),
            }
        }
        if let Some(unknown) = reasons.unknown() {
            return Ok(Value::Unknown(unknown));
        }
        let names = [key_name, value_name].map(|it| it.as_text().cloned().unwrap_or_default());
        Ok(pairs_of_members(pairs, &names))
    }
}

/// The entries of a mapping, none where it is null; `None` where it is not known.
fn map_or_null<'v>(
    call: &Call,
    range: TextRange,
    part: Part,
    value: &'v Value,
) -> Result<Option<&'v Entries>, EvaluationFault> {
    match value {
        Value::Map(entries) => Ok(Some(entries)),
        Value::Null => Ok(Some(&[])),
        Value::Unknown(_) => Ok(None),
        other => Err(wrong_kind(call, range, part, Expected::MapOrNull, other)),
    }
}

/// The mapping with keys and values exchanged, or the new key that is taken already (F-MR-2).
fn replaced(input: &Entries, keys: &Entries, values: &Entries) -> Result<Value, SmolStr> {
    let taken: HashSet<&str> = input.iter().map(|(key, _)| key.as_str()).collect();
    let new_keys: HashMap<&str, &Value> = keys.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let new_values: HashMap<&str, &Value> = values.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let mut given: HashSet<SmolStr> = HashSet::new();
    let mut entries: Vec<(SmolStr, Value)> = Vec::new();
    for (key, value) in input {
        let key = match new_keys.get(key.as_str()) {
            None | Some(Value::Null) => key.clone(),
            Some(unknown @ Value::Unknown(_)) => return Ok(unknown_of([*unknown])),
            Some(Value::Text(new)) => {
                if (new != key && taken.contains(new.as_str())) || given.contains(new) {
                    return Err(new.clone());
                }
                new.clone()
            }
            // On its way to anybody it becomes text, but it never meets a key of text.
            Some(other) => python::json_text(other).unwrap_or_default().into(),
        };
        let value = match value {
            Value::Text(text) => new_values.get(text.as_str()).map_or(value, |new| *new),
            other => other,
        };
        given.insert(key.clone());
        entries.push((key, value.clone()));
    }
    Ok(Value::map(entries))
}

/// Members named `.member.N.KEY`, put together by number: the value of one key for the value of the other.
fn pairs_of_members(pairs: Vec<(SmolStr, Value)>, names: &[SmolStr; 2]) -> Value {
    // Numbers in order of their size, however many digits they have.
    let mut members: BTreeMap<(usize, SmolStr), HashMap<SmolStr, Value>> = BTreeMap::new();
    for (name, value) in pairs {
        let Some((number, key)) = name.strip_prefix(".member.").and_then(|it| it.split_once('.')) else {
            continue;
        };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let digits = number.trim_start_matches('0');
        let key = key.split('\n').next().unwrap_or_default();
        let member = members.entry((digits.len(), digits.into())).or_default();
        member.insert(key.into(), value);
    }
    let [key_name, value_name] = names;
    let entries = members.into_values().filter_map(|member| {
        let key = member.get(key_name)?.as_text()?.clone();
        Some((key, member.get(value_name)?.clone()))
    });
    Value::map(entries.collect())
}
