//! JUnit's XML as the CI services read it: a suite for each file, a case for each finding.

use std::fmt::{Arguments, Write as _};

use hotkit_text::{Diagnostic, Files, rooted};

use crate::form::{End, Form, Part, whole};
use crate::xml::{DECLARATION, escaped, push_escaped};
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

    /// Adds the suite of a file: what `cases` writes, which counts them.
    fn add(&mut self, path: &str, cases: impl FnOnce(&mut Cases<'_>)) {
        let name = escaped(&rooted(self.setting.prefix, path));
        let mut written = Cases {
            setting: &self.setting,
            suite: &name,
            text: String::new(),
            counts: Counts::default(),
        };
        cases(&mut written);
        let Cases { text, counts, .. } = written;
        self.total.tests += counts.tests;
        self.total.failures += counts.failures;
        self.total.errors += counts.errors;
        // Writing to a string cannot fail.
        let _ = writeln!(self.suites, "  <testsuite name=\"{name}\" {}>", counts.attributes());
        self.suites.push_str(&text);
        self.suites.push_str("  </testsuite>\n");
    }
}

impl Form for Junit<'_> {
    fn part(&mut self, part: &Part<'_>) -> String {
        self.add(part.path, |cases| {
            part.visible().for_each(|it| cases.finding(part.files, it));
            if cases.counts.tests == 0 {
                cases.passed();
            }
        });
        String::new()
    }

    fn end(&mut self, end: &End<'_>) -> String {
        for (path, why) in end.unreadable {
            self.add(path, |cases| cases.unreadable(why));
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
    fn attributes(&self) -> String {
        format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            self.tests, self.failures, self.errors
        )
    }
}

/// The cases of one suite, while they are written.
struct Cases<'c> {
    setting: &'c Setting<'c>,
    /// The name of the suite, escaped.
    suite: &'c str,
    text: String,
    counts: Counts,
}

impl Cases<'_> {
    fn passed(&mut self) {
        self.begin(format_args!("no findings"));
        self.end();
    }

    fn unreadable(&mut self, why: &str) {
        self.counts.errors += 1;
        self.begin(format_args!("readable"));
        self.text
            .push_str("<error type=\"unreadable\" message=\"cannot be read: ");
        push_escaped(&mut self.text, why);
        self.text.push_str("\"></error>");
        self.end();
    }

    fn finding(&mut self, files: &Files, finding: &Diagnostic) {
        let file = files.get(finding.file);
        let place = file.position(finding.range.start());
        let (line, column) = (place.line + 1, place.column + 1);
        let (rule, severity) = (finding.rule, finding.severity.name());
        self.begin(format_args!("{rule} at {line}:{column}"));
        let element = if self.setting.fails(finding.severity) {
            self.counts.failures += 1;
            // Writing to a string cannot fail.
            let _ = write!(self.text, "<failure type=\"{severity}[{rule}]\" message=\"");
            push_escaped(&mut self.text, &finding.message);
            self.text.push_str("\">");
            "failure"
        } else {
            self.text.push_str("<system-out>");
            "system-out"
        };
        push_escaped(&mut self.text, &rooted(self.setting.prefix, file.path()));
        let _ = write!(self.text, ":{line}:{column}: {severity}[{rule}]: ");
        self.lines(&finding.message);
        if let Some(name) = &finding.suggestion {
            self.text.push_str("\ndid you mean `");
            push_escaped(&mut self.text, name);
            self.text.push_str("`?");
        }
        if let Some(help) = &finding.help {
            self.text.push_str("\nhelp: ");
            self.lines(help);
        }
        let _ = write!(self.text, "</{element}>");
        self.end();
    }

    /// A case begins; its name is one of ours.
    fn begin(&mut self, name: Arguments<'_>) {
        self.counts.tests += 1;
        let suite = self.suite;
        let _ = write!(self.text, "    <testcase classname=\"{suite}\" name=\"{name}\">");
    }

    fn end(&mut self) {
        self.text.push_str("</testcase>\n");
    }

    /// Each line of a text is made harmless by itself: the breaks between them are ours.
    fn lines(&mut self, text: &str) {
        for (number, line) in text.lines().enumerate() {
            if number > 0 {
                self.text.push('\n');
            }
            push_escaped(&mut self.text, line);
        }
    }
}
