//! The short form: one line for each finding, for `grep`, editors and long lists.

use std::fmt::Write as _;

use hotkit_text::{Diagnostic, Files};

use crate::Report;
use crate::form::{End, Form, Part, whole};
use crate::look::{Look, Role};
use crate::shown::{harmless, push_all_harmless};

/// The form that [`concise`] writes.
#[derive(Clone, Copy, Debug)]
pub struct Concise(pub Look);

impl Form for Concise {
    fn part(&mut self, part: &Part<'_>) -> String {
        let mut lines = String::new();
        for finding in part.visible() {
            one_line(&mut lines, part.files, finding, self.0);
        }
        lines
    }

    fn end(&mut self, _: &End<'_>) -> String {
        String::new()
    }
}

/// `file:line:column: severity[rule]: message` for every finding but hints, in their order, each
/// ended by a line break; never wrapped, never folded. `[*]` stands for what `--fix` mends, `[+]`
/// for what `--unsafe-fixes` mends.
#[must_use]
pub fn concise(report: &Report<'_>, look: &Look) -> String {
    whole(Concise(*look), report, &[])
}

/// Adds one finding on one line, ended by a line break.
pub(crate) fn one_line(into: &mut String, files: &Files, finding: &Diagnostic, look: Look) {
    let file = files.get(finding.file);
    let position = file.position(finding.range.start());
    look.painted(into, Role::Path, |into| {
        push_all_harmless(into, file.path());
        // Writing to a string cannot fail.
        let _ = write!(into, ":{}:{}:", position.line + 1, position.column + 1);
    });
    into.push(' ');
    look.painted(into, Role::Severity(finding.severity), |into| {
        for part in [finding.severity.name(), "[", finding.rule, "]:"] {
            into.push_str(part);
        }
    });
    into.push(' ');
    if look.ascii {
        into.push_str(&look.signs(&harmless(&finding.message)));
    } else {
        push_all_harmless(into, &finding.message);
    }
    if let Some(name) = &finding.suggestion {
        into.push_str(", did you mean `");
        push_all_harmless(into, name);
        into.push_str("`?");
    }
    if let Some(fix) = &finding.fix {
        into.push(' ');
        look.painted(into, Role::Ok, |into| {
            into.push_str(if fix.safe { "[*]" } else { "[+]" })
        });
    }
    into.push('\n');
}
