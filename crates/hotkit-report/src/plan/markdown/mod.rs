//! A plan as a comment on a pull request: the verdict first, what hurts on the first screen, everything else folded.
//!
//! Whatever comes from a template stands in code spans and fences, so that it cannot write the comment.

mod creation;
mod graph;
mod text;
mod update;

use std::fmt::Write as _;

use hotkit_plan::{Kind, Place, Planned, QuotaKind};
use hotkit_text::Severity;

use self::text::{cell, fold, span, words};
use crate::plan::PlanReport;
use crate::plan::words::{Fullness, fullness, long_clock, planned_line, quantity};

/// GitHub takes 65,536 characters.
const MOST_CHARACTERS: usize = 60_000;

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

struct Page<'a> {
    report: &'a PlanReport<'a>,
    link_base: Option<&'a str>,
}

impl Page<'_> {
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

    fn value(&self, planned: &Planned) -> String {
        match &planned.kind {
            Kind::Omitted => "*not set*".to_owned(),
            Kind::Unknown { .. } if planned.display.is_none() => {
                format!("*{}*", words(&planned_line(planned)))
            }
            _ => cell(&planned_line(planned)),
        }
    }

    fn quota(&self, parts: &mut Vec<String>) {
        let Some(estimate) = self.report.estimate else { return };
        let mut table = String::from("| | needed | limit | |\n|---|--:|--:|---|\n");
        let mut worst: Option<(QuotaKind, u64, u64)> = None;
        for (kind, needed, limit) in estimate.against_quota(1) {
            let state = match fullness(needed, limit) {
                Fullness::Fine => "",
                Fullness::Near => "nearly full",
                Fullness::Over => "too many",
            };
            if !state.is_empty()
                && worst.is_none_or(|(_, n, l)| u128::from(needed) * u128::from(l) > u128::from(n) * u128::from(limit))
            {
                worst = Some((kind, needed, limit));
            }
            let _ = writeln!(
                table,
                "| {} | {} | {} | {state} |",
                kind.label(),
                quantity(kind, needed),
                quantity(kind, limit)
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
