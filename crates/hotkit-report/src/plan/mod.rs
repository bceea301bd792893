//! How a plan looks: JSON for programs, tables for the terminal, Markdown for pull requests, one page of HTML, pictures.

mod json;

pub use json::write_plan_json;

use hotkit_plan::Plan;
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
}
