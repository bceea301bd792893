//! Patterns of `allowed_pattern`, with the meaning that Python's `re` gives them.
//!
//! Heat compiles the pattern with Python and asks whether a match from the start of the text ends at its end (P-012,
//! P-025). Neither half is what a regular expression crate for Rust does: they accept other patterns, and a search for
//! a match of the *whole* text finds one where Python stops at the first (`a|ab` refuses `ab`). So the parser here
//! follows the grammar of Python 3.11 with its refusals, and the machine tries things in the order in which
//! Python does. Both are bounded: what is too deep, too large or takes too long is not decided.

mod case;
mod characters;
mod fault;
mod machine;
mod parser;
mod program;
mod tokens;
mod tree;
mod unicode;

use std::fmt;
use std::ops::Range;

use program::Program;
use tree::Flags;

pub use fault::{NotTranslated, PatternError, PatternFault};
pub(crate) use unicode::{decimal_value, is_decimal, is_space, is_word};

/// A pattern that Python compiles, ready to be matched.
#[derive(Clone)]
pub struct Pattern {
    program: Program,
    /// Names of groups with their numbers.
    names: Vec<(String, usize)>,
}

impl Pattern {
    /// Whether Heat takes `text` for allowed: Python's `match` from the start ends at the end of the text (P-025).
    ///
    /// `None` where the search takes more than a bounded number of steps; Python would be busy for long, too.
    pub fn matches(&self, text: &str) -> Option<bool> {
        let characters: Vec<char> = text.chars().collect();
        let found = machine::run(&self.program, &characters).ok()?;
        Some(found.is_some_and(|marks| marks.end == characters.len()))
    }

    /// The groups of a match from the start of `text`, as ranges of characters; a group that took no part is `None`.
    ///
    /// `Some(None)` where there is no match, `None` where the search was given up.
    pub(crate) fn groups(&self, text: &[char]) -> Option<Option<Groups>> {
        let found = machine::run(&self.program, text).ok()?;
        Some(found.map(|found| found.groups))
    }
}

/// A match somewhere in a text; places are counted in characters.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) groups: Groups,
}

impl Pattern {
    /// The first match from a place on, as Python's `search` finds it. After an empty match at `from` the next one
    /// has to advance. `steps` counts on, up to the limit of one search.
    ///
    /// `None` where the search was given up.
    pub(crate) fn search(
        &self,
        text: &[char],
        from: usize,
        must_advance: bool,
        steps: &mut u64,
    ) -> Option<Option<Found>> {
        for place in from..=text.len() {
            let start = machine::Start {
                place,
                must_advance: must_advance && place == from,
            };
            if let Some(found) = machine::run_from(&self.program, text, start, steps).ok()? {
                return Some(Some(Found {
                    start: place,
                    end: found.end,
                    groups: found.groups,
                }));
            }
        }
        Some(None)
    }

    /// The names of its groups, each with its number from 1.
    pub(crate) fn names(&self) -> &[(String, usize)] {
        &self.names
    }

    /// How many groups it has.
    pub(crate) fn group_count(&self) -> usize {
        self.program.groups
    }
}

/// What the groups of a pattern have matched, group 1 first.
pub(crate) type Groups = Vec<Option<Range<usize>>>;

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pattern").finish_non_exhaustive()
    }
}

/// Compiles a pattern as Python 3.11 does for text.
///
/// Other releases of Python differ in little: before 3.11, possessive quantifiers and atomic groups are refused, and
/// global flags elsewhere than at the start are taken.
///
/// # Errors
/// [`PatternError::Invalid`] where Python refuses the pattern, so that Heat refuses the template (P-012);
/// [`PatternError::Untranslatable`] where that cannot be said here.
pub fn compile(pattern: &str) -> Result<Pattern, PatternError> {
    compile_with(pattern, "")
}

/// The same with flags, by the letters that a pattern itself has for them.
pub(crate) fn compile_with(pattern: &str, flags: &str) -> Result<Pattern, PatternError> {
    let flags = flags.chars().filter_map(Flags::of_letter);
    let parsed = parser::parse(pattern, flags.fold(Flags::NONE, Flags::with))?;
    let program = program::build(&parsed).map_err(|error| error.located(pattern))?;
    Ok(Pattern {
        program,
        names: parsed.group_names,
    })
}
