//! A range of ports whose end lies before its beginning.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "port-range-reversed",
    Group::Suspicious,
    Severity::Error,
    include_str!("port_range_reversed.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for rule in view.firewall_rules() {
        let (Some(first), Some(last)) = (rule.get("port_range_min"), rule.get("port_range_max")) else {
            continue;
        };
        // Of ICMP the two are type and code, and have no order.
        let Some((min, max)) = rule.ports().filter(|(min, max)| min > max) else {
            continue;
        };
        let edits = view.rewrite(first.value.range, max.to_string());
        let edits = edits.zip(view.rewrite(last.value.range, min.to_string()));
        findings.add(
            Finding::new(
                first.value.range,
                view.path_to(Owner::Resource(rule.part.index), first.value.range),
                format!("the range of ports begins at {min} and ends at {max}"),
            )
            .label("greater than the end")
            .related(last.value.range, "the end")
            .help("Neutron refuses it: put the smaller one first")
            .unsafe_fix("exchange the two", edits.map(|(one, other)| [one, other].concat())),
        );
    }
}
