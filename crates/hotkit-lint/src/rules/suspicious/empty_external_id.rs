//! An external id that is the empty text: Heat tries to adopt the thing of this id.

use hotkit_eval::Value;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "empty-external-id",
    Group::Suspicious,
    Severity::Error,
    include_str!("empty_external_id.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in view.parts.iter().filter(|it| !it.member) {
        let Some(id) = &part.resource.external_id else { continue };
        let is_empty = matches!(view.value(id), Some(Value::Text(text)) if text.is_empty());
        if !is_empty {
            continue;
        }
        let path = view.path_to(Owner::Resource(part.index), id.range);
        let message = format!("the creation of {} fails: its `external_id` is empty", part.called());
        findings.add(
            Finding::new(id.range, path, message)
                .label("the id of nothing")
                .help("write the id of the thing that is there, or take `external_id` away"),
        );
    }
}
