//! Properties that exclude each other (PR-018, X-…).

use hotkit_text::TextRange;

use super::unknown_property::owner;
use crate::phrase::{fitting, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("conflicting-properties", include_str!("conflicting_properties.md"));

/// The parts of the fault.
pub(crate) struct Facts<'f> {
    pub(crate) owner: &'f str,
    pub(crate) within: Option<&'f str>,
    pub(crate) name: &'f str,
    pub(crate) other: &'f str,
    /// Where the other one stands.
    pub(crate) place: Option<TextRange>,
    /// True where both are spellings of the same property.
    pub(crate) same: bool,
}

pub(crate) fn words(facts: &Facts<'_>, site: Site<'_>) -> Words {
    let (name, other) = (quoted(facts.name), quoted(facts.other));
    let owner = owner(facts.owner, facts.within);
    let (message, label, help) = if facts.same {
        (
            format!("{other} and {name} of {owner} are the same property"),
            format!("the same as {other}"),
            "give only one of them".to_owned(),
        )
    } else {
        (
            format!("{owner} takes {other} or {name}, not both"),
            format!("not together with {other}"),
            format!("take {name} or {other} away"),
        )
    };
    let words = Words::new(&RULE, message)
        .label(fitting(label, "not together with the other one"))
        .help(help);
    match facts.place {
        Some(range) => words.related(
            site.problem.file,
            range,
            fitting(format!("{other} is given here"), "given here"),
        ),
        None => words,
    }
}
