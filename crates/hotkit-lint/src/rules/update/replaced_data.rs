//! Data that an update loses when a parameter changes, because a property that it feeds cannot be changed in place.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::data::{HOLDERS, holds_data};
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "replaced-data",
    Group::Update,
    Severity::Info,
    include_str!("replaced_data.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        let Some(resource_type) = part.resource_type else {
            continue;
        };
        if !HOLDERS.iter().any(|it| part.is(it.0)) || !holds_data(view, part) || keeps(view, part) {
            continue;
        }
        for entry in part.properties {
            let replaces = resource_type
                .property(&entry.key.text)
                .is_some_and(|it| !it.update_allowed && !it.immutable);
            let parameter = view
                .parameter_of(&entry.value)
                .and_then(|it| view.template.parameter(it));
            let (true, Some(parameter)) = (replaces, parameter) else {
                continue;
            };
            if parameter.immutable {
                continue;
            }
            let edits = parameter
                .type_range
                .filter(|_| parameter.definition.get("immutable").is_none());
            let edits = edits.and_then(|it| view.add_sibling(it, "immutable: true"));
            let range = entry.value.range;
            findings.add(
                Finding::new(
                    range,
                    view.path_to(Owner::Resource(part.index), range),
                    format!(
                        "a new value of {} replaces {} by an empty one",
                        quoted(&parameter.name.text),
                        part.called()
                    ),
                )
                .label(format!("{} cannot be changed in place", quoted(&entry.key.text)))
                .related(parameter.name.range, "this parameter")
                .help("add `immutable: true` to the parameter: Heat then refuses the update")
                .unsafe_fix("add immutable: true to the parameter", edits),
            );
        }
    }
}

/// True where the old one stays when it is replaced.
fn keeps(view: &View<'_>, part: &Part<'_>) -> bool {
    let Some(policy) = &part.resource.deletion_policy else {
        return false;
    };
    view.known_text(policy)
        .is_none_or(|it| !it.eq_ignore_ascii_case("delete"))
}
