//! A file outside the project, which was not read: nothing is known of it.

use crate::phrase::shown;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("file-outside-project", include_str!("file_outside_project.md"));

pub(crate) fn words(path: &str) -> Words {
    Words::new(
        &RULE,
        format!("{} lies outside the project and was not read", shown(path)),
    )
    .label("asked for here")
    .help_saying_when("--allow-outside reads it all the same")
}
