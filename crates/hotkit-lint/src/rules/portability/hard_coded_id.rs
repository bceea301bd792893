//! An identifier of a cloud in the text of a template.

use hotkit_model::ConstraintKind;
use hotkit_schema::{Constraint, ValueType};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "hard-coded-id",
    Group::Portability,
    Severity::Warning,
    include_str!("hard_coded_id.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        let Some(_) = part.resource_type else { continue };
        part.each_property(&mut |entry, property, _| {
            let refers = property
                .constraints
                .iter()
                .any(|it| matches!(it, Constraint::Custom(name) if name.contains('.')));
            if !refers || property.value_type != ValueType::String {
                return;
            }
            let Some(text) = entry.value.as_text().filter(|it| is_uuid(it)) else {
                return;
            };
            let range = entry.value.range;
            findings.add(
                Finding::new(
                    range,
                    view.path_to(Owner::Resource(part.index), range),
                    format!(
                        "{} is {}, which only one cloud has",
                        quoted(&entry.key.text),
                        quoted(text)
                    ),
                )
                .label("an id of one cloud")
                .help("use a parameter, or a name that means the same in every cloud"),
            );
        });
    }
    for parameter in &view.template.parameters {
        let Some(default) = &parameter.default else { continue };
        let custom = parameter
            .constraints
            .iter()
            .any(|it| matches!(it.kind, ConstraintKind::Custom(_)));
        if custom && default.as_text().is_some_and(|it| is_uuid(it)) {
            let name = quoted(&parameter.name.text);
            findings.add(
                Finding::new(
                    default.range,
                    format!("{}.default", view.parameter_path(&parameter.name.text)),
                    format!("the default of {name} is an id that only one cloud has"),
                )
                .label("an id of one cloud")
                .help("take the default away, or use a name that means the same in every cloud"),
            );
        }
    }
}

/// True for the usual form of 32 digits in five groups.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|it| it.len()).collect();
    let is_id = lengths == [8, 4, 4, 4, 12] && groups.iter().all(|it| it.chars().all(|it| it.is_ascii_hexdigit()));
    // Ids of one digit are names that a provider gave to networks which are everywhere.
    let mut digits = text.chars().filter(|it| *it != '-');
    let first = digits.next();
    is_id && !digits.all(|it| Some(it) == first)
}
