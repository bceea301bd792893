//! A value in JSON, and what is there where it is not known.

use hotkit_plan::{Kind, Planned, Value};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Eyes;

/// A property or output: `value`, `unknown` with perhaps a `text`, `omitted` or `error`.
pub(super) struct PlannedDocument<'a> {
    planned: &'a Planned,
    eyes: Eyes,
}

impl<'a> PlannedDocument<'a> {
    pub(super) fn new(planned: &'a Planned, eyes: Eyes) -> PlannedDocument<'a> {
        PlannedDocument { planned, eyes }
    }
}

impl Serialize for PlannedDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.planned.kind {
            Kind::Value(value) => {
                let shown = match self.eyes {
                    Eyes::Machine => value,
                    Eyes::People => self.planned.shown().unwrap_or(value),
                };
                map.serialize_entry("value", &Json(shown))?;
                if let (Eyes::Machine, false, Some(Value::Text(text))) =
                    (self.eyes, self.planned.secret, &self.planned.display)
                {
                    map.serialize_entry("text", text.as_str())?;
                }
            }
            Kind::Unknown { sources, .. } => {
                let sources: Vec<Vec<&str>> = sources.iter().map(|it| it.iter().map(smol_str_of).collect()).collect();
                map.serialize_entry("unknown", &sources)?;
                if let Some(Value::Text(text)) = &self.planned.display {
                    map.serialize_entry("text", text.as_str())?;
                }
            }
            Kind::Omitted => map.serialize_entry("omitted", &true)?,
            Kind::Error(text) => map.serialize_entry("error", text.as_str())?,
        }
        map.end()
    }
}

fn smol_str_of(text: &impl AsRef<str>) -> &str {
    text.as_ref()
}

/// A value as JSON.
struct Json<'a>(&'a Value);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null | Value::Omitted => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::BigInteger(digits) => match digits.parse::<i128>() {
                Ok(number) => serializer.serialize_i128(number),
                Err(_) => serializer.serialize_str(digits),
            },
            Value::Float(number) if number.is_finite() => serializer.serialize_f64(*number),
            Value::Float(number) if number.is_nan() => serializer.serialize_str("nan"),
            Value::Float(number) => serializer.serialize_str(if *number > 0.0 { "inf" } else { "-inf" }),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items.iter().map(Json)),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key.as_str(), Json(value))))
            }
            Value::Unknown(_) => serializer.serialize_str("(unknown)"),
        }
    }
}
