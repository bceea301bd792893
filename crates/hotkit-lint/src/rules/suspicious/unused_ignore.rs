//! A comment for hotkit that silences nothing.

use hotkit_text::{Diagnostic, FileId, Fix, Group, Severity, TextRange};

use crate::phrase::{joined, quoted};
use crate::rule::Rule;

pub(crate) static RULE: Rule = Rule::accepted(
    "unused-ignore",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unused_ignore.md"),
);

/// There is no problem behind it: Heat does not see comments.
pub(crate) fn finding(file: FileId, range: TextRange, names: &[&str], fix: Fix) -> Diagnostic {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        refused: false,
        message: format!("nothing is found here that ignoring {} would silence", joined(&names)),
        file,
        range,
        label: Some("not needed".to_owned()),
        path: None,
        related: Vec::new(),
        suggestion: None,
        help: Some("take it away, so that it does not hide a fault to come".to_owned()),
        fix: Some(fix),
    }
}
