//! What one character of the text must be.

use super::case::{Case, upper};
use super::fault::{NotTranslated, Refusal};
use super::tree::{Class, ClassKind, Flags, Node, Set, SetItem};
use super::unicode::{is_decimal, is_space, is_word};

/// Characters of ranges that a pattern without regard to case may spell out.
const LARGEST_ALPHABET: u32 = 1 << 18;
/// The last code point of the first plane, up to which Python spells out ranges without regard to case.
const FIRST_PLANE: u32 = 0xffff;

/// A test of one character.
#[derive(Debug, Clone)]
pub(super) enum Matcher {
    Any,
    AnyButNewline,
    /// The character in lower case; `negated` turns the test round.
    One {
        case: Case,
        lower: u32,
        negated: bool,
    },
    Set(Box<CharacterSet>),
}

impl Matcher {
    pub(super) fn matches(&self, character: char) -> bool {
        let code = u32::from(character);
        match self {
            Matcher::Any => true,
            Matcher::AnyButNewline => character != '\n',
            Matcher::One { case, lower, negated } => (case.lower(code) == *lower) != *negated,
            Matcher::Set(set) => set.matches(code),
        }
    }
}

/// A set in the form in which it is asked.
#[derive(Debug, Clone)]
pub(super) struct CharacterSet {
    negated: bool,
    /// Applied to the character before anything else.
    case: Case,
    /// Sorted, apart from each other.
    ranges: Vec<(u32, u32)>,
    /// Ranges that reach beyond the first plane, without regard to case: the upper case counts, too.
    wide_ranges: Vec<(u32, u32)>,
    classes: Vec<Class>,
    /// The classes are those of ASCII.
    ascii: bool,
}

impl CharacterSet {
    fn matches(&self, character: u32) -> bool {
        let character = self.case.lower(character);
        let index = self.ranges.partition_point(|range| range.1 < character);
        let found = self.ranges.get(index).is_some_and(|range| range.0 <= character)
            || self
                .classes
                .iter()
                .any(|class| class_matches(*class, character, self.ascii))
            || self
                .wide_ranges
                .iter()
                .any(|range| within(*range, character) || within(*range, upper(character)));
        found != self.negated
    }
}

/// The tests of a pattern; keeps count of what it spells out.
#[derive(Default)]
pub(super) struct Alphabet {
    spelled_out: u32,
}

impl Alphabet {
    /// The test for a part that matches one character; `None` for all other parts.
    pub(super) fn matcher(&mut self, node: &Node, flags: Flags) -> Result<Option<Matcher>, Refusal> {
        Ok(Some(match node {
            Node::Any if flags.has(Flags::DOT_ALL) => Matcher::Any,
            Node::Any => Matcher::AnyButNewline,
            Node::Literal(character) => literal(*character, false, flags),
            Node::NotLiteral(character) => literal(*character, true, flags),
            Node::Set(set) => Matcher::Set(Box::new(self.set(set, flags)?)),
            _ => return Ok(None),
        }))
    }

    fn set(&mut self, set: &Set, flags: Flags) -> Result<CharacterSet, Refusal> {
        let case = case_of(flags);
        let mut result = CharacterSet {
            negated: set.negated,
            case: Case::Exact,
            ranges: Vec::new(),
            wide_ranges: Vec::new(),
            classes: Vec::new(),
            ascii: !flags.has(Flags::UNICODE),
        };
        for item in &set.items {
            match *item {
                SetItem::Class(class) => result.classes.push(class),
                SetItem::Literal(character) => {
                    if case.is_cased(character) {
                        result.case = case;
                    }
                    add_letter(&mut result.ranges, character, case);
                }
                SetItem::Range(low, high) => self.add_range(&mut result, low, high, case)?,
            }
        }
        result.ranges = merged(result.ranges);
        Ok(result)
    }

    fn add_range(&mut self, set: &mut CharacterSet, low: u32, high: u32, case: Case) -> Result<(), Refusal> {
        if case == Case::Exact {
            set.ranges.push((low, high));
            return Ok(());
        }
        if high > FIRST_PLANE {
            set.wide_ranges.push((low, high));
            set.case = case;
        }
        if low > FIRST_PLANE {
            return Ok(());
        }
        let high = high.min(FIRST_PLANE);
        self.spelled_out += high - low + 1;
        if self.spelled_out > LARGEST_ALPHABET {
            return Err(Refusal::Untranslatable(NotTranslated::Size));
        }
        for character in low..=high {
            if case.is_cased(character) {
                set.case = case;
            }
            add_letter(&mut set.ranges, character, case);
        }
        Ok(())
    }
}

/// Adds the lower case of a character of a set and its companions.
fn add_letter(ranges: &mut Vec<(u32, u32)>, character: u32, case: Case) {
    let lower = case.lower(character);
    // Beyond the first plane Python leaves the character as it is written, so that an upper case one never matches.
    if lower > FIRST_PLANE {
        ranges.push((character, character));
        return;
    }
    match ranges.last_mut() {
        Some(last) if last.1.checked_add(1) == Some(lower) => last.1 = lower,
        _ => ranges.push((lower, lower)),
    }
    let companions = case.companions(lower);
    ranges.extend(companions.iter().map(|&other| (other, other)));
}

fn literal(character: u32, negated: bool, flags: Flags) -> Matcher {
    let case = case_of(flags);
    if !case.is_cased(character) {
        return Matcher::One {
            case: Case::Exact,
            lower: character,
            negated,
        };
    }
    let lower = case.lower(character);
    let companions = case.companions(lower);
    if companions.is_empty() {
        return Matcher::One { case, lower, negated };
    }
    Matcher::Set(Box::new(CharacterSet {
        negated,
        case,
        ranges: merged(companions.iter().map(|&other| (other, other)).collect()),
        wide_ranges: Vec::new(),
        classes: Vec::new(),
        ascii: false,
    }))
}

/// How a part with these flags treats case.
pub(super) fn case_of(flags: Flags) -> Case {
    if !flags.has(Flags::IGNORE_CASE) {
        Case::Exact
    } else if flags.has(Flags::UNICODE) {
        Case::Unicode
    } else {
        Case::Ascii
    }
}

fn class_matches(class: Class, character: u32, ascii: bool) -> bool {
    let found = (!ascii || character < 0x80)
        && match class.kind {
            ClassKind::Digit => is_decimal(character),
            // Among the first 128, four separators are spaces only for Unicode.
            ClassKind::Space => is_space(character) && !(ascii && (0x1c..0x20).contains(&character)),
            ClassKind::Word => is_word(character),
        };
    found != class.negated
}

/// Whether a character belongs to a word, for `\b`.
pub(super) fn is_word_character(character: char, ascii: bool) -> bool {
    class_matches(
        Class {
            kind: ClassKind::Word,
            negated: false,
        },
        u32::from(character),
        ascii,
    )
}

fn within(range: (u32, u32), character: u32) -> bool {
    range.0 <= character && character <= range.1
}

/// Sorted ranges without overlap.
fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut result: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match result.last_mut() {
            Some(last) if range.0 <= last.1.saturating_add(1) => last.1 = last.1.max(range.1),
            _ => result.push(range),
        }
    }
    result
}
