//! A security group rule that opens SSH, remote desktops or the like to everybody.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::firewall::{every_port, service_in};
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "open-remote-login",
    Group::Security,
    Severity::Warning,
    include_str!("open_remote_login.md"),
    look,
)
.off();

/// Ports at which people log in.
const LOGINS: [(i64, &str); 8] = [
    (22, "SSH"),
    (23, "Telnet"),
    (512, "rexec"),
    (513, "rlogin"),
    (3389, "remote desktop"),
    (5900, "VNC"),
    (5985, "WinRM"),
    (5986, "WinRM"),
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for rule in view.firewall_rules() {
        if !rule.is_ingress() || !rule.is_open() {
            continue;
        }
        let Some(ports) = rule.ports().filter(|it| !every_port(*it)) else {
            continue;
        };
        let Some(name) = service_in(ports, &LOGINS) else {
            continue;
        };
        let range = rule.port_place();
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(rule.part.index), range),
                format!("{name} is open to everybody"),
            )
            .label("from any address")
            .help("let only the networks in from which people work, by a parameter without a default"),
        );
    }
}
