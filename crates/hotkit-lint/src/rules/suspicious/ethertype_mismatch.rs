//! A security group rule with a prefix of one IP version and the ethertype of the other.

use hotkit_text::{Group, Severity};
use smol_str::SmolStr;

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::address::Network;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "ethertype-mismatch",
    Group::Suspicious,
    Severity::Error,
    include_str!("ethertype_mismatch.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for rule in view.firewall_rules() {
        let Some(prefix) = rule.get("remote_ip_prefix") else {
            continue;
        };
        let Some(network) = view.known_text(&prefix.value).and_then(|it| Network::parse(&it)) else {
            continue;
        };
        let ethertype = rule.get("ethertype");
        let written = match ethertype {
            None => Some(SmolStr::new_static("IPv4")),
            Some(entry) => view.known_text(&entry.value),
        };
        let right = if network.is_ipv4() { "IPv4" } else { "IPv6" };
        if written.is_none_or(|it| it == right) {
            continue;
        }
        let edits = match ethertype {
            None => view.add_before(prefix.key.range, &format!("ethertype: {right}")),
            Some(entry) => view.rewrite(entry.value.range, right),
        };
        let range = prefix.value.range;
        let message = if ethertype.is_none() {
            format!("the prefix is one of {right}, and a rule without `ethertype` is one of IPv4")
        } else {
            format!("the prefix is one of {right}, and the ethertype says otherwise")
        };
        let finding = Finding::new(range, view.path_to(Owner::Resource(rule.part.index), range), message)
            .label(format!("an {right} prefix"))
            .help(format!("Neutron refuses it: set `ethertype: {right}`"))
            .unsafe_fix(format!("set ethertype to {right}"), edits);
        findings.add(match ethertype {
            Some(entry) => finding.related(entry.value.range, "the ethertype"),
            None => finding,
        });
    }
}
