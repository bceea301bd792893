//! How a plan looks: JSON for programs, tables for the terminal, Markdown for pull requests, one page of HTML, pictures.

mod json;

pub use json::write_plan_json;

use hotkit_plan::{Plan, UpdatePlan};
use hotkit_text::{Diagnostic, Files};

/// A plan with everything that is told about it.
#[derive(Clone, Copy, Debug)]
pub struct PlanReport<'a> {
    /// Every file that a finding speaks of.
    pub files: &'a Files,
    /// Findings on the template.
    pub diagnostics: &'a [Diagnostic],
    /// The plan; `None` where Heat refuses the template.
    pub plan: Option<&'a Plan>,
    /// What an update does.
    pub update: Option<&'a UpdatePlan>,
    /// What the plan is compared with.
    pub against: Option<&'a Against>,
}

/// What a plan is compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Against {
    /// The old template.
    pub file: String,
    /// The revision as it was named.
    pub revision: Option<String>,
    /// The commit that it names, shortened.
    pub commit: Option<String>,
}
