//! An availability zone of a server from another parameter than ONAP fills.

use hotkit_model::ParameterType;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "onap-availability-zone",
    Group::Contract,
    Severity::Error,
    include_str!("onap_availability_zone.md"),
    look,
)
.off()
.of_roots();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server").filter(|it| !it.member) {
        let Some(entry) = server.property("availability_zone") else {
            continue;
        };
        let parameter = view.parameter_of(&entry.value);
        let index = parameter.and_then(|it| it.strip_prefix("availability_zone_"));
        let is_index = index.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
        let declared = parameter.and_then(|it| view.template.parameter(it));
        let is_text = declared.is_none_or(|it| matches!(it.parameter_type, Some(ParameterType::String) | None));
        let (message, help) = match parameter {
            Some(parameter) if is_index && !is_text => (
                format!("ONAP wants parameter {} to be a string (R-23311)", quoted(parameter)),
                "declare it as `string`",
            ),
            Some(_) if is_index => continue,
            _ => (
                format!(
                    "ONAP wants the availability zone of {} from `availability_zone_{{index}}` (R-98450)",
                    server.called()
                ),
                "such as `{ get_param: availability_zone_0 }`",
            ),
        };
        let range = entry.value.range;
        let path = view.path_to(Owner::Resource(server.index), range);
        findings.add(
            Finding::new(range, path, message)
                .label("not such a parameter")
                .help(help),
        );
    }
}
