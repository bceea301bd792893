//! A creation: its size and time, what the cloud lacks, the resources by waves, the outputs.

use std::fmt::Write as _;

use super::Page;
use super::text::{cell, fold, span};
use crate::plan::words::{clock, long_clock};

impl Page<'_> {
    pub(super) fn creation(&self, head: &mut String, parts: &mut Vec<String>) {
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
                    clock(resource.start)
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
}
