//! A server with user data that may start before its subnet has a router.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "server-before-router",
    Group::Suspicious,
    Severity::Info,
    include_str!("server_before_router.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server").filter(|it| !it.member) {
        let Some(user_data) = server.property("user_data").filter(|it| view.is_given(&it.value)) else {
            continue;
        };
        let interfaces = view.interfaces_in(&view.subnets_of_server(server));
        if interfaces.is_empty() || interfaces.iter().any(|it| view.waits_for(server.index, *it)) {
            continue;
        }
        let name = &view.template.resources[interfaces[0]].name;
        let circle = view.waits_for(interfaces[0], server.index);
        let edits = server
            .resource
            .resource_type
            .as_ref()
            .filter(|_| server.resource.depends_on_key.is_none() && !circle);
        let edits = edits.and_then(|it| view.add_sibling(it.range, &format!("depends_on: {}", name.text)));
        let message = format!(
            "{} may boot before router interface {} connects its subnet",
            server.called(),
            quoted(&name.text)
        );
        let range = server.resource.name.range;
        findings.add(
            Finding::new(range, view.resource_path(server.index), message)
                .label("may boot without a way out")
                .related(user_data.key.range, "this runs at the first boot")
                .related(name.range, "what it needs")
                .help(format!(
                    "add `depends_on: {}` to it, if its user data needs the network",
                    name.text
                ))
                .safe_fix(format!("add depends_on: {}", name.text), edits),
        );
    }
}
