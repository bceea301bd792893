//! What a resource that fails leaves behind, and the order in which a rollback deletes it.

use hotkit_plan::{Failure, QuotaKind};

use super::Page;
use crate::look::Role;
use crate::plan::words::{clock, quantity};
use crate::shown::harmless;

impl Page {
    pub(super) fn failure(&mut self, failure: &Failure) {
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
}
