//! A volume, database, share or container that goes with the stack, data and all.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;
use crate::view::data::{HOLDERS, holds_data};

pub(crate) static RULE: Rule = Rule::lint(
    "unprotected-data",
    Group::Update,
    Severity::Warning,
    include_str!("unprotected_data.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in view.parts.iter().filter(|it| !it.member) {
        if !HOLDERS.iter().any(|it| part.is(it.0)) || part.resource.deletion_policy.is_some() || !holds_data(view, part)
        {
            continue;
        }
        if part.resource.external_id.is_some() {
            continue;
        }
        let snapshot = part.resource_type.is_some_and(|it| it.snapshot_delete);
        let policy = if snapshot { "Snapshot" } else { "Retain" };
        let name = &part.resource.name;
        let edits = part.resource.resource_type.as_ref();
        let edits = edits.and_then(|it| view.add_sibling(it.range, &format!("deletion_policy: {policy}")));
        findings.add(
            Finding::new(
                name.range,
                view.resource_path(part.index),
                format!(
                    "the data of {} goes when the stack is deleted, or when an update replaces it",
                    quoted(&name.text)
                ),
            )
            .label("without `deletion_policy`")
            .help(format!(
                "say what shall happen: `deletion_policy: {policy}` keeps it, `Delete` says that it may go"
            ))
            .unsafe_fix(format!("add deletion_policy: {policy}"), edits),
        );
    }
}
