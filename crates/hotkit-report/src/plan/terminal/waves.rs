//! The table of a creation: a line for each resource, wave by wave, with what is inside of it.

use hotkit_plan::{Estimate, ResourcePlan, StackKind, StackPlan, starts_after};

use super::{Page, padded, right};
use crate::look::Role;
use crate::plan::words::{clock, cut, label, long_clock, short_type};
use crate::shown::{cells, harmless};

/// Resources of a wave that are shown then.
const SHOWN_OF_WAVE: usize = 8;

/// A line of the table.
#[derive(Default)]
pub(super) struct Row {
    wave: String,
    name: String,
    kind: String,
    starts: String,
    takes: String,
    after: String,
    critical: bool,
}

impl Row {
    /// A resource by this name, with what holds wherever it stands.
    fn of(resource: &ResourcePlan, name: String) -> Row {
        Row {
            name,
            kind: kind_of(resource),
            starts: clock(resource.start),
            takes: format!(
                "{}{}",
                long_clock(resource.seconds),
                if resource.assumed { " ?" } else { "" }
            ),
            ..Row::default()
        }
    }
}

impl Page {
    pub(super) fn rows(&self, stack: &StackPlan, estimate: &Estimate, folded: bool) -> Vec<Row> {
        let mut rows = Vec::new();
        for (number, wave) in stack.waves.iter().enumerate() {
            let shown = if folded { SHOWN_OF_WAVE } else { wave.len() };
            for (place, index) in wave.iter().enumerate().take(shown) {
                let resource = &stack.resources[*index];
                let after = starts_after(stack, *index).map(|it| stack.resources[it].name.to_string());
                rows.push(Row {
                    wave: if place == 0 {
                        (number + 1).to_string()
                    } else {
                        String::new()
                    },
                    after: after.map(|it| harmless(&it)).unwrap_or_default(),
                    critical: estimate.critical_path.iter().any(|it| *it == resource.name),
                    ..Row::of(resource, harmless(&resource.name))
                });
                if let Some(nested) = &resource.nested {
                    self.members(nested, 0, folded, &mut rows);
                }
            }
            if wave.len() > shown {
                let rest = wave.len() - shown;
                rows.push(Row {
                    name: format!("{} {rest} more", self.look.ellipsis()),
                    ..Row::default()
                });
            }
        }
        rows
    }

    /// The lines of what is inside a resource: members of a group that are alike share one.
    fn members(&self, stack: &StackPlan, depth: usize, folded: bool, rows: &mut Vec<Row>) {
        let (branch, end) = if self.look.ascii { ("|-", "`-") } else { ("├", "└") };
        let lead = "  ".repeat(depth);
        let mut lines: Vec<(String, &ResourcePlan, usize)> = Vec::new();
        if stack.kind == StackKind::Group {
            for alike in stack.resources.chunk_by(|a, b| a.type_name == b.type_name) {
                let label = match alike {
                    [only] => label(only),
                    [first, .., last] => format!("{} to {}", label(first), label(last)),
                    [] => continue,
                };
                lines.push((label, &alike[0], alike.len()));
            }
        } else {
            let order = stack.waves.iter().flatten().map(|index| &stack.resources[*index]);
            lines.extend(order.map(|it| (it.name.to_string(), it, 1)));
        }
        if let Some(note) = &stack.note {
            rows.push(Row {
                name: format!("{lead}{end} {}", harmless(note)),
                ..Row::default()
            });
        }
        let shown = if folded { SHOWN_OF_WAVE } else { lines.len() };
        let count = lines.len();
        for (place, (label, resource, _)) in lines.into_iter().enumerate().take(shown) {
            let mark = if place + 1 == count { end } else { branch };
            rows.push(Row::of(resource, format!("{lead}{mark} {}", harmless(&label))));
            if let Some(nested) = &resource.nested {
                self.members(nested, depth + 1, folded, rows);
            }
        }
        if count > shown {
            rows.push(Row {
                name: format!("{lead}{end} {} {} more", self.look.ellipsis(), count - shown),
                ..Row::default()
            });
        }
    }

    pub(super) fn table(&mut self, rows: &[Row]) {
        let width = self.look.columns();
        let wide = width >= 100;
        let longest = |get: fn(&Row) -> &str, least: usize, most: usize| {
            rows.iter()
                .map(|row| cells(get(row)))
                .max()
                .unwrap_or(0)
                .clamp(least, most)
        };
        let typed = |get: fn(&Row) -> &str, least: usize, most: usize| {
            let rows = rows.iter().filter(|row| !row.kind.is_empty());
            rows.map(|row| cells(get(row))).max().unwrap_or(0).clamp(least, most)
        };
        let name = typed(|row| &row.name, 22, if wide { 44 } else { 32 });
        let after = longest(|row| &row.after, 5, 28);
        let takes = longest(|row| &row.takes, 5, 14);
        let starts = longest(|row| &row.starts, 6, 8);
        let fixed = 4 + 2 + name + 2 + 2 + starts + 2 + after + if wide { 2 + takes } else { 0 };
        let kind = typed(|row| &row.kind, 4, width.saturating_sub(fixed).max(12));
        let dim = |text: &str| self.look.paint(Role::Dim, text);
        let mut head = format!(
            "{}  {}  {}  {}",
            dim("wave"),
            padded(&dim("resource"), name),
            padded(&dim("type"), kind),
            right(&dim("starts"), starts)
        );
        if wide {
            head.push_str(&format!("  {}", right(&dim("takes"), takes)));
        }
        head.push_str(&format!("  {}", dim("after")));
        let mut lines = vec![head];
        for row in rows {
            if row.kind.is_empty() {
                lines.push(format!("      {}", self.look.paint(Role::Dim, &row.name)));
                continue;
            }
            let shown = cut(&row.name, name, self.look.ellipsis());
            let shown = if row.critical {
                self.look.paint(Role::Bold, &shown)
            } else {
                shown
            };
            let wave = if row.wave.is_empty() {
                String::new()
            } else {
                self.look.paint(Role::Bold, &row.wave)
            };
            let mut line = format!(
                "{}  {}  {}  {}",
                right(&wave, 4),
                padded(&shown, name),
                padded(&dim(&cut(&row.kind, kind, self.look.ellipsis())), kind),
                right(&row.starts, starts)
            );
            if wide {
                line.push_str(&format!("  {}", right(&row.takes, takes)));
            }
            if !row.after.is_empty() {
                line.push_str(&format!("  {}", dim(&cut(&row.after, after, self.look.ellipsis()))));
            }
            lines.push(line);
        }
        for line in lines {
            self.line(&line);
        }
    }
}

fn kind_of(resource: &ResourcePlan) -> String {
    let kind = harmless(short_type(&resource.type_name));
    match &resource.nested {
        Some(nested) if nested.kind == StackKind::Group => format!("{kind} × {}", nested.resources.len()),
        _ => kind,
    }
}
