//! A property that is not for the value that another one has (X-…).

use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::phrase::{either, fitting, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("property-not-applicable", include_str!("property_not_applicable.md"));

/// The parts of the fault.
pub(crate) struct Facts<'f> {
    pub(crate) name: &'f str,
    /// The property that decides.
    pub(crate) decider: &'f str,
    /// Its value, where it is given.
    pub(crate) value: Option<&'f str>,
    /// The values with which it may be given.
    pub(crate) allowed: &'f [SmolStr],
    /// Where the deciding property stands.
    pub(crate) place: Option<TextRange>,
}

pub(crate) fn words(facts: &Facts<'_>, site: Site<'_>) -> Words {
    let (name, decider) = (quoted(facts.name), quoted(facts.decider));
    let allowed: Vec<String> = facts.allowed.iter().map(|it| quoted(it)).collect();
    let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let allowed = either(&allowed);
    let (message, label) = match facts.value {
        Some(value) => {
            let value = quoted(value);
            (
                format!("{name} cannot be given where {decider} is {value}"),
                format!("not with {decider} {value}"),
            )
        }
        None => (
            format!("{name} cannot be given without {decider}"),
            format!("not without {decider}"),
        ),
    };
    let words = Words::new(&RULE, message)
        .label(fitting(label, "not with the value of the other one"))
        .help(format!("take it away, or make {decider} {allowed}"));
    match facts.place {
        Some(range) => words.related(
            site.problem.file,
            range,
            fitting(format!("{decider} says so"), "says so"),
        ),
        None => words,
    }
}
