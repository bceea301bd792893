//! An entry of an environment that nothing in the stack uses.

use hotkit_model::RegistryTarget;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "unused-environment-entry",
    Group::Suspicious,
    Severity::Info,
    include_str!("unused_environment_entry.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    // Environments belong to a run: they are looked at once, with the outermost template.
    if !view.is_root() {
        return;
    }
    let stacks: Vec<_> = view.analysis.root.iter().chain(&view.analysis.nested).collect();
    let templates: Vec<_> = stacks.iter().filter_map(|it| view.template_at(&it.path)).collect();
    let has_parameter = |name: &str| templates.iter().any(|it| it.parameter(name).is_some());
    let types: Vec<&str> = templates
        .iter()
        .flat_map(|it| it.resources.iter().filter_map(|it| it.resource_type.as_ref()))
        .map(|it| it.text.as_str())
        .collect();
    for path in &view.inputs.environments {
        let Some((file, environment)) = view.environment_at(path) else {
            continue;
        };
        for entry in &environment.parameter_defaults {
            if !has_parameter(&entry.key.text) {
                let name = quoted(&entry.key.text);
                findings.add_in(
                    file,
                    Finding::new(
                        entry.key.range,
                        format!("parameter_defaults.{}", entry.key.text),
                        format!("no template of the stack has a parameter {name}"),
                    )
                    .label("used by nothing")
                    .help("correct the name, or take it away: the value has no effect here"),
                );
            }
        }
        // Types inside the definitions of groups are data, so that nothing is said where there are groups.
        let groups = types.iter().any(|it| it.ends_with("Group") || it.ends_with("Chain"));
        for entry in environment.registry.iter().filter(|_| !groups) {
            let name = entry.name.text.as_str();
            let is_used = match name.strip_suffix('*') {
                Some(prefix) => types.iter().any(|it| it.starts_with(prefix)),
                None => types.contains(&name) || is_target(environment, name),
            };
            if !is_used {
                findings.add_in(
                    file,
                    Finding::new(
                        entry.name.range,
                        format!("resource_registry.{name}"),
                        format!("no resource of the stack has the type {}", quoted(name)),
                    )
                    .label("used by nothing")
                    .help("correct the name, or take it away: the entry has no effect here"),
                );
            }
        }
    }
}

/// True where another entry leads to this name.
fn is_target(environment: &hotkit_model::EnvironmentFile, name: &str) -> bool {
    let mut targets = environment.registry.iter().map(|it| &it.target);
    targets.any(|it| matches!(it, RegistryTarget::Type(key) if key.text == name))
}
