//! A server that does not say its network.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "server-without-network",
    Group::Portability,
    Severity::Warning,
    include_str!("server_without_network.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server") {
        if server.property("networks").is_some() || server.resource.external_id.is_some() {
            continue;
        }
        findings.add(
            Finding::new(
                server.place(),
                view.resource_path(server.index),
                format!("{} does not say its network", server.called()),
            )
            .label("without `networks`")
            .help("name a network or port; where a project has several, Nova refuses to choose"),
        );
    }
}
