//! What a scalar means in Python, by PyYAML's resolver and constructor: YAML 1.1 with all its oddities, because Heat
//! sees the result and not the text (T-019).
//!
//! *Resolving* finds the tag of a scalar, *constructing* its value. Constructing may fail, and Heat then refuses the
//! template; [`Node::scalar`] falls back to the text in that case, and the failure is among the errors of the tree.

mod binary;
mod date;
mod implicit;
mod number;

use crate::{ErrorClass, Node, NodeKind, Reading, ScalarStyle};

/// The value of a scalar.
#[derive(Clone, PartialEq, Debug)]
pub enum Scalar<'t> {
    /// `None`
    Null,
    /// `True` or `False`
    Bool(bool),
    /// An integer of any size.
    Integer(Integer),
    /// A float, infinities and not-a-number included.
    Float(f64),
    /// Text; a lone surrogate in it is shown as U+FFFD ([`Node::code_points`]).
    Text(&'t str),
    /// Bytes, by `!!binary`.
    Binary(Vec<u8>),
    /// A date or time in ISO 8601 as Python prints it; only where pure-Python PyYAML gave the answer.
    Date(String),
}

/// An integer of any size.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Integer {
    /// One within 64 bits.
    Small(i64),
    /// Any other, as decimal digits with `-` before negative ones.
    Big(String),
}

impl<'t> Node<'t> {
    /// What a scalar means in Python. An alias means what it stands for; a collection has no such value and gives an
    /// empty text, unless a tag and a `=` key make it a scalar, as in `!!str {=: x}`.
    #[must_use]
    pub fn scalar(self) -> Scalar<'t> {
        let node = self.resolve().unwrap_or(self);
        if node.tree.reading == Reading::Json {
            return json_scalar(node);
        }
        construct(node).unwrap_or_else(|_| Scalar::Text(node.text()))
    }
}

/// Why a scalar has no value.
pub(crate) struct Failure<'t> {
    pub(crate) class: ErrorClass,
    /// PyYAML's words, or name and words of Python's exception.
    pub(crate) problem: String,
    /// The node at whose beginning PyYAML puts the mark.
    pub(crate) node: Node<'t>,
}

/// What PyYAML constructs from a node, by its tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum StandardTag {
    Null,
    Bool,
    Int,
    Float,
    Binary,
    Timestamp,
    Omap,
    Pairs,
    Set,
    Str,
    Seq,
    Map,
    /// `<<`: a value only as the key of a mapping.
    Merge,
    /// `=`: a value only as the key of a mapping.
    Value,
    /// A tag without constructor.
    Unknown,
}

impl StandardTag {
    /// True where the constructor wants a scalar.
    pub(crate) fn is_scalar(self) -> bool {
        matches!(
            self,
            StandardTag::Null
                | StandardTag::Bool
                | StandardTag::Int
                | StandardTag::Float
                | StandardTag::Binary
                | StandardTag::Timestamp
                | StandardTag::Str
        )
    }
}

const PREFIX: &str = "tag:yaml.org,2002:";

/// The tag of a node that is no alias, after resolving.
pub(crate) fn tag_of(node: Node<'_>) -> StandardTag {
    let explicit = node.tag();
    if let Some(tag) = explicit
        && tag.name != "!"
    {
        return standard(tag.name);
    }
    match node.kind() {
        // libyaml takes a `!` with nothing behind it for an empty text, pure Python for null.
        NodeKind::Scalar(_) if explicit.is_some() && node.is_absent() && node.tree.reading != Reading::Pure => {
            StandardTag::Str
        }
        NodeKind::Scalar(ScalarStyle::Plain) => implicit::resolve(node.text()),
        // `! 'x'` is resolved as if it were plain.
        NodeKind::Scalar(_) if explicit.is_some() => implicit::resolve(node.text()),
        NodeKind::Scalar(_) | NodeKind::Alias => StandardTag::Str,
        NodeKind::Sequence(_) => StandardTag::Seq,
        NodeKind::Mapping(_) => StandardTag::Map,
    }
}

/// The full name of a node's tag, for the errors about tags that have no constructor.
pub(crate) fn tag_name(node: Node<'_>, tag: StandardTag) -> String {
    match node.tag() {
        Some(explicit) if explicit.name != "!" => explicit.name.to_owned(),
        _ => {
            let suffix = match tag {
                StandardTag::Merge => "merge",
                StandardTag::Value => "value",
                _ => "yaml",
            };
            format!("{PREFIX}{suffix}")
        }
    }
}

/// True for a plain scalar that can be nothing but text: most scalars are seen to be so by their first character.
pub(crate) fn is_plain_text(text: &str) -> bool {
    implicit::cannot_resolve(text)
}

/// Constructs a scalar as PyYAML does, for the readings other than JSON.
pub(crate) fn construct<'t>(node: Node<'t>) -> Result<Scalar<'t>, Failure<'t>> {
    let tag = tag_of(node);
    let holder = text_holder(node)?;
    let text = holder.text();
    let foreign = |problem| Failure {
        class: ErrorClass::Foreign,
        problem,
        node,
    };
    match tag {
        StandardTag::Null => Ok(Scalar::Null),
        StandardTag::Bool => bool_value(text).map(Scalar::Bool).map_err(foreign),
        StandardTag::Int => number::integer(text).map(Scalar::Integer).map_err(foreign),
        StandardTag::Float => number::float(text).map(Scalar::Float).map_err(foreign),
        StandardTag::Binary => binary::decode(text).map(Scalar::Binary).map_err(|problem| Failure {
            class: ErrorClass::Constructor,
            problem,
            node,
        }),
        StandardTag::Timestamp if node.tree.reading == Reading::Pure => {
            date::iso(text).map(Scalar::Date).map_err(foreign)
        }
        _ => Ok(Scalar::Text(text)),
    }
}

fn standard(name: &str) -> StandardTag {
    match name.strip_prefix(PREFIX) {
        Some("null") => StandardTag::Null,
        Some("bool") => StandardTag::Bool,
        Some("int") => StandardTag::Int,
        Some("float") => StandardTag::Float,
        Some("binary") => StandardTag::Binary,
        Some("timestamp") => StandardTag::Timestamp,
        Some("omap") => StandardTag::Omap,
        Some("pairs") => StandardTag::Pairs,
        Some("set") => StandardTag::Set,
        Some("str") => StandardTag::Str,
        Some("seq") => StandardTag::Seq,
        Some("map") => StandardTag::Map,
        Some("merge") => StandardTag::Merge,
        Some("value") => StandardTag::Value,
        _ => StandardTag::Unknown,
    }
}

/// A mapping with a `=` key counts as the scalar under that key, and that one may be such a mapping again; Python gives
/// up at its recursion limit.
const MAX_VALUE_KEYS: usize = 900;

/// The scalar whose text stands for a node that a tag makes a scalar.
fn text_holder<'t>(node: Node<'t>) -> Result<Node<'t>, Failure<'t>> {
    let mut found = node;
    for _ in 0..MAX_VALUE_KEYS {
        let kind = match found.kind() {
            NodeKind::Scalar(_) | NodeKind::Alias => return Ok(found),
            NodeKind::Sequence(_) => "sequence",
            NodeKind::Mapping(_) => "mapping",
        };
        let value_key = |key: Node<'t>| key.resolve().is_some_and(|key| tag_of(key) == StandardTag::Value);
        let Some(entry) = found.entries().find(|entry| value_key(entry.key)) else {
            return Err(Failure {
                class: ErrorClass::Constructor,
                problem: format!("expected a scalar node, but found {kind}"),
                node: found,
            });
        };
        found = entry.value.resolve().unwrap_or(entry.value);
    }
    Err(Failure {
        class: ErrorClass::Foreign,
        problem: "RecursionError: maximum recursion depth exceeded".to_owned(),
        node,
    })
}

fn bool_value(text: &str) -> Result<bool, String> {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "yes" | "true" | "on" => Ok(true),
        "no" | "false" | "off" => Ok(false),
        _ => Err(format!("KeyError: {}", python_repr(&lower))),
    }
}

fn json_scalar(node: Node<'_>) -> Scalar<'_> {
    let text = node.text();
    if node.kind() != NodeKind::Scalar(ScalarStyle::Plain) {
        return Scalar::Text(text);
    }
    match text {
        "null" => Scalar::Null,
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        "NaN" => Scalar::Float(f64::NAN),
        "Infinity" => Scalar::Float(f64::INFINITY),
        "-Infinity" => Scalar::Float(f64::NEG_INFINITY),
        _ => number::json(text),
    }
}

/// A text as Python's `repr` shows it.
pub(crate) fn python_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push(quote);
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '\\' => shown.push_str("\\\\"),
            it if it == quote => shown.extend(['\\', it]),
            it if is_shown(it) => shown.push(it),
            it => shown.push_str(&python_escape(it)),
        }
    }
    shown.push(quote);
    shown
}

/// A character as Python escapes it: `\xe9`, `\u20ac`, `\U0001f600`.
pub(crate) fn python_escape(character: char) -> String {
    match u32::from(character) {
        code @ ..=0xff => format!("\\x{code:02x}"),
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// Python's `isprintable`, but for unassigned code points.
fn is_shown(character: char) -> bool {
    !character.is_control()
        && (character == ' ' || !character.is_whitespace())
        && !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{f0000}'..)
}

#[cfg(test)]
mod tests;
