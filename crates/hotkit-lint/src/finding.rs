//! What a rule finds by looking at a whole stack: words, place, and the change that mends it.

use hotkit_text::{Diagnostic, Edit, FileId, Fix, Related, Severity, TextRange};

use crate::rule::Rule;

/// The findings of one rule in one stack, as they come.
pub(crate) struct Findings<'f> {
    rule: &'static Rule,
    file: FileId,
    prefix: &'f str,
    found: &'f mut Vec<Diagnostic>,
}

/// One of them. Whether Heat would mind is not its business: it does not.
#[derive(Debug)]
pub(crate) struct Finding {
    range: TextRange,
    path: String,
    message: String,
    severity: Option<Severity>,
    label: Option<String>,
    help: Option<String>,
    related: Vec<(TextRange, String)>,
    suggestion: Option<String>,
    fix: Option<Fix>,
}

impl<'f> Findings<'f> {
    pub(crate) fn new(
        rule: &'static Rule,
        file: FileId,
        prefix: &'f str,
        found: &'f mut Vec<Diagnostic>,
    ) -> Findings<'f> {
        Findings {
            rule,
            file,
            prefix,
            found,
        }
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        self.add_in(self.file, finding);
    }

    /// A finding in another file than that of the stack, such as an environment.
    pub(crate) fn add_in(&mut self, file: FileId, finding: Finding) {
        let path = match (finding.path, self.prefix) {
            (path, _) if path.is_empty() => None,
            (path, "") => Some(path),
            (path, prefix) => Some(format!("{prefix}{path}")),
        };
        let related = finding.related.into_iter();
        self.found.push(Diagnostic {
            rule: self.rule.name,
            group: self.rule.group,
            severity: finding.severity.unwrap_or(self.rule.severity),
            refused: false,
            message: finding.message,
            file,
            range: finding.range,
            label: finding.label,
            path,
            related: related.map(|(range, label)| Related { file, range, label }).collect(),
            suggestion: finding.suggestion,
            help: finding.help,
            fix: finding.fix,
        });
    }
}

impl Finding {
    /// A message at the smallest text at fault; `path` is the engine's name of the place within its stack.
    pub(crate) fn new(range: TextRange, path: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding {
            range,
            path: path.into(),
            message: message.into(),
            severity: None,
            label: None,
            help: None,
            related: Vec::new(),
            suggestion: None,
            fix: None,
        }
    }

    /// Worse or better than the rule's other findings.
    pub(crate) fn severity(mut self, severity: Severity) -> Finding {
        self.severity = Some(severity);
        self
    }

    /// The words under the text at fault; at most 40 characters.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Finding {
        self.label = Some(label.into());
        self
    }

    /// What to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    /// Another place of the same file.
    pub(crate) fn related(mut self, range: TextRange, label: impl Into<String>) -> Finding {
        self.related.push((range, label.into()));
        self
    }

    /// A change that cannot turn a sound template into something else.
    pub(crate) fn safe_fix(self, title: impl Into<String>, edits: Option<Vec<Edit>>) -> Finding {
        self.with_fix(title, edits, true)
    }

    /// A change that does what is most likely wanted.
    pub(crate) fn unsafe_fix(self, title: impl Into<String>, edits: Option<Vec<Edit>>) -> Finding {
        self.with_fix(title, edits, false)
    }

    /// The same where there is no other fix.
    pub(crate) fn maybe_unsafe_fix(self, title: impl Into<String>, edits: Option<Vec<Edit>>) -> Finding {
        if self.fix.is_some() {
            self
        } else {
            self.unsafe_fix(title, edits)
        }
    }

    fn with_fix(mut self, title: impl Into<String>, edits: Option<Vec<Edit>>, safe: bool) -> Finding {
        self.fix = edits.filter(|it| !it.is_empty()).map(|edits| Fix {
            title: title.into(),
            edits,
            safe,
        });
        self
    }
}
