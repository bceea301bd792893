//! The plan as one page: static HTML for everything that is read in a row, the picture, one island of JSON, one script.
//!
//! The page reads and prints without its script, which only adds the side panel, search, zoom and highlights. Nothing is
//! loaded from elsewhere. Slots are filled in one pass, so data that look like a slot stay data.

mod changes;
mod findings;
mod gantt;
mod overview;
mod resources;
mod text;
mod values;

use std::collections::HashMap;

use hotkit_plan::{Place, StackPlan};

use crate::plan::PlanReport;
use crate::plan::json::{Document, Eyes};
use crate::plan::layout::layout;
use crate::plan::svg::{Drawing, draw, escape};

const PAGE: &str = include_str!("../report.html");
const STYLE: &str = include_str!("../report.css");
const SCRIPT: &str = include_str!("../report.js");

/// The plan as a page.
#[must_use]
pub fn html_plan(report: &PlanReport<'_>) -> String {
    let Some(plan) = report.plan else {
        return String::new();
    };
    let page = Page { report };
    let layout = layout(&plan.root);
    let picture = draw(&Drawing {
        report,
        layout: &layout,
        critical: true,
        standalone: false,
    });
    let implied = layout.edges.iter().filter(|it| it.implied).count();
    let data = serde_json::to_string(&Document::new(report, Eyes::People))
        .expect("texts, numbers and lists can always be written as JSON")
        .replace('<', "\\u003c");
    let environments: Vec<String> = plan
        .environments
        .iter()
        .map(|it| format!("<code>{}</code>", escape(it)))
        .collect();
    let environments = if environments.is_empty() {
        "<span class=\"dim\">none</span>".to_owned()
    } else {
        environments.join(", ")
    };
    // Without a resource there is nothing to choose.
    let script = if plan.root.resources.is_empty() { "" } else { SCRIPT };
    let slots: HashMap<&str, String> = [
        ("title", escape(&format!("{}: plan", plan.stack_name))),
        ("style", STYLE.to_owned()),
        ("script", unindented(script)),
        ("data", data),
        ("stack", escape(&plan.stack_name)),
        ("description", escape(plan.description.as_deref().unwrap_or(""))),
        ("file", escape(&plan.file)),
        ("version", escape(&plan.version)),
        ("environments", environments),
        ("compared", page.compared()),
        (
            "nav",
            if report.update.is_some() {
                "<a href=\"#changes\">Changes</a> ".to_owned()
            } else {
                String::new()
            },
        ),
        ("release", escape(plan.release)),
        ("warn", page.warning()),
        ("tiles", page.tiles()),
        ("quota", page.quota()),
        ("graph", picture),
        ("ratio", format!("{} / {}", layout.width.round(), layout.height.round())),
        ("wide", format!("{}", (layout.width * 0.76).round())),
        ("changes", page.changes()),
        ("gantt", page.gantt()),
        ("outputs", page.outputs()),
        ("inputs", page.inputs()),
        ("findings", page.findings()),
        ("cards", page.listing()),
        ("off", page.disabled()),
        ("undo", page.undo()),
        ("edges", layout.edges.len().to_string()),
        ("implied", implied.to_string()),
    ]
    .into_iter()
    .collect();
    filled(&unindented(PAGE), &slots)
}

/// Lines without their indentation: it is for those who write the page, not for those who get it.
fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches(' ')).collect();
    let mut result = lines.join("\n");
    result.push('\n');
    result
}

/// The page with its slots filled, in one pass.
fn filled(page: &str, slots: &HashMap<&str, String>) -> String {
    let mut result = String::with_capacity(page.len() * 4);
    let mut rest = page;
    while let Some(start) = rest.find("{{") {
        let (before, from) = rest.split_at(start);
        result.push_str(before);
        let name = from[2..].split("}}").next().unwrap_or("");
        match slots.get(name) {
            Some(text) => {
                result.push_str(text);
                rest = &from[name.len() + 4..];
            }
            None => {
                result.push_str("{{");
                rest = &from[2..];
            }
        }
    }
    result.push_str(rest);
    result
}

struct Page<'a> {
    report: &'a PlanReport<'a>,
}

impl<'a> Page<'a> {
    fn root(&self) -> Option<&'a StackPlan> {
        self.report.plan.map(|it| &it.root)
    }

    fn spot(&self, at: &Place) -> String {
        let own = self.report.plan.is_some_and(|it| it.file == at.file);
        if own {
            format!("line {}", at.line)
        } else {
            let file = at.file.rsplit('/').next().unwrap_or(&at.file);
            format!("{}:{}", escape(file), at.line)
        }
    }
}
