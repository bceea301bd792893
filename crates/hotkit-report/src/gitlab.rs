//! GitLab's code quality report, which merge requests show beside the change.

use hotkit_text::{Diagnostic, Severity, fingerprints, rooted};
use serde::Serialize;

use crate::form::{End, Form, Part, whole};
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

/// The form that [`gitlab`] writes.
#[derive(Clone, Copy, Debug)]
pub struct Gitlab<'s> {
    setting: Setting<'s>,
    is_first: bool,
}

impl<'s> Gitlab<'s> {
    /// For these paths.
    #[must_use]
    pub fn new(setting: Setting<'s>) -> Gitlab<'s> {
        Gitlab {
            setting,
            is_first: true,
        }
    }
}

impl Form for Gitlab<'_> {
    fn begin(&mut self) -> String {
        "[".to_owned()
    }

    fn part(&mut self, part: &Part<'_>) -> String {
        let mut text = String::new();
        let prints = fingerprints(part.files, part.diagnostics.iter().copied(), self.setting.prefix);
        let pairs = part.diagnostics.iter().zip(&prints);
        for (finding, print) in pairs.filter(|(it, _)| it.severity != Severity::Hint) {
            if !std::mem::take(&mut self.is_first) {
                text.push(',');
            }
            let issue = issue(part, finding, print, &self.setting);
            text.push_str(&serde_json::to_string(&issue).expect("texts and numbers can always be written as JSON"));
        }
        text
    }

    fn end(&mut self, _: &End<'_>) -> String {
        "]\n".to_owned()
    }
}

/// The findings, hints left out, as one list. Paths start at the root of the project.
#[must_use]
pub fn gitlab(report: &Report<'_>, setting: &Setting<'_>) -> String {
    whole(Gitlab::new(*setting), report, setting.unreadable)
}

fn issue<'a>(part: &Part<'_>, finding: &'a Diagnostic, fingerprint: &'a str, setting: &Setting<'_>) -> Issue<'a> {
    let file = part.files.get(finding.file);
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
}
