//! Why a pattern cannot be used: what Python refuses, and what cannot be said here. Facts only; words are found elsewhere.

/// Why there is no [`Pattern`](super::Pattern).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternError {
    /// Python refuses the pattern, and with it Heat the template (P-012).
    Invalid {
        /// The place in the pattern that Python names, in bytes. For [`PatternFault::VariableLookbehind`],
        /// [`PatternFault::LookbehindTooWide`], [`PatternFault::RepeatTooLarge`], [`PatternFault::TypeFlagsConflict`]
        /// and [`PatternFault::TemplateFlag`] Python names none; it is the start of the construct, or 0.
        offset: usize,
        /// What is wrong there.
        fault: PatternFault,
    },
    /// Python may or may not take the pattern.
    Untranslatable(NotTranslated),
}

/// What keeps a pattern from being decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTranslated {
    /// More than 200 groups within each other.
    Depth,
    /// The pattern, or the alphabet that its sets spell out without regard to case, is too large.
    Size,
    /// A character by its Unicode name, `\N{...}`.
    CharacterName,
    /// A group whose name is not plain ASCII.
    GroupName,
    /// A reference to a group within a possessive repetition: Python 3.11 forgets there where the group began.
    PossessiveGroup,
}

/// What Python 3.11 has against a pattern. Texts are as written in the pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternFault {
    /// The pattern ends in a single backslash.
    BackslashAtEnd,
    /// A backslash before a letter or digit that means nothing there.
    UnknownEscape(String),
    /// `\x`, `\u` or `\U` with too few hexadecimal digits.
    IncompleteEscape(String),
    /// An octal escape above `\377`.
    OctalEscapeTooLarge(String),
    /// `\N` without `{`.
    NoBraceAfterNameEscape,
    /// An empty name, of a group or a character.
    EmptyName,
    /// A name that the pattern's end cuts off before this character.
    UnterminatedName(char),
    /// A group name that is no Python identifier, or a group number that is none.
    GroupNameCharacter(String),
    /// A reference to a name that no group before it has.
    UnknownGroupName(String),
    /// A second group of the same name.
    DuplicateGroupName {
        /// The name.
        name: String,
        /// The number of the second group.
        group: usize,
        /// The number of the first.
        first: usize,
    },
    /// A reference to a group from within it, or in a lookbehind to one that is not complete.
    OpenGroupReference,
    /// A reference within a lookbehind to a group of the same lookbehind.
    LookbehindGroupReference,
    /// A reference to a number that no group has.
    GroupReference(u64),
    /// A condition on group 0.
    GroupZero,
    /// `[` without `]`.
    UnterminatedSet,
    /// A range in a set that runs backwards, or from or to a class.
    BadRange(String),
    /// A quantifier at the start, or after `^`, `$`, `\b` and the like.
    NothingToRepeat,
    /// A quantifier directly after a quantifier.
    MultipleRepeat,
    /// `{m,n}` with m above n.
    RepeatBoundsReversed,
    /// A repetition count of 4294967295 or more.
    RepeatTooLarge,
    /// The pattern ends after `(?`, `(?P` or `(?<`.
    EndInGroupStart,
    /// `(?` and something that Python does not know, here from the question mark on.
    UnknownExtension(String),
    /// `(?#` without `)`.
    UnterminatedComment,
    /// `(` without `)`.
    UnterminatedGroup,
    /// `)` without `(`.
    UnbalancedParenthesis,
    /// A conditional group with three branches.
    ConditionalBranches,
    /// `(?i)` and the like anywhere but at the start of the pattern.
    GlobalFlagsNotAtStart,
    /// The flag `L`, which is for bytes.
    LocaleFlag,
    /// `a` and `u` together in one group of flags.
    TypeFlagsTogether,
    /// `(?a)` and `(?u)` for the same pattern.
    TypeFlagsConflict,
    /// `a` or `u` after the minus.
    TypeFlagTurnedOff,
    /// A letter that is no flag.
    UnknownFlag,
    /// No flag where one must be.
    MissingFlag,
    /// Flags that neither `:` nor `)` ends.
    UnterminatedFlags,
    /// The flag `t` for a part of the pattern.
    GlobalFlagTurnedOn,
    /// The flag `t` after the minus.
    GlobalFlagTurnedOff,
    /// One flag before and after the minus.
    FlagOnAndOff,
    /// A lookbehind whose width is not fixed.
    VariableLookbehind,
    /// A lookbehind of more than 4294967295 characters.
    LookbehindTooWide,
    /// The flag `t` together with a repetition.
    TemplateFlag,
}

/// A fault with its place in characters, before it is known as bytes.
#[derive(Debug)]
pub(super) enum Refusal {
    Invalid { character: usize, fault: PatternFault },
    Untranslatable(NotTranslated),
}

impl Refusal {
    /// The error for users of the module; a place behind the end is the end.
    pub(super) fn located(self, pattern: &str) -> PatternError {
        match self {
            Refusal::Invalid { character, fault } => {
                let offset = pattern
                    .char_indices()
                    .nth(character)
                    .map_or(pattern.len(), |(offset, _)| offset);
                PatternError::Invalid { offset, fault }
            }
            Refusal::Untranslatable(reason) => PatternError::Untranslatable(reason),
        }
    }
}
