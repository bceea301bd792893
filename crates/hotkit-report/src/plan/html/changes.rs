//! What an update does: the changes by action, each with both of its sides and its reasons.

use std::fmt::Write as _;

use hotkit_plan::{Action, Change, Effect, Kind, Rolling};

use super::Page;
use super::text::{code, holes, link, many};
use super::values::planned;
use crate::plan::svg::escape;
use crate::plan::words::{DiffLine, diff_lines, flatten, short_type, sign, texts};

/// Actions in the order in which they are told, with their headings.
const ACTIONS: [(Action, &str); 4] = [
    (Action::Replace, "Replace"),
    (Action::Delete, "Delete"),
    (Action::Update, "Update in place"),
    (Action::Create, "Create"),
];

impl Page<'_> {
    pub(super) fn changes(&self) -> String {
        let (Some(update), Some(against)) = (self.report.update, self.report.against) else {
            return String::new();
        };
        let name = against.revision.as_deref().unwrap_or(&against.file);
        let mut out = format!(
            "<section id=\"changes\" aria-labelledby=\"changes-h\"><h2 id=\"changes-h\">Changes against <code>{}</code></h2>",
            escape(name)
        );
        let mut again = "";
        for (action, words) in ACTIONS {
            let mut items = Vec::new();
            flatten(&update.changes, "", action, &mut items);
            if items.is_empty() {
                continue;
            }
            let outer = items.iter().filter(|(path, _)| !path.contains('/')).count();
            let more = if items.len() > outer {
                format!(" and {} inside others", items.len() - outer)
            } else {
                String::new()
            };
            let _ = write!(
                out,
                "<div class=\"group {}\"><h3><b aria-hidden=\"true\">{}</b> {words} <span class=\"dim\">{outer}{more}</span></h3>",
                action.name(),
                sign(action)
            );
            let told = |it: &Change| !it.because.is_empty() || !it.notes.is_empty();
            if items.iter().any(|(_, it)| told(it)) {
                let _ = write!(
                    out,
                    "<table class=\"props diffs{again}\"><thead><tr><th scope=\"col\">resource</th><th scope=\"col\">property</th><th scope=\"col\">before</th><th scope=\"col\">after</th><th scope=\"col\">why, and what follows</th></tr></thead><tbody>"
                );
                for (path, change) in items.iter().filter(|(_, it)| told(it)) {
                    self.change_rows(path, change, &mut out);
                }
                out.push_str("</tbody></table>");
                again = " again";
            }
            let plain: Vec<String> = items
                .iter()
                .filter(|(_, it)| !told(it))
                .map(|(path, change)| {
                    if change.gone {
                        format!("<span class=\"name\">{}</span>", escape(path))
                    } else {
                        link(path, path)
                    }
                })
                .collect();
            if !plain.is_empty() {
                let _ = write!(out, "<p class='plain'>{}</p>", plain.join(", "));
            }
            out.push_str("</div>");
        }
        let mut same = Vec::new();
        flatten(&update.changes, "", Action::Unchanged, &mut same);
        let names: Vec<String> = same.iter().map(|(path, _)| link(path, path)).collect();
        let _ = write!(
            out,
            "<details class='same'><summary>Unchanged <span class='dim'>{}</span></summary><p>{}</p></details></section>",
            same.len(),
            names.join(", ")
        );
        out
    }

    fn change_rows(&self, path: &str, change: &Change, out: &mut String) {
        let scope = path.rfind('/').map_or("", |end| &path[..=end]);
        let head = if change.gone {
            format!("<span class=\"name\">{}</span>", escape(path))
        } else {
            link(path, path)
        };
        let revision = self
            .report
            .against
            .and_then(|it| it.revision.as_deref())
            .filter(|_| change.gone);
        let revision = revision.map_or(String::new(), |it| {
            format!(" <span class=\"dim\">at {}</span>", escape(it))
        });
        let label = format!(
            "{head}<div class=\"dim\">{} · <span class=\"place\">{}</span>{revision}</div>",
            escape(short_type(&change.type_name)),
            self.spot(&change.at)
        );
        let rolling = change.rolling.as_ref().and_then(Rolling::words);
        let mut notes = rolling.map_or_else(String::new, |it| format!("<p>{}</p>", escape(&it)));
        if !change.notes.is_empty() {
            let _ = write!(notes, "<p class=\"note\">{}</p>", code(&change.notes.join("; ")));
        }
        if change.because.is_empty() {
            let _ = write!(
                out,
                "<tr><td class=\"who\">{label}</td><td colspan=\"3\"></td><td>{notes}</td></tr>"
            );
            return;
        }
        for (place, reason) in change.because.iter().enumerate() {
            let property = format!("<th scope=\"row\"><code>{}</code></th>", escape(&reason.property));
            let cells = match (&reason.before, &reason.after) {
                (Some(before), Some(after)) => match texts(before, after) {
                    Some((old, new)) => format!("{property}<td colspan=\"2\">{}</td>", diff(old, new)),
                    None => {
                        let before = match &before.kind {
                            Kind::Unknown { .. } => "<span class=\"unknown\">known only to the cloud</span>".to_owned(),
                            _ => planned(before, scope),
                        };
                        format!(
                            "{property}<td><span class=\"cap\">before </span>{before}</td><td><span class=\"cap\">after </span>{}</td>",
                            planned(after, scope)
                        )
                    }
                },
                _ => format!("{property}<td colspan=\"2\"></td>"),
            };
            let forces = match reason.effect {
                Effect::Replace => "<b class=\"effect\">forces replacement</b> ",
                Effect::Update | Effect::Depends => "",
            };
            let why = reason
                .why
                .as_ref()
                .map_or(String::new(), |it| format!("<span class=\"dim\">{}</span>", code(it)));
            let (label, notes) = if place == 0 {
                (label.as_str(), notes.as_str())
            } else {
                ("", "")
            };
            let _ = write!(
                out,
                "<tr><td class=\"who\">{label}</td>{cells}<td>{forces}{why}{notes}</td></tr>"
            );
        }
    }
}

/// Lines of two texts, the equal ones counted.
fn diff(before: &str, after: &str) -> String {
    let mut out = String::from("<pre class='diff'>");
    let mut equal = 0;
    for line in diff_lines(before, after) {
        match line {
            DiffLine::Equal(_) => equal += 1,
            DiffLine::Gone(text) => {
                let _ = write!(out, "<del>− {}</del>", holes(&text));
            }
            DiffLine::Come(text) => {
                let _ = write!(out, "<ins>+ {}</ins>", holes(&text));
            }
        }
    }
    let _ = write!(out, "<span class='dim'>  {}</span></pre>", many(equal, "equal line"));
    out
}
