//! The short form: one line for each finding, for `grep`, editors and long lists.

use hotkit_text::{Diagnostic, Files};

use crate::Report;
use crate::form::{End, Form, Part, whole};
use crate::look::{Look, Role};
use crate::shown::harmless;

/// The form that [`concise`] writes.
#[derive(Clone, Copy, Debug)]
pub struct Concise(pub Look);

impl Form for Concise {
    fn part(&mut self, part: &Part<'_>) -> String {
        part.visible().map(|it| one_line(part.files, it, self.0)).collect()
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

/// One finding on one line, ended by a line break.
pub(crate) fn one_line(files: &Files, finding: &Diagnostic, look: Look) -> String {
    let file = files.get(finding.file);
    let position = file.position(finding.range.start());
    let place = format!(
        "{}:{}:{}:",
        harmless(file.path()),
        position.line + 1,
        position.column + 1
    );
    let head = format!("{}[{}]:", finding.severity.name(), finding.rule);
    let mut line = format!(
        "{} {} {}",
        look.paint(Role::Path, &place),
        look.paint(Role::Severity(finding.severity), &head),
        look.signs(&harmless(&finding.message))
    );
    if let Some(name) = &finding.suggestion {
        line.push_str(&format!(", did you mean `{}`?", harmless(name)));
    }
    if let Some(fix) = &finding.fix {
        line.push(' ');
        let mark = if fix.safe { "[*]" } else { "[+]" };
        line.push_str(&look.paint(Role::Ok, mark));
    }
    line.push('\n');
    line
}
