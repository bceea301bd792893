//! A lab of a course that cannot take the name of the course run.

use hotkit_model::ParameterType;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "missing-lab-run",
    Group::Contract,
    Severity::Error,
    include_str!("missing_lab_run.md"),
    look,
)
.off()
.of_roots();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let sections = &view.template.sections;
    match view.template.parameter("run") {
        Some(run) if matches!(run.parameter_type, Some(ParameterType::String) | None) => {}
        Some(run) => findings.add(
            Finding::new(
                run.type_range.unwrap_or(run.name.range),
                view.parameter_path("run"),
                "the course block gives `run` the name of the course run, which is a text",
            )
            .label("takes no text")
            .help("declare it as `string`"),
        ),
        None => {
            let named = sections.iter().find(|it| it.text == "parameters");
            let version = view.template.version_entry.as_ref().map(|(key, _)| key);
            let Some(place) = named.or(version) else { return };
            let message = format!(
                "a lab needs the parameter {}: the course block gives it a value, and Heat refuses values for what is not declared",
                quoted("run")
            );
            findings.add(
                Finding::new(place.range, "parameters", message)
                    .label("without `run`")
                    .help("declare `run` as `string`, whether it is used or not"),
            );
        }
    }
}
