//! The small parts of sentences: names in backticks, lists of names, numbers in words.

use std::fmt::Display;

use hotkit_schema::TemplateKind;

/// Characters of a name that are shown; more would push the sentence off the line.
const LONGEST_NAME: usize = 60;

/// Names that a sentence lists before it only counts.
const MOST_NAMES: usize = 8;

/// The greatest length of a label, in characters.
const LONGEST_LABEL: usize = 41;

/// A name of the user's in backticks.
pub(crate) fn quoted(name: &str) -> String {
    let mut result = String::with_capacity(name.len().min(4 * LONGEST_NAME) + 2);
    result.push('`');
    push_shown(&mut result, name);
    result.push('`');
    result
}

/// A name on one line: control characters are escaped, and a long one is cut.
pub(crate) fn shown(name: &str) -> String {
    let mut result = String::new();
    push_shown(&mut result, name);
    result
}

fn push_shown(into: &mut String, name: &str) {
    if name.len() <= LONGEST_NAME && name.bytes().all(|it| matches!(it, b' '..=b'~')) {
        return into.push_str(name);
    }
    let mut result = String::new();
    for character in name.chars().take(LONGEST_NAME) {
        if character.is_control() {
            result.extend(character.escape_default());
        } else {
            result.push(character);
        }
    }
    if name.chars().nth(LONGEST_NAME).is_some() {
        result = result.chars().take(LONGEST_NAME - 3).collect();
        result.push('…');
    }
    into.push_str(&result);
}

/// A path on one line: of a long one the end, which tells the file.
pub(crate) fn shown_path(path: &str) -> String {
    let length = path.chars().count();
    if length <= LONGEST_NAME {
        return shown(path);
    }
    let end: String = path.chars().skip(length - (LONGEST_NAME - 3)).collect();
    format!("…{}", shown(&end))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn joined(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, front)) => format!("{} and {last}", front.join(", ")),
    }
}

/// As [`joined`], with `or`.
pub(crate) fn either(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, front)) => format!("{} or {last}", front.join(", ")),
    }
}

/// Names in backticks; of many the first eight, and how many more there are.
pub(crate) fn quoted_list<N: AsRef<str>>(names: &[N]) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    let mut all: Vec<String> = names[..names.len() - more]
        .iter()
        .map(|name| quoted(name.as_ref()))
        .collect();
    match more {
        0 => {}
        1 => all.push("1 other".to_owned()),
        _ => all.push(format!("{} others", thousands(more as u64))),
    }
    joined(&all)
}

/// Small numbers as words.
pub(crate) fn in_words(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    WORDS
        .get(number)
        .map_or_else(|| thousands(number as u64), |word| (*word).to_owned())
}

/// A number with commas between its thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut result = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

/// Bounds, both included.
pub(crate) fn bounds<N: Display>(min: Option<N>, max: Option<N>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("between {min} and {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "anything".to_owned(),
    }
}

/// The label with names in it where it is short enough, else the one without.
pub(crate) fn fitting(label: String, short: &str) -> String {
    if label.chars().count() <= LONGEST_LABEL {
        label
    } else {
        short.to_owned()
    }
}

/// The first HOT version of which `has` is true, as its date.
pub(crate) fn first_version(has: impl Fn(&hotkit_schema::Version) -> bool) -> Option<&'static str> {
    let mut hot = hotkit_schema::versions()
        .iter()
        .filter(|version| version.kind == TemplateKind::Hot);
    hot.find(|version| has(version)).map(|version| version.name)
}
