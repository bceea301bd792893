//! Groups with names that do not belong there (G-004, G-005).

use hotkit_text::TextRange;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-parameter-group", include_str!("invalid_parameter_group.md"));

pub(crate) fn unknown_parameter(name: &str) -> Words {
    Words::new(
        &RULE,
        format!("a parameter group names {}, which is no parameter", quoted(name)),
    )
    .label("not a parameter of this template")
    .help("groups sort the parameters of their own template for display; declare it, or take it out")
}

pub(crate) fn grouped_twice(name: &str, first: TextRange, site: Site<'_>) -> Words {
    Words::new(&RULE, format!("parameter {} stands in the groups twice", quoted(name)))
        .label("grouped again")
        .related(site.problem.file, first, "grouped here first")
        .help("a parameter belongs to one group, once")
}
