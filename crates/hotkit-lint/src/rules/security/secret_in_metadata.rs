//! A hidden parameter in metadata, names, descriptions or tags, which nothing masks.

use hotkit_schema::Function;
use hotkit_text::{Group, Severity};
use rustc_hash::FxHashSet;

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Section, View};

pub(crate) static RULE: Rule = Rule::lint(
    "secret-in-metadata",
    Group::Security,
    Severity::Warning,
    include_str!("secret_in_metadata.md"),
    look,
);

/// Properties that services show in every list.
const SHOWN: [&str; 4] = ["name", "description", "metadata", "tags"];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let hidden = view.template.parameters.iter().filter(|it| it.hidden);
    let hidden: FxHashSet<&str> = hidden.map(|it| it.name.text.as_str()).collect();
    if hidden.is_empty() {
        return;
    }
    for use_ in &view.uses.calls {
        let Owner::Resource(index) = use_.at.owner else {
            continue;
        };
        if use_.call.function != Function::GetParam {
            continue;
        }
        let Some(name) = use_.call.argument.as_text() else {
            continue;
        };
        if !hidden.contains(name.as_str()) {
            continue;
        }
        let resource = &view.template.resources[index];
        let place = match use_.at.section {
            Section::Metadata => Some("metadata"),
            Section::Properties => resource
                .property_entries()
                .iter()
                .find(|it| it.value.range.covers(use_.call.argument.range))
                .and_then(|it| SHOWN.iter().copied().find(|name| it.key.text == *name)),
            _ => None,
        };
        let Some(place) = place else { continue };
        if view.part(index).is_none_or(|it| it.resource_type.is_none()) {
            continue;
        }
        let range = use_.call.argument.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(use_.at.owner, range),
                format!(
                    "hidden parameter {} is shown as {place} of {}",
                    quoted(name),
                    quoted(&resource.name.text)
                ),
            )
            .label("shown in the clear")
            .help("nothing masks it there: hand it over in user data, or keep it in Barbican"),
        );
    }
}
