//! An update: what is replaced, deleted and changed in place, the texts that change, what only the cloud can tell.

use std::fmt::Write as _;

use hotkit_plan::{Action, Change, ChangeReason, Effect, Kind, Rolling};

use super::Page;
use super::text::{cell, fold, span, words};
use crate::plan::words::{DiffLine, diff_lines, flatten, past, sign, texts};

impl Page<'_> {
    pub(super) fn update(&self, head: &mut String, parts: &mut Vec<String>) {
        let (Some(plan), Some(update)) = (self.report.plan, self.report.update) else {
            return;
        };
        let of = |action: Action| {
            let mut found = Vec::new();
            flatten(&update.changes, "", action, &mut found);
            found
        };
        let (replaced, deleted) = (of(Action::Replace), of(Action::Delete));
        let (updated, created, same) = (of(Action::Update), of(Action::Create), of(Action::Unchanged));
        let counts: Vec<String> = [
            (&replaced, Action::Replace),
            (&deleted, Action::Delete),
            (&updated, Action::Update),
            (&created, Action::Create),
        ]
        .into_iter()
        .filter(|(items, _)| !items.is_empty())
        .map(|(items, action)| {
            let place = if action == Action::Update && replaced.is_empty() && deleted.is_empty() && created.is_empty() {
                " in place"
            } else {
                ""
            };
            format!("{} {}{place}", items.len(), past(action))
        })
        .collect();
        let summary = if counts.is_empty() {
            "nothing changes".to_owned()
        } else {
            counts.join(", ")
        };
        let _ = write!(head, "### {}: {summary}\n\n", span(&plan.stack_name));
        if counts.is_empty() {
            let _ = writeln!(head, "{} · {} resources stay as they are", self.accepted(), same.len());
            self.depending(parts);
            return;
        }
        let _ = writeln!(head, "{} · {}", self.accepted(), self.compared());
        self.alert(head, &replaced, &deleted, &updated);
        self.hurting(parts, &replaced, &deleted);
        self.in_place(parts, &updated);
        self.others(parts, &created, &same);
        self.diffs(parts, &replaced, &updated);
        self.depending(parts);
        self.graph(parts, Some(&update.changes));
        self.quota(parts);
    }

    fn compared(&self) -> String {
        match self.report.against {
            Some(against) => format!(
                "compared with {}",
                span(against.revision.as_deref().unwrap_or(&against.file))
            ),
            None => String::new(),
        }
    }

    fn alert(
        &self,
        head: &mut String,
        replaced: &[(String, &Change)],
        deleted: &[(String, &Change)],
        updated: &[(String, &Change)],
    ) {
        let mut caution: Vec<String> = self
            .report
            .update
            .map(|it| it.refused.iter().chain(&it.protected).map(|it| words(it)).collect())
            .unwrap_or_default();
        let lost: Vec<String> = replaced
            .iter()
            .chain(deleted)
            .filter(|(_, it)| it.notes.iter().any(|note| note.ends_with("lost")))
            .map(|(path, _)| span(path))
            .collect();
        if !lost.is_empty() {
            caution.push(format!("**Lost**: what is on {}.", lost.join(", ")));
        }
        let failing = updated
            .iter()
            .filter(|(_, it)| it.notes.iter().any(|note| note.contains("the update fails")));
        for (path, change) in failing {
            caution.push(format!("{}: {}", span(path), words(&change.notes.join("; "))));
        }
        if !caution.is_empty() {
            head.push_str("\n> [!CAUTION]\n");
            for line in caution {
                let _ = writeln!(head, "> {line}<br>");
            }
        } else if !replaced.is_empty() || !deleted.is_empty() {
            let _ = write!(
                head,
                "\n> [!WARNING]\n> {} replaced, {} deleted: look at what depends on them.\n",
                replaced.len(),
                deleted.len()
            );
        }
    }

    /// What is replaced or deleted, open to see.
    fn hurting(&self, parts: &mut Vec<String>, replaced: &[(String, &Change)], deleted: &[(String, &Change)]) {
        if replaced.is_empty() && deleted.is_empty() {
            return;
        }
        let mut table = String::from("\n| | resource | property | before | after | why |\n|---|---|---|---|---|---|\n");
        for (path, change) in replaced.iter().chain(deleted) {
            self.rows(path, change, true, &mut table);
        }
        parts.push(table);
    }

    fn in_place(&self, parts: &mut Vec<String>, updated: &[(String, &Change)]) {
        if updated.is_empty() {
            return;
        }
        let mut table = String::from("| resource | property | before | after |\n|---|---|---|---|\n");
        for (path, change) in updated {
            self.rows(path, change, false, &mut table);
        }
        for (path, change) in updated {
            if let Some(rolling) = change.rolling.as_ref().and_then(Rolling::words) {
                let _ = write!(table, "\n{}: {}\n", span(path), words(&rolling));
            }
        }
        parts.push(fold(
            &format!("<b>Update in place: {}</b>", updated.len()),
            table.trim_end(),
        ));
    }

    /// What is created and what stays, by name.
    fn others(&self, parts: &mut Vec<String>, created: &[(String, &Change)], same: &[(String, &Change)]) {
        let names =
            |items: &[(String, &Change)]| items.iter().map(|(path, _)| span(path)).collect::<Vec<_>>().join(" ");
        if !created.is_empty() || !same.is_empty() {
            let mut body = String::new();
            if !created.is_empty() {
                body.push_str(&names(created));
            }
            if !same.is_empty() {
                let _ = write!(
                    body,
                    "{}Unchanged: {}",
                    if body.is_empty() { "" } else { "\n\n" },
                    names(same)
                );
            }
            parts.push(fold(
                &format!("<b>Create: {}</b>, unchanged: {}", created.len(), same.len()),
                &body,
            ));
        }
    }

    fn rows(&self, path: &str, change: &Change, with_why: bool, table: &mut String) {
        let first = if with_why {
            format!("| {}&nbsp;{} ", sign(change.action), change.action.name())
        } else {
            String::new()
        };
        let notes = change.notes.join("; ");
        if change.because.is_empty() {
            let why = if change.gone && notes.is_empty() {
                "no longer in the template".to_owned()
            } else if change.gone {
                format!("no longer in the template; {}", words(&notes))
            } else {
                words(&notes)
            };
            let end = if with_why { format!(" {why} |") } else { String::new() };
            let _ = writeln!(table, "{first}| {} | | | |{end}", cell(path));
            return;
        }
        for reason in &change.because {
            let (before, after) = self.sides(reason);
            let mut why: Vec<String> = Vec::new();
            why.extend(reason.why.as_ref().map(|it| words(it)));
            if !notes.is_empty() {
                why.push(words(&notes));
            }
            let end = if with_why {
                format!(" {} |", why.join("; "))
            } else {
                String::new()
            };
            let _ = writeln!(
                table,
                "{first}| {} | {} | {before} | {after} |{end}",
                cell(path),
                cell(&reason.property)
            );
        }
    }

    fn sides(&self, reason: &ChangeReason) -> (String, String) {
        let (Some(before), Some(after)) = (&reason.before, &reason.after) else {
            return (String::new(), String::new());
        };
        if let Some((old, new)) = texts(before, after) {
            let changed = diff_lines(old, new)
                .into_iter()
                .filter(|it| !matches!(it, DiffLine::Equal(_)))
                .count();
            let lines = if changed == 1 {
                "1 line changes".to_owned()
            } else {
                format!("{changed} lines change")
            };
            return (lines, String::new());
        }
        let old = match (&before.kind, &before.display) {
            (Kind::Unknown { .. }, None) => "*in the cloud*".to_owned(),
            _ => self.value(before),
        };
        let new = self.value(after);
        if old == new {
            // The difference lies behind what is shown.
            return ("*in the cloud*".to_owned(), "*another value*".to_owned());
        }
        (old, new)
    }

    fn diffs(&self, parts: &mut Vec<String>, replaced: &[(String, &Change)], updated: &[(String, &Change)]) {
        for (path, change) in replaced.iter().chain(updated) {
            for reason in &change.because {
                let (Some(before), Some(after)) = (&reason.before, &reason.after) else {
                    continue;
                };
                let Some((old, new)) = texts(before, after) else {
                    continue;
                };
                let mut lines: Vec<String> = Vec::new();
                for line in diff_lines(old, new) {
                    lines.push(match line {
                        DiffLine::Equal(text) => format!("  {text}"),
                        DiffLine::Gone(text) => format!("- {text}"),
                        DiffLine::Come(text) => format!("+ {text}"),
                    });
                }
                let lines = near_changes(&lines);
                let text = lines.join("\n");
                let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest.max(2) + 1);
                let name = format!("{path}.{}", reason.property);
                let name = name.replace('&', "&amp;").replace('<', "&lt;");
                parts.push(fold(
                    &format!("<b>Text that changes</b>: <code>{name}</code>"),
                    &format!("{fence}diff\n{text}\n{fence}"),
                ));
            }
        }
    }

    fn depending(&self, parts: &mut Vec<String>) {
        let Some(update) = self.report.update else { return };
        let mut same = Vec::new();
        flatten(&update.changes, "", Action::Unchanged, &mut same);
        let mut table = String::from("| resource | property | |\n|---|---|---|\n");
        let mut count = 0;
        for (path, change) in same {
            for reason in change.because.iter().filter(|it| it.effect == Effect::Depends) {
                count += 1;
                let why = words(reason.why.as_deref().unwrap_or(""));
                let _ = writeln!(table, "| {} | {} | {why} |", cell(&path), cell(&reason.property));
            }
        }
        if count > 0 {
            parts.push(fold(
                &format!("<b>Known only in the cloud</b>: {count}"),
                table.trim_end(),
            ));
        }
    }
}

/// Lines of a diff with three equal ones around each change.
fn near_changes(lines: &[String]) -> Vec<String> {
    let is_change = |line: &String| !line.starts_with("  ");
    let mut result = Vec::new();
    let mut skipped = false;
    for (index, line) in lines.iter().enumerate() {
        let from = index.saturating_sub(3);
        let to = (index + 4).min(lines.len());
        if lines[from..to].iter().any(is_change) {
            result.push(line.clone());
            skipped = false;
        } else if !skipped {
            result.push("  …".to_owned());
            skipped = true;
        }
    }
    result
}
