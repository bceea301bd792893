//! An image, flavor, key or network by a fixed name.

use hotkit_schema::Constraint;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "hard-coded-choice",
    Group::Portability,
    Severity::Info,
    include_str!("hard_coded_choice.md"),
    look,
)
.off();

/// Named checks of what differs from cloud to cloud.
const CHOICES: [&str; 5] = [
    "glance.image",
    "nova.flavor",
    "nova.keypair",
    "neutron.network",
    "nova.server",
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        part.each_property(&mut |entry, property, _| {
            let chosen = property.constraints.iter().find_map(|it| match it {
                Constraint::Custom(name) => CHOICES.iter().find(|it| *it == name),
                _ => None,
            });
            let text = entry.value.as_text().filter(|it| !it.is_empty());
            let (Some(chosen), Some(text)) = (chosen, text) else {
                return;
            };
            let what = chosen.split('.').next_back().unwrap_or_default();
            let range = entry.value.range;
            findings.add(
                Finding::new(
                    range,
                    view.path_to(Owner::Resource(part.index), range),
                    format!("{what} {} may not exist in other clouds", quoted(text)),
                )
                .label("a fixed name")
                .help("use a parameter with this name as its default"),
            );
        });
    }
}
