//! How a report is written: file by file, so that nobody must hold more than one.

use std::collections::BTreeMap;

use hotkit_text::{Diagnostic, Files, Severity};

use crate::{Graph, Report, Summary};

/// A report in one of its forms, while it is written. What its functions return, in the order of the calls, is the report.
pub trait Form {
    /// What stands in front of everything.
    fn begin(&mut self) -> String {
        String::new()
    }

    /// What there is to say of one file.
    fn part(&mut self, part: &Part<'_>) -> String;

    /// What stands behind everything.
    fn end(&mut self, end: &End<'_>) -> String;
}

/// One file and its findings.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The path of the file.
    pub path: &'a str,
    /// Every file that a finding speaks of.
    pub files: &'a Files,
    /// The findings, in the order of their places.
    pub diagnostics: &'a [&'a Diagnostic],
}

impl<'a> Part<'a> {
    /// The findings that people are shown outside an editor.
    pub(crate) fn visible(&self) -> impl Iterator<Item = &'a Diagnostic> {
        self.diagnostics
            .iter()
            .copied()
            .filter(|it| it.severity != Severity::Hint)
    }
}

/// What is known at the end.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// Which resource needs which; only where one template was checked.
    pub graph: Option<&'a Graph>,
    /// What the last lines are made of.
    pub summary: &'a Summary,
    /// What could not be read, and why.
    pub unreadable: &'a [(&'a str, &'a str)],
}

/// The whole report, written at once.
pub(crate) fn whole(mut form: impl Form, report: &Report<'_>, unreadable: &[(&str, &str)]) -> String {
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> =
        report.files.iter().map(|(_, it)| (it.path(), Vec::new())).collect();
    for finding in report.diagnostics {
        let path = report.files.get(finding.file).path();
        files.entry(path).or_default().push(finding);
    }
    let mut text = form.begin();
    for (path, diagnostics) in files {
        text.push_str(&form.part(&Part {
            path,
            files: report.files,
            diagnostics: &diagnostics,
        }));
    }
    text.push_str(&form.end(&End {
        graph: report.graph,
        summary: report.summary,
        unreadable,
    }));
    text
}

/// How many findings there were of each kind.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Tally {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
    pub(crate) hints: usize,
    /// Findings with a fix that is safe.
    pub(crate) fixable: usize,
    /// Findings with another fix.
    pub(crate) fixable_unsafely: usize,
    /// Files with findings.
    pub(crate) files: usize,
}

impl Tally {
    /// Counts the findings of a file.
    pub(crate) fn add<'a>(&mut self, findings: impl Iterator<Item = &'a Diagnostic>) {
        let before = self.all();
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
                Severity::Hint => self.hints += 1,
            }
            match &finding.fix {
                Some(fix) if fix.safe => self.fixable += 1,
                Some(_) => self.fixable_unsafely += 1,
                None => {}
            }
        }
        self.files += usize::from(self.all() > before);
    }

    pub(crate) fn all(&self) -> usize {
        self.errors + self.warnings + self.infos + self.hints
    }
}
