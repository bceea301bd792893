//! When each resource is created: a bar for each, over a line of time.

use std::fmt::Write as _;

use hotkit_plan::ResourcePlan;

use super::Page;
use super::text::link;
use crate::plan::svg::service;
use crate::plan::words::{clock, long_clock};

impl Page<'_> {
    pub(super) fn gantt(&self) -> String {
        let (Some(root), Some(estimate)) = (self.root(), self.report.estimate) else {
            return String::new();
        };
        let total = estimate.seconds.max(1);
        let steps = [5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400];
        let step = steps.into_iter().find(|step| total / step <= 8).unwrap_or(total);
        let mut order: Vec<&ResourcePlan> = root.resources.iter().collect();
        order.sort_by_key(|it| (it.start, it.start + it.seconds, it.name.clone()));
        let mut rows = String::new();
        for resource in order {
            let critical = estimate.critical_path.iter().any(|it| *it == resource.name);
            let class = if critical { "critical" } else { "" };
            rows.push_str(&self.bar(&resource.name, &resource.name, resource, class, total));
            self.inner_bars(resource, &resource.name, total, &mut rows);
        }
        let mut ticks = String::new();
        let mut at = 0;
        while at < total {
            let _ = write!(
                ticks,
                "<span style=\"left:{:.2}%\">{}</span>",
                at as f64 / total as f64 * 100.0,
                clock(at)
            );
            at += step;
        }
        format!(
            "<div class=\"gantt\" style=\"--t:{total};--step:{:.3}%\"><div class=\"ticks\" aria-hidden=\"true\"><div>{ticks}</div></div><ol>{rows}</ol></div>",
            step as f64 / total as f64 * 100.0
        )
    }

    fn inner_bars(&self, resource: &ResourcePlan, path: &str, total: u64, rows: &mut String) {
        let Some(nested) = &resource.nested else { return };
        for member in &nested.resources {
            let path = format!("{path}/{}", member.name);
            rows.push_str(&self.bar(&member.name, &path, member, "inner", total));
            self.inner_bars(member, &path, total, rows);
        }
    }

    fn bar(&self, name: &str, path: &str, resource: &ResourcePlan, class: &str, total: u64) -> String {
        let total = total.max(1) as f64;
        let left = resource.start as f64 / total * 100.0;
        let wide = (resource.seconds as f64 / total * 100.0).max(0.4);
        let side = if wide > 30.0 {
            "in"
        } else if left + wide < 80.0 {
            "out"
        } else {
            "left"
        };
        let mut classes: Vec<&str> = Vec::new();
        if !class.is_empty() {
            classes.push(class);
        }
        if resource.assumed {
            classes.push("waits");
        }
        let names = if classes.is_empty() {
            String::new()
        } else {
            format!(" class=\"{}\"", classes.join(" "))
        };
        format!(
            "<li{names}>{}<span class=\"lane\"><i class=\"{} {side}\" style=\"--s:{};--d:{}\"><em>{}{}</em></i></span></li>",
            link(path, name),
            service(resource),
            resource.start,
            resource.seconds,
            long_clock(resource.seconds),
            if resource.assumed { " (assumed)" } else { "" }
        )
    }
}
