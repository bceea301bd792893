//! More levels of nested stacks than Heat allows (N-010).

use crate::phrase::in_words;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("stack-too-deep", include_str!("stack_too_deep.md"));

pub(crate) fn words(limit: u64) -> Words {
    let limit = in_words(usize::try_from(limit).unwrap_or(usize::MAX));
    Words::new(&RULE, format!("stacks are nested more than {limit} levels deep"))
        .label("one level too deep")
        .help(format!(
            "below the outermost stack Heat allows {limit} levels, unless its operator set another limit"
        ))
}
