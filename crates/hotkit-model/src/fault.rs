//! What can be wrong with one file by itself, as facts; `hotkit-lint` finds the words.

use hotkit_schema::Version;
use hotkit_syntax::ErrorClass;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::{ParameterType, Path, ValueKind};

/// A fault and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// The smallest text at fault.
    pub range: TextRange,
    /// The engine's name of the place.
    pub path: Path,
}

/// What owns a key or a value, for messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Owner {
    /// The template as a whole.
    Template,
    /// A section, by its name.
    Section(SmolStr),
    /// A parameter, by its name.
    Parameter(SmolStr),
    /// A constraint of a parameter.
    Constraint(SmolStr),
    /// An item of `parameter_groups`.
    ParameterGroup,
    /// A condition, by its name.
    Condition(SmolStr),
    /// A resource, by its name.
    Resource(SmolStr),
    /// A key of a resource: resource and key.
    ResourceKey(SmolStr, &'static str),
    /// An output, by its name.
    Output(SmolStr),
    /// A key of an output.
    OutputKey(SmolStr, &'static str),
    /// The environment as a whole.
    Environment,
}

/// The kinds that a place accepts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kinds {
    /// A mapping.
    Map,
    /// A list.
    List,
    /// Text.
    Text,
    /// A mapping or a function.
    MapOrFunction,
    /// Text or a function.
    TextOrFunction,
    /// Text or a list of text.
    TextOrListOfText,
    /// A condition: a name, a boolean or a condition function.
    Condition,
    /// The definition of a condition: a boolean or a condition function.
    ConditionDefinition,
    /// A number or numeric text.
    Number,
    /// An integer or its text.
    Integer,
}

/// What is wrong. Unless a variant says otherwise, Heat refuses the file because of it.
#[derive(Clone, PartialEq, Debug)]
pub enum Fault {
    /// No reader accepts the text (T-001, T-011 to T-015).
    Syntax {
        /// Which stage refuses.
        class: ErrorClass,
        /// The reader's words.
        problem: String,
        /// What the reader was doing.
        context: Option<&'static str>,
        /// Where that began.
        context_range: Option<TextRange>,
    },
    /// The text begins with `{` and is no strict JSON (T-014).
    Json {
        /// Python's words.
        problem: String,
    },
    /// The first line is indented: Heat's client strips it and then cannot read the text (T-025).
    IndentedStart,
    /// An alias stands inside its own anchor (T-015).
    ContainsItself,
    /// With its aliases expanded the text is larger than any request to Heat may be (T-023).
    TooLarge {
        /// Number of values when expanded.
        values: u64,
    },
    /// Nested deeper than Heat's engine can follow.
    TooDeep,
    /// Only pure-Python PyYAML reads the text: accepted, but other tools refuse it. No refusal.
    PurePython {
        /// Why libyaml refuses.
        problem: String,
    },
    /// The root is no mapping (T-002, E-003).
    NotAMapping {
        /// What it is.
        found: ValueKind,
    },
    /// A key is given twice; the last one wins (T-006). No refusal.
    DuplicateKey {
        /// The key.
        key: SmolStr,
        /// The entry that counts.
        winner: TextRange,
    },
    /// There is no version key (T-003, T-004).
    MissingVersion,
    /// The version is no text (V-004).
    VersionNotText {
        /// What it is.
        found: ValueKind,
    },
    /// No such version (V-001, V-002, V-005).
    UnknownVersion {
        /// The key.
        key: SmolStr,
        /// The value.
        value: SmolStr,
    },
    /// Two version keys (V-003).
    AmbiguousVersion {
        /// The other one.
        first: TextRange,
    },
    /// No such section in this version (T-005, V-006, CF-001, E-001).
    UnknownSection {
        /// Its name.
        name: SmolStr,
        /// The version; `None` in environments.
        version: Option<&'static Version>,
    },
    /// A section without content where Heat wants some (E-002).
    EmptySection {
        /// Its name.
        name: SmolStr,
    },
    /// A value of the wrong kind.
    WrongKind {
        /// What it belongs to.
        owner: Owner,
        /// What is accepted.
        expected: Kinds,
        /// What it is.
        found: ValueKind,
    },
    /// A required key is missing (T-008, T-010, P-004, O-002, G-002).
    MissingKey {
        /// What lacks it.
        owner: Owner,
        /// The key.
        key: &'static str,
    },
    /// A key that does not belong there (R-001, P-003, P-007, V-007, V-008, V-011).
    UnknownKey {
        /// What has it.
        owner: Owner,
        /// The key.
        key: SmolStr,
        /// The keys that would be known.
        known: Vec<&'static str>,
    },
    /// A key of an output that Heat ignores in a root template and refuses in a nested one (O-003).
    UnknownOutputKey {
        /// The output.
        output: SmolStr,
        /// The key.
        key: SmolStr,
        /// The keys that would be known.
        known: &'static [&'static str],
    },
    /// A resource name with a slash (T-020).
    SlashInName {
        /// The name.
        name: SmolStr,
    },
    /// The type of a parameter is none of the five (P-005).
    UnknownParameterType {
        /// What is written.
        found: SmolStr,
    },
    /// A constraint without a kind (P-007, V-010).
    NoConstraint {
        /// The parameter.
        parameter: SmolStr,
    },
    /// A kind of constraint that this type of parameter cannot have (P-013).
    ConstraintNotForType {
        /// The kind.
        kind: &'static str,
        /// The parameter's type.
        parameter_type: ParameterType,
    },
    /// `range`, `length` or `modulo` without bounds (P-009, P-010, P-033).
    NoBounds {
        /// The kind.
        kind: &'static str,
    },
    /// Of `modulo` only one of step and offset (P-033).
    IncompleteModulo,
    /// Numbers of `modulo` that do not fit together (P-033).
    ImpossibleModulo {
        /// Why not, as a phrase.
        why: &'static str,
    },
    /// A group names what is no parameter of the template (G-005).
    UnknownGroupParameter {
        /// The name.
        name: SmolStr,
    },
    /// A parameter stands in two groups, or twice in one (G-004).
    GroupedTwice {
        /// The name.
        name: SmolStr,
        /// Where it stands first.
        first: TextRange,
    },
    /// `deletion_policy` that does not exist in this version (R-007, V-009).
    UnknownDeletionPolicy {
        /// What is written.
        found: SmolStr,
        /// What is known.
        known: Vec<&'static str>,
    },
    /// `depends_on` together with `external_id`.
    ExternalWithDependencies {
        /// The resource.
        resource: SmolStr,
    },
    /// A registry entry whose target is no text: Heat's client ends with an exception (E-009, E-014).
    InvalidRegistryTarget {
        /// The entry.
        name: SmolStr,
        /// What it is.
        found: ValueKind,
    },
    /// No such hook (E-004).
    UnknownHook {
        /// What is written.
        found: SmolStr,
    },
    /// No such action (E-005).
    UnknownRestrictedAction {
        /// What is written.
        found: SmolStr,
    },
    /// An event sink that Heat does not know (E-010).
    UnknownEventSink {
        /// What is written.
        found: SmolStr,
    },
    /// An event sink without `target`, or with a key that is none of its own (E-010).
    EventSinkKeys {
        /// The key; `None` where `target` is missing.
        key: Option<SmolStr>,
    },
    /// A key of bytes, by `!!binary`, which Heat's client cannot send (T-011).
    KeyOfBytes,
}
