//! A value that cannot be turned into the type of its property (PR-003 to PR-008).

use hotkit_model::ValueKind;
use hotkit_schema::ValueType;

use crate::phrase::{fitting, quoted};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("wrong-property-type", include_str!("wrong_property_type.md"));

pub(crate) fn words(name: &str, expected: ValueType, found: ValueKind, value: Option<&str>) -> Words {
    let wanted = match expected {
        ValueType::String => "text",
        ValueType::Integer => "an integer",
        ValueType::Number => "a number",
        ValueType::Boolean => "a boolean",
        ValueType::Map => "a mapping",
        ValueType::List => "a list",
        ValueType::Any => "anything",
    };
    let given = match value {
        Some("") => "empty text".to_owned(),
        Some(value) if found == ValueKind::Text => format!("the text {}", quoted(value)),
        Some(value) => quoted(value),
        None => found.with_article().to_owned(),
    };
    Words::new(&RULE, format!("{} takes {wanted}, not {given}", quoted(name)))
        .label(fitting(format!("not {wanted}"), "wrong type"))
        .maybe_help(help(expected, found).map(str::to_owned))
}

fn help(expected: ValueType, found: ValueKind) -> Option<&'static str> {
    match (expected, found) {
        (ValueType::String, ValueKind::Float) => {
            Some("put it in quotes; Heat turns integers and booleans into text, and no fractions")
        }
        (ValueType::String, ValueKind::List | ValueKind::Map) => {
            Some("`list_join` or `str_replace` make text of it; a mapping with a misspelt function is a mapping too")
        }
        (ValueType::Boolean, ValueKind::Text) => {
            Some("as text only `true` and `false` are taken, in any case of letters")
        }
        (ValueType::Boolean, ValueKind::Integer | ValueKind::Float) => Some("write `true` or `false`"),
        (ValueType::List, ValueKind::Text) => Some("Heat does not split text; write `[a, b]`"),
        (ValueType::List, _) => Some("a list of one is written `[x]`"),
        (ValueType::Map, ValueKind::Text) => Some("Heat does not read JSON here; write the mapping itself"),
        _ => None,
    }
}
