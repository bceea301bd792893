//! Functions that take text apart.

use hotkit_model::{Call, ValueKind};
use smol_str::SmolStr;

use super::references::position;
use crate::evaluate::{Evaluated, Evaluator, counted, fault, item_range, unknown_of, wrong_kind};
use crate::{Expected, FaultKind, Part, Value, python};

impl Evaluator<'_> {
    /// `[delimiter, text, index]`; further items are ignored (F-SP-2).
    pub(crate) fn str_split(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        let items = match &argument {
            Value::Unknown(_) => return Ok(argument),
            Value::List(items) => items,
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
        let items = match counted(items) {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let at = |index| item_range(&call.argument, index, items.len());
        let [delimiter, text, rest @ ..] = items else {
            let kind = FaultKind::WrongCount {
                least: 2,
                most: None,
                found: items.len(),
            };
            return Err(fault(call, call.argument.range, kind));
        };
        let pieces = match (text, delimiter) {
            (Value::Null, _) => return Ok(Value::Null),
            (Value::Text(_), Value::Text(delimiter)) if delimiter.is_empty() => {
                return Err(fault(call, at(0), FaultKind::Empty { part: Part::Delimiter }));
            }
            (Value::Unknown(unknown), _) if unknown.may_be(&[ValueKind::Text]) => {
                return Ok(unknown_of([text, delimiter]));
            }
            (Value::Text(_), Value::Unknown(unknown)) if unknown.may_be(&[ValueKind::Text]) => {
                return Ok(unknown_of([text, delimiter]));
            }
            (Value::Text(text), Value::Text(delimiter)) => split_text(text, delimiter),
            (Value::Text(text), Value::Null) => split_at_spaces(text),
            (Value::Text(_), other) => return Err(wrong_kind(call, at(0), Part::Delimiter, Expected::Text, other)),
            (other, _) => return Err(wrong_kind(call, at(1), Part::Item(1), Expected::Text, other)),
        };
        let Some(index) = rest.first() else {
            return Ok(Value::list(pieces));
        };
        match (index, python::int(index)) {
            (Value::Unknown(_), _) => Ok(unknown_of([index])),
            (Value::Text(found), None) => {
                let found = found.clone();
                Err(fault(
                    call,
                    at(2),
                    FaultKind::NotAnInteger {
                        part: Part::Index,
                        found,
                    },
                ))
            }
            (other, None) => Err(wrong_kind(call, at(2), Part::Index, Expected::Integer, other)),
            (_, Some(number)) => {
                let most = i64::try_from(pieces.len()).unwrap_or(i64::MAX) - 1;
                let piece = position(number, pieces.len()).and_then(|at| pieces.get(at));
                let kind = FaultKind::OutOfRange {
                    part: Part::Index,
                    least: 0,
                    most,
                };
                piece.cloned().ok_or_else(|| fault(call, at(2), kind))
            }
        }
    }

    /// `Fn::Split`: the delimiter is taken as it is written.
    pub(crate) fn split(&self, call: &Call) -> Evaluated {
        let Some([delimiter, written]) = call.argument.as_list() else {
            return Ok(Value::Null);
        };
        let text = self.part(written)?;
        let Some(separator) = delimiter.as_text() else {
            let (part, expected, found) = (Part::Delimiter, Expected::LiteralText, delimiter.value_kind());
            return Err(fault(
                call,
                delimiter.range,
                FaultKind::WrongKind { part, expected, found },
            ));
        };
        match &text {
            Value::Unknown(_) => Ok(text),
            Value::Text(_) if separator.is_empty() => {
                Err(fault(call, delimiter.range, FaultKind::Empty { part: Part::Delimiter }))
            }
            Value::Text(text) => Ok(Value::list(split_text(text, separator))),
            other => Err(wrong_kind(call, written.range, Part::Operand, Expected::Text, other)),
        }
    }

    /// Nothing is encoded: Heat takes plain text where CloudFormation wants Base64 (CF-007).
    pub(crate) fn base64(&self, call: &Call) -> Evaluated {
        let text = self.part(&call.argument)?;
        match &text {
            Value::Text(_) | Value::Unknown(_) => Ok(text),
            other => Err(wrong_kind(
                call,
                call.argument.range,
                Part::Argument,
                Expected::Text,
                other,
            )),
        }
    }
}

fn split_text(text: &str, delimiter: &str) -> Vec<Value> {
    text.split(delimiter)
        .map(|piece| Value::Text(SmolStr::new(piece)))
        .collect()
}

fn split_at_spaces(text: &str) -> Vec<Value> {
    let pieces = text.split(python::is_space).filter(|piece| !piece.is_empty());
    pieces.map(|piece| Value::Text(SmolStr::new(piece))).collect()
}
