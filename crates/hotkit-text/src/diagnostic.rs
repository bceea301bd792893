//! What hotkit has to say about a place, as plain data; `hotkit-report` gives it a form.

use crate::{Edit, FileId, TextRange};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Heat refuses it, or the cloud will.
    Error,
    /// Nearly always worth acting on.
    Warning,
    /// Worth knowing.
    Info,
    /// Shown by editors only.
    Hint,
}

impl Severity {
    /// The word for it, as all output formats have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Hint => "hint",
        }
    }
}

/// The families of rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// Heat's own verdict.
    Engine,
    /// Accepted, and most likely not what was meant.
    Suspicious,
    /// Opens a door or shows a secret.
    Security,
    /// Hurts when the stack is updated.
    Update,
    /// Works on one cloud only.
    Portability,
    /// On its way out of Heat.
    Deprecated,
    /// Harder to read than it need be.
    Style,
    /// Not as those want it who take the template over.
    Contract,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 8] = [
        Group::Engine,
        Group::Suspicious,
        Group::Security,
        Group::Update,
        Group::Portability,
        Group::Deprecated,
        Group::Style,
        Group::Contract,
    ];

    /// The name by which people select it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Group::Engine => "engine",
            Group::Suspicious => "suspicious",
            Group::Security => "security",
            Group::Update => "update",
            Group::Portability => "portability",
            Group::Deprecated => "deprecated",
            Group::Style => "style",
            Group::Contract => "contract",
        }
    }
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Kebab-case name of the rule.
    pub rule: &'static str,
    /// The family of the rule.
    pub group: Group,
    /// How bad it is.
    pub severity: Severity,
    /// True: Heat would not create the stack because of this.
    pub refused: bool,
    /// One line that stands alone: lower case at the start, no full stop, names in backticks.
    pub message: String,
    /// Where it is.
    pub file: FileId,
    /// The smallest text at fault.
    pub range: TextRange,
    /// Words under that text; at most 40 characters, no full stop.
    pub label: Option<String>,
    /// The engine's way of naming the place: `resources.web.properties.networks[0].port`.
    pub path: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The name that was most likely meant; shown as "did you mean".
    pub suggestion: Option<String>,
    /// What to do, as a sentence without full stop.
    pub help: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

/// Another place that belongs to a finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Related {
    /// Its file.
    pub file: FileId,
    /// Its text.
    pub range: TextRange,
    /// Words under that text.
    pub label: String,
}

/// A change that mends a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in the imperative: "rename to `flavor`".
    pub title: String,
    /// Edits of the finding's own file.
    pub edits: Vec<Edit>,
    /// True where it cannot change what a sound template means.
    pub safe: bool,
}
