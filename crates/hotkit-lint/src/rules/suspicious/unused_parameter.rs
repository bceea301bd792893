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
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    // A nested template may have to take what its siblings take.
    if view.uses.computed || !view.is_root() {
        return;
    }
    let template = view.template;
    // Where most are unused, the template stands in for one of a family with the same parameters.
    let is_unused = |it: &&Parameter| !view.uses.parameters.contains_key(it.name.text.as_str());
    let unused: Vec<&Parameter> = template.parameters.iter().filter(is_unused).collect();
    for parameter in &unused {
        let name = &parameter.name;
        let removed = (template.parameters.len() > unused.len())
            .then(|| view.remove_entry(name.range, parameter.definition.range))
            .flatten();
        let listed = template.parameter_groups.iter().flat_map(|it| &it.parameters);
        let is_listed = listed.filter_map(|it| it.as_text()).any(|it| *it == name.text);
        findings.add(
            Finding::new(
                name.range,
                view.parameter_path(&name.text),
                format!("nothing reads parameter {}", quoted(&name.text)),
            )
            .label("not used")
            .help("take it away, or use it: what is given for it has no effect")
            .unsafe_fix(
                format!("take {} away", quoted(&name.text)),
                removed.filter(|_| !is_listed),
            ),
        );
    }
}
