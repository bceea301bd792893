//! From JSON values to Rust expressions.

use serde_json::{Map, Value};

/// The members of an object, sorted by name whatever map `serde_json` was built with.
pub(crate) fn members<'a>(value: &'a Value, place: &str) -> Vec<(&'a str, &'a Value)> {
    let mut members: Vec<_> = object(value, place)
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    members.sort_by_key(|(name, _)| *name);
    members
}

pub(crate) fn object<'a>(value: &'a Value, place: &str) -> &'a Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("{place} must be an object"))
}

/// Fails on a key that the generator would lose.
pub(crate) fn only_keys(value: &Value, known: &[&str], place: &str) {
    for (key, _) in members(value, place) {
        assert!(
            known.contains(&key),
            "{place}: the key {key:?} is not known to the build"
        );
    }
}

pub(crate) fn str_of<'a>(value: &'a Value, place: &str) -> &'a str {
    value.as_str().unwrap_or_else(|| panic!("{place} must be text"))
}

/// A text literal.
pub(crate) fn text(value: &str) -> String {
    format!("{value:?}")
}

/// `Some("...")` or `None`.
pub(crate) fn option_text(value: Option<&Value>, place: &str) -> String {
    match value {
        None | Some(Value::Null) => "None".to_owned(),
        Some(value) => format!("Some({})", text(str_of(value, place))),
    }
}

/// `Some(1)` or `None`.
pub(crate) fn option_integer(value: Option<&Value>, place: &str) -> String {
    match value {
        None | Some(Value::Null) => "None".to_owned(),
        Some(value) => {
            let number = value.as_i64().unwrap_or_else(|| panic!("{place} must be an integer"));
            format!("Some({number})")
        }
    }
}

/// A flag whose plain value is `plain`.
pub(crate) fn flag(owner: &Value, key: &str, plain: bool) -> bool {
    match owner.get(key) {
        None => plain,
        Some(value) => value.as_bool().unwrap_or_else(|| panic!("{key} must be a flag")),
    }
}

/// The texts of an optional list, in its order.
pub(crate) fn str_list<'a>(value: Option<&'a Value>, place: &str) -> Vec<&'a str> {
    match value {
        None => Vec::new(),
        Some(value) => {
            let items = value.as_array().unwrap_or_else(|| panic!("{place} must be a list"));
            items.iter().map(|item| str_of(item, place)).collect()
        }
    }
}

/// `&["a", "b"]`.
pub(crate) fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    slice(items.into_iter().map(text))
}

/// `&[a, b]` of expressions.
pub(crate) fn slice(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<_> = items.into_iter().collect();
    format!("&[{}]", items.join(", "))
}

/// A `Literal` expression.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Null => "Literal::Null".to_owned(),
        Value::Bool(value) => format!("Literal::Bool({value})"),
        Value::Number(number) => match number.as_i64() {
            Some(number) => format!("Literal::Int({number})"),
            None => {
                let number = number.as_f64().expect("a JSON number is an integer or a float");
                format!("Literal::Float({number:?})")
            }
        },
        Value::String(value) => format!("Literal::Text({})", text(value)),
        Value::Array(items) => format!("Literal::List({})", literals(items)),
        Value::Object(_) => {
            let entries = members(value, "a literal");
            let entries = entries
                .into_iter()
                .map(|(name, value)| format!("({}, {})", text(name), literal(value)));
            format!("Literal::Map({})", slice(entries))
        }
    }
}

/// A slice of `Literal` expressions.
pub(crate) fn literals(items: &[Value]) -> String {
    slice(items.iter().map(literal))
}
