//! A plan on the terminal: the table of a creation, the changes of an update, values, lists, a failure, many stacks.

use hotkit_plan::{
    Action, BecauseKind, Change, ChangeReason, Effect, Estimate, Failure, Kind, Planned, QuotaKind, ResourcePlan,
    Rolling, StackKind, StackPlan, Value, starts_after,
};
use hotkit_text::Severity;

use crate::look::{Look, Role};
use crate::plan::PlanReport;
use crate::plan::words::{
    DiffLine, Fullness, clock, cut, diff_lines, fullness, long_clock, planned_line, quantity, short_type, sign, texts,
    waited_for,
};
use crate::shown::{Wrap, cells, counted, harmless, wrap};

/// A plan with more resources than this shows the first of each wave only.
const FOLDED_ABOVE: usize = 60;

/// Resources of a wave that are shown then.
const SHOWN_OF_WAVE: usize = 8;

/// Lines of a long text that are shown.
const SHOWN_LINES: usize = 4;

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

/// A line of the table.
struct Row {
    wave: String,
    name: String,
    kind: String,
    starts: String,
    takes: String,
    after: String,
    critical: bool,
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

    fn head(&mut self, report: &PlanReport<'_>) {
        let Some(plan) = report.plan else { return };
        let name = self.look.paint(Role::Bold, &harmless(&plan.stack_name));
        let mut head = format!("{name} from {}", self.look.paint(Role::Path, &harmless(&plan.file)));
        if !plan.environments.is_empty() {
            let names: Vec<String> = plan
                .environments
                .iter()
                .map(|it| self.look.paint(Role::Path, &harmless(it)))
                .collect();
            head.push_str(&format!(" with {}", names.join(", ")));
        }
        self.line(&head);
    }

    fn creation(&mut self, report: &PlanReport<'_>, view: &PlanView) {
        let (Some(plan), Some(estimate)) = (report.plan, report.estimate) else {
            return;
        };
        self.head(report);
        let resources = self.look.paint(Role::Bold, &counted(plan.root.total(), "resource"));
        let time = self.look.paint(Role::Bold, &long_clock(estimate.seconds));
        let ok = self.look.paint(Role::Ok, &self.sign("✓"));
        self.line(&format!(
            "{ok} Heat {} accepts it: {resources} in {}, created in about {time}",
            plan.release,
            counted(plan.root.waves.len(), "wave")
        ));
        self.blank();
        let folded = plan.root.total() > FOLDED_ABOVE && !view.verbose;
        let rows = self.rows(&plan.root, estimate, folded);
        self.table(&rows);
        self.blank();
        self.chain(&plan.root, estimate);
        let assumed = plan.root.resources.iter().any(|it| it.assumed);
        if assumed {
            let text = "waits for what is not Heat's are guessed; set `durations` in the cloud file";
            self.wrapped("Assumed (?)    ", text, 15);
        }
        for warning in &estimate.warnings {
            let head = self.look.paint(Role::Severity(Severity::Warning), "Too slow");
            self.wrapped(&format!("{head}       "), &harmless(warning), 15);
        }
        for (index, disabled) in plan.root.disabled.iter().enumerate() {
            let head = if index == 0 {
                "Not created    "
            } else {
                "               "
            };
            let text = format!(
                "{}: condition {} is false",
                harmless(&disabled.name),
                harmless(&disabled.condition)
            );
            self.wrapped(head, &text, 15);
        }
        self.missing(estimate);
        self.quota(estimate, view.verbose);
        self.outputs(&plan.root);
        self.findings(report);
    }

    fn rows(&self, stack: &StackPlan, estimate: &Estimate, folded: bool) -> Vec<Row> {
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
                    name: harmless(&resource.name),
                    kind: kind_of(resource),
                    starts: clock(resource.start),
                    takes: format!(
                        "{}{}",
                        long_clock(resource.seconds),
                        if resource.assumed { " ?" } else { "" }
                    ),
                    after: after.map(|it| harmless(&it)).unwrap_or_default(),
                    critical: estimate.critical_path.iter().any(|it| *it == resource.name),
                });
                if let Some(nested) = &resource.nested {
                    self.members(nested, 0, folded, &mut rows);
                }
            }
            if wave.len() > shown {
                let rest = wave.len() - shown;
                rows.push(Row {
                    wave: String::new(),
                    name: format!("{} {rest} more", self.look.ellipsis()),
                    kind: String::new(),
                    starts: String::new(),
                    takes: String::new(),
                    after: String::new(),
                    critical: false,
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
                wave: String::new(),
                name: format!("{lead}{end} {}", harmless(note)),
                kind: String::new(),
                starts: String::new(),
                takes: String::new(),
                after: String::new(),
                critical: false,
            });
        }
        let shown = if folded { SHOWN_OF_WAVE } else { lines.len() };
        let count = lines.len();
        for (place, (label, resource, _)) in lines.into_iter().enumerate().take(shown) {
            let mark = if place + 1 == count { end } else { branch };
            rows.push(Row {
                wave: String::new(),
                name: format!("{lead}{mark} {}", harmless(&label)),
                kind: kind_of(resource),
                starts: clock(resource.start),
                takes: format!(
                    "{}{}",
                    long_clock(resource.seconds),
                    if resource.assumed { " ?" } else { "" }
                ),
                after: String::new(),
                critical: false,
            });
            if let Some(nested) = &resource.nested {
                self.members(nested, depth + 1, folded, rows);
            }
        }
        if count > shown {
            rows.push(Row {
                wave: String::new(),
                name: format!("{lead}{end} {} {} more", self.look.ellipsis(), count - shown),
                kind: String::new(),
                starts: String::new(),
                takes: String::new(),
                after: String::new(),
                critical: false,
            });
        }
    }

    fn table(&mut self, rows: &[Row]) {
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

    fn chain(&mut self, stack: &StackPlan, estimate: &Estimate) {
        let parts: Vec<String> = estimate
            .critical_path
            .iter()
            .filter_map(|name| stack.resource(name))
            .map(|it| {
                format!(
                    "{} {}",
                    self.look.paint(Role::Bold, &harmless(&it.name)),
                    long_clock(it.seconds)
                )
            })
            .collect();
        if parts.len() < 2 {
            return;
        }
        let arrow = self.sign(" → ");
        self.wrapped("Longest chain  ", &parts.join(&arrow), 15);
    }

    fn missing(&mut self, estimate: &Estimate) {
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

    fn quota(&mut self, estimate: &Estimate, verbose: bool) {
        let mut lines: Vec<(QuotaKind, u64, u64)> = estimate
            .needed
            .iter()
            .filter(|(_, needed)| **needed > 0)
            .filter_map(|(kind, needed)| {
                let limit = estimate.limits.get(kind).copied().flatten()?;
                let used = estimate.used.get(kind).copied().unwrap_or(0);
                Some((*kind, needed + used, limit))
            })
            .collect();
        if lines.is_empty() {
            return;
        }
        lines.sort_by(|a, b| (b.1 * a.2.max(1)).cmp(&(a.1 * b.2.max(1))).then(a.0.cmp(&b.0)));
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
        let number = shown
            .iter()
            .map(|(kind, needed, limit)| cells(&of(*kind, *needed, *limit)))
            .max()
            .unwrap_or(0);
        for (kind, needed, limit) in shown {
            self.bar(kind, needed, limit, number);
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

    fn bar(&mut self, kind: QuotaKind, needed: u64, limit: u64, number: usize) {
        const CELLS: u64 = 20;
        let filled = (needed * CELLS).div_ceil(limit.max(1)).min(CELLS) as usize;
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

    fn outputs(&mut self, stack: &StackPlan) {
        if stack.outputs.is_empty() {
            return;
        }
        self.blank();
        self.line("Outputs");
        let width = stack
            .outputs
            .iter()
            .map(|it| cells(&harmless(&it.name)))
            .max()
            .unwrap_or(0)
            .min(32);
        for output in &stack.outputs {
            let secret = if output.secret { "  (secret)" } else { "" };
            let reference = output.value.value().and_then(|it| it.as_text()?.strip_prefix("id:"));
            let value = match (&output.value.kind, output.secret) {
                (Kind::Value(_), _) if reference.is_some() => waited_for(&[vec![reference.unwrap_or_default()]]),
                (Kind::Value(_), true) if output.value.display.is_none() => self.sign("⟨hidden⟩"),
                _ => planned_line(&output.value),
            };
            let name = padded(&cut(&harmless(&output.name), width, self.look.ellipsis()), width);
            let text = format!("{}{secret}", self.short(&value));
            self.wrapped(&format!("  {name}  "), &text, width + 4);
        }
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

    fn update(&mut self, report: &PlanReport<'_>, view: &PlanView) {
        let (Some(plan), Some(update), Some(against)) = (report.plan, report.update, report.against) else {
            return;
        };
        let name = self.look.paint(Role::Bold, &harmless(&plan.stack_name));
        let file = self.look.paint(Role::Path, &harmless(&plan.file));
        let head = match &against.revision {
            Some(revision) => {
                let revision = self.look.paint(Role::Bold, &harmless(revision));
                format!("{name}: {file} at {revision} {} working tree", self.sign("→"))
            }
            None => {
                let old = self.look.paint(Role::Path, &harmless(&against.file));
                format!("{name}: {old} {} {file}", self.sign("→"))
            }
        };
        self.line(&head);
        for text in &update.refused {
            let head = self
                .look
                .paint(Role::Severity(Severity::Error), "error[immutable-parameter]:");
            self.wrapped(&format!("{head} "), &harmless(text), 4);
        }
        for text in &update.protected {
            let head = self.look.paint(Role::Severity(Severity::Error), "error[protected]:");
            self.wrapped(&format!("{head} "), &harmless(text), 4);
        }
        let count = |action| update.count(action);
        if [Action::Create, Action::Update, Action::Replace, Action::Delete]
            .into_iter()
            .all(|it| count(it) == 0)
        {
            let ok = self.look.paint(Role::Ok, &self.sign("✓"));
            self.line(&format!(
                "{ok} nothing changes: {} stay as they are",
                counted(count(Action::Unchanged), "resource")
            ));
            self.depending(&update.changes);
            self.findings(report);
            return;
        }
        let part = |action: Action, word: &str| {
            let text = format!("{} {} to {word}", sign(action), count(action));
            self.look.paint(role(action), &self.sign(&text))
        };
        let summary = format!(
            "{}, {}, {}, {}, {} unchanged",
            part(Action::Create, "create"),
            part(Action::Update, "update"),
            part(Action::Replace, "replace"),
            part(Action::Delete, "delete"),
            count(Action::Unchanged)
        );
        self.line(&summary);
        for action in [Action::Replace, Action::Delete, Action::Update] {
            let mut flat = Vec::new();
            flatten(&update.changes, "", action, &mut flat);
            if flat.is_empty() {
                continue;
            }
            self.blank();
            for (path, change) in flat {
                self.change(&path, change, report, view);
            }
        }
        let mut created = Vec::new();
        flatten(&update.changes, "", Action::Create, &mut created);
        if !created.is_empty() {
            self.blank();
            let names: Vec<String> = created.iter().map(|(path, _)| harmless(path)).collect();
            let sign = self.look.paint(role(Action::Create), "+");
            let how = Wrap {
                limit: self.look.columns(),
                taken: 2,
                indent: 2,
            };
            let text = wrap(&names.join(", "), how);
            self.line(&format!("{sign} {text}"));
        }
        self.depending(&update.changes);
        self.findings(report);
    }

    /// What may change although it looks the same.
    fn depending(&mut self, changes: &[Change]) {
        let mut flat = Vec::new();
        flatten(changes, "", Action::Unchanged, &mut flat);
        let depending: Vec<_> = flat
            .into_iter()
            .filter(|(_, change)| change.because.iter().any(|it| it.effect == Effect::Depends))
            .collect();
        if depending.is_empty() {
            return;
        }
        self.blank();
        self.line("Known only in the cloud");
        for (path, change) in depending {
            for reason in change.because.iter().filter(|it| it.effect == Effect::Depends) {
                let text = format!(
                    "{}: {}",
                    harmless(&reason.property),
                    harmless(reason.why.as_deref().unwrap_or_default())
                );
                let name = self.look.paint(Role::Bold, &harmless(&path));
                self.wrapped(&format!("  {name}  "), &text, 4);
            }
        }
    }

    fn change(&mut self, path: &str, change: &Change, report: &PlanReport<'_>, view: &PlanView) {
        let sign = self.look.paint(role(change.action), &self.sign(sign(change.action)));
        let name = self.look.paint(Role::Bold, &harmless(path));
        let kind = self.look.paint(Role::Dim, &harmless(short_type(&change.type_name)));
        let file = change.at.file.rsplit('/').next().unwrap_or(&change.at.file);
        let mut at = format!("{file}:{}", change.at.line);
        if let (true, Some(revision)) = (change.gone, report.against.and_then(|it| it.revision.as_ref())) {
            at.push_str(&format!("@{revision}"));
        }
        let at = self.look.paint(Role::Path, &harmless(&at));
        let mut head = format!("{sign} {name}  {kind}");
        let mut rest: Vec<&ChangeReason> = change.because.iter().collect();
        let single = match change.because.as_slice() {
            [only] if change.notes.is_empty() && only.why.is_none() && only.effect == Effect::Update => {
                self.one_line(only).filter(|it| cells(it) <= 30)
            }
            _ => None,
        };
        if let Some(text) = single {
            head.push_str(&format!("  {text}"));
            rest.clear();
        }
        let gap = self.look.columns().saturating_sub(cells(&head) + cells(&at)).max(2);
        self.line(&format!("{head}{}{at}", " ".repeat(gap)));
        for reason in rest {
            self.reason(reason, view);
        }
        if let Some(words) = change.rolling.as_ref().and_then(Rolling::words) {
            self.wrapped("    ", &harmless(&words), 4);
        }
        for note in &change.notes {
            let mark = self.look.paint(Role::Severity(Severity::Warning), "!");
            self.wrapped(&format!("    {mark} "), &harmless(note), 6);
        }
    }

    /// `size 20 → 40`, where both are short.
    fn one_line(&self, reason: &ChangeReason) -> Option<String> {
        let (before, after) = (reason.before.as_ref()?, reason.after.as_ref()?);
        if texts(before, after).is_some() {
            return None;
        }
        let known = |it: &Planned| matches!(it.kind, Kind::Value(_) | Kind::Omitted);
        if !known(before) || !known(after) {
            return None;
        }
        Some(format!(
            "{} {} {} {}",
            harmless(&reason.property),
            self.short(&planned_line(before)),
            self.sign("→"),
            self.short(&planned_line(after))
        ))
    }

    fn reason(&mut self, reason: &ChangeReason, view: &PlanView) {
        let forces = match reason.effect {
            Effect::Replace => self.look.paint(Role::Replace, "  forces replacement"),
            Effect::Update | Effect::Depends => String::new(),
        };
        let property = harmless(&reason.property);
        match (&reason.before, &reason.after) {
            (Some(before), Some(after)) if reason.effect != Effect::Depends => {
                if let Some((old, new)) = texts(before, after) {
                    self.line(&format!("    {property}{forces}"));
                    self.diff(old, new, view);
                } else if is_new_value(before, after) {
                    self.line(&format!("    {property}  new value{forces}"));
                } else {
                    let (old, new) = (self.short(&planned_line(before)), self.short(&planned_line(after)));
                    let line = format!("    {property}  {old} {} {new}{forces}", self.sign("→"));
                    if cells(&line) <= self.look.columns() {
                        self.line(&line);
                    } else {
                        self.line(&format!("    {property}{forces}"));
                        let gone = self.look.paint(Role::Delete, &self.sign(&format!("− {old}")));
                        self.line(&format!("      {gone}"));
                        let come = self.look.paint(Role::Ok, &format!("+ {new}"));
                        self.line(&format!("      {come}"));
                    }
                }
            }
            _ => self.line(&format!("    {property}{forces}")),
        }
        // That it forces a replacement has been said.
        if let Some(why) = reason.why.as_ref().filter(|it| *it != "it cannot change in place") {
            let how = Wrap {
                limit: self.look.columns(),
                taken: 6,
                indent: 6,
            };
            let text = self.look.paint(Role::Dim, &wrap(&harmless(why), how));
            self.line(&format!("      {text}"));
        }
    }

    fn diff(&mut self, before: &str, after: &str, view: &PlanView) {
        let lines = diff_lines(before, after);
        let most = if view.full_values { usize::MAX } else { 12 };
        let mut equal = 0;
        let mut told = 0;
        let mut hidden = 0;
        for line in &lines {
            let (text, role, mark) = match line {
                DiffLine::Equal(_) => {
                    equal += 1;
                    continue;
                }
                DiffLine::Gone(text) => (text, Role::Delete, "−"),
                DiffLine::Come(text) => (text, Role::Ok, "+"),
            };
            if told >= most {
                hidden += 1;
                continue;
            }
            told += 1;
            let room = self.look.columns().saturating_sub(8);
            let text = cut(&harmless(&self.look_signs(text)), room, self.look.ellipsis());
            let text = self.look.paint(role, &self.sign(&format!("{mark} {text}")));
            self.line(&format!("      {text}"));
        }
        if hidden > 0 {
            self.line(&format!(
                "        {} {}",
                self.look.ellipsis(),
                counted(hidden, "more line")
            ));
        }
        if equal > 0 {
            let text = self
                .look
                .paint(Role::Dim, &format!("        {}", counted(equal, "equal line")));
            self.line(&text);
        }
    }

    fn values(&mut self, report: &PlanReport<'_>, view: &PlanView) {
        let Some(plan) = report.plan else { return };
        let mut all = Vec::new();
        walk(&plan.root, "", &mut all);
        let mut first = true;
        for (path, stack, resource) in all {
            if !view.resources.is_empty() && !view.resources.contains(&path) {
                continue;
            }
            if !first {
                self.blank();
            }
            first = false;
            self.resource(&path, stack, resource, view);
        }
        if first {
            self.line("no such resource");
        }
    }

    fn resource(&mut self, path: &str, stack: &StackPlan, resource: &ResourcePlan, view: &PlanView) {
        let sign = self.look.paint(role(Action::Create), "+");
        let name = self.look.paint(Role::Bold, &harmless(path));
        let kind = self.look.paint(Role::Dim, &harmless(short_type(&resource.type_name)));
        let file = resource.at.file.rsplit('/').next().unwrap_or(&resource.at.file);
        let at = format!(
            "wave {}  {}",
            resource.wave,
            self.look
                .paint(Role::Path, &harmless(&format!("{file}:{}", resource.at.line)))
        );
        let head = format!("{sign} {name}  {kind}");
        let gap = self.look.columns().saturating_sub(cells(&head) + cells(&at)).max(2);
        self.line(&format!("{head}{}{at}", " ".repeat(gap)));
        let width = resource
            .properties
            .iter()
            .map(|it| cells(&it.name))
            .max()
            .unwrap_or(0)
            .min(28);
        for property in &resource.properties {
            let name = padded(&harmless(&property.name), width);
            self.value(&format!("    {name}  "), &property.value, view);
        }
        if resource.requires.is_empty() {
            return;
        }
        self.line("    waits for");
        let names = resource
            .requires
            .iter()
            .map(|it| cells(&stack.resources[it.resource].name));
        let width = names.max().unwrap_or(0).min(28);
        for requirement in &resource.requires {
            let name = padded(&harmless(&stack.resources[requirement.resource].name), width);
            for because in &requirement.because {
                let place = because.at.strip_prefix("properties.").unwrap_or(&because.at);
                let text = match &because.kind {
                    BecauseKind::GetResource => format!("get_resource in {place}"),
                    BecauseKind::GetAttr(attribute) => format!("get_attr of {attribute} in {place}"),
                    BecauseKind::DependsOn => "depends_on".to_owned(),
                    BecauseKind::Heat(text) => format!("added by Heat: {text}"),
                };
                self.wrapped(&format!("      {name}  "), &harmless(&text), width + 8);
            }
        }
    }

    fn value(&mut self, head: &str, planned: &Planned, view: &PlanView) {
        let shown = planned.display.as_ref().or_else(|| planned.value());
        if let Some(Value::Text(text)) = shown
            && text.contains('\n')
        {
            let first = match &planned.kind {
                Kind::Unknown { sources, .. } => waited_for(sources),
                _ => counted(text.lines().count(), "line"),
            };
            self.line(&format!("{head}{first}"));
            let bar = if self.look.ascii { "|" } else { "│" };
            let lines: Vec<&str> = text.lines().collect();
            let most = if view.full_values { lines.len() } else { SHOWN_LINES };
            for line in lines.iter().take(most) {
                let line = harmless(&self.look_signs(line));
                let line = if view.full_values {
                    line
                } else {
                    cut(&line, LONGEST_LINE, self.look.ellipsis())
                };
                self.line(&format!("      {bar} {line}"));
            }
            if lines.len() > most {
                let rest = counted(lines.len() - most, "more line");
                self.line(&format!("      {bar} {} {rest}", self.look.ellipsis()));
            }
            return;
        }
        let line = planned_line(planned);
        let line = if view.full_values {
            harmless(&self.look_signs(&line))
        } else {
            self.short(&line)
        };
        self.line(&format!("{head}{line}"));
    }

    fn failure(&mut self, failure: &Failure) {
        let name = self.look.paint(Role::Bold, &harmless(&failure.resource));
        let when = clock(failure.at);
        let how = if failure.times_out {
            "times out"
        } else {
            "fails at the end of its creation"
        };
        self.line(&format!("If {name} {how}, at {when}"));
        self.blank();
        self.line(&format!(
            "  stack       CREATE_FAILED; its events name `resources.{}`",
            harmless(&failure.resource)
        ));
        let mut list = |head: &str, names: &[String]| {
            if !names.is_empty() {
                let names_text: Vec<String> = names.iter().map(|it| harmless(it)).collect();
                let head = format!("  {head:<10}  {:<3} ", names.len());
                self.wrapped(&head, &names_text.join(", "), 18);
            }
        };
        list("complete", &failure.complete);
        list("failed", std::slice::from_ref(&failure.resource));
        list("unfinished", &failure.unfinished);
        list("never", &failure.never);
        if !failure.unfinished.is_empty() {
            self.line(&format!(
                "              what is unfinished is given up after Heat's grace time of {} min",
                hotkit_plan::GRACE / 60
            ));
        }
        self.blank();
        let counts: Vec<String> = failure
            .left
            .needed
            .iter()
            .filter(|(kind, number)| **number > 0 && !matches!(kind, QuotaKind::SecurityGroupRules))
            .map(|(kind, number)| format!("{} {}", quantity(*kind, *number), kind.label_of(*number)))
            .collect();
        let text = if counts.is_empty() {
            "Without rollback all of it stays.".to_owned()
        } else {
            format!(
                "Without rollback all of it stays and counts against the quota: {}.",
                counts.join(", ")
            )
        };
        self.wrapped("  ", &text, 2);
        self.line("  With --enable-rollback it is deleted in this order:");
        for (number, step) in failure.rollback.iter().enumerate() {
            let names: Vec<String> = step.iter().map(|it| harmless(it)).collect();
            self.wrapped(&format!("    {:<5}", format!("{}.", number + 1)), &names.join(", "), 9);
        }
    }

    fn many(&mut self, report: &PlanReport<'_>, stacks: u64) {
        let (Some(plan), Some(estimate)) = (report.plan, report.estimate) else {
            return;
        };
        self.line(&format!(
            "{stacks} {} {} on cloud `{}`",
            self.sign("×"),
            self.look.paint(Role::Bold, &harmless(&plan.stack_name)),
            harmless(&estimate.cloud)
        ));
        let lines: Vec<(QuotaKind, u64, u64)> = estimate
            .needed
            .iter()
            .filter(|(_, needed)| **needed > 0)
            .filter_map(|(kind, needed)| {
                let limit = estimate.limits.get(kind).copied().flatten()?;
                let used = estimate.used.get(kind).copied().unwrap_or(0);
                Some((*kind, needed.saturating_mul(stacks) + used, limit))
            })
            .collect();
        let width = lines
            .iter()
            .map(|(kind, needed, limit)| cells(&of(*kind, *needed, *limit)))
            .max()
            .unwrap_or(0);
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

    /// What the OpenStack client would list afterwards, as it prints it.
    fn list(&mut self, report: &PlanReport<'_>) {
        let Some(plan) = report.plan else { return };
        let name = harmless(&plan.stack_name);
        self.line("$ openstack stack list");
        self.client_table(
            &["ID", "Stack Name", "Stack Status"],
            &[vec!["(new)".to_owned(), name.clone(), "CREATE_COMPLETE".to_owned()]],
        );
        self.line(&format!("$ openstack stack resource list {name}"));
        let rows: Vec<Vec<String>> = plan
            .root
            .resources
            .iter()
            .map(|it| {
                vec![
                    harmless(&it.name),
                    harmless(&it.type_name),
                    "CREATE_COMPLETE".to_owned(),
                ]
            })
            .collect();
        self.client_table(&["resource_name", "resource_type", "resource_status"], &rows);
        if !plan.root.outputs.is_empty() {
            self.line(&format!("$ openstack stack output show --all {name}"));
            let rows: Vec<Vec<String>> = plan
                .root
                .outputs
                .iter()
                .map(|it| {
                    let description = it.description.as_deref().unwrap_or_default();
                    vec![harmless(&it.name), harmless(description), listed(&it.value, it.secret)]
                })
                .collect();
            self.client_table(&["output_key", "description", "output_value"], &rows);
        }
        let mut all = Vec::new();
        walk(&plan.root, "", &mut all);
        let servers: Vec<Vec<String>> = all
            .into_iter()
            .filter(|(_, _, it)| it.kind() == "OS::Nova::Server")
            .map(|(_, stack, it)| server_row(&[stack, &plan.root], it))
            .collect();
        if !servers.is_empty() {
            self.line("$ openstack server list");
            self.client_table(&["Name", "Status", "Networks", "Image", "Flavor"], &servers);
        }
    }

    fn client_table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let mut widths: Vec<usize> = head.iter().map(|it| cells(it)).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cells(cell).min(60));
            }
        }
        let rule: String = widths
            .iter()
            .map(|width| format!("+{}", "-".repeat(width + 2)))
            .collect();
        let rule = format!("{rule}+");
        self.line(&rule);
        let heads: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
        let line = |cells_of: &[String]| -> String {
            let cells_of = cells_of.iter().zip(&widths);
            let line: String = cells_of
                .map(|(cell, width)| format!("| {} ", padded(&cut(cell, 60, "..."), *width)))
                .collect();
            format!("{line}|")
        };
        let (head_line, lines): (String, Vec<String>) = (line(&heads), rows.iter().map(|it| line(it)).collect());
        self.line(&head_line);
        self.line(&rule);
        for line in lines {
            self.line(&line);
        }
        self.line(&rule);
    }
}

/// An output as the client would print it: what is not known is the resource that will tell.
fn listed(planned: &Planned, secret: bool) -> String {
    let note = if secret { ", secret" } else { "" };
    if let Some(name) = planned.value().and_then(|it| it.as_text()?.strip_prefix("id:")) {
        return format!("({}{note})", harmless(name));
    }
    match &planned.kind {
        Kind::Unknown { sources, .. } => match &planned.display {
            Some(Value::Text(text)) if !secret && !text.starts_with("id:") => {
                let mut result = String::new();
                let mut depth = 0;
                for character in text.chars() {
                    match character {
                        '⟨' => {
                            depth += 1;
                            result.push('?');
                        }
                        '⟩' => depth -= 1,
                        _ if depth == 0 => result.push(character),
                        _ => {}
                    }
                }
                harmless(&result)
            }
            _ => {
                let name = sources.first().and_then(|it| it.first()).map_or("?", |it| it.as_str());
                format!("({}{note})", harmless(name))
            }
        },
        Kind::Value(_) if secret => "(secret)".to_owned(),
        Kind::Value(value) => match planned.shown().unwrap_or(value) {
            Value::Text(text) if text.starts_with("id:") => format!("({})", harmless(&text[3..])),
            other => harmless(&crate::plan::words::value_line(other)),
        },
        Kind::Omitted => "None".to_owned(),
        Kind::Error(text) => harmless(text),
    }
}

fn server_row(stacks: &[&StackPlan], server: &ResourcePlan) -> Vec<String> {
    let value = |name: &str| server.property(name).map(|it| it.value.partial());
    let text = |value: Option<Value>| match value {
        Some(Value::Text(text)) => match text.strip_prefix("id:") {
            Some(name) => format!("({})", harmless(name)),
            None => harmless(&text),
        },
        Some(Value::Unknown(_)) => "?".to_owned(),
        Some(other) => harmless(&crate::plan::words::scalar(&other)),
        None => "?".to_owned(),
    };
    let name = match value("name") {
        Some(Value::Text(name)) => harmless(&name),
        _ => format!("{}-?", harmless(&server.name)),
    };
    let from_volume =
        server.property("block_device_mapping").is_some() || server.property("block_device_mapping_v2").is_some();
    let image = match value("image") {
        Some(image) => text(Some(image)),
        None if from_volume => "(from volume)".to_owned(),
        None => "?".to_owned(),
    };
    let networks: Vec<String> = match value("networks") {
        Some(Value::List(entries)) => entries.iter().map(|entry| network_text(stacks, entry)).collect(),
        _ => vec!["?".to_owned()],
    };
    vec![
        name,
        "ACTIVE".to_owned(),
        networks.join("; "),
        image,
        text(value("flavor")),
    ]
}

/// `management=10.20.0.10` of an entry of `networks`, as far as it is known.
fn network_text(stacks: &[&StackPlan], entry: &Value) -> String {
    let own = |key: &str| entry.get(key).and_then(|it| it.as_text()).cloned();
    // Inside a nested stack ids may come from the stack around it.
    let find = |name: &str| stacks.iter().find_map(|it| it.resource(name));
    let name_of = |text: &str| match text.strip_prefix("id:") {
        Some(resource) => {
            let named = find(resource).and_then(|it| it.property("name")?.value.value().cloned());
            match named {
                Some(Value::Text(name)) => harmless(&name),
                _ => harmless(resource),
            }
        }
        None => harmless(text),
    };
    if let Some(network) = own("network").or_else(|| own("uuid")) {
        let address = own("fixed_ip").map_or_else(|| "?".to_owned(), |it| harmless(&it));
        return format!("{}={address}", name_of(&network));
    }
    let port = own("port").and_then(|it| it.strip_prefix("id:").map(str::to_owned));
    let Some(port) = port.and_then(|it| find(&it)) else {
        return "?".to_owned();
    };
    let value = |name: &str| port.property(name).map(|it| it.value.partial());
    let network = match value("network").or_else(|| value("network_id")) {
        Some(Value::Text(text)) => name_of(&text),
        _ => "?".to_owned(),
    };
    let address = match value("fixed_ips") {
        Some(Value::List(items)) => items
            .first()
            .and_then(|it| it.get("ip_address")?.as_text().map(|it| harmless(it)))
            .unwrap_or_else(|| "?".to_owned()),
        _ => "?".to_owned(),
    };
    format!("{network}={address}")
}

/// Every resource with its path, in the order of waves.
pub(crate) fn walk<'p>(stack: &'p StackPlan, way: &str, into: &mut Vec<(String, &'p StackPlan, &'p ResourcePlan)>) {
    for index in stack.waves.iter().flatten() {
        let resource = &stack.resources[*index];
        let path = format!("{way}{}", resource.name);
        into.push((path.clone(), stack, resource));
        if let Some(nested) = &resource.nested {
            walk(nested, &format!("{path}/"), into);
        }
    }
}

/// Changes of one kind with their paths, outer ones first.
pub(crate) fn flatten<'c>(changes: &'c [Change], way: &str, action: Action, into: &mut Vec<(String, &'c Change)>) {
    for change in changes {
        let path = format!("{way}{}", change.name);
        if change.action == action {
            into.push((path.clone(), change));
        }
        flatten(&change.nested, &format!("{path}/"), action, into);
    }
}

/// True where nothing can be told of both values but that they differ.
fn is_new_value(before: &Planned, after: &Planned) -> bool {
    let opaque = |it: &Planned| matches!(it.kind, Kind::Unknown { .. });
    (opaque(before) && opaque(after)) || before.kind == after.kind
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

fn kind_of(resource: &ResourcePlan) -> String {
    let kind = harmless(short_type(&resource.type_name));
    match &resource.nested {
        Some(nested) if nested.kind == StackKind::Group => format!("{kind} × {}", nested.resources.len()),
        _ => kind,
    }
}

/// A member by the name that its thing gets, else by its own.
pub(crate) fn label(member: &ResourcePlan) -> String {
    match member.property("name").and_then(|it| it.value.value()) {
        Some(Value::Text(name)) if !name.is_empty() && !name.starts_with("id:") => name.to_string(),
        _ => member.name.to_string(),
    }
}

fn of(kind: QuotaKind, needed: u64, limit: u64) -> String {
    format!("{} of {}", quantity(kind, needed), quantity(kind, limit))
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(cells(text))))
}

fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(cells(text))))
}
