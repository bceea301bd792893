//! What people see of a value that is not wholly known, or not theirs to see.
//!
//! Expressions are evaluated once more with holes, texts between two marks of their own, in the place of ids, attributes
//! and secrets. Where a function would look into a hole, the whole call becomes one.

use hotkit_eval::{Branch, Value, branch, evaluate};
use hotkit_model::{Expr, ExprKind};
use hotkit_schema::Function;
use smol_str::SmolStr;

use crate::planned::{Kind, Planned};
use crate::reference::{ReferenceKind, references};
use crate::scope::{PlanScope, View};

/// Marks around a hole, from the area of characters that nobody uses.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

/// The marks as JSON writes them.
const OPEN_IN_JSON: &str = "\\uf8f0";
const CLOSE_IN_JSON: &str = "\\uf8f1";

/// Levels that are looked at one by one; below, the evaluator goes on.
const DEEPEST: usize = 60;

/// A hole, to be worked into other values.
pub(crate) fn hole(words: &str) -> String {
    format!("{OPEN}{words}{CLOSE}")
}

/// The value of an expression for people; `None` where nothing of it can be shown.
pub(crate) fn for_people(scope: &PlanScope<'_>, expr: &Expr) -> Option<Value> {
    let marked = scope.viewed(View::People, || part(scope, expr, 0));
    let nothing_known = marked
        .as_text()
        .is_some_and(|text| is_one_hole(text) && !text.contains("hidden: "));
    (!nothing_known).then_some(marked)
}

fn part(scope: &PlanScope<'_>, expr: &Expr, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::text(hole("…"));
    }
    match &expr.kind {
        ExprKind::List(items) => Value::list(
            items
                .iter()
                .map(|item| part(scope, item, depth + 1))
                .filter(|it| *it != Value::Omitted)
                .collect::<Vec<_>>(),
        ),
        ExprKind::Map(entries) => Value::map(
            entries
                .iter()
                .map(|entry| (entry.key.text.clone(), part(scope, &entry.value, depth + 1)))
                .filter(|(_, value)| *value != Value::Omitted)
                .collect(),
        ),
        ExprKind::Call(call) => {
            // Which branch is taken is the engine's business, secrets included.
            let taken = scope.viewed(View::Engine, || branch(call, scope));
            match taken {
                Some(Ok(Branch::Taken(taken))) => return part(scope, taken, depth + 1),
                Some(Ok(Branch::Omitted)) => return Value::Omitted,
                _ => {}
            }
            if looks_into(expr) && !sources(scope, expr).is_empty() {
                return whole(scope, expr);
            }
            match evaluate(expr, scope) {
                Ok(value) if value.is_known() => value,
                _ => whole(scope, expr),
            }
        }
        _ => Value::from_expr(expr),
    }
}

/// A hole for a whole call.
fn whole(scope: &PlanScope<'_>, expr: &Expr) -> Value {
    let names = sources(scope, expr);
    Value::text(hole(&match names.as_slice() {
        [] => "hidden".to_owned(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }))
}

fn sources(scope: &PlanScope<'_>, expr: &Expr) -> Vec<String> {
    let found = scope.viewed(View::Engine, || references(scope, expr, ""));
    let mut names: Vec<String> = found
        .into_iter()
        .filter_map(|it| match it.kind {
            ReferenceKind::Attribute(path) => Some(format!("{}.{}", it.resource, path.join("."))),
            ReferenceKind::Id => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

/// True where some function in the expression would look into the text of a hole.
fn looks_into(expr: &Expr) -> bool {
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::List(items) => waiting.extend(items),
            ExprKind::Map(entries) => waiting.extend(entries.iter().map(|it| &it.value)),
            ExprKind::Call(call) => {
                let looking = matches!(
                    call.function,
                    Function::Digest
                        | Function::Yaql
                        | Function::Contains
                        | Function::Equals
                        | Function::Filter
                        | Function::Select
                        | Function::StrSplit
                        | Function::Split
                        | Function::MapReplace
                        | Function::MemberListToMap
                );
                if looking {
                    return true;
                }
                waiting.push(&call.argument);
            }
            _ => {}
        }
    }
    false
}

fn is_one_hole(text: &str) -> bool {
    let inner = text.strip_prefix(OPEN).and_then(|it| it.strip_suffix(CLOSE));
    inner.is_some_and(|it| !it.contains(OPEN))
}

/// The marks as people see them: `⟨` and `⟩`; a value that is nothing but the id of a resource is `id:NAME`.
#[must_use]
pub(crate) fn finished(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(finished_text(text)),
        Value::List(items) => Value::list(items.iter().map(finished).collect::<Vec<_>>()),
        Value::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| (finished_text(key), finished(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn finished_text(text: &SmolStr) -> SmolStr {
    if !text.contains(OPEN) && !text.contains(OPEN_IN_JSON) {
        return text.clone();
    }
    if is_one_hole(text) {
        let inner = &text[OPEN.len_utf8()..text.len() - CLOSE.len_utf8()];
        let is_id = !inner.contains(['.', ':', ' ']);
        if is_id {
            return smol_str::format_smolstr!("id:{inner}");
        }
    }
    text.replace(OPEN_IN_JSON, "⟨")
        .replace(CLOSE_IN_JSON, "⟩")
        .replace(OPEN, "⟨")
        .replace(CLOSE, "⟩")
        .into()
}

/// Private keys are nobody's business, wherever they come from.
pub(crate) fn hide_private_keys(planned: &mut Planned) {
    let (Kind::Value(value) | Kind::Unknown { partial: value, .. }) = &planned.kind else {
        return;
    };
    let shown = planned.display.as_ref().unwrap_or(value);
    if holds_private_key(shown) {
        planned.display = Some(without_private_keys(shown));
        planned.secret = true;
    }
}

fn is_private_key(text: &str) -> bool {
    text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----")
}

fn holds_private_key(value: &Value) -> bool {
    match value {
        Value::Text(text) => is_private_key(text),
        Value::List(items) => items.iter().any(holds_private_key),
        Value::Map(entries) => entries.iter().any(|(_, value)| holds_private_key(value)),
        _ => false,
    }
}

fn without_private_keys(value: &Value) -> Value {
    match value {
        Value::Text(text) if is_private_key(text) => Value::Text(masked_text(text)),
        Value::List(items) => Value::list(items.iter().map(without_private_keys).collect::<Vec<_>>()),
        Value::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), without_private_keys(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The text with every private key in it cut out.
fn masked_text(text: &str) -> SmolStr {
    let mut result = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("-----BEGIN ") {
        let (before, from) = rest.split_at(start);
        result.push_str(before);
        let is_key = from
            .lines()
            .next()
            .is_some_and(|line| line.contains("PRIVATE KEY-----"));
        if !is_key {
            let (mark, behind) = from.split_at("-----BEGIN ".len());
            result.push_str(mark);
            rest = behind;
            continue;
        }
        result.push_str(&hole("hidden: private key"));
        let end = from.find("PRIVATE KEY-----").map_or(from.len(), |first| {
            let behind = first + "PRIVATE KEY-----".len();
            from[behind..]
                .find("PRIVATE KEY-----")
                .map_or(from.len(), |second| behind + second + "PRIVATE KEY-----".len())
        });
        rest = &from[end..];
    }
    result.push_str(rest);
    result.into()
}
