//! A parameter for an image, flavor, key or network without the constraint that Heat has for it.

use hotkit_model::{ConstraintKind, Parameter, ParameterType};
use hotkit_schema::Constraint;
use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "missing-constraint",
    Group::Portability,
    Severity::Info,
    include_str!("missing_constraint.md"),
    look,
)
.off();

/// Constraints that Heat can check before anything is made.
const CHECKED: [&str; 5] = [
    "glance.image",
    "nova.flavor",
    "nova.keypair",
    "neutron.network",
    "neutron.subnet",
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let mut wanted: Vec<(&Parameter, &'static str, TextRange)> = Vec::new();
    for part in &view.parts {
        part.each_property(&mut |entry, property, siblings| {
            let Some(parameter) = view
                .parameter_of(&entry.value)
                .and_then(|it| view.template.parameter(it))
            else {
                return;
            };
            // An older spelling has no constraint of its own: that of the property that it stands for counts.
            let newer = property.stands_for.and_then(|it| part.resource_type?.property(it));
            let constraints = newer.map_or(property.constraints, |it| it.constraints);
            let custom = constraints.iter().find_map(|it| match it {
                Constraint::Custom(name) => CHECKED.iter().find(|it| *it == name).copied(),
                _ => None,
            });
            let known = wanted.iter().any(|(it, ..)| it.name.range == parameter.name.range);
            if let (Some(custom), false, false) = (custom, known, siblings.is_empty()) {
                wanted.push((parameter, custom, entry.key.range));
            }
        });
    }
    wanted.sort_by_key(|(parameter, ..)| parameter.name.range);
    for (parameter, custom, used) in wanted {
        let is_text = parameter.parameter_type == Some(ParameterType::String);
        let names = |kind: &ConstraintKind| {
            use ConstraintKind::{AllowedPattern, AllowedValues, Custom};
            matches!(kind, Custom(_) | AllowedValues(_) | AllowedPattern(_))
        };
        let has = parameter.constraints.iter().any(|it| names(&it.kind));
        if has || !is_text {
            continue;
        }
        let bare = parameter.definition.get("constraints").is_none();
        let edits = parameter.type_range.filter(|_| bare);
        let edits =
            edits.and_then(|it| view.add_sibling(it, &format!("constraints: [{{ custom_constraint: {custom} }}]")));
        findings.add(
            Finding::new(
                parameter.name.range,
                view.parameter_path(&parameter.name.text),
                format!(
                    "Heat could check {} before it makes anything",
                    quoted(&parameter.name.text)
                ),
            )
            .label(format!("no `{custom}`"))
            .related(used, "it is used here")
            .help(format!("add the constraint `custom_constraint: {custom}`"))
            .unsafe_fix(format!("add custom_constraint: {custom}"), edits),
        );
    }
}
