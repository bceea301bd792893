//! An output of a lab that is there, and of no use to the course block.

use hotkit_model::{Expr, ExprKind, ParameterType};
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "unusable-lab-output",
    Group::Contract,
    Severity::Error,
    include_str!("unusable_lab_output.md"),
    look,
)
.off()
.of_roots();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for (index, output) in view.template.outputs.iter().enumerate() {
        let Some(value) = &output.value else { continue };
        let (message, label, help) = match output.name.text.as_str() {
            "reboot_on_resume" if is_no_list(view, value) => (
                "the course block passes over `reboot_on_resume`: it reboots what a list names".to_owned(),
                "no list",
                "write a list of servers: `[{ get_resource: SERVER }]`",
            ),
            "private_key" => match keyless_pair(view, value) {
                Some((name, why, help)) => (
                    format!("`private_key` is empty: the key pair {} {why}", quoted(name)),
                    "always empty",
                    help,
                ),
                None => continue,
            },
            _ => continue,
        };
        let path = view.path_to(Owner::Output(index), value.range);
        findings.add(Finding::new(value.range, path, message).label(label).help(help));
    }
}

/// True where the value is certainly something else than a list.
fn is_no_list(view: &View<'_>, value: &Expr) -> bool {
    match &value.kind {
        ExprKind::List(_) => false,
        ExprKind::Call(call) => match call.function {
            Function::GetResource
            | Function::Replace
            | Function::ReplaceJson
            | Function::ReplaceJsonStrict
            | Function::Join => true,
            Function::GetParam => {
                let declared = view.parameter_of(value).and_then(|it| view.template.parameter(it));
                declared.is_some_and(|it| {
                    matches!(
                        it.parameter_type,
                        Some(ParameterType::String | ParameterType::Number | ParameterType::Boolean)
                    )
                })
            }
            _ => false,
        },
        _ => true,
    }
}

/// The key pair of whose private half Heat knows nothing, and why; its attribute is the empty text then.
fn keyless_pair<'v>(view: &'v View<'_>, value: &Expr) -> Option<(&'v str, &'static str, &'static str)> {
    let call = value.as_call()?;
    let [name, attribute] = call.argument.as_list()? else {
        return None;
    };
    let is_key = attribute.as_text().is_some_and(|it| it == "private_key");
    let pair = view.part(view.resource(name.as_text()?)?)?;
    if !is_key || !pair.is("OS::Nova::KeyPair") || pair.has_unknown_property() {
        return None;
    }
    let name = pair.resource.name.text.as_str();
    if pair
        .property("public_key")
        .is_some_and(|it| it.value.as_text().is_some_and(|it| !it.is_empty()))
    {
        return Some((
            name,
            "is made of a public key",
            "leave `public_key` out, so that Nova makes a pair",
        ));
    }
    let saves = match pair.property("save_private_key") {
        Some(entry) => view.known_bool(&entry.value),
        None => Some(false),
    };
    let help = "set `save_private_key: true`";
    (saves == Some(false)).then_some((name, "does not save its private key", help))
}
