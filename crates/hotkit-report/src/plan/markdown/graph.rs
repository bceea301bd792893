//! The picture in the comment: what changes and its neighbours, or all of a small creation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hotkit_plan::{Action, Change, StackKind, StackPlan};

use super::Page;
use super::text::fold;
use crate::plan::layout::{Edge, edges};
use crate::plan::text_graphs::{mermaid_arrow, quoted_mermaid};
use crate::plan::words::sign;

/// Nodes and edges of the picture.
const MOST_NODES: usize = 40;
const MOST_EDGES: usize = 80;

impl Page<'_> {
    /// What changes and its neighbours; of a creation everything, where that is not too much.
    pub(super) fn graph(&self, parts: &mut Vec<String>, changes: Option<&[Change]>) {
        let Some(plan) = self.report.plan else { return };
        let root = &plan.root;
        let all = edges(root);
        let action: BTreeMap<&str, Action> = changes
            .unwrap_or(&[])
            .iter()
            .map(|it| (it.name.as_str(), it.action))
            .collect();
        let changed = |index: usize| {
            let name = root.resources[index].name.as_str();
            action.get(name).is_some_and(|it| *it != Action::Unchanged)
        };
        let mut shown: BTreeSet<usize> = BTreeSet::new();
        for index in 0..root.resources.len() {
            if changes.is_none() || changed(index) {
                shown.insert(index);
            }
        }
        for edge in all.iter().filter(|it| !it.implied) {
            if changes.is_some() && (changed(edge.requirer) || changed(edge.required)) {
                shown.extend([edge.requirer, edge.required]);
            }
        }
        let drawn: Vec<_> = all
            .iter()
            .filter(|it| !it.implied && shown.contains(&it.requirer) && shown.contains(&it.required))
            .filter(|it| changes.is_none() || changed(it.requirer) || changed(it.required))
            .collect();
        let title = if changes.is_some() {
            "<b>Graph</b> of what changes and its neighbours"
        } else {
            "<b>Graph</b>"
        };
        if shown.len() > MOST_NODES || drawn.len() > MOST_EDGES {
            parts.push(fold(
                title,
                &format!(
                    "{} resources and {} edges are too many for a picture here; `--format html` draws them.",
                    shown.len(),
                    drawn.len()
                ),
            ));
            return;
        }
        if shown.is_empty() {
            return;
        }
        parts.push(fold(title, &drawing(root, &action, &shown, &drawn)));
    }
}

/// The picture, as GitHub draws it.
fn drawing(root: &StackPlan, action: &BTreeMap<&str, Action>, shown: &BTreeSet<usize>, drawn: &[&Edge]) -> String {
    let mut text = String::from("```mermaid\nflowchart LR\n");
    for index in shown {
        let resource = &root.resources[*index];
        let what = action.get(resource.name.as_str()).copied();
        let (mark, class) = match what {
            Some(it @ (Action::Create | Action::Update | Action::Replace)) => {
                (format!("{} ", sign(it)), format!(":::{}", it.name()))
            }
            _ => (String::new(), String::new()),
        };
        let more = resource.nested.as_ref().map_or(String::new(), |it| inside(it));
        let _ = writeln!(
            text,
            "  r{index}[\"{mark}{}{}\"]{class}",
            quoted_mermaid(&resource.name),
            quoted_mermaid(&more)
        );
    }
    for edge in drawn {
        let _ = writeln!(
            text,
            "  r{} {} r{}",
            edge.required,
            mermaid_arrow(edge.kind),
            edge.requirer
        );
    }
    text.push_str(
        "  classDef create stroke:#00856a,stroke-width:2px,stroke-dasharray:6 3\n  classDef update stroke:#a8741a,stroke-width:2px\n  classDef replace stroke:#a05a9c,stroke-width:3px\n```",
    );
    text
}

/// ` × 4` of a group, ` (3 inside)` of a stack.
fn inside(nested: &StackPlan) -> String {
    match nested.kind {
        StackKind::Group => format!(" × {}", nested.resources.len()),
        _ => format!(" ({} inside)", nested.total()),
    }
}
