//! A name in an output that nothing declares: the stack is created, and the output stays empty (O-005, D-004).

use hotkit_analysis::ReferenceFunction;
use hotkit_text::{Group, Severity};

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::accepted(
    "undefined-in-output",
    Group::Suspicious,
    Severity::Warning,
    include_str!("undefined_in_output.md"),
);

pub(crate) fn words(
    name: &str,
    function: ReferenceFunction,
    suggestion: Option<&hotkit_analysis::Declared>,
    site: Site<'_>,
) -> Words {
    let noun = if function == ReferenceFunction::Parameter {
        "parameter"
    } else {
        "resource"
    };
    let near = suggestion.map(|it| it.name.as_str());
    let message = format!("no {noun} is named {}, so that the output stays empty", quoted(name));
    let words = Words::new(&RULE, message)
        .label("nothing has this name")
        .suggest(site, name, near)
        .help("Heat creates the stack all the same, and the output has no value");
    match suggestion.and_then(|it| it.place) {
        Some((file, range)) => words.related(file, range, "similar name, declared here"),
        None => words,
    }
}
