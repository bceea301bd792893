//! Findings for tests, and the roles of colours made readable.

use std::sync::Arc;
use std::time::Duration;

use hotkit_report::{Look, Report, Summary, pretty};
use hotkit_text::{Diagnostic, FileId, Files, Group, Related, Severity, SourceFile, TextRange};

pub(crate) const BROKEN: &str = include_str!("broken.yaml");

pub(crate) const PLAIN: Look = Look {
    color: false,
    width: 80,
    ascii: false,
};

pub(crate) const COLOR: Look = Look { color: true, ..PLAIN };

pub(crate) const ASCII: Look = Look { ascii: true, ..PLAIN };

/// One file of this name.
pub(crate) fn file(path: &str, text: &str) -> Files {
    let mut files = Files::default();
    files.add(Arc::new(SourceFile::new(path, text)));
    files
}

pub(crate) fn broken() -> Files {
    file("labs/ceph/broken.yaml", BROKEN)
}

/// The text between the bars of `marked`, which stands once in `text`: `{ a: |b| }`.
pub(crate) fn range(text: &str, marked: &str) -> TextRange {
    let (before, rest) = marked.split_once('|').unwrap();
    let (within, behind) = rest.split_once('|').unwrap();
    let whole = format!("{before}{within}{behind}");
    let mut found = text.match_indices(&whole);
    let start = found.next().unwrap().0 + before.len();
    assert!(found.next().is_none(), "{marked} stands twice in the text");
    TextRange::new(start as u32, (start + within.len()) as u32)
}

pub(crate) fn finding(rule: &'static str, range: TextRange, message: &str, label: &str) -> Diagnostic {
    Diagnostic {
        rule,
        group: Group::Engine,
        severity: Severity::Error,
        refused: true,
        message: message.to_owned(),
        file: FileId(0),
        range,
        label: (!label.is_empty()).then(|| label.to_owned()),
        path: None,
        related: Vec::new(),
        suggestion: None,
        help: None,
        fix: None,
    }
}

pub(crate) fn related(range: TextRange, label: &str) -> Related {
    Related {
        file: FileId(0),
        range,
        label: label.to_owned(),
    }
}

pub(crate) fn summary() -> Summary {
    Summary {
        files_checked: 1,
        failed: true,
        elapsed: Duration::from_millis(4),
        ..Summary::default()
    }
}

/// What `pretty` says before the verdict.
pub(crate) fn shown(files: &Files, diagnostics: &[Diagnostic], look: &Look) -> String {
    let summary = summary();
    let report = Report {
        files,
        diagnostics,
        graph: None,
        summary: &summary,
    };
    let text = pretty(&report, look);
    let (findings, _) = text.rsplit_once("\n\n").unwrap();
    format!("{findings}\n")
}

/// ANSI colours as `[role]…[/]`.
pub(crate) fn roles(text: &str) -> String {
    let help = "\x1b[36mhelp:";
    let mut result = text.replace(help, "[help]help:");
    for (code, role) in [
        ("\x1b[1m\x1b[31m", "[error]"),
        ("\x1b[1m\x1b[33m", "[warning]"),
        ("\x1b[1m\x1b[34m", "[info]"),
        ("\x1b[31m", "[label]"),
        ("\x1b[33m", "[label]"),
        ("\x1b[34m", "[label]"),
        ("\x1b[32m", "[ok]"),
        ("\x1b[36m", "[path]"),
        ("\x1b[1m", "[bold]"),
        ("\x1b[2m", "[dim]"),
        ("\x1b[0m", "[/]"),
    ] {
        result = result.replace(code, role);
    }
    assert!(!result.contains('\x1b'), "a colour without a role: {result:?}");
    result
}
