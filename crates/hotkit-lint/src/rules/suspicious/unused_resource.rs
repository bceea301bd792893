//! A resource that does something only where others use it, and none does.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "unused-resource",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unused_resource.md"),
    look,
);

/// Types that do nothing by themselves.
const PASSIVE: [&str; 9] = [
    "OS::Heat::SoftwareConfig",
    "OS::Heat::StructuredConfig",
    "OS::Heat::SoftwareComponent",
    "OS::Heat::CloudConfig",
    "OS::Heat::MultipartMime",
    "OS::Heat::RandomString",
    "OS::Heat::Value",
    "OS::Neutron::SecurityGroup",
    "OS::Nova::ServerGroup",
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let is_passive = |part: &Part<'_>| PASSIVE.iter().any(|name| part.is(name));
    // A template of nothing but such things is there for others.
    if view.parts.iter().all(is_passive) {
        return;
    }
    let protected = view
        .parts
        .iter()
        .any(|it| it.is("OS::Nova::Server") || it.is("OS::Neutron::Port"));
    for part in view.parts.iter().filter(|it| !it.member && is_passive(it)) {
        let is_group = part.is("OS::Neutron::SecurityGroup") || part.is("OS::Nova::ServerGroup");
        if is_group && !protected {
            continue;
        }
        let name = &part.resource.name;
        if !view.uses.is_unused(part.index, &name.text) || part.resource.external_id.is_some() || is_named(view, part) {
            continue;
        }
        findings.add(
            Finding::new(
                name.range,
                view.resource_path(part.index),
                format!(
                    "nothing uses {} of type {}",
                    quoted(&name.text),
                    quoted(part.type_text())
                ),
            )
            .label("not used")
            .help("refer to it where it was meant to be used, or take it away: by itself it does nothing"),
        );
    }
}

/// True where its own name stands somewhere else, or is made of what is not known.
fn is_named(view: &View<'_>, part: &Part<'_>) -> bool {
    let Some(entry) = part.property("name") else {
        return false;
    };
    let by_name = part.is("OS::Neutron::SecurityGroup") || part.is("OS::Nova::ServerGroup");
    if !by_name {
        return false;
    }
    match view.known_text(&entry.value) {
        Some(own) => view
            .uses
            .texts
            .iter()
            .any(|it| it.text.contains(own.as_str()) && it.at.range != entry.value.range),
        None => true,
    }
}
