//! A password or key as plain text in a property.

use hotkit_model::Entry;
use hotkit_schema::ValueType;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Part, View, promises_secret};

pub(crate) static RULE: Rule = Rule::lint(
    "literal-secret",
    Group::Security,
    Severity::Warning,
    include_str!("literal_secret.md"),
    look,
)
.off();

/// Properties of the engine's types that hold secrets without saying so.
const ALSO: [&str; 3] = ["admin_pass", "psk", "MasterUserPassword"];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        match part.resource_type {
            Some(_) => part.each_property(&mut |entry, property, _| {
                if property.value_type == ValueType::String {
                    report(view, part, entry, findings);
                }
            }),
            None => part
                .properties
                .iter()
                .for_each(|entry| report(view, part, entry, findings)),
        }
    }
}

fn report(view: &View<'_>, part: &Part<'_>, entry: &Entry, findings: &mut Findings<'_>) {
    let key = entry.key.text.as_str();
    let Some(text) = entry.value.as_text() else { return };
    let secret = promises_secret(key) || ALSO.contains(&key);
    let gap = text.trim().is_empty()
        || text.starts_with(['<', '{', '%', '$'])
        || text.contains("://")
        || text.starts_with('/');
    if !secret || gap || !view.template.sections.iter().any(|it| it.text == "resources") {
        return;
    }
    let range = entry.value.range;
    findings.add(
        Finding::new(
            range,
            view.path_to(Owner::Resource(part.index), range),
            format!(
                "{} of {} stands in the template for everybody to read",
                quoted(key),
                part.called()
            ),
        )
        .label("a secret in the clear")
        .help("make it a parameter with `hidden: true`, or let OS::Heat::RandomString make one"),
    );
}
