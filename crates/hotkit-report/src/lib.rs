//! How findings look: framed for people, one line each for `grep`, JSON for programs.
//!
//! The only crate that knows terminal colours. It takes plain data and returns text: whether there
//! is colour, how wide the terminal is and whether it shows more than ASCII is the binary's
//! business and comes in as a [`Look`].
//!
//! Text of the user is shown, never obeyed: control characters, escape sequences and marks that
//! turn the direction of writing appear as `\e`, `\a`, `\u{202e}`, wherever they stand.

mod command;
mod concise;
mod fold;
mod frame;
mod json;
mod look;
mod plan;
mod pretty;
mod shown;
mod snippet;
mod verdict;

use std::time::Duration;

use hotkit_text::{Diagnostic, Files};

pub use command::{CommandError, ErrorPlace, command_error};
pub use concise::concise;
pub use json::{json, write_json};
pub use look::Look;
pub use plan::{
    Against, PlanReport, PlanView, fail_on_line, graph_dot, graph_mermaid, graph_svg, html_plan, markdown_plan,
    pretty_plan, write_plan_json,
};
pub use pretty::pretty;

/// What one run of `check` has to tell.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Every file that a finding speaks of.
    pub files: &'a Files,
    /// The findings, sorted by the path of the file and the place in it.
    pub diagnostics: &'a [Diagnostic],
    /// Which resource needs which; only where one template was checked.
    pub graph: Option<&'a Graph>,
    /// What the last lines are made of.
    pub summary: &'a Summary,
}

/// Which resource needs which.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Graph {
    /// Pairs of a resource and one that it waits for, in the order in which they are shown.
    pub edges: Vec<(String, String)>,
}

/// What a run looked at and how it ended.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// Templates and environments that were checked.
    pub files_checked: usize,
    /// How many of them are templates.
    pub templates_checked: usize,
    /// Templates that Heat refuses, as their paths are shown.
    pub refused_templates: Vec<String>,
    /// The path of the template, where exactly one was asked for.
    pub single_template: Option<String>,
    /// Parameters that have no value, in the order of the template; empty when judged as a stack.
    pub missing_values: Vec<String>,
    /// True where the verdict is that of a stack creation with exactly the values given.
    pub judged_as_stack: bool,
    /// Files that could not be read and so were not checked.
    pub unreadable_files: usize,
    /// True where the exit status is not 0, so that the last line and the status agree.
    pub failed: bool,
    /// How long the run took.
    pub elapsed: Duration,
}
