//! Workflow commands of GitHub Actions: each finding becomes an annotation at its line of the change.

use hotkit_text::{Diagnostic, Files, Severity, rooted};

use crate::form::{End, Form, Part, whole};
use crate::shown::harmless;
use crate::{Report, Setting};

/// One command for each finding, hints left out, each on a line. Paths start at the root of the project, as GitHub knows
/// them.
#[must_use]
pub fn github(report: &Report<'_>, setting: &Setting<'_>) -> String {
    whole(Github(*setting), report, setting.unreadable)
}

/// The form that [`github`] writes.
#[derive(Clone, Copy, Debug)]
pub struct Github<'s>(pub Setting<'s>);

impl Form for Github<'_> {
    fn part(&mut self, part: &Part<'_>) -> String {
        part.visible().map(|it| command(part.files, it, &self.0)).collect()
    }

    fn end(&mut self, _: &End<'_>) -> String {
        String::new()
    }
}

fn command(files: &Files, finding: &Diagnostic, setting: &Setting<'_>) -> String {
    let file = files.get(finding.file);
    let (start, end) = (file.position(finding.range.start()), file.position(finding.range.end()));
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    };
    let mut place = format!("line={},endLine={}", start.line + 1, end.line + 1);
    // Columns count only where both ends stand on one line.
    if start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column + 1, end.column + 1));
    }
    let mut message = format!("{} [{}]", finding.message, finding.rule);
    if let Some(name) = &finding.suggestion {
        message.push_str(&format!("\ndid you mean `{name}`?"));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\n{help}"));
    }
    let message: Vec<String> = message.lines().map(|line| data(&harmless(line))).collect();
    format!(
        "::{name} file={},{place},title={}::{}\n",
        property(&harmless(&rooted(setting.prefix, file.path()))),
        property(&format!("hotkit {}", finding.rule)),
        message.join("%0A"),
    )
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    encoded(text, b"%\r\n")
}

/// Text as the value of a property.
fn property(text: &str) -> String {
    encoded(text, b"%\r\n:,")
}

/// A text with these ASCII characters as `%` and their code.
fn encoded(text: &str, characters: &[u8]) -> String {
    let mut result = String::with_capacity(text.len());
    for part in text.split_inclusive(|it: char| it.is_ascii() && characters.contains(&(it as u8))) {
        match part.as_bytes().split_last() {
            Some((last, _)) if characters.contains(last) => {
                result.push_str(&part[..part.len() - 1]);
                result.push_str(&format!("%{last:02X}"));
            }
            _ => result.push_str(part),
        }
    }
    result
}
