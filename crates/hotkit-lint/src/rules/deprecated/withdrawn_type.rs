//! A resource type that is deprecated, hidden, unsupported, or does nothing any more (PR-023).

use hotkit_schema::{ResourceType, SupportStatus, type_history};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "withdrawn-type",
    Group::Deprecated,
    Severity::Warning,
    include_str!("withdrawn_type.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        // A type that never did anything, and is meant to.
        let Some(resource_type) = part.resource_type.filter(|it| it.name != "OS::Heat::None") else {
            continue;
        };
        let gone = resource_type.placeholder;
        let status = match resource_type.support.status {
            _ if gone => "does nothing any more",
            SupportStatus::Hidden => "is withdrawn",
            SupportStatus::Deprecated => "is deprecated",
            // The service behind it is not part of every cloud; that is no fault of the template.
            SupportStatus::Unsupported | SupportStatus::Supported => continue,
        };
        let name = resource_type.alias.unwrap_or(resource_type.name);
        let successor = successor(name, resource_type);
        let path = view.path_to(Owner::Resource(part.index), part.type_range);
        let message = format!("{} {status}", quoted(part.type_name));
        let finding = Finding::new(part.type_range, path, message)
            .severity(if gone { Severity::Error } else { Severity::Warning })
            .label(if gone {
                "no resource is made"
            } else {
                "may go with any release"
            });
        findings.add(match successor {
            Some(successor) => {
                let fits = fits(view, part, successor);
                let edits = view.rename(part.type_range, successor).filter(|_| fits);
                finding
                    .help(format!("use {}", quoted(successor)))
                    .unsafe_fix(format!("rename to {}", quoted(successor)), edits)
            }
            None => finding.help(advice(name)),
        });
    }
}

/// The one type that took its place.
fn successor(name: &str, resource_type: &ResourceType) -> Option<&'static str> {
    let known = match name {
        "OS::Neutron::LBaaS::LoadBalancer" => Some("OS::Octavia::LoadBalancer"),
        "OS::Neutron::LBaaS::Listener" => Some("OS::Octavia::Listener"),
        "OS::Neutron::LBaaS::Pool" => Some("OS::Octavia::Pool"),
        "OS::Neutron::LBaaS::PoolMember" => Some("OS::Octavia::PoolMember"),
        "OS::Neutron::LBaaS::HealthMonitor" => Some("OS::Octavia::HealthMonitor"),
        "OS::Neutron::LBaaS::L7Policy" => Some("OS::Octavia::L7Policy"),
        "OS::Neutron::LBaaS::L7Rule" => Some("OS::Octavia::L7Rule"),
        _ => None,
    };
    known.or_else(|| match type_history(resource_type.name)?.successors {
        [only] => Some(*only),
        _ => None,
    })
}

/// True where the successor has everything that is given to the resource and asked of it, and needs no more.
fn fits(view: &View<'_>, part: &Part<'_>, successor: &str) -> bool {
    let Some(successor) = hotkit_schema::resource_type(successor) else {
        return false;
    };
    let given = |name: &str| part.properties.iter().any(|it| it.key.text == name);
    let required = successor.properties.iter().filter(|it| it.required);
    let known = part
        .properties
        .iter()
        .all(|it| successor.property(&it.key.text).is_some());
    let asked = view.uses.calls.iter().filter_map(|it| it.call.argument.as_list());
    let mut asked = asked.filter(|it| it.first().and_then(|it| it.as_text()) == Some(&part.resource.name.text));
    let answered = asked.all(|it| {
        let attribute = it.get(1).and_then(|it| it.as_text());
        attribute.is_some_and(|it| successor.attribute(it).is_some())
    });
    !part.member && known && answered && required.into_iter().all(|it| given(it.name))
}

/// What to do where no single type took its place.
fn advice(name: &str) -> String {
    let advice = match name {
        "OS::Neutron::RouterGateway" => "set `external_gateway_info` of the router",
        "OS::Glance::Image" => "use OS::Glance::WebImage",
        "OS::Heat::HARestarter" => "let the service that watches the server do it, such as Masakari",
        "OS::Neutron::Pool"
        | "OS::Neutron::PoolMember"
        | "OS::Neutron::HealthMonitor"
        | "OS::Neutron::LoadBalancer" => {
            "the load balancer of OpenStack is Octavia today: use the types of OS::Octavia"
        }
        _ if name.starts_with("OS::Sahara::")
            || name.starts_with("OS::Senlin::")
            || name.starts_with("OS::Monasca::") =>
        {
            "the service is no part of OpenStack any more"
        }
        _ => "do without it: it may go with any release of Heat",
    };
    advice.to_owned()
}
