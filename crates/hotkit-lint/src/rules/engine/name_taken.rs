//! A resource with the name of a parameter (P-028).

use hotkit_text::TextRange;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("name-taken", include_str!("name_taken.md"));

pub(crate) fn words(name: &str, parameter: Option<TextRange>, site: Site<'_>) -> Words {
    let words = Words::new(
        &RULE,
        format!("a resource and a parameter are both named {}", quoted(name)),
    )
    .label("the name is taken");
    match parameter {
        Some(range) => words
            .related(site.problem.file, range, "the parameter of this name")
            .help("rename one of the two; outputs may share names"),
        None => words.help("every stack has a parameter of this name; rename the resource"),
    }
}
