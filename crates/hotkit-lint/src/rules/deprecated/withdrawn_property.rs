//! A property that is deprecated or hidden and has no newer name.

use hotkit_schema::SupportStatus;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "withdrawn-property",
    Group::Deprecated,
    Severity::Warning,
    include_str!("withdrawn_property.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        // Of a type that is withdrawn as a whole another rule speaks.
        let current = part
            .resource_type
            .is_some_and(|it| it.support.status == SupportStatus::Supported);
        if !current {
            continue;
        }
        part.each_property(&mut |entry, property, _| {
            let status = match property.support.status {
                SupportStatus::Supported => return,
                SupportStatus::Deprecated => "deprecated",
                SupportStatus::Hidden => "hidden",
                SupportStatus::Unsupported => "unsupported",
            };
            if property.stands_for.is_some() || !property.implemented {
                return;
            }
            let range = entry.key.range;
            let since = property
                .support
                .version
                .map(|it| format!(" since {it}"))
                .unwrap_or_default();
            let finding = Finding::new(
                range,
                view.path_to(Owner::Resource(part.index), range),
                format!(
                    "{} of {} is {status}{since}",
                    quoted(&entry.key.text),
                    quoted(part.type_text())
                ),
            )
            .label(status);
            findings.add(match advice(part.type_text(), &entry.key.text) {
                Some(advice) => finding.help(advice),
                None => finding.help("do without it: it may go with any release of Heat"),
            });
        });
    }
}

/// What to do instead, where that is known.
fn advice(resource_type: &str, property: &str) -> Option<&'static str> {
    Some(match (resource_type, property) {
        ("OS::Nova::Server", "personality") => "Nova no longer takes files: write them by user data",
        ("OS::Nova::Server", "admin_user") => "it has no effect: make users by user data",
        ("OS::Heat::RandomString", "sequence") => "use `character_classes` or `character_sequences`",
        ("OS::Neutron::RouterInterface", "port_id") => "use `port`",
        ("OS::Neutron::Router", "l3_agent_id") => "use `l3_agent_ids`",
        ("OS::Neutron::Port", "replacement_policy") => "it has no effect any more: take it away",
        ("OS::Cinder::Volume", "multiattach") => "choose a `volume_type` with `multiattach`",
        ("OS::Designate::Zone", "masters") => "use `primaries`",
        _ => return None,
    })
}
