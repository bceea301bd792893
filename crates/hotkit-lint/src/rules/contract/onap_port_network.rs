//! A port on a network from another parameter than ONAP fills.

use hotkit_model::ParameterType;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "onap-port-network",
    Group::Contract,
    Severity::Error,
    include_str!("onap_port_network.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for port in view.of_type("OS::Neutron::Port").filter(|it| !it.member) {
        let Some(entry) = port.property("network") else {
            continue;
        };
        let range = entry.value.range;
        let (message, help) = match view.read_parameter(&entry.value) {
            Some(parameter) => {
                let called = quoted(parameter);
                let fits = ["_net_id", "_net_name"]
                    .iter()
                    .any(|it| parameter.strip_suffix(it).is_some_and(|it| !it.is_empty()));
                let declared = view.template.parameter(parameter);
                if !fits {
                    let owner = port.called();
                    (
                        format!(
                            "ONAP wants the network of {owner} from `{{network-role}}_net_id` or `_net_name`, not from {called} (R-62983)"
                        ),
                        "rename the parameter",
                    )
                } else if declared.is_some_and(|it| !matches!(it.parameter_type, Some(ParameterType::String) | None)) {
                    (
                        format!("ONAP wants parameter {called} to be a string (R-18008)"),
                        "declare it as `string`",
                    )
                } else {
                    continue;
                }
            }
            None if entry.value.as_text().is_some() => (
                format!(
                    "ONAP wants the network of {} from a parameter or a resource (R-62983)",
                    port.called()
                ),
                "declare `{network-role}_net_id` and read it",
            ),
            None => continue,
        };
        let path = view.path_to(Owner::Resource(port.index), range);
        findings.add(
            Finding::new(range, path, message)
                .label("not such a parameter")
                .help(help),
        );
    }
}
