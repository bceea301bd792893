//! A name that all stacks of a course share, for a thing of which there can be one only.

use hotkit_model::{Expr, ExprKind};
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "same-name-in-every-lab",
    Group::Contract,
    Severity::Error,
    include_str!("same_name_in_every_lab.md"),
    look,
)
.off()
.of_roots();

/// Types whose names the service keeps unique within the user or project in which all labs of a course live.
const UNIQUE: [&str; 3] = ["OS::Nova::KeyPair", "OS::Keystone::User", "OS::Keystone::Project"];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        if !UNIQUE.iter().any(|it| part.is(it)) || part.resource.external_id.is_some() {
            continue;
        }
        let Some(entry) = part.property("name") else { continue };
        if !is_shared(&entry.value) {
            continue;
        }
        let range = entry.value.range;
        let path = view.path_to(Owner::Resource(part.index), range);
        let message = format!(
            "only the first learner gets a lab: the name of {} is the same in every stack, and must be unique",
            part.called()
        );
        findings.add(
            Finding::new(range, path, message)
                .label("the same for all learners")
                .help("put `{ get_param: OS::stack_name }` into it"),
        );
    }
}

/// True where the value holds no more than texts and parameters. Those of all learners of a run are the same: only the stack's own
/// name and id differ.
fn is_shared(value: &Expr) -> bool {
    let mut waiting = vec![value];
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::List(items) => waiting.extend(items),
            ExprKind::Map(entries) => waiting.extend(entries.iter().map(|it| &it.value)),
            ExprKind::Call(call) => match call.function {
                Function::GetParam => {
                    let name = match call.argument.as_list() {
                        Some(items) => items.first().and_then(Expr::as_text),
                        None => call.argument.as_text(),
                    };
                    if name.is_none_or(|it| it == "OS::stack_name" || it == "OS::stack_id") {
                        return false;
                    }
                }
                Function::Replace | Function::ReplaceJson | Function::ReplaceJsonStrict | Function::Join => {
                    waiting.push(&call.argument);
                }
                _ => return false,
            },
            _ => {}
        }
    }
    true
}
