//! What a resource hands to the template that it stands for: its properties are that stack's parameters (N-003 to N-006).

use hotkit_eval::{Value, str_text};
use hotkit_model::{Parameter, ParameterType, Template};
use smol_str::SmolStr;

use crate::expand::Level;
use crate::plan::PropertyPlan;
use crate::planned::Kind;
use crate::scope::Masked;

/// Gives the parameters of a nested stack the properties of its resource.
pub(crate) fn pass(template: &Template, properties: &[PropertyPlan], child: &mut Level<'_>) {
    for property in properties {
        let Some(parameter) = template.parameter(&property.name) else {
            continue;
        };
        if matches!(property.value.kind, Kind::Omitted | Kind::Error(_)) {
            continue;
        }
        let given = property.value.partial();
        let Some(value) = parameter_value(parameter, &given) else {
            continue;
        };
        child.values.insert(property.name.clone(), value);
        child.from.insert(property.name.clone(), "property".to_owned());
        let shown = property.value.display.as_ref();
        let mask = match (shown, &property.value.kind) {
            (Some(shown), _) => parameter_value(parameter, shown),
            (None, Kind::Unknown { sources, .. }) => {
                let words = sources.first().map(|it| it.join(".")).unwrap_or_default();
                Some(Value::text(crate::display::hole(&words)))
            }
            (None, _) => None,
        };
        if let Some(value) = mask {
            let secret = property.value.secret;
            child.masked.insert(property.name.clone(), Masked { value, secret });
        }
    }
}

/// What the nested parameter is given for a property; `None` leaves it to its default.
fn parameter_value(parameter: &Parameter, value: &Value) -> Option<Value> {
    match (parameter.parameter_type, value) {
        (_, Value::Unknown(_)) => Some(value.clone()),
        // Null is the empty value of the type, unless there is a default (PR-002).
        (_, Value::Null | Value::Omitted) if parameter.default.is_some() => None,
        (Some(ParameterType::String) | None, Value::Null | Value::Omitted) => Some(Value::text("")),
        (Some(ParameterType::Number), Value::Null | Value::Omitted) => Some(Value::Integer(0)),
        (Some(ParameterType::Boolean), Value::Null | Value::Omitted) => Some(Value::Bool(false)),
        (Some(ParameterType::Json), Value::Null | Value::Omitted) => Some(Value::map(Vec::new())),
        (Some(ParameterType::CommaDelimitedList), Value::Null | Value::Omitted) => Some(Value::text("")),
        (Some(ParameterType::CommaDelimitedList), Value::List(items)) => joined(items),
        // Joined text is split again, and loses the blanks around its items.
        _ => Some(value.clone()),
    }
}

/// A list on its way: joined at commas, mappings as numbered members (N-006).
fn joined(items: &[Value]) -> Option<Value> {
    if items.iter().any(|it| !it.is_known()) {
        return Some(Value::list(items.to_vec()));
    }
    let mut parts: Vec<SmolStr> = Vec::new();
    if matches!(items.first(), Some(Value::Map(_))) {
        for (index, item) in items.iter().enumerate() {
            for (key, value) in item.as_map()? {
                let value = str_text(value).ok()?;
                parts.push(smol_str::format_smolstr!(".member.{index}.{key}={value}"));
            }
        }
    } else {
        for item in items {
            match item {
                Value::Null => parts.push(SmolStr::default()),
                other => parts.push(str_text(other).ok()?),
            }
        }
    }
    Some(Value::text(parts.join(",")))
}
