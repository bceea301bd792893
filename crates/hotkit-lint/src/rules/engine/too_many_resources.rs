//! More resources than a stack may have (T-024).

use crate::phrase::thousands;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("too-many-resources", include_str!("too_many_resources.md"));

pub(crate) fn words(count: usize, limit: u64) -> Words {
    let (count, limit) = (thousands(count as u64), thousands(limit));
    Words::new(&RULE, format!("{count} resources are more than a stack may have"))
        .label(format!("{count} of {limit} resources"))
        .help(format!(
            "Heat takes {limit}, unless its operator set another limit; disabled resources count as well"
        ))
}
