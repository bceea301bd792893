//! The tree of a YAQL expression, and what can be wrong with its text.
//!
//! Operators, lists, mappings and indexers are calls of functions with names such as `#operator_+`: that is how YAQL
//! itself sees them, and how its errors name them.

use std::rc::Rc;

use num_bigint::BigInt;
use smol_str::SmolStr;

/// A part of an expression.
#[derive(Debug)]
pub(super) struct Node {
    /// Where it stands, in bytes of the expression's text: of an operator its sign, of a call its name.
    pub(super) offset: usize,
    /// Levels of parts inside it, itself included; bounded by the parser.
    pub(super) height: u32,
    pub(super) kind: NodeKind,
}

/// What a part is.
#[derive(Debug)]
pub(super) enum NodeKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i128),
    /// An integer beyond 128 bits.
    LargeInteger(Rc<BigInt>),
    /// A number with a point.
    Float(f64),
    /// Text in quotes.
    Text(SmolStr),
    /// A bare word.
    Word(SmolStr),
    /// `$name`, here the name; `$` is `1`.
    Variable(SmolStr),
    /// `name(...)`.
    Call(SmolStr, Vec<Rc<Node>>),
    /// An operator, a list, a mapping or an indexer, by the name of its function.
    Operator(&'static str, Vec<Rc<Node>>),
    /// `(...)`.
    Wrap(Rc<Node>),
    /// `left => right`.
    Rule(Rc<Node>, Rc<Node>),
    /// An empty place between commas.
    Missing,
}

/// What is wrong with the text of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum YaqlSyntaxFault {
    /// A character that no token begins with; a quote that is never closed is one.
    IllegalCharacter(char),
    /// A token that cannot stand there, as it is written.
    Unexpected(SmolStr),
    /// The text ends too early.
    UnexpectedEnd,
    /// An escape such as `\x` whose digits are none, or no character.
    BadEscape(SmolStr),
    /// An integer with more digits than Python reads.
    NumberTooLong,
}

impl YaqlSyntaxFault {
    /// The class of the engine's exception.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            YaqlSyntaxFault::BadEscape(_) => "UnicodeDecodeError",
            _ => "ValueError",
        }
    }
}

/// Why an expression has no tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum NoTree {
    /// The engine refuses it.
    Fault { offset: usize, fault: YaqlSyntaxFault },
    /// It is not decided: too deep, or a character by its name.
    Undecided(&'static str),
}
