//! A plan as a comment on a pull request: the verdict first, what hurts on the first screen, everything else folded.
//!
//! Whatever comes from a template stands in code spans and fences, so that it cannot write the comment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hotkit_plan::{Action, Change, ChangeReason, Effect, Kind, Place, Planned, QuotaKind, Rolling, StackPlan};
use hotkit_text::Severity;

use crate::plan::PlanReport;
use crate::plan::layout::edges;
use crate::plan::terminal::flatten;
use crate::plan::text_graphs::{mermaid_arrow, quoted_mermaid};
use crate::plan::words::{
    DiffLine, Fullness, cut, diff_lines, fullness, long_clock, past, planned_line, quantity, sign, texts,
};

/// GitHub takes 65,536 characters.
const MOST_CHARACTERS: usize = 60_000;

/// Characters of a value in a table.
const LONGEST_VALUE: usize = 60;

/// Nodes and edges of the picture.
const MOST_NODES: usize = 40;
const MOST_EDGES: usize = 80;

/// The comment. `link_base` is where the files can be looked at.
#[must_use]
pub fn markdown_plan(report: &PlanReport<'_>, link_base: Option<&str>) -> String {
    let page = Page { report, link_base };
    let Some(plan) = report.plan else {
        return page.refused();
    };
    let mut head = format!("<!-- hotkit:plan {} -->\n", plan.file.replace("--", "- -"));
    let mut parts: Vec<String> = Vec::new();
    match report.update {
        Some(_) => page.update(&mut head, &mut parts),
        None => page.creation(&mut head, &mut parts),
    }
    let foot = page.foot();
    let mut text = head;
    let mut left_out = 0;
    for part in parts {
        if text.len() + part.len() + foot.len() + 200 > MOST_CHARACTERS {
            left_out += 1;
        } else {
            text.push_str(&part);
        }
    }
    if left_out > 0 {
        let _ = write!(
            text,
            "\n{left_out} more parts are left out because GitHub takes no longer comment; `--format html` shows all.\n"
        );
    }
    text.push_str(&foot);
    text
}

/// A code span that its content cannot leave.
fn span(text: &str) -> String {
    let text: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span in a table.
fn cell(text: &str) -> String {
    span(&cut(text, LONGEST_VALUE, "…")).replace('|', "\\|")
}

/// Words of ours with names of the user in backticks, in a table.
fn words(text: &str) -> String {
    let mut result = String::new();
    for (place, part) in text.split('`').enumerate() {
        if place % 2 == 1 {
            result.push_str(&span(part));
        } else {
            for character in part.chars() {
                match character {
                    '<' => result.push_str("&lt;"),
                    '>' => result.push_str("&gt;"),
                    '&' => result.push_str("&amp;"),
                    '|' => result.push_str("\\|"),
                    '*' | '_' | '[' | ']' | '\\' | '!' | '#' | '@' | '~' => {
                        result.push('\\');
                        result.push(character);
                    }
                    '\n' => result.push_str("<br>"),
                    other => result.push(other),
                }
            }
        }
    }
    result
}

fn fold(summary: &str, body: &str) -> String {
    format!("\n<details><summary>{summary}</summary>\n\n{body}\n\n</details>\n")
}

struct Page<'a> {
    report: &'a PlanReport<'a>,
    link_base: Option<&'a str>,
}

impl Page<'_> {
    fn file(&self) -> &str {
        self.report.plan.map_or("", |it| it.file.as_str())
    }

    fn accepted(&self) -> String {
        let Some(plan) = self.report.plan else {
            return String::new();
        };
        let mut text = format!("Heat accepts {}", span(&plan.file));
        if !plan.environments.is_empty() {
            let names: Vec<String> = plan.environments.iter().map(|it| span(it)).collect();
            let _ = write!(text, " with {}", names.join(", "));
        }
        text
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

    fn place(&self, at: &Place) -> String {
        let name = at.file.rsplit('/').next().unwrap_or(&at.file);
        match self.link_base {
            Some(base) => format!(
                "[line {}]({}/{}#L{})",
                at.line,
                base.trim_end_matches('/'),
                at.file,
                at.line
            ),
            None => format!("{name}:{}", at.line),
        }
    }

    fn refused(&self) -> String {
        let errors: Vec<_> = self
            .report
            .diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .collect();
        let file = errors
            .first()
            .map_or("the template", |it| self.report.files.get(it.file).path());
        let count = errors.len();
        let mut text = format!(
            "<!-- hotkit:plan {} -->\n### {}: Heat refuses it, {count} error{}\n\n| place | rule | |\n|---|---|---|\n",
            file.replace("--", "- -"),
            span(file),
            if count == 1 { "" } else { "s" }
        );
        for it in errors.iter().take(50) {
            let source = self.report.files.get(it.file);
            let line = source.position(it.range.start()).line + 1;
            let guess = it
                .suggestion
                .as_ref()
                .map(|name| format!(", did you mean {}?", span(name)))
                .unwrap_or_default();
            let place = if source.path() == file {
                format!("line {line}")
            } else {
                format!("{}:{line}", span(source.path()))
            };
            let _ = writeln!(text, "| {place} | {} | {}{guess} |", span(it.rule), words(&it.message));
        }
        if count > 50 {
            let _ = writeln!(text, "\n… and {} more", count - 50);
        }
        text
    }

    fn creation(&self, head: &mut String, parts: &mut Vec<String>) {
        let (Some(plan), Some(estimate)) = (self.report.plan, self.report.estimate) else {
            return;
        };
        let root = &plan.root;
        let _ = write!(
            head,
            "### {}: {} resources in {} waves, about {}\n\n",
            span(&plan.stack_name),
            root.total(),
            root.waves.len(),
            long_clock(estimate.seconds)
        );
        let chain: Vec<String> = estimate.critical_path.iter().map(|it| span(it)).collect();
        let _ = write!(head, "{}", self.accepted());
        if chain.len() > 1 {
            let _ = write!(head, " · longest chain {}", chain.join(" → "));
        }
        head.push('\n');
        self.missing(head);
        let mut table = String::from("| wave | resource | type | starts | waits for |\n|--:|---|---|--:|---|\n");
        for (number, wave) in root.waves.iter().enumerate() {
            for index in wave {
                let resource = &root.resources[*index];
                let waits: Vec<String> = resource
                    .requires
                    .iter()
                    .map(|it| cell(&root.resources[it.resource].name))
                    .collect();
                let shown = if waits.len() > 4 {
                    format!("{} and {} more", waits[..3].join(" "), waits.len() - 3)
                } else {
                    waits.join(" ")
                };
                let _ = writeln!(
                    table,
                    "| {} | {} | {} | {} | {shown} |",
                    number + 1,
                    cell(&resource.name),
                    cell(&resource.type_name),
                    crate::plan::words::clock(resource.start)
                );
            }
        }
        parts.push(fold(
            &format!("<b>Resources</b>: {}", root.resources.len()),
            table.trim_end(),
        ));
        if !root.outputs.is_empty() {
            let mut table = String::from("| output | value |\n|---|---|\n");
            for output in &root.outputs {
                let value = if output.secret {
                    "*secret*".to_owned()
                } else {
                    self.value(&output.value)
                };
                let _ = writeln!(table, "| {} | {value} |", cell(&output.name));
            }
            parts.push(fold("<b>Outputs</b>", table.trim_end()));
        }
        self.graph(parts, None);
        self.quota(parts);
    }

    fn missing(&self, head: &mut String) {
        let missing = self.report.estimate.map_or(&[][..], |it| it.missing.as_slice());
        for it in missing.iter().take(5) {
            let guess = it
                .suggestion
                .as_ref()
                .map(|name| format!(", did you mean {}?", span(name)))
                .unwrap_or_default();
            let _ = write!(
                head,
                "\n> [!CAUTION]\n> The cloud has no {} {}{guess} ({}, {})\n",
                it.what,
                span(&it.value),
                span(&it.resource),
                self.place(&it.at)
            );
        }
    }

    fn update(&self, head: &mut String, parts: &mut Vec<String>) {
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
        let hurting: Vec<&(String, &Change)> = replaced.iter().chain(&deleted).collect();
        if !hurting.is_empty() {
            let mut table =
                String::from("\n| | resource | property | before | after | why |\n|---|---|---|---|---|---|\n");
            for (path, change) in &hurting {
                self.rows(path, change, true, &mut table);
            }
            parts.push(table);
        }
        if !updated.is_empty() {
            let mut table = String::from("| resource | property | before | after |\n|---|---|---|---|\n");
            for (path, change) in &updated {
                self.rows(path, change, false, &mut table);
            }
            for (path, change) in &updated {
                if let Some(rolling) = change.rolling.as_ref().and_then(Rolling::words) {
                    let _ = write!(table, "\n{}: {}\n", span(path), words(&rolling));
                }
            }
            parts.push(fold(
                &format!("<b>Update in place: {}</b>", updated.len()),
                table.trim_end(),
            ));
        }
        let names =
            |items: &[(String, &Change)]| items.iter().map(|(path, _)| span(path)).collect::<Vec<_>>().join(" ");
        if !created.is_empty() || !same.is_empty() {
            let mut body = String::new();
            if !created.is_empty() {
                body.push_str(&names(&created));
            }
            if !same.is_empty() {
                let _ = write!(
                    body,
                    "{}Unchanged: {}",
                    if body.is_empty() { "" } else { "\n\n" },
                    names(&same)
                );
            }
            parts.push(fold(
                &format!("<b>Create: {}</b>, unchanged: {}", created.len(), same.len()),
                &body,
            ));
        }
        self.diffs(parts, &replaced, &updated);
        self.depending(parts);
        self.graph(parts, Some(&update.changes));
        self.quota(parts);
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

    fn value(&self, planned: &Planned) -> String {
        match &planned.kind {
            Kind::Omitted => "*not set*".to_owned(),
            Kind::Unknown { .. } if planned.display.is_none() => {
                format!("*{}*", words(&planned_line(planned)))
            }
            _ => cell(&planned_line(planned)),
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

    /// What changes and its neighbours; of a creation everything, where that is not too much.
    fn graph(&self, parts: &mut Vec<String>, changes: Option<&[Change]>) {
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
        let mut text = String::from("```mermaid\nflowchart LR\n");
        for index in &shown {
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
        parts.push(fold(title, &text));
    }

    fn quota(&self, parts: &mut Vec<String>) {
        let Some(estimate) = self.report.estimate else { return };
        let mut table = String::from("| | needed | limit | |\n|---|--:|--:|---|\n");
        let mut worst: Option<(QuotaKind, u64, u64)> = None;
        for (kind, needed) in estimate.needed.iter().filter(|(_, needed)| **needed > 0) {
            let Some(limit) = estimate.limits.get(kind).copied().flatten() else {
                continue;
            };
            let needed = needed + estimate.used.get(kind).copied().unwrap_or(0);
            let state = match fullness(needed, limit) {
                Fullness::Fine => "",
                Fullness::Near => "nearly full",
                Fullness::Over => "too many",
            };
            if !state.is_empty() && worst.is_none_or(|(_, n, l)| needed * l > n * limit) {
                worst = Some((*kind, needed, limit));
            }
            let _ = writeln!(
                table,
                "| {} | {} | {} | {state} |",
                kind.label(),
                quantity(*kind, needed),
                quantity(*kind, limit)
            );
        }
        let state = match worst {
            Some((kind, needed, limit)) => {
                let word = if needed > limit { "too many" } else { "nearly full" };
                format!(
                    ": {word} ({} {} of {})",
                    kind.label(),
                    quantity(kind, needed),
                    quantity(kind, limit)
                )
            }
            None => String::new(),
        };
        parts.push(fold(
            &format!(
                "<b>Quota</b>{state} · <b>time</b> of a new creation: about {}",
                long_clock(estimate.seconds)
            ),
            table.trim_end(),
        ));
    }

    fn foot(&self) -> String {
        let revisions = match self.report.against {
            Some(against) => match (&against.revision, &against.commit) {
                (Some(revision), Some(commit)) => format!(" · {} ({commit}) → this version", span(revision)),
                _ => format!(" · {} → {}", span(&against.file), span(self.file())),
            },
            None => String::new(),
        };
        format!("\n<sub>hotkit plan{revisions} · offline, nothing was asked of a cloud</sub>\n")
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

/// ` × 4` of a group, ` (3 inside)` of a stack.
fn inside(nested: &StackPlan) -> String {
    match nested.kind {
        hotkit_plan::StackKind::Group => format!(" × {}", nested.resources.len()),
        _ => format!(" ({} inside)", nested.total()),
    }
}
