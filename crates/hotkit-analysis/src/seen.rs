//! Properties as the engine sees them while it validates: evaluated, converted to their types, older spellings taken over,
//! defaults filled in. What the engine adds by itself (edges) and what types check by themselves rest on this.

use std::cell::{Cell, OnceCell};

use hotkit_eval::{Scope, Unknown, Value, evaluate};
use hotkit_model::{Entry, Expr, ValueKind, number_from_text};
use hotkit_schema::{Dropped, Literal, Property, ResourceType, ValueType, find_property, property_index};
use smol_str::SmolStr;

/// The properties of one resource, each read when it is asked for. `None` from [`Seen::get`] means that the engine fails then.
pub(crate) struct Seen<'s> {
    resource_type: &'static ResourceType,
    /// What is written; `None` for a resource that has none of this type's properties.
    written: Option<Written<'s>>,
    /// One for each property of the type.
    values: Vec<OnceCell<Option<Value>>>,
    /// The first property that was asked for and could not be read.
    failed: Cell<Option<&'static str>>,
}

/// The properties as the template has them, each evaluated once.
struct Written<'s> {
    entries: &'s [Entry],
    scope: &'s dyn Scope,
    values: Vec<OnceCell<Result<Value, Unreadable>>>,
}

/// The engine fails when it reads the value; what is wrong is told elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Unreadable;

impl<'s> Seen<'s> {
    /// The properties of a resource of this type. Each is read by itself, as the engine does.
    pub(crate) fn of(
        resource_type: &'static ResourceType,
        properties: Option<&'s Expr>,
        scope: &'s dyn Scope,
    ) -> Seen<'s> {
        let entries = properties.and_then(Expr::as_map).unwrap_or(&[]);
        let written = Written {
            entries,
            scope,
            values: vec![OnceCell::new(); entries.len()],
        };
        Seen::new(resource_type, Some(written))
    }

    /// A resource that has none of this type's properties.
    pub(crate) fn nothing_of(resource_type: &'static ResourceType) -> Seen<'s> {
        Seen::new(resource_type, None)
    }

    fn new(resource_type: &'static ResourceType, written: Option<Written<'s>>) -> Seen<'s> {
        Seen {
            resource_type,
            written,
            values: vec![OnceCell::new(); resource_type.properties.len()],
            failed: Cell::new(None),
        }
    }

    /// The value of a property: null where it has none.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let properties = self.resource_type.properties;
        let index = property_index(properties, name)?;
        let property = &properties[index];
        let value = self.values[index].get_or_init(|| match &self.written {
            Some(written) => written.read(self.resource_type, property),
            None => Some(Value::Null),
        });
        if value.is_none() && self.failed.get().is_none() {
            self.failed.set(Some(property.name));
        }
        value.as_ref()
    }

    /// The first property that was asked for and makes the engine fail.
    pub(crate) fn failed(&self) -> Option<&'static str> {
        self.failed.get()
    }
}

impl Written<'_> {
    fn read(&self, resource_type: &'static ResourceType, property: &'static Property) -> Option<Value> {
        let as_written = as_written(resource_type, property);
        let is_call = |name: &str| {
            let mut given = self.entries.iter().filter(|it| it.key.text == name);
            given.any(|it| it.value.as_call().is_some())
        };
        if as_written && property.satisfied_by.iter().any(|older| is_call(older)) {
            // The function itself is taken for the value.
            return None;
        }
        let given = |name: &str| self.given(name);
        member(property, resource_type.properties, as_written, &given).ok()
    }

    fn given(&self, name: &str) -> Result<Option<Value>, Unreadable> {
        let Some(index) = self.entries.iter().position(|it| it.key.text == name) else {
            return Ok(None);
        };
        let value = self.values[index].get_or_init(|| {
            let written = &self.entries[index].value;
            evaluate(written, self.scope).map_err(|_| Unreadable)
        });
        value.as_ref().map(present).map_err(|it| *it)
    }
}

/// What was left out by a two-argument `if` is not there.
fn present(value: &Value) -> Option<Value> {
    (*value != Value::Omitted).then(|| value.clone())
}

/// One member of a schema, from what is given for all of them. An older spelling is taken as it is written below the top
/// level and where a type says so, else in its type.
fn member(
    property: &'static Property,
    siblings: &'static [Property],
    as_written: bool,
    given: &dyn Fn(&str) -> Result<Option<Value>, Unreadable>,
) -> Result<Value, Unreadable> {
    if property.stands_for.is_some() || property.dropped == Dropped::Always {
        // The engine has moved it to the new spelling.
        return Ok(Value::Null);
    }
    let own = given(property.name)?;
    for older in property.satisfied_by {
        let value = match (given(older)?, find_property(siblings, older)) {
            // In its type null is the empty text (PR-018).
            (Some(value), Some(older)) if !as_written => convert(older, Some(value))?,
            (Some(value), _) => value,
            (None, _) => continue,
        };
        if value == Value::Null {
            continue;
        }
        if own.as_ref().and_then(Value::is_truthy) == Some(true) && value.is_truthy() == Some(true) {
            return Err(Unreadable);
        }
        return convert(property, Some(value));
    }
    match own {
        Some(value) => convert(property, Some(value)),
        None if property.default.is_some() => convert(property, None),
        None if property.required => Err(Unreadable),
        None => Ok(Value::Null),
    }
}

/// The value in the type of its property (PR-002 to PR-008); no value stands for the default.
pub(crate) fn convert(property: &'static Property, value: Option<Value>) -> Result<Value, Unreadable> {
    let value = match value {
        None | Some(Value::Null) => match empty(property) {
            Some(value) => value,
            None => return Ok(Value::Null),
        },
        Some(value) => value,
    };
    if let Value::Unknown(unknown) = &value {
        let converts = property.allow_conversion && unknown.may_be(&[ValueKind::Text, ValueKind::List]);
        return match fits(property.value_type, unknown) || converts {
            true => Ok(value),
            false => Err(Unreadable),
        };
    }
    match property.value_type {
        ValueType::Any | ValueType::String | ValueType::Integer | ValueType::Number | ValueType::Boolean => {
            to_type(property.value_type, value)
        }
        ValueType::Map => match value {
            Value::Map(entries) => members(property.properties, &entries),
            Value::Text(_) if property.allow_conversion => Ok(value),
            Value::List(_) if property.allow_conversion => Ok(match hotkit_eval::json_text(&value) {
                Ok(text) => Value::text(text),
                Err(unknown) => Value::Unknown(unknown.of_kind(ValueKind::Text)),
            }),
            _ => Err(Unreadable),
        },
        ValueType::List => match value {
            Value::List(items) => match property.items {
                Some(schema) => {
                    let items = items.iter().map(|item| convert(schema, Some(item.clone())));
                    Ok(Value::list(items.collect::<Result<Vec<Value>, Unreadable>>()?))
                }
                None => Ok(Value::List(items)),
            },
            Value::Text(text) if property.allow_conversion => Ok(Value::list(
                text.split(',')
                    .map(|item| Value::text(item.trim()))
                    .collect::<Vec<Value>>(),
            )),
            _ => Err(Unreadable),
        },
    }
}

/// The value that Heat compares when it decides about an update: older spellings taken over, in the type of its property, the
/// default where none is given (`Resource._prepare_update_props`). `None` where Heat fails to read it.
#[must_use]
pub fn compared(
    resource_type: &'static ResourceType,
    name: &str,
    given: &dyn Fn(&str) -> Option<Value>,
) -> Option<Value> {
    let property = resource_type.property(name)?;
    let given = |name: &str| Ok(given(name));
    member(
        property,
        resource_type.properties,
        as_written(resource_type, property),
        &given,
    )
    .ok()
}

/// The value in the type of its property, the default where none is given. `None` where Heat fails to read it.
#[must_use]
pub fn typed(property: &'static Property, value: Option<Value>) -> Option<Value> {
    match value {
        None if property.default.is_none() => Some(Value::Null),
        value => convert(property, value).ok(),
    }
}

/// Whether the engine takes the value of an older spelling as it is written, not in its type.
fn as_written(resource_type: &ResourceType, property: &Property) -> bool {
    let mut rules = resource_type.translation.iter();
    rules.any(|rule| rule.path == property.name && rule.value_name.is_some())
}

/// A value that is not null in a type without schema.
pub(crate) fn to_type(value_type: ValueType, value: Value) -> Result<Value, Unreadable> {
    match (value_type, value) {
        (_, Value::Unknown(unknown)) => match fits(value_type, &unknown) {
            true => Ok(Value::Unknown(unknown)),
            false => Err(Unreadable),
        },
        (ValueType::String, value) => to_string(value),
        (ValueType::Integer, value) => to_integer(value),
        (ValueType::Number, value) => to_number(value),
        (ValueType::Boolean, value) => to_boolean(value),
        (ValueType::Map, value @ Value::Map(_)) | (ValueType::List, value @ Value::List(_)) => Ok(value),
        (ValueType::Any, value) => Ok(value),
        (ValueType::Map | ValueType::List, _) => Err(Unreadable),
    }
}

/// False where no value of its kind is one of this type.
fn fits(value_type: ValueType, unknown: &Unknown) -> bool {
    use ValueKind::{Boolean, Float, Integer, List, Map, Null, Text};
    unknown.may_be(match value_type {
        ValueType::Any => return true,
        ValueType::String => &[Null, Boolean, Integer, Text],
        ValueType::Integer | ValueType::Number => &[Null, Boolean, Integer, Float, Text],
        ValueType::Boolean => &[Null, Boolean, Text],
        ValueType::Map => &[Null, Map],
        ValueType::List => &[Null, List],
    })
}

/// The default, or the empty value of the type, for a value that is null (PR-002). A default that is empty itself may be of
/// another type.
fn empty(property: &Property) -> Option<Value> {
    let default = property.default.as_ref().map(literal);
    let fits =
        |it: &Value| it.is_truthy() == Some(true) || matches!(property.value_type, ValueType::Map | ValueType::Any);
    if let Some(default) = default.filter(fits) {
        return Some(default);
    }
    Some(match property.value_type {
        ValueType::String => Value::text(""),
        ValueType::Integer | ValueType::Number => Value::Integer(0),
        ValueType::Boolean => Value::Bool(false),
        ValueType::Map => Value::map(Vec::new()),
        ValueType::List => Value::list(Vec::new()),
        ValueType::Any => return None,
    })
}

fn members(schema: Option<&'static [Property]>, entries: &[(SmolStr, Value)]) -> Result<Value, Unreadable> {
    let Some(schema) = schema else {
        return Ok(Value::map(entries.to_vec()));
    };
    let lookup = |name: &str| {
        Ok(entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone()))
    };
    let values = schema
        .iter()
        .map(|it| Ok((SmolStr::new_static(it.name), member(it, schema, true, &lookup)?)));
    Ok(Value::map_of_distinct(values.collect::<Result<Vec<_>, Unreadable>>()?))
}

fn to_string(value: Value) -> Result<Value, Unreadable> {
    match value {
        Value::Text(_) => Ok(value),
        Value::Bool(_) | Value::Integer(_) | Value::BigInteger(_) => {
            Ok(hotkit_eval::str_text(&value).map_or_else(Value::Unknown, Value::text))
        }
        _ => Err(Unreadable),
    }
}

/// Python's `int()`: cuts numbers off, takes booleans, reads text (PR-003).
fn to_integer(value: Value) -> Result<Value, Unreadable> {
    match value {
        Value::Integer(_) | Value::BigInteger(_) => Ok(value),
        Value::Bool(truth) => Ok(Value::Integer(i64::from(truth))),
        Value::Float(number) if number.is_finite() && number.abs() < 9e18 => Ok(Value::Integer(number as i64)),
        Value::Text(text) => match number_from_text(&text) {
            Some(hotkit_model::Number::Integer(number)) => Ok(Value::Integer(number)),
            _ => Err(Unreadable),
        },
        _ => Err(Unreadable),
    }
}

fn to_number(value: Value) -> Result<Value, Unreadable> {
    match value {
        Value::Integer(_) | Value::BigInteger(_) | Value::Float(_) | Value::Bool(_) => Ok(value),
        Value::Text(text) => match number_from_text(&text) {
            Some(hotkit_model::Number::Integer(number)) => Ok(Value::Integer(number)),
            Some(hotkit_model::Number::Float(number)) => Ok(Value::Float(number)),
            None => Err(Unreadable),
        },
        _ => Err(Unreadable),
    }
}

fn to_boolean(value: Value) -> Result<Value, Unreadable> {
    match value {
        Value::Bool(_) => Ok(value),
        Value::Text(text) if text.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
        Value::Text(text) if text.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
        _ => Err(Unreadable),
    }
}

/// A literal of the schema as a value.
pub(crate) fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Int(number) => Value::Integer(*number),
        Literal::Float(number) => Value::Float(*number),
        Literal::Text(text) => Value::text(*text),
        Literal::List(items) => Value::list(items.iter().map(self::literal).collect::<Vec<Value>>()),
        Literal::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| (SmolStr::new_static(key), self::literal(value)))
                .collect(),
        ),
    }
}
