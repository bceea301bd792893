//! A security group rule that opens every port to everybody.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::firewall::every_port;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "open-to-world",
    Group::Security,
    Severity::Warning,
    include_str!("open_to_world.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for rule in view.firewall_rules() {
        if !rule.is_ingress() || !rule.is_open() {
            continue;
        }
        let protocol = rule.protocol();
        let everything = protocol.as_deref().is_some_and(|it| matches!(it, "any" | "0"));
        if !everything && rule.ports().is_none_or(|it| !every_port(it)) {
            continue;
        }
        let what = match protocol.as_deref() {
            Some("tcp" | "6") => "every TCP port",
            Some("udp" | "17") => "every UDP port",
            _ => "every port",
        };
        let range = rule.place();
        let implied = rule.get("remote_ip_prefix").is_none();
        let help = if implied {
            "without `remote_ip_prefix` or a group anybody may come: name who may, and the ports that are needed"
        } else {
            "name who may come, and the ports that are needed"
        };
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(rule.part.index), range),
                format!("{what} is open to everybody"),
            )
            .label("from any address")
            .help(help),
        );
    }
}
