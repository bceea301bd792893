//! A file that is named and not there (N-001, F-GF-1, E-013).

use hotkit_model::ReferenceKind;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("missing-file", include_str!("missing_file.md"));

pub(crate) fn words(path: &str, kind: ReferenceKind) -> Words {
    let (label, help) = match kind {
        ReferenceKind::GetFile => (
            "wanted by `get_file`",
            "paths are relative to the file in which they stand; Heat's client stops without it",
        ),
        ReferenceKind::NestedTemplate => (
            "wanted as a nested template",
            "paths are relative to the file in which they stand; Heat's client stops without it",
        ),
        ReferenceKind::Registry => (
            "wanted by the resource registry",
            "what has no `::` is a file, relative to the environment; every one is fetched, used or not",
        ),
    };
    Words::new(&RULE, format!("there is no file {}", quoted(path)))
        .label(label)
        .help(help)
}

/// A path that a function gives is never fetched (F-GF-1).
pub(crate) fn not_fetched(path: &str) -> Words {
    Words::new(&RULE, format!("the file {} is never sent to Heat", quoted(path)))
        .label("named by a function")
        .help("Heat's client fetches literal paths only; write the path itself behind `get_file`")
}
