//! User data without a format, which Heat then wraps for heat-cfntools.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "missing-user-data-format",
    Group::Suspicious,
    Severity::Info,
    include_str!("missing_user_data_format.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server") {
        let Some(user_data) = server.property("user_data").filter(|it| view.is_given(&it.value)) else {
            continue;
        };
        if server.property("user_data_format").is_some() || server.has_unknown_property() {
            continue;
        }
        let range = user_data.key.range;
        let message = format!("{} does not say the format of its user data", server.called());
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(server.index), range), message)
                .label("wrapped as `HEAT_CFNTOOLS`")
                .help("set `user_data_format`: `RAW` hands it over as it is")
                .unsafe_fix(
                    "set user_data_format to RAW",
                    view.add_before(range, "user_data_format: RAW"),
                ),
        );
    }
}
