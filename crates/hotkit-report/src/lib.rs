//! How findings look: framed for people, one line each for `grep`, JSON and the forms of CI services for programs.
//!
//! The only crate that knows terminal colours. It takes plain data and returns text: whether there
//! is colour, how wide the terminal is and whether it shows more than ASCII is the binary's
//! business and comes in as a [`Look`].
//!
//! Text of the user is shown, never obeyed: control characters, escape sequences and marks that
//! turn the direction of writing appear as `\e`, `\a`, `\u{202e}`, wherever they stand.

mod checkstyle;
mod command;
mod concise;
mod fold;
mod form;
mod frame;
mod github;
mod gitlab;
mod json;
mod junit;
mod look;
mod markdown;
mod patch;
mod plan;
mod pretty;
mod sarif;
mod shown;
mod snippet;
mod statistics;
mod verdict;
mod xml;

use std::time::Duration;

use hotkit_text::{Diagnostic, Files, Group, Severity};

pub use checkstyle::{Checkstyle, checkstyle};
pub use command::{CommandError, ErrorPlace, command_error, excerpt};
pub use concise::{Concise, concise};
pub use form::{End, Form, Part};
pub use github::{Github, github};
pub use gitlab::{Gitlab, gitlab};
pub use json::{Json, Jsonl, json, jsonl};
pub use junit::{Junit, junit};
pub use look::Look;
pub use markdown::page;
pub use patch::patch;
pub use plan::{
    Against, PlanReport, PlanView, fail_on_line, graph_dot, graph_mermaid, graph_svg, html_plan, markdown_plan,
    panel_svg, pretty_plan, resource_json, write_plan_json,
};
pub use pretty::{Pretty, pretty};
pub use sarif::{Sarif, sarif};
pub use statistics::{Statistics, StatisticsJson, statistics, statistics_json};

/// Number of our forms of JSON; a program that knows another one must not read on.
const FORMAT_VERSION: u32 = 1;

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

/// What the forms of CI services tell besides the findings.
#[derive(Clone, Copy, Default, Debug)]
pub struct Setting<'a> {
    /// Every rule that a finding can be of, sorted by name.
    pub rules: &'a [RuleInfo<'a>],
    /// The way from the root of the project to the folder that paths start from; empty where they are the same. Such
    /// services know files by their paths from the root.
    pub prefix: &'a str,
    /// The least severity that makes the run fail; `None` where nothing does.
    pub fails_from: Option<Severity>,
    /// What could not be read, and why.
    pub unreadable: &'a [(&'a str, &'a str)],
}

impl<'a> Setting<'a> {
    /// Whether a finding of this severity makes the run fail.
    fn fails(&self, severity: Severity) -> bool {
        self.fails_from.is_some_and(|least| severity <= least)
    }
}

/// What is known of a rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleInfo<'a> {
    /// Its kebab-case name.
    pub name: &'a str,
    /// Its family.
    pub group: Group,
    /// How bad its findings are by themselves.
    pub severity: Severity,
    /// What it finds, in a sentence.
    pub summary: &'a str,
    /// Its page, in Markdown.
    pub page: &'a str,
    /// Whether it is on by itself.
    pub default_on: bool,
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
    /// Findings that were mended; `None` where nothing was to be.
    pub fixed: Option<usize>,
    /// Findings that the baseline holds, which are not shown.
    pub in_baseline: usize,
    /// Entries of the baseline that are found no more.
    pub gone_from_baseline: usize,
    /// How long the run took.
    pub elapsed: Duration,
}
