//! A function that gives back what it is given.

use hotkit_model::{Call, Expr};
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "useless-function",
    Group::Style,
    Severity::Warning,
    include_str!("useless_function.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.calls {
        let Some((why, kept)) = useless(use_.call) else {
            continue;
        };
        let range = use_.call.name.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(use_.at.owner, range),
                format!("{} {why}", quoted(&use_.call.name.text)),
            )
            .label("does nothing")
            .related(kept.range, "this is the result")
            .help("write the value by itself"),
        );
    }
}

/// Why a call does nothing, and what it gives back.
fn useless(call: &Call) -> Option<(&'static str, &Expr)> {
    match call.function {
        Function::Join | Function::JoinMultiple => {
            let [_, items] = call.argument.as_list()? else {
                return None;
            };
            let [only] = items.as_list()? else { return None };
            // What is no text becomes one, and lists may have many items.
            only.as_text().map(|_| ("joins a single text", only))
        }
        Function::Replace | Function::ReplaceJson | Function::ReplaceJsonStrict | Function::ReplaceJsonVeryStrict => {
            let params = &call.argument.get("params")?.value;
            let template = &call.argument.get("template")?.value;
            params
                .as_map()
                .filter(|it| it.is_empty())
                .map(|_| ("replaces nothing", template))
        }
        Function::MapMerge | Function::ListConcat => {
            let [only] = call.argument.as_list()? else { return None };
            let plain = only.as_map().is_some() || only.as_list().is_some();
            plain.then_some(("puts a single thing together", only))
        }
        _ => None,
    }
}
