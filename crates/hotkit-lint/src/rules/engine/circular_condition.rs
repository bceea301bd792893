//! Conditions that need each other (C-006).

use smol_str::SmolStr;

use crate::phrase::{quoted, shown};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("circular-condition", include_str!("circular_condition.md"));

/// Names that are shown; of longer circles the first of them.
const MOST_NAMES: usize = 12;

pub(crate) fn words(names: &[SmolStr]) -> Words {
    let first = names.first().map_or("", SmolStr::as_str);
    let message = if names.len() < 2 {
        format!("condition {} needs itself", quoted(first))
    } else {
        let mut way: Vec<String> = names.iter().take(MOST_NAMES).map(|name| shown(name)).collect();
        if names.len() > MOST_NAMES {
            way.push(format!("{} more", names.len() - MOST_NAMES));
        }
        way.push(shown(first));
        format!("condition {} needs itself: {}", quoted(first), way.join(" → "))
    };
    Words::new(&RULE, message)
        .label("decided by itself in the end")
        .help("Heat cannot decide it; let one of them depend on parameters only")
}
