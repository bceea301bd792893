//! A file that includes itself, perhaps through others (N-010).

use smol_str::SmolStr;

use crate::phrase::{quoted, shown};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("self-including-file", include_str!("self_including_file.md"));

/// Files that are shown; of longer ways the first of them.
const MOST_FILES: usize = 12;

/// `chain` ends with the file that it begins with.
pub(crate) fn words(chain: &[SmolStr]) -> Words {
    let first = chain.first().map_or("", SmolStr::as_str);
    let message = if chain.len() <= 2 {
        format!("{} includes itself", quoted(first))
    } else {
        let mut way: Vec<String> = chain.iter().take(MOST_FILES).map(|name| shown(name)).collect();
        if chain.len() > MOST_FILES {
            way.push(format!("{} more", chain.len() - MOST_FILES));
        }
        format!("{} includes itself: {}", quoted(first), way.join(" → "))
    };
    Words::new(&RULE, message)
        .label("leads back to where it began")
        .help("Heat's client follows it without end, whatever conditions say; break the circle")
}
