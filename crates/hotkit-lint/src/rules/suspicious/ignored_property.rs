//! A property that has no effect beside another one.

use hotkit_model::Entry;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "ignored-property",
    Group::Suspicious,
    Severity::Warning,
    include_str!("ignored_property.md"),
    look,
);

/// A property that the engine does not read where another one is given: type, other, unread, why.
const IGNORED: [(&str, &str, &str, &str); 2] = [
    (
        "OS::Cinder::Volume",
        "backup_id",
        "size",
        "a volume restored from a backup has the size of the backup",
    ),
    (
        "OS::Cinder::Volume",
        "backup_id",
        "volume_type",
        "a volume restored from a backup has the type of the backup",
    ),
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        for (resource_type, other, unread, why) in IGNORED {
            if !part.is(resource_type) {
                continue;
            }
            let (Some(other), Some(entry)) = (part.property(other), part.property(unread)) else {
                continue;
            };
            if !is_certain(view, other) {
                continue;
            }
            let range = entry.key.range;
            let message = format!(
                "{} has no effect beside {}",
                quoted(&entry.key.text),
                quoted(&other.key.text)
            );
            findings.add(
                Finding::new(range, view.path_to(Owner::Resource(part.index), range), message)
                    .label("not used")
                    .related(other.key.range, "because of this")
                    .help(why)
                    .unsafe_fix(
                        format!("take {} away", quoted(&entry.key.text)),
                        view.remove_entry(entry.key.range, entry.value.range),
                    ),
            );
        }
        no_fixed_ips(view, part, findings);
    }
}

/// True where the value is there for certain: a resource, or a text that is not empty.
fn is_certain(view: &View<'_>, entry: &Entry) -> bool {
    view.referred(&entry.value).is_some() || entry.value.as_text().is_some_and(|it| !it.is_empty())
}

/// The engine looks for it in another mapping than the one in which it may stand.
fn no_fixed_ips(view: &View<'_>, part: &Part<'_>, findings: &mut Findings<'_>) {
    if !part.is("OS::Nova::Server") {
        return;
    }
    let networks = part
        .property("networks")
        .and_then(|it| it.value.as_list())
        .unwrap_or(&[]);
    let extra = networks
        .iter()
        .filter_map(|it| it.get("port_extra_properties")?.value.get("no_fixed_ips"));
    for entry in extra {
        let range = entry.key.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(part.index), range),
                "`no_fixed_ips` of `port_extra_properties` never reaches Neutron",
            )
            .label("not used")
            .help("make an OS::Neutron::Port with `no_fixed_ips`, and attach that"),
        );
    }
}
