//! A scaling policy whose address nothing calls: the group never scales.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "unused-scaling-policy",
    Group::Suspicious,
    Severity::Info,
    include_str!("unused_scaling_policy.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for name in ["OS::Heat::ScalingPolicy", "AWS::AutoScaling::ScalingPolicy"] {
        for policy in view.of_type(name).filter(|it| !it.member) {
            let name = &policy.resource.name;
            if !view.uses.is_unused(policy.index, &name.text) {
                continue;
            }
            findings.add(
                Finding::new(
                    name.range,
                    view.resource_path(policy.index),
                    format!("nothing calls scaling policy {}", quoted(&name.text)),
                )
                .label("its address is given to nobody")
                .help("give its `alarm_url` to an alarm, or show its `signal_url` in an output"),
            );
        }
    }
}
