//! What is known of a rule besides its words.

use hotkit_text::{Group, Severity};

use crate::finding::Findings;
use crate::view::View;

/// What a rule that looks at whole stacks does: from a stack to findings. It names no level and no suppression.
pub(crate) type Look = fn(&View<'_>, &mut Findings<'_>);

/// A rule: what findings are named by, selected by and explained by.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name, as people read and write it.
    pub name: &'static str,
    /// Names that it had before; they select it all the same.
    pub aliases: &'static [&'static str],
    /// Its family.
    pub group: Group,
    /// How bad a finding is where Heat accepts the template. What Heat refuses is an error under any rule.
    pub severity: Severity,
    /// The page for people, in Markdown: what it is, what Heat does, how to mend it, examples.
    pub page: &'static str,
    /// Whether it is on where nothing is selected.
    pub default_on: bool,
    /// How it finds what lower layers do not report as a fault; `None` where they do.
    pub(crate) look: Option<Look>,
    /// True where it speaks of templates that stacks are made of, and not of those that others nest.
    pub(crate) of_roots: bool,
}

/// A rule is its name.
impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl Rule {
    /// A rule that says what Heat itself refuses. Under some circumstances Heat takes no notice of the same fault: then it
    /// is a warning.
    pub(crate) const fn engine(name: &'static str, page: &'static str) -> Rule {
        Rule {
            name,
            aliases: &[],
            group: Group::Engine,
            severity: Severity::Warning,
            page,
            default_on: true,
            look: None,
            of_roots: false,
        }
    }

    /// A rule about what Heat accepts, found by looking at the whole stack.
    pub(crate) const fn lint(
        name: &'static str,
        group: Group,
        severity: Severity,
        page: &'static str,
        look: Look,
    ) -> Rule {
        Rule {
            name,
            aliases: &[],
            group,
            severity,
            page,
            default_on: true,
            look: Some(look),
            of_roots: false,
        }
    }

    /// The rule about what Heat accepts and lower layers report as a fault.
    pub(crate) const fn accepted(name: &'static str, group: Group, severity: Severity, page: &'static str) -> Rule {
        Rule {
            name,
            aliases: &[],
            group,
            severity,
            page,
            default_on: true,
            look: None,
            of_roots: false,
        }
    }

    /// The same, off unless it is selected.
    pub(crate) const fn off(self) -> Rule {
        Rule {
            default_on: false,
            ..self
        }
    }

    /// The same, about templates that stacks are made of, and not about those that others nest.
    pub(crate) const fn of_roots(self) -> Rule {
        Rule { of_roots: true, ..self }
    }

    /// What it finds, in the first sentence of its page, as plain text.
    #[must_use]
    pub fn summary(&self) -> String {
        let what = self.page.split("\n## What\n").nth(1).unwrap_or(self.page);
        let paragraph: Vec<&str> = what
            .trim_start()
            .lines()
            .take_while(|line| !line.trim().is_empty())
            .map(str::trim)
            .collect();
        let paragraph = paragraph.join(" ");
        // Three dots stand for what is left out, and end no sentence.
        let mut ends = paragraph.match_indices(". ").map(|(at, _)| at);
        let end = ends.find(|at| !paragraph[..*at].ends_with('.'));
        paragraph[..end.map_or(paragraph.len(), |at| at + 1)].to_owned()
    }
}
