//! Text that grows beyond any request when its aliases are worked in (T-023).

use hotkit_schema::limits::MAX_JSON_BODY_SIZE;

use crate::phrase::thousands;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("too-large", include_str!("too_large.md"));

pub(crate) fn words(values: u64) -> Words {
    let limit = thousands(MAX_JSON_BODY_SIZE);
    Words::new(
        &RULE,
        format!("with its aliases expanded the text has {} values", thousands(values)),
    )
    .label("too large for Heat")
    .help(format!(
        "it is sent expanded, and a request to Heat may have {limit} bytes; use fewer aliases of aliases"
    ))
}

/// Text that no reader would get through.
pub(crate) fn of_reader(problem: &str) -> Words {
    Words::new(&RULE, "the text is too large to be read")
        .label("given up here")
        .help(format!("the reader says: {problem}"))
}
