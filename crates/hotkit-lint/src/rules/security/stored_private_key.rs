//! A key pair whose private key Heat keeps in its database.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "stored-private-key",
    Group::Security,
    Severity::Info,
    include_str!("stored_private_key.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for pair in view.of_type("OS::Nova::KeyPair") {
        let Some(entry) = pair.property("save_private_key") else {
            continue;
        };
        if view.known_bool(&entry.value) != Some(true) {
            continue;
        }
        let range = entry.key.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(pair.index), range),
                format!("Heat keeps the private key of {} in its database", pair.called()),
            )
            .label("kept as long as the stack")
            .help("give a `public_key` of your own, so that the private one never leaves its owner"),
        );
    }
}
