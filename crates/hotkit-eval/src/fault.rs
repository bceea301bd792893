//! What can be wrong with a function call or a condition, as facts.

use hotkit_model::ValueKind;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::{YaqlFault, YaqlSyntaxFault};

/// When Heat raises an error (engine checks 0.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Phase {
    /// While the template is read: everywhere but in branches not taken and in disabled outputs.
    Parse,
    /// When definitions are validated: in enabled resources and outputs.
    Validate,
    /// When a value is computed: never in outputs and metadata.
    Evaluate,
}

/// A function or a condition fails.
#[derive(Clone, PartialEq, Debug)]
pub struct EvaluationFault {
    /// When Heat raises it.
    pub phase: Phase,
    /// The smallest text at fault.
    pub range: TextRange,
    /// The function that fails, as written; `None` where a condition fails by itself.
    pub function: Option<SmolStr>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// A fault that the text of one call shows, whatever the calls inside it come to.
pub type ArgumentFault = EvaluationFault;

/// The part of a call that is at fault.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Part {
    /// The argument as a whole.
    Argument,
    /// An item of the argument, from 0.
    Item(usize),
    /// The value of a key of the argument.
    Key(&'static str),
    /// The name of a parameter, resource or attribute.
    Name,
    /// What lists are joined or text is split by.
    Delimiter,
    /// The lists, mappings or texts that the function works on.
    Operand,
    /// An item of a list that the function works on.
    OperandItem,
    /// What is put in place of a placeholder.
    Replacement,
    /// What is replaced.
    Placeholder,
    /// A value of `for_each`.
    ForEachValue,
    /// An item of a list of `for_each`.
    ForEachItem,
    /// A position in a list.
    Index,
    /// A condition.
    Condition,
}

/// What a part has to be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Expected {
    /// Text.
    Text,
    /// Literal text.
    LiteralText,
    /// Text or a list.
    TextOrList,
    /// Text or a number.
    Scalar,
    /// Text, a list or a mapping.
    TextListOrMap,
    /// A list.
    List,
    /// A literal list.
    LiteralList,
    /// A list, or null.
    ListOrNull,
    /// A list or a mapping.
    ListOrMap,
    /// A list of texts.
    TextList,
    /// A mapping.
    Map,
    /// A literal mapping.
    LiteralMap,
    /// A mapping, or null.
    MapOrNull,
    /// A literal boolean.
    Boolean,
    /// An integer or its text.
    Integer,
    /// Anything but null.
    NotNull,
    /// A name, a boolean or a condition function.
    Condition,
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum FaultKind {
    /// A part is of the wrong kind.
    WrongKind {
        /// Which part.
        part: Part,
        /// What it has to be.
        expected: Expected,
        /// What it is.
        found: ValueKind,
    },
    /// The argument has too few or too many items.
    WrongCount {
        /// Fewest.
        least: usize,
        /// Most; `None` where there is no limit.
        most: Option<usize>,
        /// How many there are.
        found: usize,
    },
    /// The argument lacks a key.
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// The argument has a key that does not belong there.
    UnknownKey {
        /// The key.
        key: SmolStr,
        /// The keys that do.
        known: &'static [&'static str],
    },
    /// A part may not be empty.
    Empty {
        /// Which part.
        part: Part,
    },
    /// A word that is none of those known.
    UnknownWord {
        /// Which part.
        part: Part,
        /// The word.
        found: SmolStr,
        /// The words that are known.
        known: &'static [&'static str],
    },
    /// No such parameter (F-GP-1, CF-004).
    UnknownParameter {
        /// The name.
        name: SmolStr,
    },
    /// A parameter that has no value (P-016).
    MissingParameter {
        /// The name.
        name: SmolStr,
    },
    /// No such resource, or a disabled one (F-GR-1, C-015).
    UnknownResource {
        /// The name.
        name: SmolStr,
    },
    /// The path of a file that was never fetched, because a function gives it (F-GF-1).
    FileNotFetched {
        /// The path.
        path: SmolStr,
    },
    /// The stack has no parent resource (F-RF-1).
    NoParentResource,
    /// The mapping has no such entry (CF-006).
    NotInMapping {
        /// What was looked for.
        key: SmolStr,
    },
    /// Placeholders that the text does not use (F-SR-5): longest first.
    PlaceholdersNotFound {
        /// Their names.
        names: Vec<SmolStr>,
    },
    /// More placeholders than Heat's engine can go through.
    TooManyPlaceholders {
        /// How many there are.
        found: usize,
        /// How many it can.
        most: usize,
    },
    /// A placeholder has no value, or an empty one (F-SR-6).
    EmptyReplacement {
        /// The placeholder.
        placeholder: SmolStr,
    },
    /// Lists that have to be of one length (F-RP-4).
    UnequalLengths {
        /// Their lengths.
        lengths: Vec<usize>,
    },
    /// Text that is no integer.
    NotAnInteger {
        /// Which part.
        part: Part,
        /// The text.
        found: SmolStr,
    },
    /// A number out of bounds, both included.
    OutOfRange {
        /// Which part.
        part: Part,
        /// Least.
        least: i64,
        /// Greatest.
        most: i64,
    },
    /// A new key that is taken already (F-MR-2).
    KeyCollision {
        /// The new key.
        key: SmolStr,
    },
    /// A character that Latin-1 lacks (F-DG-1).
    NotLatin1 {
        /// The character.
        character: char,
    },
    /// A character that may not stand there (F-MU-1).
    ForbiddenCharacter {
        /// Which part.
        part: Part,
        /// The character.
        character: char,
    },
    /// Text that is no JSON (F-SE-1).
    NotJson,
    /// Text without the `=` between key and value (CF-007).
    NotAPair,
    /// Neither a name nor a boolean comes out where a condition is asked for (F-IF-1, C-010, C-011).
    NotACondition {
        /// What it is.
        found: ValueKind,
    },
    /// No such condition (C-004).
    UnknownCondition {
        /// The name.
        name: SmolStr,
    },
    /// A condition that depends on itself (C-006).
    CircularCondition {
        /// The name.
        name: SmolStr,
    },
    /// The definition of a condition does not come to a boolean (C-008).
    ConditionNotBoolean {
        /// The name.
        name: SmolStr,
        /// What it comes to.
        found: ValueKind,
    },
    /// A function that may not stand in conditions (C-003).
    NotInConditions,
    /// A function that this version has withdrawn (V-022).
    Withdrawn,
    /// An expression of `yaql` that cannot be read (F-YQ-2).
    YaqlSyntax {
        /// Where, in bytes of the expression.
        offset: usize,
        /// What is wrong there.
        fault: Box<YaqlSyntaxFault>,
    },
    /// An expression of `yaql` that fails when it is computed (F-YQ-3).
    Yaql {
        /// Where, in bytes of the expression: the name or sign of the call that fails.
        offset: usize,
        /// What is wrong there.
        fault: Box<YaqlFault>,
    },
}
