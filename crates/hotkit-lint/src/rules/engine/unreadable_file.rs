//! A file that is there and cannot be read.

use crate::phrase::{quoted, shown};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unreadable-file", include_str!("unreadable_file.md"));

/// `why` is what the system says.
pub(crate) fn words(path: &str, why: &str) -> Words {
    Words::new(&RULE, format!("cannot read {}: {}", quoted(path), shown(why)))
        .label("asked for here")
        .help("Heat's client reads it before it sends anything, and would stop as well")
}
