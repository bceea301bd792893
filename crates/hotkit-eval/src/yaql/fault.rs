//! What goes wrong while an expression is computed, as facts; the class names are those of the engine's exceptions.

use smol_str::SmolStr;

use crate::{Reason, Unknown};

/// What is wrong with a YAQL expression when it is computed (F-YQ-3).
#[derive(Clone, PartialEq, Debug)]
pub enum YaqlFault {
    /// No function of this name.
    UnknownFunction {
        /// The name; of a property that a value lacks `#property#` and the name.
        name: SmolStr,
    },
    /// No method of this name.
    UnknownMethod {
        /// The name.
        name: SmolStr,
        /// What it is called on, as YAQL names kinds.
        receiver: &'static str,
    },
    /// A function, a method or an operator does not take these arguments.
    NoMatch {
        /// The name; operators are `#operator_+` and the like, indexers `#indexer`.
        name: SmolStr,
        /// What a method is called on, as YAQL names kinds; `None` for functions and operators.
        receiver: Option<&'static str>,
    },
    /// Two functions of this name take the arguments equally well.
    Ambiguous {
        /// The name.
        name: SmolStr,
    },
    /// The name of a named argument is no bare word.
    NamedArgument,
    /// A mapping lacks a key.
    MissingKey {
        /// The key; what is no text as Python shows it.
        key: SmolStr,
    },
    /// A position beyond the items of a list.
    Index {
        /// The position.
        index: i128,
        /// How many items there are.
        length: usize,
    },
    /// A regular expression has no group of this name.
    UnknownGroup {
        /// The name.
        name: SmolStr,
    },
    /// An item is asked for where there is none, or more than one where there may be one.
    NoSingleItem {
        /// True where there are more than one.
        several: bool,
    },
    /// A list, or what a list is computed from, has more items than the cloud's limit.
    TooManyItems {
        /// The limit, as clouds have it unless they set another.
        most: usize,
    },
    /// A value takes more memory than the cloud's limit.
    TooMuchMemory {
        /// The limit in bytes, as clouds have it unless they set another.
        most: usize,
    },
    /// A division by zero.
    DivisionByZero,
    /// Python's `ValueError`.
    Value {
        /// What is wrong.
        problem: ValueProblem,
    },
    /// Python's `TypeError`.
    Type {
        /// What is wrong.
        problem: TypeProblem,
    },
    /// Python's `OverflowError`: an infinite number cannot be an integer, and a large integer no number with a point.
    Overflow,
    /// Views of mappings lack the methods of sets.
    ViewMethod {
        /// The method.
        name: &'static str,
    },
    /// A regular expression, or the text to put in place of its matches, is wrong.
    Pattern,
    /// The value is a set, and Heat wants a list: a fault of Heat's, not of YAQL's.
    SetForList,
    /// An `assert` of the expression fails.
    Assertion {
        /// Its message.
        message: SmolStr,
    },
}

/// A value of the right kind that will not do.
#[derive(Clone, PartialEq, Debug)]
pub enum ValueProblem {
    /// Text that is no integer.
    NotAnInteger(SmolStr),
    /// Text that is no number.
    NotANumber(SmolStr),
    /// A number that is none has no integer.
    NanAsInteger,
    /// Text is split by the empty text.
    EmptySeparator,
    /// The step of a range is zero.
    ZeroStep,
    /// A count below zero.
    NegativeCount,
    /// Elements and names to unpack them to differ in number.
    Unpack {
        /// How many elements there are, as far as they were counted.
        found: usize,
        /// How many names.
        names: usize,
    },
    /// Named groups cannot be handed to an expression: a defect of YAQL.
    NamedGroups,
    /// Flags of a regular expression that exclude each other.
    PatternFlags,
    /// A power modulo zero, or the inverse of a number that has none.
    Arithmetic,
    /// Numbers that make no date.
    NoSuchDate,
    /// An integer of more digits than Python writes.
    TooManyDigits,
}

/// A value of the wrong kind, found late.
#[derive(Clone, PartialEq, Debug)]
pub enum TypeProblem {
    /// A list or mapping where only fixed values do: as key or member of a set.
    Unhashable(&'static str),
    /// A fold of nothing without a start.
    EmptyFold,
    /// What has no items is gone through.
    NotIterable(&'static str),
    /// Not a kind of value that becomes a number.
    NotANumber(&'static str),
    /// A list or mapping is merged with something else.
    Merge,
    /// Kinds that Python does not put together.
    Operands,
}

impl YaqlFault {
    /// The class of the engine's exception.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            YaqlFault::UnknownFunction { .. } => "NoFunctionRegisteredException",
            YaqlFault::UnknownMethod { .. } => "NoMethodRegisteredException",
            YaqlFault::NoMatch { receiver: None, .. } => "NoMatchingFunctionException",
            YaqlFault::NoMatch { receiver: Some(_), .. } => "NoMatchingMethodException",
            YaqlFault::Ambiguous { .. } => "AmbiguousFunctionException",
            YaqlFault::NamedArgument => "MappingTranslationException",
            YaqlFault::MissingKey { .. } => "KeyError",
            YaqlFault::Index { .. } | YaqlFault::UnknownGroup { .. } => "IndexError",
            YaqlFault::NoSingleItem { .. } => "StopIteration",
            YaqlFault::TooManyItems { .. } => "CollectionTooLargeException",
            YaqlFault::TooMuchMemory { .. } => "MemoryQuotaExceededException",
            YaqlFault::DivisionByZero => "ZeroDivisionError",
            YaqlFault::Value { .. } | YaqlFault::SetForList => "ValueError",
            YaqlFault::Type { .. } => "TypeError",
            YaqlFault::Overflow => "OverflowError",
            YaqlFault::ViewMethod { .. } => "AttributeError",
            YaqlFault::Pattern => "error",
            YaqlFault::Assertion { .. } => "AssertionError",
        }
    }
}

/// Why a computation ends without a value.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// The engine fails; the place is set by the innermost call around.
    Fault { offset: Option<usize>, fault: YaqlFault },
    /// The value is not known.
    Unknown(Unknown),
}

impl Stop {
    /// hotkit does not compute this.
    pub(super) fn not_implemented(what: &str) -> Stop {
        Stop::Unknown(Unknown::because(Reason::NotImplemented(SmolStr::new(what))))
    }

    /// It is beyond the bounds of what is computed.
    pub(super) fn limit(what: &'static str) -> Stop {
        Stop::Unknown(Unknown::because(Reason::Limit(what)))
    }

    /// A call of this name takes no such argument where it is not method of anything.
    pub(super) fn no_match(name: &str) -> Stop {
        YaqlFault::NoMatch {
            name: SmolStr::new(name),
            receiver: None,
        }
        .into()
    }

    /// The same, at this place unless a place is known already.
    pub(super) fn at(self, place: usize) -> Stop {
        match self {
            Stop::Fault { offset: None, fault } => Stop::Fault {
                offset: Some(place),
                fault,
            },
            other => other,
        }
    }
}

impl From<YaqlFault> for Stop {
    fn from(fault: YaqlFault) -> Stop {
        Stop::Fault { offset: None, fault }
    }
}

impl From<ValueProblem> for Stop {
    fn from(problem: ValueProblem) -> Stop {
        YaqlFault::Value { problem }.into()
    }
}

impl From<TypeProblem> for Stop {
    fn from(problem: TypeProblem) -> Stop {
        YaqlFault::Type { problem }.into()
    }
}
