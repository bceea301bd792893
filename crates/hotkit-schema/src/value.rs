//! Values that the facts hold (defaults, allowed values), and the types of values that properties and attributes take.

use std::fmt;

/// A constant of Heat's, with the kinds of JSON.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Literal {
    /// No value.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number with a fraction, or written with one.
    Float(f64),
    /// Text.
    Text(&'static str),
    /// A list.
    List(&'static [Literal]),
    /// A map, sorted by key.
    Map(&'static [(&'static str, Literal)]),
}

impl Literal {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&'static str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Compact JSON, for messages and hovers. The depth is that of the facts, not of any input.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(text) => write_text(f, text),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Map(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write_text(f, key)?;
                    write!(f, ": {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            control if control.is_control() => write!(f, "\\u{:04x}", u32::from(control))?,
            other => write!(f, "{other}")?,
        }
    }
    f.write_str("\"")
}

/// The type of a property's or attribute's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Text; integers and booleans are turned into it (PR-004).
    String,
    /// An integer; numeric text, fractions and booleans are turned into it (PR-003).
    Integer,
    /// A number or numeric text (PR-006).
    Number,
    /// A boolean, or its name as text (PR-005).
    Boolean,
    /// A mapping (PR-007).
    Map,
    /// A list (PR-008).
    List,
    /// Anything.
    Any,
}

impl ValueType {
    /// Heat's word for the type, in lower case: `string`, `integer`, ...
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Map => "map",
            Self::List => "list",
            Self::Any => "any",
        }
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
