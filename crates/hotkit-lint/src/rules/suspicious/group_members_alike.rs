//! A ResourceGroup that gives all its members the same name.

use hotkit_model::{Expr, ExprKind};
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};
use smol_str::SmolStr;

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "group-members-alike",
    Group::Suspicious,
    Severity::Warning,
    include_str!("group_members_alike.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for member in view.parts.iter().filter(|it| it.member) {
        let Some(group) = view.part(member.index).filter(|it| it.is("OS::Heat::ResourceGroup")) else {
            continue;
        };
        let Some(count) = group.property("count") else { continue };
        if view.known_integer(&count.value).is_some_and(|it| it < 2) {
            continue;
        }
        let variable = match group.property("index_var") {
            None => Some(SmolStr::new_static("%index%")),
            Some(entry) => view.known_text(&entry.value),
        };
        let (Some(variable), Some(name)) = (variable, member.property("name")) else {
            continue;
        };
        // Of keys of `str_replace` the written text says whether the index occurs.
        if view.slice(name.value.range).contains(variable.as_str()) || !is_fixed(view, &name.value) {
            continue;
        }
        let range = name.value.range;
        let message = format!("all members of {} get the same name", quoted(&group.resource.name.text));
        let edits = name
            .value
            .as_text()
            .filter(|it| !it.contains('%') && view.slice(range) == it.as_str());
        let edits = edits.and_then(|it| view.rewrite(range, format!("{it}-{variable}")));
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(member.index), range), message)
                .label("the same for each of them")
                .related(count.key.range, "there may be several")
                .help(format!(
                    "put {} into it, which Heat replaces by the number of the member",
                    quoted(&variable)
                ))
                .unsafe_fix(format!("add {}", quoted(&variable)), edits),
        );
    }
}

/// True where nothing in an expression can differ between members: text, parameters, and functions of these.
fn is_fixed(view: &View<'_>, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Text(_) => true,
        ExprKind::Call(call) => match call.function {
            Function::GetParam => view.parameter_of(expr).is_some_and(|it| it.as_str() != "OS::stack_id"),
            Function::Join | Function::JoinMultiple => call.argument.as_list().is_some_and(|items| {
                let parts = items
                    .iter()
                    .flat_map(|it| it.as_list().unwrap_or(std::slice::from_ref(it)));
                parts
                    .into_iter()
                    .all(|it| it.as_text().is_some() || view.parameter_of(it).is_some())
            }),
            _ => false,
        },
        _ => false,
    }
}
