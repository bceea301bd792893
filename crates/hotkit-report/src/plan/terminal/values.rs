//! Resources with the values of their properties, and what each waits for.

use hotkit_plan::{Action, BecauseKind, Kind, Planned, ResourcePlan, StackPlan, Value};

use super::{LONGEST_LINE, Page, PlanView, padded, role, walk};
use crate::look::Role;
use crate::plan::PlanReport;
use crate::plan::words::{cut, planned_line, short_type, waited_for};
use crate::shown::{cells, counted, harmless};

/// Lines of a long text that are shown.
const SHOWN_LINES: usize = 4;

impl Page {
    pub(super) fn values(&mut self, report: &PlanReport<'_>, view: &PlanView) {
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
}
