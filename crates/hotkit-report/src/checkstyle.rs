//! Checkstyle's XML, which Jenkins, reviewdog and many others read.

use std::fmt::Write as _;

use hotkit_text::{Diagnostic, Severity, rooted};

use crate::shown::by_file;
use crate::xml::{DECLARATION, escaped};
use crate::{Report, Setting};

/// The findings, hints left out, as one document. Paths start at the root of the project.
#[must_use]
pub fn checkstyle(report: &Report<'_>, setting: &Setting<'_>) -> String {
    let mut result = format!("{DECLARATION}<checkstyle version=\"4.3\">\n");
    for (path, findings) in by_file(report) {
        if findings.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(result, "  <file name=\"{}\">", escaped(&rooted(setting.prefix, path)));
        for finding in findings {
            result.push_str(&error(report, finding));
        }
        result.push_str("  </file>\n");
    }
    result.push_str("</checkstyle>\n");
    result
}

fn error(report: &Report<'_>, finding: &Diagnostic) -> String {
    let place = report.files.get(finding.file).position(finding.range.start());
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
