//! Expressions as JSON on one line, which is YAML, too.

use hotkit_model::{Expr, ExprKind};
use serde_json::Value;

/// The expression as JSON text; a call is a mapping with one key.
pub(crate) fn flow(expr: &Expr) -> String {
    json(expr).to_string()
}

/// The expression as JSON, each call as `call` writes it.
pub(crate) fn json_with(expr: &Expr, call: &dyn Fn(&str, Value) -> Value) -> Value {
    match &expr.kind {
        ExprKind::Null => Value::Null,
        ExprKind::Bool(value) => Value::Bool(*value),
        ExprKind::Integer(number) => Value::from(*number),
        ExprKind::BigInteger(digits) => Value::from(digits.as_str()),
        ExprKind::Float(number) => Value::from(*number),
        ExprKind::Text(text) => Value::from(text.as_str()),
        ExprKind::List(items) => items.iter().map(|it| json_with(it, call)).collect(),
        ExprKind::Map(entries) => {
            let entries = entries.iter();
            entries
                .map(|it| (it.key.text.to_string(), json_with(&it.value, call)))
                .collect()
        }
        ExprKind::Call(it) => call(&it.name.text, json_with(&it.argument, call)),
    }
}

/// The expression as JSON.
pub(crate) fn json(expr: &Expr) -> Value {
    json_with(expr, &|name, argument| serde_json::json!({ name: argument }))
}
