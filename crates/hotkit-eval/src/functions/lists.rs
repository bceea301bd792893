//! Functions on lists: joining items to text, picking, filtering, chaining.

use hotkit_model::{Call, Expr, ValueKind};
use hotkit_schema::Function;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use super::references::position;
use crate::arguments::unpack;
use crate::evaluate::{Evaluated, Evaluator, fault, item_range, unknown_of, wrong_kind};
use crate::value::may_shrink;
use crate::{Expected, FaultKind, LARGEST_VALUE, Part, Reason, Reasons, Truth, Value, json, python, python_equal};

/// Comparisons of items beyond which a search through lists is not made.
const MOST_COMPARISONS: usize = 20_000_000;

impl Evaluator<'_> {
    /// `list_join` before 2015-10-15 and `Fn::Join`: one list of texts.
    pub(crate) fn join(&self, call: &Call) -> Evaluated {
        let Some([delimiter, list]) = call.argument.as_list() else {
            return Ok(Value::Null);
        };
        let items = self.part(list)?;
        let mut joined = Joining::new(call);
        match &items {
            Value::Null => {}
            Value::List(items) => joined.add(items, list)?,
            Value::Unknown(unknown) if unknown.may_be(&[ValueKind::List]) => joined.reasons.add(unknown),
            other => return Err(wrong_kind(call, list.range, Part::Operand, Expected::ListOrNull, other)),
        }
        joined.finish(&self.part(delimiter)?, delimiter.range)
    }

    /// `list_join` from 2015-10-15 on: several lists, of which empty ones of any kind are skipped (F-LJ-3).
    pub(crate) fn join_multiple(&self, call: &Call) -> Evaluated {
        let Some((delimiter, lists)) = call.argument.as_list().and_then(<[Expr]>::split_first) else {
            return Ok(Value::Null);
        };
        let mut joined = Joining::new(call);
        for list in lists {
            match self.value(list)? {
                Value::List(items) => joined.add(&items, list)?,
                Value::Unknown(unknown) => joined.reasons.add(&unknown),
                other if other.is_truthy() == Some(true) => {
                    return Err(wrong_kind(
                        call,
                        list.range,
                        Part::Operand,
                        Expected::ListOrNull,
                        &other,
                    ));
                }
                _ => {}
            }
        }
        joined.finish(&self.part(delimiter)?, delimiter.range)
    }

    pub(crate) fn select(&self, call: &Call) -> Evaluated {
        let Some(parts) = unpack(&call.argument, 2..=2) else {
            return Ok(Value::Null);
        };
        let [lookup, written] = parts.as_ref() else {
            return Ok(Value::Null);
        };
        let index = self.part(lookup)?;
        let mut collection = self.part(written)?;
        if let Value::Text(text) = &collection {
            if text.is_empty() {
                return Ok(collection);
            }
            collection = json::parse(text).map_err(|_| fault(call, written.range, FaultKind::NotJson))?;
        }
        match (&collection, &index) {
            (Value::Unknown(_), _) => Ok(unknown_of([&collection])),
            (Value::Null, _) => Ok(Value::text("")),
            (Value::Map(_) | Value::List(_), Value::Unknown(_)) => Ok(unknown_of([&index])),
            (Value::Map(_), Value::Text(key)) => Ok(collection.get(key).cloned().unwrap_or_else(|| Value::text(""))),
            (Value::Map(_), other) => Err(wrong_kind(call, lookup.range, Part::Index, Expected::Text, other)),
            (Value::List(items), _) => {
                let Some(index) = python::int(&index) else {
                    return Err(wrong_kind(call, lookup.range, Part::Index, Expected::Integer, &index));
                };
                if may_shrink(items.iter()) {
                    return Ok(unknown_of(items.iter()));
                }
                let item = position(index, items.len()).and_then(|at| items.get(at));
                Ok(item.cloned().unwrap_or_else(|| Value::text("")))
            }
            (other, _) => Err(wrong_kind(
                call,
                written.range,
                Part::Operand,
                Expected::ListOrMap,
                other,
            )),
        }
    }

    /// An empty list of any kind comes back as it is, before the values are looked at (F-FI-1).
    pub(crate) fn filter(&self, call: &Call) -> Evaluated {
        let Some([values_written, written]) = call.argument.as_list() else {
            return Ok(Value::Null);
        };
        let sequence = self.part(written)?;
        if sequence.is_truthy() == Some(false) {
            return Ok(sequence);
        }
        let items = match &sequence {
            Value::Unknown(_) => return Ok(sequence),
            Value::List(items) => items,
            other => return Err(wrong_kind(call, written.range, Part::Operand, Expected::List, other)),
        };
        let values = self.part(values_written)?;
        let unwanted = match &values {
            other if other.is_truthy() == Some(false) => return Ok(sequence),
            Value::List(values) => values,
            Value::Unknown(_) => return Ok(unknown_of([&values, &sequence])),
            other => {
                return Err(wrong_kind(
                    call,
                    values_written.range,
                    Part::Item(0),
                    Expected::List,
                    other,
                ));
            }
        };
        if items.len().saturating_mul(unwanted.len()) > MOST_COMPARISONS {
            return Ok(Value::unknown(Reason::Limit("a search through lists")));
        }
        let mut kept = Vec::new();
        for item in items.iter() {
            match is_in(item, unwanted) {
                Truth::True => {}
                Truth::False => kept.push(item.clone()),
                // The item may be there or not.
                Truth::Unknown(unknown) => kept.push(Value::Unknown(unknown.vanishing(true))),
            }
        }
        Ok(Value::list(kept))
    }

    pub(crate) fn list_concat(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        let lists = match &argument {
            Value::Unknown(unknown) if unknown.may_be(&[ValueKind::List]) => return Ok(argument),
            Value::List(lists) => lists,
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
        let mut items = Vec::new();
        let mut reasons = Reasons::default();
        for (index, list) in lists.iter().enumerate() {
            match list {
                Value::Null => {}
                Value::Unknown(unknown) if unknown.may_be(&[ValueKind::List]) => reasons.add(unknown),
                Value::List(list) if items.len() + list.len() > LARGEST_VALUE => {
                    reasons.because(Reason::Limit("the length of a list"));
                }
                Value::List(list) => items.extend(list.iter().cloned()),
                other => {
                    let range = item_range(&call.argument, index, lists.len());
                    return Err(wrong_kind(call, range, Part::Item(index), Expected::ListOrNull, other));
                }
            }
        }
        if let Some(unknown) = reasons.unknown() {
            return Ok(Value::Unknown(unknown));
        }
        match call.function {
            Function::ListConcatUnique => Ok(unique(items)),
            _ => Ok(Value::list(items)),
        }
    }

    pub(crate) fn contains(&self, call: &Call) -> Evaluated {
        let Some([written, collection_written]) = call.argument.as_list() else {
            return Ok(Value::Null);
        };
        let value = self.part(written)?;
        let collection = self.part(collection_written)?;
        match (&collection, &value) {
            (Value::Unknown(unknown), _) if unknown.may_be(&[ValueKind::Text, ValueKind::List]) => {
                Ok(unknown_of([&collection]))
            }
            (Value::List(items), _) => Ok(is_in(&value, items).to_value()),
            (Value::Text(_), Value::Unknown(unknown)) if unknown.may_be(&[ValueKind::Text]) => Ok(unknown_of([&value])),
            (Value::Text(text), Value::Text(part)) => Ok(Value::Bool(text.contains(part.as_str()))),
            (Value::Text(_), other) => Err(wrong_kind(call, written.range, Part::Item(0), Expected::Text, other)),
            (other, _) => {
                let range = collection_written.range;
                Err(wrong_kind(call, range, Part::Item(1), Expected::TextOrList, other))
            }
        }
    }
}

/// Python's `in` for lists.
fn is_in(value: &Value, items: &[Value]) -> Truth {
    let mut reasons = Reasons::default();
    for item in items {
        match python_equal(value, item) {
            Truth::True => return Truth::True,
            Truth::False => {}
            Truth::Unknown(unknown) => reasons.add(&unknown),
        }
    }
    reasons.unknown().map_or(Truth::False, Truth::Unknown)
}

/// The first of equal items each (F-LC-1).
fn unique(items: Vec<Value>) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    let mut comparisons = 0;
    for item in items {
        comparisons += kept.len();
        if comparisons > MOST_COMPARISONS {
            return Value::unknown(Reason::Limit("a search through lists"));
        }
        match is_in(&item, &kept) {
            Truth::True => {}
            Truth::False => kept.push(item),
            Truth::Unknown(unknown) => kept.push(Value::Unknown(unknown.vanishing(true))),
        }
    }
    Value::list(kept)
}

/// Items on their way to one text.
struct Joining<'c> {
    call: &'c Call,
    texts: Vec<SmolStr>,
    length: usize,
    reasons: Reasons,
}

impl<'c> Joining<'c> {
    fn new(call: &'c Call) -> Joining<'c> {
        Joining {
            call,
            texts: Vec::new(),
            length: 0,
            reasons: Reasons::default(),
        }
    }

    fn add(&mut self, items: &[Value], list: &Expr) -> Result<(), crate::EvaluationFault> {
        for (index, item) in items.iter().enumerate() {
            if self.length > LARGEST_VALUE {
                self.reasons.because(Reason::Limit("the length of a text"));
                return Ok(());
            }
            match (item, item.kind()) {
                (Value::Unknown(_), None | Some(ValueKind::Text)) => item.add_reasons(&mut self.reasons),
                (Value::Null, _) => self.push(SmolStr::default()),
                (Value::Text(text), _) => self.push(text.clone()),
                (_, Some(ValueKind::List | ValueKind::Map)) if self.takes_json() => match python::json_text(item) {
                    Ok(text) => self.push(text.into()),
                    Err(unknown) => self.reasons.add(&unknown),
                },
                _ => {
                    let expected = if self.takes_json() {
                        Expected::TextListOrMap
                    } else {
                        Expected::Text
                    };
                    let range = item_range(list, index, items.len());
                    return Err(wrong_kind(self.call, range, Part::OperandItem, expected, item));
                }
            }
        }
        Ok(())
    }

    fn takes_json(&self) -> bool {
        self.call.function == Function::JoinMultiple
    }

    fn push(&mut self, text: SmolStr) {
        self.length += text.len() + 1;
        self.texts.push(text);
    }

    fn finish(mut self, delimiter: &Value, range: TextRange) -> Evaluated {
        let delimiter = match delimiter {
            Value::Text(delimiter) => delimiter.as_str(),
            Value::Unknown(unknown) if unknown.may_be(&[ValueKind::Text]) => {
                self.reasons.add(unknown);
                ""
            }
            other => return Err(wrong_kind(self.call, range, Part::Delimiter, Expected::Text, other)),
        };
        if self.length + delimiter.len().saturating_mul(self.texts.len()) > LARGEST_VALUE {
            self.reasons.because(Reason::Limit("the length of a text"));
        }
        Ok(match self.reasons.unknown() {
            Some(unknown) => Value::Unknown(unknown),
            None => Value::text(self.texts.join(delimiter)),
        })
    }
}
