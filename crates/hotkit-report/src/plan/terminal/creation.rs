//! A creation: what Heat accepts, its table, the longest chain, what is odd about it, its price, its outputs.

use hotkit_plan::{Estimate, Kind, StackPlan};
use hotkit_text::Severity;

use super::{Page, PlanView, padded};
use crate::look::Role;
use crate::plan::PlanReport;
use crate::plan::words::{cut, long_clock, planned_line, waited_for};
use crate::shown::{cells, counted, harmless};

/// A plan with more resources than this shows the first of each wave only.
const FOLDED_ABOVE: usize = 60;

impl Page {
    pub(super) fn creation(&mut self, report: &PlanReport<'_>, view: &PlanView) {
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
            let value = match (&output.value.kind, reference) {
                (Kind::Value(_), Some(reference)) => waited_for(&[vec![reference]]),
                (Kind::Value(_), None) if output.secret && output.value.display.is_none() => self.sign("⟨hidden⟩"),
                _ => planned_line(&output.value),
            };
            let name = padded(&cut(&harmless(&output.name), width, self.look.ellipsis()), width);
            let text = format!("{}{secret}", self.short(&value));
            self.wrapped(&format!("  {name}  "), &text, width + 4);
        }
    }
}
