//! A comment for hotkit that names nothing that there is.

use hotkit_text::{Diagnostic, Edit, FileId, Fix, Group, Severity, TextRange};

use crate::rule::Rule;

pub(crate) static RULE: Rule = Rule::accepted(
    "unknown-ignore",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unknown_ignore.md"),
);

/// There is no problem behind it: Heat does not see comments.
pub(crate) fn finding(file: FileId, range: TextRange, message: String, suggestion: Option<&'static str>) -> Diagnostic {
    Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        refused: false,
        message,
        file,
        range,
        label: Some("silences nothing".to_owned()),
        path: None,
        related: Vec::new(),
        suggestion: suggestion.map(str::to_owned),
        help: None,
        fix: suggestion.map(|name| Fix {
            title: format!("write `{name}`"),
            edits: vec![Edit::replace(range, name)],
            safe: false,
        }),
    }
}
