//! Computed user data whose change rebuilds the server.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "user-data-replaces-server",
    Group::Update,
    Severity::Info,
    include_str!("user_data_replaces_server.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server") {
        let (Some(user_data), None) = (server.property("user_data"), server.property("user_data_update_policy")) else {
            continue;
        };
        // What is written down changes only with the template.
        if user_data.value.as_call().is_none() || !view.is_given(&user_data.value) {
            continue;
        }
        let range = user_data.key.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(server.index), range),
                format!("any change of the user data replaces {}", server.called()),
            )
            .label("computed from other things")
            .help("say what is wanted: `user_data_update_policy: IGNORE`, or `REPLACE`, which is the default")
            .unsafe_fix(
                "set user_data_update_policy to IGNORE",
                view.add_before(range, "user_data_update_policy: IGNORE"),
            ),
        );
    }
}
