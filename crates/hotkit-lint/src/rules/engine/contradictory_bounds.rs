//! A number above the one that it may not exceed (X-…).

use hotkit_text::TextRange;

use crate::phrase::{fitting, quoted, shown};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("contradictory-bounds", include_str!("contradictory_bounds.md"));

/// The parts of the fault: each property with its value.
pub(crate) struct Facts<'f> {
    pub(crate) lesser: (&'f str, &'f str),
    pub(crate) greater: (&'f str, &'f str),
    /// Where the one stands that is not reported.
    pub(crate) place: Option<TextRange>,
}

pub(crate) fn words(facts: &Facts<'_>, site: Site<'_>) -> Words {
    let ((lesser, low), (greater, high)) = (facts.lesser, facts.greater);
    let message = format!(
        "{} is {}, above {}, which is {}",
        quoted(lesser),
        shown(low),
        quoted(greater),
        shown(high)
    );
    let words = Words::new(&RULE, message)
        .label(fitting(
            format!("{} must not be above {}", shown(lesser), shown(greater)),
            "the two contradict each other",
        ))
        .help(format!("lower {} or raise {}", quoted(lesser), quoted(greater)));
    match facts.place {
        Some(range) => words.related(site.problem.file, range, "the other bound"),
        None => words,
    }
}
