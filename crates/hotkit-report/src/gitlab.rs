//! GitLab's code quality report, which merge requests show beside the change.

use hotkit_text::{Severity, fingerprints, rooted};
use serde::Serialize;

use crate::{Report, Setting};

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The findings, hints left out, as one list. Paths start at the root of the project.
#[must_use]
pub fn gitlab(report: &Report<'_>, setting: &Setting<'_>) -> String {
    let prints = fingerprints(report.files, report.diagnostics, setting.prefix);
    let pairs = report.diagnostics.iter().zip(&prints);
    let issues: Vec<Issue<'_>> = pairs
        .filter(|(finding, _)| finding.severity != Severity::Hint)
        .map(|(finding, fingerprint)| {
            let file = report.files.get(finding.file);
            let line = |offset| file.position(offset).line + 1;
            Issue {
                description: &finding.message,
                check_name: finding.rule,
                fingerprint,
                severity: match finding.severity {
                    Severity::Error if finding.refused => "critical",
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info | Severity::Hint => "info",
                },
                location: Location {
                    path: rooted(setting.prefix, file.path()),
                    lines: Lines {
                        begin: line(finding.range.start()),
                        end: line(finding.range.end()),
                    },
                },
            }
        })
        .collect();
    let mut text = serde_json::to_string(&issues).expect("texts and numbers can always be written as JSON");
    text.push('\n');
    text
}
