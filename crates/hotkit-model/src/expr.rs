//! Data with function calls in it: what stands behind every key of a template.

use hotkit_schema::Function;
use hotkit_text::TextRange;
use smol_str::SmolStr;

/// A value as it is written, with aliases and merge keys worked in, functions told from data.
#[derive(Clone, PartialEq, Debug)]
pub struct Expr {
    /// Its text; of an alias the text of the alias.
    pub range: TextRange,
    /// What it is.
    pub kind: ExprKind,
}

/// What a value is.
#[derive(Clone, PartialEq, Debug)]
pub enum ExprKind {
    /// `null`, `~`, or nothing at all.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer within 64 bits.
    Integer(i64),
    /// Any other integer, as decimal digits.
    BigInteger(SmolStr),
    /// A number with a fraction; may be infinite or no number.
    Float(f64),
    /// Text.
    Text(SmolStr),
    /// A list.
    List(Vec<Expr>),
    /// A mapping that is no function call, in Python's order, the last of equal keys.
    Map(Vec<Entry>),
    /// A function call.
    Call(Box<Call>),
}

/// A key of a mapping with its value.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Expr,
}

/// A key or name: what it says and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// As text: on its way to Heat every key becomes text (`1:` is `"1"`, T-018).
    pub text: SmolStr,
    /// Where it stands.
    pub range: TextRange,
}

/// A call of an intrinsic function: a mapping with one key that the template's version knows (V-024).
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// Its semantics.
    pub function: Function,
    /// Its name as written.
    pub name: Key,
    /// What it is given; calls inside are calls already.
    pub argument: Expr,
}

/// Which functions there are depends on where a value stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Context {
    /// No functions: descriptions, types, defaults, constraints.
    Data,
    /// Properties, metadata, policies, outputs.
    Value,
    /// The definition of a condition, or the condition of an `if`.
    Condition,
}

/// The kind of a value, for messages and checks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ValueKind {
    /// Nothing.
    Null,
    /// True or false.
    Boolean,
    /// An integer.
    Integer,
    /// A number with a fraction.
    Float,
    /// Text.
    Text,
    /// A list.
    List,
    /// A mapping.
    Map,
    /// A function call.
    Call,
}

impl ValueKind {
    /// With its article, as messages have it: "a list".
    #[must_use]
    pub fn with_article(self) -> &'static str {
        match self {
            ValueKind::Null => "null",
            ValueKind::Boolean => "a boolean",
            ValueKind::Integer => "an integer",
            ValueKind::Float => "a number",
            ValueKind::Text => "text",
            ValueKind::List => "a list",
            ValueKind::Map => "a mapping",
            ValueKind::Call => "a function",
        }
    }
}

impl Expr {
    /// Its kind.
    #[must_use]
    pub fn value_kind(&self) -> ValueKind {
        match self.kind {
            ExprKind::Null => ValueKind::Null,
            ExprKind::Bool(_) => ValueKind::Boolean,
            ExprKind::Integer(_) | ExprKind::BigInteger(_) => ValueKind::Integer,
            ExprKind::Float(_) => ValueKind::Float,
            ExprKind::Text(_) => ValueKind::Text,
            ExprKind::List(_) => ValueKind::List,
            ExprKind::Map(_) => ValueKind::Map,
            ExprKind::Call(_) => ValueKind::Call,
        }
    }

    /// The text, where it is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&SmolStr> {
        match &self.kind {
            ExprKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Expr]> {
        match &self.kind {
            ExprKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, where it is a mapping and no call.
    #[must_use]
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.kind {
            ExprKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The call, where it is one.
    #[must_use]
    pub fn as_call(&self) -> Option<&Call> {
        match &self.kind {
            ExprKind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The value of a key, where it is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.as_map()?.iter().find(|entry| entry.key.text == key)
    }

    /// True where Python takes the value for false: null, false, zero, and empty text, lists and mappings. Calls are true.
    #[must_use]
    pub fn is_falsy(&self) -> bool {
        match &self.kind {
            ExprKind::Null => true,
            ExprKind::Bool(value) => !value,
            ExprKind::Integer(value) => *value == 0,
            ExprKind::Float(value) => *value == 0.0,
            ExprKind::Text(text) => text.is_empty(),
            ExprKind::List(items) => items.is_empty(),
            ExprKind::Map(entries) => entries.is_empty(),
            ExprKind::BigInteger(_) | ExprKind::Call(_) => false,
        }
    }
}

impl Key {
    /// The key as a value: text.
    #[must_use]
    pub fn to_expr(&self) -> Expr {
        Expr {
            range: self.range,
            kind: ExprKind::Text(self.text.clone()),
        }
    }
}
