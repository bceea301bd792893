//! What is wrong: the worst of it for the head of the page, and all findings.

use std::fmt::Write as _;

use hotkit_text::Severity;

use super::Page;
use super::text::code;
use crate::plan::svg::escape;

impl Page<'_> {
    pub(super) fn warning(&self) -> String {
        let mut pills = String::new();
        let mut pill = |text: &str| {
            let _ = write!(
                pills,
                "<p class=\"pill bad\"><span aria-hidden=\"true\">✗</span> {}</p>",
                code(text)
            );
        };
        if let Some(worst) = self.report.diagnostics.iter().find(|it| it.severity == Severity::Error) {
            pill(&worst.message);
        }
        if let Some(text) = self.report.update.and_then(|it| it.refused.first()) {
            pill(text);
        }
        for text in self.report.update.iter().flat_map(|it| &it.protected) {
            pill(text);
        }
        if let Some(missing) = self.report.estimate.and_then(|it| it.missing.first()) {
            pill(&format!("the cloud has no {} `{}`", missing.what, missing.value));
        }
        pills
    }

    pub(super) fn findings(&self) -> String {
        if self.report.diagnostics.is_empty() {
            return "<p class=\"dim\">No findings.</p>".to_owned();
        }
        let mut out = String::from("<ul class=\"findings\">");
        for it in self.report.diagnostics {
            let file = self.report.files.get(it.file);
            let position = file.position(it.range.start());
            let sign = match it.severity {
                Severity::Error => "✗",
                Severity::Warning => "!",
                Severity::Info => "i",
                Severity::Hint => "·",
            };
            let help = it
                .help
                .as_ref()
                .map_or(String::new(), |help| format!("<p>help: {}</p>", code(help)));
            let _ = write!(
                out,
                "<li class=\"{0}\"><b class=\"sev\"><span aria-hidden=\"true\">{sign}</span> {0}</b><div><p>{1}</p><p class=\"dim\"><span class=\"place\">{2}:{3}:{4}</span> · {5}</p>{help}</div></li>",
                it.severity.name(),
                code(&it.message),
                escape(file.path()),
                position.line + 1,
                position.column + 1,
                it.rule
            );
        }
        out.push_str("</ul>");
        out
    }
}
