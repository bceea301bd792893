//! A parameter that nothing reads.

use hotkit_model::Parameter;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "unused-parameter",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unused_parameter.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    // A nested template may have to take what its siblings take.
    if view.uses.computed || !view.is_root() {
        return;
    }
    let is_unused = |it: &&Parameter| {
        let name = it.name.text.as_str();
        // ONAP gives every module the zones, whether a server uses them or not (R-91273).
        !view.uses.parameters.contains_key(name) && !name.starts_with("availability_zone_")
    };
    for parameter in view.template.parameters.iter().filter(is_unused) {
        let name = &parameter.name;
        findings.add(
            Finding::new(
                name.range,
                view.parameter_path(&name.text),
                format!("nothing reads parameter {}", quoted(&name.text)),
            )
            .label("not used")
            .help("take it away, or use it: what is given for it has no effect"),
        );
    }
}
