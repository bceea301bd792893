//! A value that is the name of a parameter that nothing else uses: the `get_param` was forgotten.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Section, TextUse, View};

pub(crate) static RULE: Rule = Rule::lint(
    "literal-parameter-name",
    Group::Suspicious,
    Severity::Warning,
    include_str!("literal_parameter_name.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    if view.uses.computed {
        return;
    }
    for parameter in &view.template.parameters {
        let name = &parameter.name.text;
        if view.uses.parameters.contains_key(name.as_str()) {
            continue;
        }
        let found = view.uses.texts.iter().find(|it| it.text == name && is_value(view, it));
        let Some(found) = found else { continue };
        let message = format!("{} is the text, not the value of the parameter", quoted(name));
        let range = found.at.range;
        findings.add(
            Finding::new(range, view.path_to(found.at.owner, range), message)
                .label("a plain text")
                .related(parameter.name.range, "nothing uses this parameter")
                .help(format!("write `{{ get_param: {name} }}`"))
                .unsafe_fix(
                    "read the parameter",
                    view.rewrite(range, format!("{{ get_param: {name} }}")),
                ),
        );
    }
}

/// True where the text is the value of a property and no argument of a function.
fn is_value(view: &View<'_>, use_: &TextUse<'_>) -> bool {
    let Owner::Resource(index) = use_.at.owner else {
        return false;
    };
    let properties = view.template.resources[index].property_entries();
    use_.at.section == Section::Properties
        && properties
            .iter()
            .any(|it| it.value.range == use_.at.range && it.key.text != "name")
}
