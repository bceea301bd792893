//! How a plan looks: JSON for programs, tables for the terminal, Markdown for pull requests, one page of HTML, pictures.

mod html;
mod json;
mod layout;
mod markdown;
mod svg;
mod terminal;
mod text_graphs;
mod words;

pub use html::html_plan;
pub use json::{resource_json, write_plan_json};
pub use markdown::markdown_plan;
pub use svg::{graph_svg, panel_svg};
pub use terminal::{PlanView, fail_on_line, pretty_plan};
pub use text_graphs::{graph_dot, graph_mermaid};

use hotkit_plan::{Estimate, Failure, Plan, UpdatePlan};
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
    /// What it costs.
    pub estimate: Option<&'a Estimate>,
    /// What happens when a resource fails.
    pub failure: Option<&'a Failure>,
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
