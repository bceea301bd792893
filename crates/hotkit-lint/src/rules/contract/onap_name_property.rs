//! A name of a resource in the cloud that is not made from the name of the function.

use hotkit_model::Expr;
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "onap-name-property",
    Group::Contract,
    Severity::Error,
    include_str!("onap_name_property.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in view.parts.iter().filter(|it| !it.member && !it.is("OS::Nova::Server")) {
        let Some(entry) = part.properties.iter().find(|it| it.key.text == "name") else {
            continue;
        };
        if is_made(view, &entry.value) {
            continue;
        }
        let range = entry.value.range;
        let path = view.path_to(Owner::Resource(part.index), range);
        let message = format!(
            "ONAP wants the name of {} made by `str_replace` from `vnf_name` (R-85734)",
            part.called()
        );
        findings.add(
            Finding::new(range, path, message)
                .label("not made from `vnf_name`")
                .help("write `str_replace` with `{ get_param: vnf_name }` among its params"),
        );
    }
}

/// A `str_replace` that puts `vnf_name` into its text.
fn is_made(view: &View<'_>, value: &Expr) -> bool {
    let Some(call) = value.as_call() else { return false };
    let is_replace = matches!(
        call.function,
        Function::Replace | Function::ReplaceJson | Function::ReplaceJsonStrict
    );
    let params = call.argument.get("params").and_then(|it| it.value.as_map());
    is_replace
        && params.is_some_and(|it| {
            let mut read = it.iter().filter_map(|it| view.parameter_of(&it.value));
            read.any(|it| it == "vnf_name")
        })
}
