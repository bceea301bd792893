//! Checkstyle's XML, which Jenkins, reviewdog and many others read.

use hotkit_text::{Diagnostic, Files, Severity, rooted};

use crate::form::{End, Form, Part, whole};
use crate::xml::{DECLARATION, escaped};
use crate::{Report, Setting};

/// The form that [`checkstyle`] writes.
#[derive(Clone, Copy, Debug)]
pub struct Checkstyle<'s>(pub Setting<'s>);

impl Form for Checkstyle<'_> {
    fn begin(&mut self) -> String {
        format!("{DECLARATION}<checkstyle version=\"4.3\">\n")
    }

    fn part(&mut self, part: &Part<'_>) -> String {
        let errors: String = part.visible().map(|it| error(part.files, it)).collect();
        if errors.is_empty() {
            return errors;
        }
        let path = escaped(&rooted(self.0.prefix, part.path));
        format!("  <file name=\"{path}\">\n{errors}  </file>\n")
    }

    fn end(&mut self, _: &End<'_>) -> String {
        "</checkstyle>\n".to_owned()
    }
}

/// The findings, hints left out, as one document. Paths start at the root of the project.
#[must_use]
pub fn checkstyle(report: &Report<'_>, setting: &Setting<'_>) -> String {
    whole(Checkstyle(*setting), report, setting.unreadable)
}

fn error(files: &Files, finding: &Diagnostic) -> String {
    let place = files.get(finding.file).position(finding.range.start());
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "info",
    };
    format!(
        "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"hotkit.{}.{}\"/>\n",
        place.line + 1,
        place.column + 1,
        escaped(&finding.message),
        finding.group.name(),
        finding.rule,
    )
}
