//! A parameter of `str_replace` that its template does not hold (F-SR-4).

use hotkit_model::{Entry, Expr};
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};
use smol_str::SmolStr;

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "unused-replacement",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unused_replacement.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.calls {
        if !matches!(use_.call.function, Function::Replace | Function::ReplaceJson) {
            continue;
        }
        let parts = (use_.call.argument.get("template"), use_.call.argument.get("params"));
        let (Some(template), Some(params)) = parts else {
            continue;
        };
        let Some(text) = text_of(view, &template.value) else {
            continue;
        };
        let Some(entries) = params.value.as_map() else { continue };
        let is_held = |it: &&Entry| text.contains(it.key.text.as_str());
        let is_left = entries.iter().any(|it| is_held(&it));
        for entry in entries.iter().filter(|it| !is_held(it)) {
            let message = format!(
                "{} is replaced nowhere: the template does not hold it",
                quoted(&entry.key.text)
            );
            let edits = is_left
                .then(|| view.remove_entry(entry.key.range, entry.value.range))
                .flatten();
            findings.add(
                Finding::new(entry.key.range, view.path_to(use_.at.owner, entry.key.range), message)
                    .label("not in the template")
                    .related(template.key.range, "this text")
                    .help("correct the placeholder here or in the template, or take it away; `str_replace_strict` refuses this")
                    .unsafe_fix(format!("take {} away", quoted(&entry.key.text)), edits),
            );
        }
    }
}

/// The text in which is replaced, where all of it is known.
fn text_of(view: &View<'_>, template: &Expr) -> Option<SmolStr> {
    if let Some(call) = template.as_call().filter(|it| it.function == Function::GetFile) {
        return view.included(call.argument.as_text()?).map(SmolStr::new);
    }
    view.known_text(template)
}
