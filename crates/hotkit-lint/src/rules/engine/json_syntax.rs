//! Text that begins as JSON and is none (T-014).

use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("json-syntax", include_str!("json_syntax.md"));

/// `problem`: Python's words, which begin with a capital.
pub(crate) fn words(problem: &str) -> Words {
    let mut letters = problem.chars();
    let problem: String = letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default();
    Words::new(&RULE, format!("not valid JSON: {problem}"))
        .label("Heat's JSON reader stops here")
        .help("text that begins with `{` is read as JSON and nothing else; mend it, or write YAML without outer braces")
}
