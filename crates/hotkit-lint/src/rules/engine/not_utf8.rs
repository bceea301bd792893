//! A file that is not in the encoding that Heat reads (T-001).

use hotkit_text::{Diagnostic, FileId, Group, Severity, TextRange};

use crate::rule::Rule;

pub(crate) static RULE: Rule = Rule::engine("not-utf8", include_str!("not_utf8.md"));

/// There is no problem behind it, as there is no text that could be analysed.
pub(crate) fn finding(file: FileId, range: TextRange) -> Diagnostic {
    Diagnostic {
        rule: RULE.name,
        group: Group::Engine,
        severity: Severity::Error,
        refused: true,
        message: "the file is not UTF-8".to_owned(),
        file,
        range,
        label: Some("no UTF-8 from here on".to_owned()),
        path: None,
        related: Vec::new(),
        suggestion: None,
        help: Some("save the file as UTF-8".to_owned()),
        fix: None,
    }
}
