//! The words of one finding, before it is known how bad it is.

use hotkit_analysis::{Problem, Verdict};
use hotkit_text::{Diagnostic, FileId, Fix, Group, Related, Severity, TextRange};

use crate::rule::Rule;
use crate::site::Site;

/// What a rule says of a fault.
#[derive(Debug)]
pub(crate) struct Words {
    rule: &'static Rule,
    message: String,
    label: Option<String>,
    suggestion: Option<String>,
    help: Option<String>,
    related: Vec<Related>,
    fix: Option<Fix>,
    /// The help says already what a refusal depends on.
    says_when: bool,
}

impl Words {
    /// A message: one line that stands alone, lower case, no full stop.
    pub(crate) fn new(rule: &'static Rule, message: impl Into<String>) -> Words {
        Words {
            rule,
            message: message.into(),
            label: None,
            suggestion: None,
            help: None,
            related: Vec::new(),
            fix: None,
            says_when: false,
        }
    }

    /// The words under the text at fault.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Words {
        self.label = Some(label.into());
        self
    }

    /// What to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Words {
        self.help = Some(help.into());
        self
    }

    /// What to do, and under which circumstances Heat minds.
    pub(crate) fn help_saying_when(mut self, help: impl Into<String>) -> Words {
        self.says_when = true;
        self.help(help)
    }

    /// What to do, where there is something to say.
    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Words {
        self.help = help;
        self
    }

    /// The name that was likely meant, with the fix that writes it.
    pub(crate) fn suggest(mut self, site: Site<'_>, from: &str, to: Option<&str>) -> Words {
        self.suggestion = to.map(str::to_owned);
        self.fix = to.and_then(|to| site.rename(from, to));
        self
    }

    /// Another place.
    pub(crate) fn related(mut self, file: FileId, range: TextRange, label: impl Into<String>) -> Words {
        self.related.push(Related {
            file,
            range,
            label: label.into(),
        });
        self
    }

    /// A change that mends it.
    pub(crate) fn fix(mut self, fix: Option<Fix>) -> Words {
        self.fix = fix;
        self
    }

    /// The finding, with what Heat makes of it.
    pub(crate) fn finish(self, site: Site<'_>) -> Diagnostic {
        let problem: &Problem = site.problem;
        let severity = match problem.verdict {
            Verdict::Refused | Verdict::FailsLater => Severity::Error,
            Verdict::Possible => Severity::Warning,
            Verdict::Accepted => self.rule.severity,
        };
        let remark = if self.says_when { None } else { remark(self.rule, site) };
        let help = match (self.help, remark) {
            (Some(help), Some(remark)) => Some(format!("{help}; {remark}")),
            (help, remark) => help.or_else(|| remark.map(str::to_owned)),
        };
        Diagnostic {
            rule: self.rule.name,
            group: self.rule.group,
            severity,
            refused: problem.verdict == Verdict::Refused,
            message: self.message,
            file: problem.file,
            range: problem.range,
            label: self.label,
            path: (!problem.path.is_empty()).then(|| problem.path.clone()),
            related: self.related,
            suggestion: self.suggestion,
            help,
            fix: self.fix,
        }
    }
}

/// What is special about the verdict, where it is not a plain one.
fn remark(rule: &Rule, site: Site<'_>) -> Option<&'static str> {
    match site.problem.verdict {
        Verdict::Refused => None,
        Verdict::FailsLater if site.is_nested() => Some("Heat finds it only while it creates the nested stack"),
        Verdict::FailsLater => Some("Heat finds it only while it creates the stack"),
        Verdict::Possible => {
            Some("whether Heat refuses it depends on a condition or on a value that is not known here")
        }
        Verdict::Accepted if rule.group == Group::Engine => Some("Heat takes no notice of it at this place"),
        Verdict::Accepted => None,
    }
}
