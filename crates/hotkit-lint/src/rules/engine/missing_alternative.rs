//! None of several properties of which one must be given (X-…).

use smol_str::SmolStr;

use super::unknown_property::owner;
use crate::phrase::{either, fitting, quoted};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("missing-alternative", include_str!("missing_alternative.md"));

/// Names that the sentence lists.
const MOST_NAMES: usize = 6;

pub(crate) fn words(type_name: &str, within: Option<&str>, names: &[SmolStr]) -> Words {
    let mut shown: Vec<String> = names.iter().take(MOST_NAMES).map(|it| quoted(it)).collect();
    if names.len() > MOST_NAMES {
        shown.truncate(MOST_NAMES - 1);
        shown.push(format!("one of {} others", names.len() - shown.len()));
    }
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let list = either(&shown);
    let message = format!("{} requires {list}", owner(type_name, within));
    Words::new(&RULE, message)
        .label(fitting(format!("{list} is missing"), "one of them is missing"))
        .help("give one of them")
}
