//! A server whose name, image and flavor speak of different kinds of machines.

use hotkit_model::Expr;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted_list;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "onap-mixed-vm-type",
    Group::Contract,
    Severity::Error,
    include_str!("onap_mixed_vm_type.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server").filter(|it| !it.member) {
        let value = |name: &str| server.property(name).map(|it| &it.value);
        let parameter = |name: &str| value(name).and_then(|it: &Expr| view.read_parameter(it));
        // What has no kind in its name is another rule's business.
        let told = [
            view.indexed(&server.resource.name.text, "_server_"),
            parameter("image").and_then(|it| it.strip_suffix("_image_name")),
            parameter("flavor").and_then(|it| it.strip_suffix("_flavor_name")),
            parameter("name").and_then(|it| it.strip_suffix("_names").or_else(|| view.indexed(it, "_name_"))),
        ];
        let mut kinds: Vec<&str> = Vec::new();
        for kind in told.into_iter().flatten().filter(|it| !it.is_empty()) {
            if !kinds.iter().any(|it| it.eq_ignore_ascii_case(kind)) {
                kinds.push(kind);
            }
        }
        if kinds.len() < 2 {
            continue;
        }
        let message = format!(
            "ONAP wants one vm-type in the names that {} uses, and here are {} (R-304011)",
            server.called(),
            quoted_list(&kinds)
        );
        findings.add(
            Finding::new(server.resource.name.range, view.resource_path(server.index), message)
                .label("several vm-types")
                .help("use the same vm-type in the name of the resource and of its parameters"),
        );
    }
}
