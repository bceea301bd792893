//! A nested template that is fetched from the network.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "onap-remote-template",
    Group::Contract,
    Severity::Error,
    include_str!("onap_remote_template.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        let lower = part.type_name.to_ascii_lowercase();
        if !lower.starts_with("http://") && !lower.starts_with("https://") {
            continue;
        }
        let message = format!(
            "ONAP takes no nested template from the network, as {} is (R-53952, R-71699)",
            quoted(part.type_name)
        );
        findings.add(
            Finding::new(part.type_range, view.resource_path(part.index), message)
                .label("fetched from the network")
                .help("put the file into the package, and name it by its file name"),
        );
    }
}
