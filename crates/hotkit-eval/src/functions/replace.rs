//! `str_replace` and its strict sisters, `Fn::Replace`.

use hotkit_model::{Call, Expr, ValueKind};
use hotkit_schema::Function;
use memchr::memmem::Finder;
use smol_str::SmolStr;

use crate::evaluate::{Evaluated, Evaluator, entry_range, fault, unknown_of, wrong_kind};
use crate::value::may_shrink;
use crate::{EvaluationFault, Expected, FaultKind, LARGEST_VALUE, Part, Reason, Reasons, Unknown, Value, python};

/// Bytes of text times placeholders beyond which nothing is replaced.
const MOST_WORK: usize = 1 << 29;

/// Placeholders beyond which Heat's recursion through them fails (measured with 27.0.1: 482 pass, 490 do not).
const MOST_PLACEHOLDERS: usize = 489;

/// What is put in place of a placeholder.
type Replacement = Result<SmolStr, Unknown>;

impl Evaluator<'_> {
    pub(crate) fn replace(&self, call: &Call) -> Evaluated {
        let Some((template_written, parameters_written)) = parts(call) else {
            return Ok(Value::Null);
        };
        let template = self.part(template_written)?;
        let parameters = self.part(parameters_written)?;
        if template.kind().is_some_and(|kind| kind != ValueKind::Text) {
            let range = template_written.range;
            return Err(wrong_kind(
                call,
                range,
                Part::Key("template"),
                Expected::Text,
                &template,
            ));
        }
        let entries = match &parameters {
            Value::Map(entries) => entries,
            Value::Unknown(unknown) if unknown.may_be(&[ValueKind::Map]) => {
                return Ok(unknown_of([&template, &parameters]));
            }
            other => {
                let range = parameters_written.range;
                return Err(wrong_kind(call, range, Part::Key("params"), Expected::Map, other));
            }
        };
        let certain = entries
            .iter()
            .filter(|(_, value)| !may_shrink(std::iter::once(value)))
            .count();
        if certain > MOST_PLACEHOLDERS {
            let (found, most) = (certain, MOST_PLACEHOLDERS);
            return Err(fault(
                call,
                parameters_written.range,
                FaultKind::TooManyPlaceholders { found, most },
            ));
        }
        let mut placeholders: Vec<(&SmolStr, Replacement)> = Vec::with_capacity(entries.len());
        for (placeholder, value) in entries.iter() {
            if placeholder.is_empty() {
                let range = parameters_written
                    .get("")
                    .map_or(parameters_written.range, |entry| entry.key.range);
                return Err(fault(
                    call,
                    range,
                    FaultKind::Empty {
                        part: Part::Placeholder,
                    },
                ));
            }
            placeholders.push((placeholder, replacement(call, parameters_written, placeholder, value)?));
        }
        if self.ignores_calls && !is_strict(call) {
            return Ok(Value::Unknown(Unknown::default()));
        }
        // Longest first, then by code point; lengths in characters.
        placeholders.sort_by_cached_key(|(placeholder, _)| {
            (std::cmp::Reverse(placeholder.chars().count()), (*placeholder).clone())
        });
        let Value::Text(template) = &template else {
            return Ok(template);
        };
        if template.len().saturating_mul(placeholders.len()) > MOST_WORK {
            return Ok(Value::unknown(Reason::Limit("the work of replacing")));
        }
        let mut pieces = Pieces::new(template, placeholders.len());
        for (index, (placeholder, _)) in placeholders.iter().enumerate() {
            pieces.replace(placeholder, index);
        }
        if is_strict(call) {
            let unused = placeholders.iter().enumerate().filter(|(index, (name, _))| {
                let may_vanish = matches!(parameters.get(name), Some(Value::Unknown(unknown)) if unknown.may_vanish());
                !pieces.used[*index] && !may_vanish
            });
            let names: Vec<SmolStr> = unused.map(|(_, (name, _))| (*name).clone()).collect();
            if let Some(first) = names.first() {
                let range = parameters_written
                    .get(first)
                    .map_or(parameters_written.range, |entry| entry.key.range);
                return Err(fault(call, range, FaultKind::PlaceholdersNotFound { names }));
            }
        }
        Ok(pieces.join(&placeholders))
    }
}

/// Template and parameters of the call.
fn parts(call: &Call) -> Option<(&Expr, &Expr)> {
    if call.function == Function::CfnReplace {
        let [parameters, template] = call.argument.as_list()? else {
            return None;
        };
        return Some((template, parameters));
    }
    Some((
        &call.argument.get("template")?.value,
        &call.argument.get("params")?.value,
    ))
}

fn is_strict(call: &Call) -> bool {
    matches!(
        call.function,
        Function::ReplaceJsonStrict | Function::ReplaceJsonVeryStrict
    )
}

/// The text for a placeholder (F-SR-4, F-SR-6).
fn replacement(
    call: &Call,
    parameters: &Expr,
    placeholder: &SmolStr,
    value: &Value,
) -> Result<Replacement, EvaluationFault> {
    let range = entry_range(parameters, placeholder);
    let is_empty = match value {
        Value::Null | Value::Omitted => true,
        Value::Text(text) => text.is_empty(),
        Value::List(_) | Value::Map(_) => value.is_truthy() == Some(false),
        _ => false,
    };
    if is_empty && call.function == Function::ReplaceJsonVeryStrict {
        let placeholder = placeholder.clone();
        return Err(fault(call, range, FaultKind::EmptyReplacement { placeholder }));
    }
    Ok(match value {
        Value::Null | Value::Omitted => Ok(SmolStr::default()),
        Value::List(_) | Value::Map(_) if matches!(call.function, Function::Replace | Function::CfnReplace) => {
            return Err(wrong_kind(call, range, Part::Replacement, Expected::Scalar, value));
        }
        Value::List(_) | Value::Map(_) => python::json_text(value).map(SmolStr::from),
        scalar => python::str_text(scalar),
    })
}

/// A text, part of which is replaced already: replaced text is never looked at again.
struct Pieces<'t> {
    pieces: Vec<Piece<'t>>,
    used: Vec<bool>,
}

#[derive(Clone, Copy)]
enum Piece<'t> {
    Raw(&'t str),
    Replaced(usize),
}

impl<'t> Pieces<'t> {
    fn new(text: &'t str, placeholders: usize) -> Pieces<'t> {
        Pieces {
            pieces: vec![Piece::Raw(text)],
            used: vec![false; placeholders],
        }
    }

    fn replace(&mut self, placeholder: &str, index: usize) {
        let finder = Finder::new(placeholder);
        let occurs = |piece: &Piece<'_>| matches!(piece, Piece::Raw(text) if finder.find(text.as_bytes()).is_some());
        let Some(first) = self.pieces.iter().position(occurs) else {
            return;
        };
        self.used[index] = true;
        let rest = self.pieces.split_off(first);
        for piece in rest {
            let Piece::Raw(text) = piece else {
                self.pieces.push(piece);
                continue;
            };
            let mut end = 0;
            for start in finder.find_iter(text.as_bytes()) {
                self.push_raw(&text[end..start]);
                self.pieces.push(Piece::Replaced(index));
                end = start + placeholder.len();
            }
            self.push_raw(&text[end..]);
        }
    }

    fn push_raw(&mut self, text: &'t str) {
        if !text.is_empty() {
            self.pieces.push(Piece::Raw(text));
        }
    }

    fn join(&self, placeholders: &[(&SmolStr, Replacement)]) -> Value {
        let mut text = String::new();
        let mut reasons = Reasons::default();
        for piece in &self.pieces {
            if text.len() > LARGEST_VALUE {
                reasons.because(Reason::Limit("the length of a text"));
                break;
            }
            match piece {
                Piece::Raw(raw) => text.push_str(raw),
                Piece::Replaced(index) => match &placeholders[*index].1 {
                    Ok(replacement) => text.push_str(replacement),
                    Err(unknown) => reasons.add(unknown),
                },
            }
        }
        reasons.unknown().map_or_else(|| Value::text(text), Value::Unknown)
    }
}
