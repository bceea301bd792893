//! JUnit's XML as the CI services read it: a suite for each file, a case for each finding.

use std::fmt::Write as _;

use hotkit_text::{Diagnostic, Files, rooted};

use crate::form::{End, Form, Part, whole};
use crate::xml::{DECLARATION, escaped};
use crate::{Report, Setting};

/// The form that [`junit`] writes. The counts stand in front, so that nothing is written before the end.
#[derive(Clone, Debug)]
pub struct Junit<'s> {
    setting: Setting<'s>,
    suites: String,
    total: Counts,
}

impl<'s> Junit<'s> {
    /// For these paths.
    #[must_use]
    pub fn new(setting: Setting<'s>) -> Junit<'s> {
        Junit {
            setting,
            suites: String::new(),
            total: Counts::default(),
        }
    }

    fn add(&mut self, path: &str, cases: &[Case]) {
        let counts = Counts::of(cases);
        self.total.tests += counts.tests;
        self.total.failures += counts.failures;
        self.total.errors += counts.errors;
        let name = escaped(&rooted(self.setting.prefix, path));
        // Writing to a string cannot fail.
        let _ = writeln!(self.suites, "  <testsuite name=\"{name}\" {}>", counts.attributes());
        for case in cases {
            self.suites.push_str(&case.text(&name));
        }
        self.suites.push_str("  </testsuite>\n");
    }
}

impl Form for Junit<'_> {
    fn part(&mut self, part: &Part<'_>) -> String {
        let mut cases: Vec<Case> = part.visible().map(|it| case(part.files, it, &self.setting)).collect();
        if cases.is_empty() {
            cases.push(Case::passed());
        }
        self.add(part.path, &cases);
        String::new()
    }

    fn end(&mut self, end: &End<'_>) -> String {
        for (path, why) in end.unreadable {
            self.add(path, &[Case::unreadable(why)]);
        }
        format!(
            "{DECLARATION}<testsuites name=\"hotkit\" {} time=\"{:.3}\">\n{}</testsuites>\n",
            self.total.attributes(),
            end.summary.elapsed.as_secs_f64(),
            self.suites,
        )
    }
}

/// The run as one document. A file without findings is a case that passed; a finding below the severity that makes the run
/// fail is one as well, with its words as output; a file that could not be read is an error.
#[must_use]
pub fn junit(report: &Report<'_>, setting: &Setting<'_>) -> String {
    whole(Junit::new(*setting), report, setting.unreadable)
}

#[derive(Clone, Copy, Default, Debug)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of(cases: &[Case]) -> Counts {
        let count = |kind: Kind| cases.iter().filter(|it| it.kind == kind).count();
        Counts {
            tests: cases.len(),
            failures: count(Kind::Failed),
            errors: count(Kind::Error),
        }
    }

    fn attributes(&self) -> String {
        format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            self.tests, self.failures, self.errors
        )
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Passed,
    Failed,
    Error,
}

/// One case.
struct Case {
    name: String,
    kind: Kind,
    /// The type of a failure.
    class: String,
    message: String,
    text: String,
}

impl Case {
    fn passed() -> Case {
        Case {
            name: "no findings".to_owned(),
            kind: Kind::Passed,
            class: String::new(),
            message: String::new(),
            text: String::new(),
        }
    }

    fn unreadable(why: &str) -> Case {
        Case {
            name: "readable".to_owned(),
            kind: Kind::Error,
            class: "unreadable".to_owned(),
            message: format!("cannot be read: {why}"),
            text: String::new(),
        }
    }

    fn text(&self, suite: &str) -> String {
        let (class, message) = (escaped(&self.class), escaped(&self.message));
        // Each line of the text is made harmless by itself: the breaks between them are ours.
        let lines: Vec<String> = self.text.lines().map(escaped).collect();
        let text = lines.join("\n");
        let inner = match self.kind {
            Kind::Passed if text.is_empty() => String::new(),
            Kind::Passed => format!("<system-out>{text}</system-out>"),
            Kind::Failed => format!("<failure type=\"{class}\" message=\"{message}\">{text}</failure>"),
            Kind::Error => format!("<error type=\"{class}\" message=\"{message}\">{text}</error>"),
        };
        let name = escaped(&self.name);
        format!("    <testcase classname=\"{suite}\" name=\"{name}\">{inner}</testcase>\n")
    }
}

fn case(files: &Files, finding: &Diagnostic, setting: &Setting<'_>) -> Case {
    let file = files.get(finding.file);
    let place = file.position(finding.range.start());
    let (line, column) = (place.line + 1, place.column + 1);
    let (rule, severity) = (finding.rule, finding.severity.name());
    let path = rooted(setting.prefix, file.path());
    let mut text = format!("{path}:{line}:{column}: {severity}[{rule}]: {}", finding.message);
    if let Some(name) = &finding.suggestion {
        text.push_str(&format!("\ndid you mean `{name}`?"));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    Case {
        name: format!("{rule} at {line}:{column}"),
        kind: if setting.fails(finding.severity) {
            Kind::Failed
        } else {
            Kind::Passed
        },
        class: format!("{severity}[{rule}]"),
        message: finding.message.clone(),
        text,
    }
}
