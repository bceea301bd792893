//! `repeat`: a template for each item of lists.

use hotkit_model::{Call, ValueKind};
use hotkit_schema::Function;
use smol_str::SmolStr;

use crate::evaluate::{Evaluated, Evaluator, entry_range, fault, item_range, unknown_of, wrong_kind};
use crate::value::may_shrink;
use crate::{EvaluationFault, Expected, FaultKind, LARGEST_VALUE, Part, Reason, Reasons, Unknown, Value};

/// A variable with what it runs through.
struct Variable {
    name: SmolStr,
    items: Vec<Value>,
    is_null: bool,
}

impl Evaluator<'_> {
    pub(crate) fn repeat(&self, call: &Call) -> Evaluated {
        let (Some(for_each_written), Some(template_written)) =
            (call.argument.get("for_each"), call.argument.get("template"))
        else {
            return Ok(Value::Null);
        };
        let for_each_written = &for_each_written.value;
        let for_each = self.part(for_each_written)?;
        let entries = match &for_each {
            Value::Unknown(_) => None,
            Value::Map(entries) if entries.is_empty() => {
                let kind = FaultKind::Empty {
                    part: Part::Key("for_each"),
                };
                return Err(fault(call, for_each_written.range, kind));
            }
            Value::Map(entries) => Some(entries),
            other => {
                let range = for_each_written.range;
                return Err(wrong_kind(call, range, Part::Key("for_each"), Expected::Map, other));
            }
        };
        let mut reasons = Reasons::default();
        let mut variables = Vec::new();
        for (name, value) in entries.into_iter().flat_map(|it| it.iter()) {
            variables.extend(self.variable(call, name, value, &mut reasons)?);
        }
        let permutes = permutes(call);
        if !permutes && reasons.is_empty() {
            check_lengths(call, &variables)?;
        }
        let template = self.part(&template_written.value)?;
        if entries.is_none() || !reasons.is_empty() {
            for_each.add_reasons(&mut reasons);
            template.add_reasons(&mut reasons);
            return Ok(Value::Unknown(reasons.unknown().unwrap_or_default()));
        }
        let count = number_of_items(&variables, permutes);
        let Some(count) = count.filter(|count| count.saturating_mul(size(&template, &variables)) <= LARGEST_VALUE * 4)
        else {
            return Ok(Value::unknown(Reason::Limit("the length of a list")));
        };
        if count > 0 && has_text(&template) {
            check_items(call, &variables)?;
        }
        let mut budget = LARGEST_VALUE * 4;
        let mut results = Vec::with_capacity(count);
        for number in 0..count {
            let items = items_at(&variables, number, permutes);
            match substitute(&template, &items, &mut budget) {
                Some(value) => results.push(value),
                None => return Ok(Value::unknown(Reason::Limit("the length of a text"))),
            }
        }
        Ok(Value::list(results))
    }

    /// One variable; `None`, with the reasons, where its items are not known.
    fn variable(
        &self,
        call: &Call,
        name: &SmolStr,
        value: &Value,
        reasons: &mut Reasons,
    ) -> Result<Option<Variable>, EvaluationFault> {
        let takes_maps = call.function != Function::Repeat && permutes(call);
        let items = match value {
            Value::Unknown(unknown) if unknown.may_be(&[ValueKind::List, ValueKind::Map]) => {
                reasons.add(unknown);
                return Ok(None);
            }
            Value::List(items) if may_shrink(items.iter()) => {
                value.add_reasons(reasons);
                return Ok(None);
            }
            Value::Null => Vec::new(),
            Value::List(items) => items.to_vec(),
            Value::Map(entries) if takes_maps && may_shrink(entries.iter().map(|(_, value)| value)) => {
                value.add_reasons(reasons);
                return Ok(None);
            }
            Value::Map(entries) if takes_maps => entries.iter().map(|(key, _)| Value::Text(key.clone())).collect(),
            other => {
                let expected = if takes_maps {
                    Expected::ListOrMap
                } else {
                    Expected::List
                };
                let range = call
                    .argument
                    .get("for_each")
                    .map_or(call.argument.range, |it| entry_range(&it.value, name));
                return Err(wrong_kind(call, range, Part::ForEachValue, expected, other));
            }
        };
        Ok(Some(Variable {
            name: name.clone(),
            items,
            is_null: matches!(value, Value::Null),
        }))
    }
}

/// Whether every item meets every other one (F-RP-4).
fn permutes(call: &Call) -> bool {
    let permutations = call
        .argument
        .get("permutations")
        .filter(|_| call.function == Function::RepeatWithNestedLoop);
    permutations.is_none_or(|entry| entry.value.kind != hotkit_model::ExprKind::Bool(false))
}

/// Without permutations all lists are of one length; null does not count.
fn check_lengths(call: &Call, variables: &[Variable]) -> Result<(), EvaluationFault> {
    let lengths: Vec<usize> = variables
        .iter()
        .filter(|it| !it.is_null)
        .map(|it| it.items.len())
        .collect();
    if lengths.windows(2).all(|pair| pair[0] == pair[1]) {
        return Ok(());
    }
    let range = call
        .argument
        .get("for_each")
        .map_or(call.argument.range, |it| it.value.range);
    Err(fault(call, range, FaultKind::UnequalLengths { lengths }))
}

/// Items must be text as soon as any text is looked at, even where they are not used (F-RP-3).
fn check_items(call: &Call, variables: &[Variable]) -> Result<(), EvaluationFault> {
    let for_each = call.argument.get("for_each").map(|entry| &entry.value);
    for variable in variables {
        for (index, item) in variable.items.iter().enumerate() {
            if matches!(item, Value::Text(_) | Value::Unknown(_)) {
                continue;
            }
            let list = for_each.and_then(|it| it.get(&variable.name)).map(|entry| &entry.value);
            let range = list.map_or(call.argument.range, |list| {
                item_range(list, index, variable.items.len())
            });
            return Err(wrong_kind(call, range, Part::ForEachItem, Expected::Text, item));
        }
    }
    Ok(())
}

fn number_of_items(variables: &[Variable], permutes: bool) -> Option<usize> {
    let mut lengths = variables.iter().map(|it| it.items.len());
    if permutes {
        // A list without items makes the product empty however long the others are.
        if variables.iter().any(|it| it.items.is_empty()) {
            return Some(0);
        }
        return lengths.try_fold(1_usize, usize::checked_mul);
    }
    lengths.min()
}

/// The items of one round, with their variables; the first variable is the slowest.
fn items_at(variables: &[Variable], number: usize, permutes: bool) -> Vec<(&str, &Value)> {
    let mut rest = number;
    let mut items: Vec<(&str, &Value)> = Vec::with_capacity(variables.len());
    for variable in variables.iter().rev() {
        let index = if permutes {
            rest % variable.items.len().max(1)
        } else {
            number
        };
        if permutes {
            rest /= variable.items.len().max(1);
        }
        if let Some(item) = variable.items.get(index) {
            items.push((&variable.name, item));
        }
    }
    items.reverse();
    items
}

/// A measure of the work for one round.
fn size(template: &Value, variables: &[Variable]) -> usize {
    let mut size = variables.len();
    let mut waiting = vec![template];
    while let Some(value) = waiting.pop() {
        size = size.saturating_add(1);
        if size > LARGEST_VALUE * 4 {
            break;
        }
        match value {
            Value::Text(text) => size = size.saturating_add(text.len()),
            Value::List(items) => waiting.extend(items.iter()),
            Value::Map(entries) => {
                size = size.saturating_add(entries.iter().map(|(key, _)| key.len()).sum());
                waiting.extend(entries.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    size
}

fn has_text(template: &Value) -> bool {
    match template {
        Value::Text(_) => true,
        Value::List(items) => items.iter().any(has_text),
        Value::Map(entries) => !entries.is_empty(),
        _ => false,
    }
}

/// The template with every variable replaced, one after the other, in texts and keys; `None` beyond the budget in bytes.
fn substitute(template: &Value, items: &[(&str, &Value)], budget: &mut usize) -> Option<Value> {
    Some(match template {
        Value::Text(text) => match substitute_text(text, items, budget)? {
            Ok(text) => Value::Text(text),
            Err(unknown) => Value::Unknown(unknown),
        },
        Value::List(parts) => {
            let parts: Option<Vec<Value>> = parts.iter().map(|part| substitute(part, items, budget)).collect();
            Value::list(parts?)
        }
        Value::Map(entries) => {
            let mut replaced = Vec::with_capacity(entries.len());
            for (key, value) in entries.iter() {
                let value = substitute(value, items, budget)?;
                match substitute_text(key, items, budget)? {
                    Ok(key) => replaced.push((key, value)),
                    Err(unknown) => return Some(unknown_of([&Value::Unknown(unknown), template])),
                }
            }
            Value::map(replaced)
        }
        other => other.clone(),
    })
}

fn substitute_text(text: &SmolStr, items: &[(&str, &Value)], budget: &mut usize) -> Option<Result<SmolStr, Unknown>> {
    let mut text = text.clone();
    let mut reasons = Reasons::default();
    for (name, item) in items {
        if !text.contains(name) {
            continue;
        }
        match item {
            Value::Text(item) => {
                // Counted before it is made: an empty name stands between any two characters.
                let occurrences = text.matches(name).count();
                let length = text.len().saturating_add(occurrences.saturating_mul(item.len()));
                *budget = budget.checked_sub(length)?;
                text = text.replace(name, item).into();
            }
            other => other.add_reasons(&mut reasons),
        }
    }
    *budget = budget.checked_sub(text.len())?;
    Some(match reasons.unknown() {
        Some(unknown) => Err(unknown),
        None => Ok(text),
    })
}
