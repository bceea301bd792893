//! The resources in a row: those that are created, wave by wave, those that are not, and the order of their deletion.

use std::fmt::Write as _;

use hotkit_plan::{Action, Change, ResourcePlan, StackPlan};

use super::Page;
use super::text::link;
use crate::plan::svg::escape;
use crate::plan::words::{clock, sign};

impl Page<'_> {
    pub(super) fn listing(&self) -> String {
        let Some(root) = self.root() else {
            return String::new();
        };
        let mut rows = String::new();
        for (number, wave) in root.waves.iter().enumerate() {
            let _ = write!(
                rows,
                "<tr><th scope=\"rowgroup\" colspan=\"5\" class=\"wavehead\">Wave {}</th></tr>",
                number + 1
            );
            for index in wave {
                let resource = &root.resources[*index];
                let change = self
                    .report
                    .update
                    .and_then(|it| it.changes.iter().find(|it| it.name == resource.name));
                self.row(root, resource, &resource.name, change, &mut rows);
            }
        }
        format!(
            "<table class=\"props wide list\"><thead><tr><th scope=\"col\">resource</th><th scope=\"col\">type</th><th scope=\"col\">waits for</th><th scope=\"col\">starts</th><th scope=\"col\">declared</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    }

    pub(super) fn disabled(&self) -> String {
        let Some(root) = self.root().filter(|it| !it.disabled.is_empty()) else {
            return String::new();
        };
        let mut out = String::from("<p class=\"dim\">Not created:</p><ul class=\"off\">");
        for it in &root.disabled {
            let _ = write!(
                out,
                "<li><span class=\"name\">{}</span> <span class=\"dim\">{}</span>: condition <code>{}</code> is false, <span class=\"place\">{}</span></li>",
                escape(&it.name),
                escape(&it.type_name),
                escape(&it.condition),
                self.spot(&it.at)
            );
        }
        out.push_str("</ul>");
        out
    }

    pub(super) fn undo(&self) -> String {
        let Some(root) = self.root() else {
            return String::new();
        };
        let made = vec![true; root.resources.len()];
        let steps = hotkit_plan::deletion_order(root, &made);
        let step = |names: &Vec<String>| {
            let links: Vec<String> = names.iter().map(|it| link(it, it)).collect();
            format!("<li>{}</li>", links.join(", "))
        };
        steps.iter().map(step).collect()
    }

    fn row(&self, stack: &StackPlan, resource: &ResourcePlan, path: &str, change: Option<&Change>, rows: &mut String) {
        let waits: Vec<String> = resource
            .requires
            .iter()
            .map(|it| escape(&stack.resources[it.resource].name))
            .collect();
        let inner = if path.contains('/') { " class=inner" } else { "" };
        let _ = write!(
            rows,
            "<tr id=\"r-{}\"{inner}><th scope=\"row\">{} {}</th><td class=\"dim\">{}</td><td class=\"name\">{}</td><td class=\"num\">{}</td><td class=\"place\">{}</td></tr>",
            escape(path),
            link(path, &resource.name),
            tag(change.map(|it| it.action)),
            escape(&resource.type_name),
            waits.join(", "),
            clock(resource.start),
            self.spot(&resource.at)
        );
        if let Some(nested) = &resource.nested {
            for member in &nested.resources {
                let change = change.and_then(|it| it.nested.iter().find(|it| it.name == member.name));
                self.row(nested, member, &format!("{path}/{}", member.name), change, rows);
            }
        }
    }
}

fn tag(action: Option<Action>) -> String {
    match action {
        None | Some(Action::Unchanged) => String::new(),
        Some(action) => format!(
            "<span class=\"tag {0}\"><b aria-hidden=\"true\">{1}</b> {0}</span>",
            action.name(),
            sign(action)
        ),
    }
}
