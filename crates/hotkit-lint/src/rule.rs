//! What is known of a rule besides its words.

use hotkit_text::{Group, Severity};

/// A rule: what findings are named by, selected by and explained by.
#[derive(PartialEq, Eq, Debug)]
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
}

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
        }
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
        let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
        paragraph[..end].to_owned()
    }

    /// True where `name` is the rule's name or one of its former names.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}
