//! The call of `yaql`: its expression and its data, and the places of what is wrong with them.

use hotkit_model::{Call, Expr};
use hotkit_schema::Function;
use hotkit_text::TextRange;

use crate::evaluate::{Evaluated, Evaluator, evaluate, fault, wrong_kind};
use crate::yaql::{self, Failure};
use crate::{EvaluationFault, Expected, FaultKind, Part, Phase, Scope, Value, YaqlFault};

/// What Heat has against the text of a literal expression when it validates (F-YQ-2); the phase is set by the caller.
pub(crate) fn syntax_fault(call: &Call, expression: &Expr) -> Option<EvaluationFault> {
    let text = expression.as_text()?;
    let found = yaql::syntax_fault(text)?;
    let kind = FaultKind::YaqlSyntax {
        offset: found.offset,
        fault: Box::new(found.fault),
    };
    Some(fault(call, place(expression, text, found.offset), kind))
}

/// What Heat has against a list that `yaql` gives: that it is a set, as of the keys of a mapping (spec of yaql, 4.3).
///
/// `None` for other expressions, and where it is a list, or not known.
#[must_use]
pub fn set_for_list(expr: &Expr, scope: &dyn Scope) -> Option<EvaluationFault> {
    let call = expr.as_call().filter(|call| call.function == Function::Yaql)?;
    let written = &call.argument.get("expression")?.value;
    let data = match call.argument.get("data") {
        Some(data) => evaluate(&data.value, scope).ok()?,
        None => Value::map(Vec::new()),
    };
    let Ok(Value::Text(text)) = evaluate(written, scope) else {
        return None;
    };
    yaql::is_set(&text, &data).then(|| {
        let fault_of_yaql = Box::new(YaqlFault::SetForList);
        let kind = FaultKind::Yaql {
            offset: text.len(),
            fault: fault_of_yaql,
        };
        fault(call, written.range, kind)
    })
}

impl Evaluator<'_> {
    /// The value of the expression over `data`, which `$.data` stands for; without it the data is an empty mapping.
    pub(crate) fn yaql(&self, call: &Call) -> Evaluated {
        let value_of = |key| call.argument.get(key).map(|entry| &entry.value);
        let Some(written) = value_of("expression") else {
            return Ok(Value::Null);
        };
        let expression = self.part(written)?;
        // Heat reads the expression before it looks at the data, but what data fails with is an error all the same.
        let data = match value_of("data") {
            Some(data) => self.part(data)?,
            None => Value::map(Vec::new()),
        };
        let text = match &expression {
            Value::Text(text) => text,
            Value::Unknown(_) => return Ok(expression),
            other => {
                return Err(wrong_kind(
                    call,
                    written.range,
                    Part::Key("expression"),
                    Expected::Text,
                    other,
                ));
            }
        };
        yaql::evaluate(text, &data).map_err(|failure| {
            let (offset, kind) = match failure {
                Failure::Syntax(found) => {
                    let offset = found.offset;
                    let fault = Box::new(found.fault);
                    (offset, FaultKind::YaqlSyntax { offset, fault })
                }
                Failure::Run(found) => {
                    let offset = found.offset;
                    let fault = Box::new(found.fault);
                    (offset, FaultKind::Yaql { offset, fault })
                }
            };
            let found = fault(call, place(written, text, offset), kind);
            match (&found.kind, written.as_text()) {
                // A literal expression is read when the call is validated.
                (FaultKind::YaqlSyntax { .. }, Some(_)) => EvaluationFault {
                    phase: Phase::Validate,
                    ..found
                },
                _ => found,
            }
        })
    }
}

/// The place in a template of a place in an expression: the word or sign there, at the end the last one, where the scalar
/// shows its text letter by letter, plain or between quotes; else the whole scalar.
fn place(written: &Expr, text: &str, offset: usize) -> TextRange {
    let whole = written.range;
    if written.as_text().is_none_or(|literal| literal != text) {
        return whole;
    }
    let before = match (whole.end() - whole.start()) as usize {
        length if length == text.len() => 0,
        length if length == text.len() + 2 && !text.contains('\n') => 1,
        _ => return whole,
    };
    let is_word = |character: char| character.is_alphanumeric() || character == '_' || character == '$';
    let rest = text.get(offset..).unwrap_or_default();
    let (offset, length) = if rest.trim_start().is_empty() {
        let text = text.trim_end();
        let last = text.trim_end_matches(is_word).len();
        match text.chars().next_back() {
            Some(sign) if last == text.len() => (last - sign.len_utf8(), sign.len_utf8()),
            _ => (last, text.len() - last),
        }
    } else {
        let length = match rest.find(|character| !is_word(character)) {
            Some(0) => rest.chars().next().map_or(0, char::len_utf8),
            Some(length) => length,
            None => rest.len(),
        };
        (offset, length)
    };
    let start = whole.start() as usize + before + offset;
    match (u32::try_from(start), u32::try_from(start + length)) {
        (Ok(start), Ok(end)) => TextRange::new(start, end),
        _ => whole,
    }
}
