//! A group of servers that an update changes all at once.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "all-members-at-once",
    Group::Update,
    Severity::Info,
    include_str!("all_members_at_once.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for member in view.parts.iter().filter(|it| it.member && it.is("OS::Nova::Server")) {
        let Some(group) = view.part(member.index) else { continue };
        let batched = match group.type_text() {
            "OS::Heat::ResourceGroup" => group.resource.update_policy.is_some(),
            "OS::Heat::AutoScalingGroup" => group.property("rolling_updates").is_some(),
            _ => true,
        };
        if batched {
            continue;
        }
        let name = &group.resource.name;
        let what = if group.is("OS::Heat::ResourceGroup") {
            "add `update_policy: { rolling_update: { max_batch_size: 1 } }` to the group"
        } else {
            "set `rolling_updates` of the group"
        };
        findings.add(
            Finding::new(
                name.range,
                view.resource_path(group.index),
                format!("an update changes all servers of {} at once", quoted(&name.text)),
            )
            .label("no rolling update")
            .help(what),
        );
    }
}
