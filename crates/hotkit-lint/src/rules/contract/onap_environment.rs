//! An environment file with what ONAP sets by itself, or does not take.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "onap-environment",
    Group::Contract,
    Severity::Error,
    include_str!("onap_environment.md"),
    look,
)
.off()
.of_roots();

/// Parameters that the orchestrator sets, with the requirement that keeps them out of environment files.
const GIVEN: [(&str, &str); 7] = [
    ("vnf_id", "R-20856"),
    ("vf_module_id", "R-72871"),
    ("vnf_name", "R-36542"),
    ("vf_module_name", "R-80374"),
    ("vf_module_index", "R-37039"),
    ("workload_context", "R-02691"),
    ("environment_context", "R-13194"),
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let names: Vec<&str> = view
        .of_type("OS::Nova::Server")
        .filter_map(|it| view.read_parameter(&it.property("name")?.value))
        .map(smol_str::SmolStr::as_str)
        .collect();
    for path in &view.inputs.environments {
        let Some((file, environment)) = view.environment_at(path) else {
            continue;
        };
        if let Some(section) = environment.sections.iter().find(|it| it.text == "resource_registry") {
            let message = "ONAP takes no `resource_registry` in an environment file (R-67231)";
            findings.add_in(
                file,
                Finding::new(section.range, "resource_registry", message)
                    .label("not taken")
                    .help("name the nested template as the type of the resource"),
            );
        }
        for entry in &environment.parameters {
            let name = entry.key.text.as_str();
            let given = GIVEN.iter().find(|(it, _)| *it == name).map(|it| it.1);
            let zone = name.starts_with("availability_zone_").then_some("R-59568");
            let server = names.contains(&name).then_some("R-22838");
            let Some(requirement) = given.or(zone).or(server) else {
                continue;
            };
            let message = format!(
                "ONAP sets {} by itself: no environment file may hold it ({requirement})",
                quoted(name)
            );
            findings.add_in(
                file,
                Finding::new(entry.key.range, format!("parameters.{name}"), message)
                    .label("set by ONAP")
                    .help("take the line away"),
            );
        }
    }
}
