//! A plan on the terminal: the table of a creation, the changes of an update, values, lists, a failure, many stacks.
//!
//! A page is told in one of these ways. Each has a module of its own; here is what they share.

mod client;
mod cloud;
mod creation;
mod failure;
mod update;
mod values;
mod waves;

use hotkit_plan::{Action, ResourcePlan, StackPlan};
use hotkit_text::Severity;

use crate::look::{Look, Role};
use crate::plan::PlanReport;
use crate::plan::words::cut;
use crate::shown::{Wrap, cells, counted, harmless, wrap};

/// Characters of a long line that are shown.
const LONGEST_LINE: usize = 60;

/// What shall be shown.
#[derive(Clone, Debug, Default)]
pub struct PlanView {
    /// Nothing is folded.
    pub verbose: bool,
    /// Values of all resources, or of those named.
    pub values: bool,
    /// Only these resources.
    pub resources: Vec<String>,
    /// Values are shown in full.
    pub full_values: bool,
    /// How many such stacks there shall be.
    pub stacks: Option<u64>,
    /// What the client would list.
    pub list: bool,
}

/// The plan as the terminal shows it.
#[must_use]
pub fn pretty_plan(report: &PlanReport<'_>, view: &PlanView, look: &Look) -> String {
    let mut out = Page {
        look: *look,
        text: String::new(),
    };
    if report.plan.is_none() {
        return out.text;
    }
    if let Some(failure) = report.failure {
        out.failure(failure);
    } else if let Some(stacks) = view.stacks {
        out.many(report, stacks);
    } else if view.values || !view.resources.is_empty() {
        out.values(report, view);
    } else if view.list {
        out.list(report);
    } else if report.update.is_some() {
        out.update(report, view);
    } else {
        out.creation(report, view);
    }
    out.text
}

/// The last line where `--fail-on` found something: what, and where.
#[must_use]
pub fn fail_on_line(words: &[&str], found: &[String], look: &Look) -> String {
    let outer: Vec<&String> = found.iter().filter(|it| !it.contains('/')).collect();
    let inner = found.len() - outer.len();
    let mut names: Vec<String> = outer.iter().map(|it| harmless(it)).collect();
    if names.len() > 5 {
        let rest = names.len() - 4;
        names.truncate(4);
        names.push(format!("{rest} more"));
    }
    if inner > 0 {
        names.push(format!("{inner} inside others"));
    }
    let mark = look.paint(Role::Severity(Severity::Error), &look.signs("✗"));
    format!("{mark} --fail-on {}: {}\n", words.join(", "), names.join(", "))
}

struct Page {
    look: Look,
    text: String,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn wrapped(&mut self, head: &str, text: &str, indent: usize) {
        let how = Wrap {
            limit: self.look.columns(),
            taken: cells(head),
            indent,
        };
        let wrapped = wrap(text, how);
        self.line(&format!("{head}{wrapped}"));
    }

    fn sign(&self, text: &str) -> String {
        self.look.signs(text)
    }

    /// A value on one line, cut where it is long.
    fn short(&self, value: &str) -> String {
        cut(
            &harmless(&self.look_signs(value)),
            LONGEST_LINE.max(40),
            self.look.ellipsis(),
        )
    }

    fn look_signs(&self, value: &str) -> String {
        if self.look.ascii {
            value.replace('⟨', "<").replace('⟩', ">")
        } else {
            value.to_owned()
        }
    }

    fn findings(&mut self, report: &PlanReport<'_>) {
        let count = |severity: Severity| report.diagnostics.iter().filter(|it| it.severity == severity).count();
        let words: Vec<String> = [
            (count(Severity::Error), "error"),
            (count(Severity::Warning), "warning"),
            (count(Severity::Info), "info"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| {
            if word == "info" {
                format!("{count} info")
            } else {
                counted(count, word)
            }
        })
        .collect();
        let Some(plan) = report.plan else { return };
        if words.is_empty() {
            return;
        }
        self.blank();
        self.line(&format!(
            "{} on this template: hotkit check {}",
            words.join(" and "),
            harmless(&plan.file)
        ));
    }
}

/// Every resource with its path, in the order of waves.
fn walk<'p>(stack: &'p StackPlan, way: &str, into: &mut Vec<(String, &'p StackPlan, &'p ResourcePlan)>) {
    for index in stack.waves.iter().flatten() {
        let resource = &stack.resources[*index];
        let path = format!("{way}{}", resource.name);
        into.push((path.clone(), stack, resource));
        if let Some(nested) = &resource.nested {
            walk(nested, &format!("{path}/"), into);
        }
    }
}

fn role(action: Action) -> Role {
    match action {
        Action::Create => Role::Ok,
        Action::Update => Role::Update,
        Action::Replace => Role::Replace,
        Action::Delete => Role::Delete,
        Action::Unchanged => Role::Dim,
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(cells(text))))
}

fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(cells(text))))
}
