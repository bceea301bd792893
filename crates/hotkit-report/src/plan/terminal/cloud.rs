//! What the cloud file says of a plan: what the cloud lacks, how full its quota gets, how many such stacks have room.

use hotkit_plan::{Estimate, QuotaKind};
use hotkit_text::Severity;

use super::{Page, padded, right};
use crate::look::Role;
use crate::plan::PlanReport;
use crate::plan::words::{Fullness, fullness, quantity};
use crate::shown::{cells, counted, harmless};

impl Page {
    pub(super) fn missing(&mut self, estimate: &Estimate) {
        for it in &estimate.missing {
            let head = self.look.paint(Role::Severity(Severity::Error), "error[not-in-cloud]:");
            let guess = it
                .suggestion
                .as_ref()
                .map(|name| format!(", did you mean `{}`?", harmless(name)))
                .unwrap_or_default();
            let text = format!(
                "cloud `{}` has no {} `{}`{guess}  {}:{} {}.{}",
                harmless(&estimate.cloud),
                it.what,
                harmless(&it.value),
                harmless(&it.at.file),
                it.at.line,
                harmless(&it.resource),
                harmless(&it.property)
            );
            self.wrapped(&format!("{head} "), &text, 4);
        }
    }

    pub(super) fn quota(&mut self, estimate: &Estimate, verbose: bool) {
        let lines = estimate.fullest_first();
        if lines.is_empty() {
            return;
        }
        self.blank();
        let room = match estimate.fit {
            Some((0, kind)) => format!("no room: {} run out", kind.label()),
            Some((count, kind)) => format!(
                "room for {} such {}, then {} run out",
                self.look.paint(Role::Bold, &count.to_string()),
                if count == 1 { "stack" } else { "stacks" },
                kind.label()
            ),
            None => "nothing is limited".to_owned(),
        };
        self.line(&format!("Quota of cloud `{}`: {room}", harmless(&estimate.cloud)));
        let small = |it: &(QuotaKind, u64, u64)| it.1 * 5 < it.2;
        let hidden = if verbose {
            0
        } else {
            lines.iter().filter(|it| small(it)).count()
        };
        let shown: Vec<_> = lines.into_iter().filter(|it| verbose || !small(it)).collect();
        let width = widest(&shown);
        for (kind, needed, limit) in shown {
            self.bar(kind, needed, limit, width);
        }
        if hidden > 0 {
            self.line(&format!("  {hidden} more below 20 %; all of them with -v"));
        }
        for (flavor, servers) in &estimate.unknown_flavors {
            self.line(&format!(
                "  not counted: flavor `{}` of {}; the cloud file can say how large it is",
                harmless(flavor),
                counted(*servers as usize, "server")
            ));
        }
        if estimate.servers_without_flavor > 0 {
            self.line(&format!(
                "  not counted: {} whose flavor is not known yet",
                counted(estimate.servers_without_flavor as usize, "server")
            ));
        }
    }

    pub(super) fn many(&mut self, report: &PlanReport<'_>, stacks: u64) {
        let (Some(plan), Some(estimate)) = (report.plan, report.estimate) else {
            return;
        };
        self.line(&format!(
            "{stacks} {} {} on cloud `{}`",
            self.sign("×"),
            self.look.paint(Role::Bold, &harmless(&plan.stack_name)),
            harmless(&estimate.cloud)
        ));
        let lines = estimate.against_quota(stacks);
        let width = widest(&lines);
        for (kind, needed, limit) in lines {
            self.bar(kind, needed, limit, width);
        }
        match estimate.fit {
            Some((room, kind)) if room < stacks => {
                let mark = self.look.paint(Role::Severity(Severity::Error), &self.sign("✗"));
                self.line(&format!(
                    "{mark} room for {}, then {} run out",
                    counted(room as usize, "such stack"),
                    kind.label()
                ));
            }
            _ => {
                let mark = self.look.paint(Role::Ok, &self.sign("✓"));
                self.line(&format!("{mark} there is room for {stacks} such stacks"));
            }
        }
        for (flavor, servers) in &estimate.unknown_flavors {
            self.line(&format!(
                "  not counted: flavor `{}` of {} in each; the cloud file can say how large it is",
                harmless(flavor),
                counted(*servers as usize, "server")
            ));
        }
    }

    fn bar(&mut self, kind: QuotaKind, needed: u64, limit: u64, number: usize) {
        const CELLS: u64 = 20;
        let filled = needed.saturating_mul(CELLS).div_ceil(limit.max(1)).min(CELLS) as usize;
        let (full, empty) = if self.look.ascii { ("#", ".") } else { ("█", "░") };
        let state = fullness(needed, limit);
        let role = match state {
            Fullness::Fine => None,
            Fullness::Near => Some(Role::Severity(Severity::Warning)),
            Fullness::Over => Some(Role::Severity(Severity::Error)),
        };
        let filled_text = full.repeat(filled);
        let filled_text = role.map_or_else(|| filled_text.clone(), |role| self.look.paint(role, &filled_text));
        let rest = self.look.paint(Role::Dim, &empty.repeat(CELLS as usize - filled));
        let word = match state {
            Fullness::Fine => String::new(),
            Fullness::Near => "  nearly full".to_owned(),
            Fullness::Over => format!("  {} too many", quantity(kind, needed - limit)),
        };
        let word = role.map_or_else(|| word.clone(), |role| self.look.paint(role, &word));
        self.line(&format!(
            "  {}{filled_text}{rest}  {}{word}",
            padded(kind.label(), 16),
            right(&of(kind, needed, limit), number)
        ));
    }
}

/// Cells of the longest of the numbers.
fn widest(lines: &[(QuotaKind, u64, u64)]) -> usize {
    let numbers = lines
        .iter()
        .map(|(kind, needed, limit)| cells(&of(*kind, *needed, *limit)));
    numbers.max().unwrap_or(0)
}

fn of(kind: QuotaKind, needed: u64, limit: u64) -> String {
    format!("{} of {}", quantity(kind, needed), quantity(kind, limit))
}
