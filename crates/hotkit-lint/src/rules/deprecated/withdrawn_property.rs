//! A property that is deprecated or hidden and has no newer name.

use hotkit_model::Entry;
use hotkit_schema::SupportStatus;
use hotkit_text::{Edit, Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

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
            .label(status)
            .safe_fix(
                format!("take {} away", quoted(&entry.key.text)),
                removal(view, part, entry),
            )
            .maybe_unsafe_fix("use `character_classes`", classes(view, part, entry));
            findings.add(match advice(part.type_text(), &entry.key.text) {
                Some(advice) => finding.help(advice),
                None => finding.help("do without it: it may go with any release of Heat"),
            });
        });
    }
}

/// The text without a property that does nothing.
fn removal(view: &View<'_>, part: &Part<'_>, entry: &Entry) -> Option<Vec<Edit>> {
    let idle = match (part.type_text(), entry.key.text.as_str()) {
        ("OS::Nova::Server", "admin_user") => true,
        // The other value, which replaces the port with every update, has an effect.
        ("OS::Neutron::Port", "replacement_policy") => view.known_text(&entry.value).is_some_and(|it| it == "AUTO"),
        _ => false,
    };
    let alone = part.properties.len() < 2;
    if idle && !alone {
        view.remove_entry(entry.key.range, entry.value.range)
    } else {
        None
    }
}

/// The new spelling of the classes of a random string, as Heat itself translates the old one.
fn classes(view: &View<'_>, part: &Part<'_>, entry: &Entry) -> Option<Vec<Edit>> {
    let old = part.is("OS::Heat::RandomString") && entry.key.text == "sequence";
    let class = entry
        .value
        .as_text()
        .filter(|_| old && part.property("character_classes").is_none())?;
    let written = view.slice(entry.key.range.to(entry.value.range));
    let plain = written
        .strip_prefix("sequence:")
        .is_some_and(|it| !it.contains(['\n', '#', '*', '&']));
    let new = format!("character_classes: [{{ class: {class} }}]");
    plain.then(|| vec![Edit::replace(entry.key.range.to(entry.value.range), new)])
}

/// What to do instead, where that is known.
fn advice(resource_type: &str, property: &str) -> Option<&'static str> {
    Some(match (resource_type, property) {
        ("OS::Nova::Server", "personality") => "Nova no longer takes files: write them by user data",
        ("OS::Nova::Server", "admin_user") => "it has no effect: make users by user data",
        ("OS::Heat::RandomString", "sequence") => "use `character_classes` or `character_sequences`",
        ("OS::Neutron::RouterInterface", "port_id") => "use `port`",
        ("OS::Neutron::Router", "l3_agent_id") => "use `l3_agent_ids`",
        ("OS::Neutron::Port", "replacement_policy") => "take it away: `AUTO` is what Heat does without it",
        ("OS::Cinder::Volume", "multiattach") => "choose a `volume_type` with `multiattach`",
        ("OS::Designate::Zone", "masters") => "use `primaries`",
        _ => return None,
    })
}
