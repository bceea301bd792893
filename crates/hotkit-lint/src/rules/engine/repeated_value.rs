//! A value that may be given once stands there again (X-BARB-3, X-HEAT-4).

use hotkit_text::TextRange;

use crate::phrase::{fitting, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("repeated-value", include_str!("repeated_value.md"));

pub(crate) fn words(name: &str, value: &str, first: Option<TextRange>, site: Site<'_>) -> Words {
    let message = if value.is_empty() {
        format!("{} is empty, as another one is", quoted(name))
    } else {
        format!("{} has {} more than once", quoted(name), quoted(value))
    };
    let label = if value.is_empty() {
        "empty twice".to_owned()
    } else {
        format!("{} again", quoted(value))
    };
    let words = Words::new(&RULE, message)
        .label(fitting(label, "again"))
        .help("give each value once");
    match first {
        Some(range) => words.related(site.problem.file, range, "first given here"),
        None => words,
    }
}
