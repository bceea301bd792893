//! What a parameter takes: the kinds of values, which of two is the narrower, which take nothing.

use super::super::machine::is_iterable;
use super::super::value::V;
use crate::Unknown;

/// What a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Any,
    NotNull,
    Null,
    Str,
    StrOrNull,
    /// Booleans are integers.
    Int,
    IntOrNull,
    /// Integers and numbers with a point, no booleans.
    Number,
    NumberOrNull,
    Bool,
    BoolOrNull,
    Iterable,
    /// Anything iterable but sets.
    IterableNoSet,
    Sequence,
    Mapping,
    Set,
    Iterator,
    Ordering,
    Regex,
    Date,
    Span,
    SpanOrNull,
    /// Integers, no booleans.
    Integer,
    Context,
    /// An evaluated `key => value`.
    Rule,
    /// An expression that is evaluated later.
    Lambda,
    /// `key => value`, both evaluated later.
    LazyRule,
}

impl Kind {
    pub(super) fn is_lazy(self) -> bool {
        matches!(self, Kind::Lambda | Kind::LazyRule)
    }

    /// Python's type behind it, and the types that this one is a kind of.
    fn types(self) -> &'static [&'static str] {
        match self {
            Kind::Any | Kind::NotNull => &["object"],
            Kind::Null => &["none", "object"],
            Kind::Str | Kind::StrOrNull => &["str", "sequence", "iterable", "object"],
            Kind::Int | Kind::IntOrNull => &["int", "object"],
            Kind::Bool | Kind::BoolOrNull => &["bool", "int", "object"],
            Kind::Iterable | Kind::IterableNoSet => &["iterable", "object"],
            Kind::Sequence => &["sequence", "iterable", "object"],
            Kind::Mapping => &["mapping", "iterable", "object"],
            Kind::Set => &["set", "iterable", "object"],
            Kind::Iterator => &["iterator", "iterable", "object"],
            Kind::Ordering => &["ordering", "iterable", "object"],
            Kind::Regex => &["regex", "object"],
            Kind::Date => &["date", "object"],
            Kind::Span | Kind::SpanOrNull => &["span", "object"],
            Kind::Integer => &["int", "object"],
            Kind::Context => &["context", "object"],
            Kind::Rule => &["rule", "object"],
            Kind::Number | Kind::NumberOrNull | Kind::Lambda | Kind::LazyRule => &[],
        }
    }

    pub(super) fn is_narrower_than(self, other: Kind) -> bool {
        let (Some(own), Some(others)) = (self.types().first(), other.types().first()) else {
            return false;
        };
        own != others && self.types().contains(others)
    }

    fn takes_null(self) -> bool {
        matches!(
            self,
            Kind::Any
                | Kind::Null
                | Kind::StrOrNull
                | Kind::IntOrNull
                | Kind::NumberOrNull
                | Kind::BoolOrNull
                | Kind::SpanOrNull
        )
    }

    /// Whether it takes a value; an unknown value is an error that says so, unless anything will do.
    pub(super) fn takes(self, value: &V) -> Result<bool, Unknown> {
        if let V::Unknown(unknown) = value {
            return if self == Kind::Any {
                Ok(true)
            } else {
                Err(unknown.clone())
            };
        }
        if matches!(value, V::Null) {
            return Ok(self.takes_null());
        }
        Ok(match self {
            Kind::Any | Kind::NotNull => true,
            Kind::Null | Kind::Lambda | Kind::LazyRule => false,
            Kind::Str | Kind::StrOrNull => matches!(value, V::Str(_)),
            Kind::Int | Kind::IntOrNull => matches!(value, V::Int(_) | V::Big(_) | V::Bool(_)),
            Kind::Number | Kind::NumberOrNull => matches!(value, V::Int(_) | V::Big(_) | V::Float(_)),
            Kind::Bool | Kind::BoolOrNull => matches!(value, V::Bool(_)),
            Kind::Iterable => is_iterable(value),
            Kind::IterableNoSet => is_iterable(value) && !matches!(value, V::Set(_) | V::Keys(_) | V::Pairs(_)),
            Kind::Sequence => matches!(value, V::Tuple(_) | V::List(_)),
            Kind::Mapping => matches!(value, V::Map(_) | V::Dict(_)),
            Kind::Set => matches!(value, V::Set(_) | V::Keys(_) | V::Pairs(_)),
            Kind::Iterator => matches!(value, V::Iter(_)),
            Kind::Ordering => matches!(value, V::Ordering(_)),
            Kind::Regex => matches!(value, V::Regex(_)),
            Kind::Date => matches!(value, V::Date(_)),
            Kind::Span | Kind::SpanOrNull => matches!(value, V::Span(_)),
            Kind::Integer => matches!(value, V::Int(_) | V::Big(_)),
            Kind::Context => matches!(value, V::Context(_)),
            Kind::Rule => matches!(value, V::Rule(_)),
        })
    }
}
