//! The changes of an update: what they come to, each with its reasons, and what only the cloud can tell.

use hotkit_plan::{Action, Change, ChangeReason, Effect, Kind, Plan, Planned, Rolling, UpdatePlan};
use hotkit_text::Severity;

use super::{Page, PlanView, role};
use crate::look::Role;
use crate::plan::words::{DiffLine, cut, diff_lines, flatten, planned_line, short_type, sign, texts};
use crate::plan::{Against, PlanReport};
use crate::shown::{Wrap, cells, counted, harmless, wrap};

impl Page {
    pub(super) fn update(&mut self, report: &PlanReport<'_>, view: &PlanView) {
        let (Some(plan), Some(update), Some(against)) = (report.plan, report.update, report.against) else {
            return;
        };
        self.line(&self.compared(plan, against));
        self.refused(update);
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
        self.line(&self.summary(update));
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
        self.created(&update.changes);
        self.depending(&update.changes);
        self.findings(report);
    }

    /// What is compared with what.
    fn compared(&self, plan: &Plan, against: &Against) -> String {
        let name = self.look.paint(Role::Bold, &harmless(&plan.stack_name));
        let file = self.look.paint(Role::Path, &harmless(&plan.file));
        match &against.revision {
            Some(revision) => {
                let revision = self.look.paint(Role::Bold, &harmless(revision));
                format!("{name}: {file} at {revision} {} working tree", self.sign("→"))
            }
            None => {
                let old = self.look.paint(Role::Path, &harmless(&against.file));
                format!("{name}: {old} {} {file}", self.sign("→"))
            }
        }
    }

    /// What Heat, or the user, does not let happen.
    fn refused(&mut self, update: &UpdatePlan) {
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
    }

    /// How many resources meet with what.
    fn summary(&self, update: &UpdatePlan) -> String {
        let count = |action| update.count(action);
        let part = |action: Action, word: &str| {
            let text = format!("{} {} to {word}", sign(action), count(action));
            self.look.paint(role(action), &self.sign(&text))
        };
        format!(
            "{}, {}, {}, {}, {} unchanged",
            part(Action::Create, "create"),
            part(Action::Update, "update"),
            part(Action::Replace, "replace"),
            part(Action::Delete, "delete"),
            count(Action::Unchanged)
        )
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

    /// Resources that come anew.
    fn created(&mut self, changes: &[Change]) {
        let mut created = Vec::new();
        flatten(changes, "", Action::Create, &mut created);
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
}

/// True where nothing can be told of both values but that they differ.
fn is_new_value(before: &Planned, after: &Planned) -> bool {
    let opaque = |it: &Planned| matches!(it.kind, Kind::Unknown { .. });
    (opaque(before) && opaque(after)) || before.kind == after.kind
}
