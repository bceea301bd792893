//! A call of a function inside a text, where Heat does not look.

use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "function-in-text",
    Group::Suspicious,
    Severity::Warning,
    include_str!("function_in_text.md"),
    look,
)
.off();

/// How calls begin that are meant for this template.
const CALLS: [&str; 3] = ["get_param", "get_resource", "get_attr"];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.texts {
        let Some((at, call)) = call_in(use_.text) else { continue };
        if !names_something(view, &use_.text[at..]) {
            continue;
        }
        let written = view.slice(use_.at.range);
        let start = written.find(call).map_or(use_.at.range, |at| {
            let start = use_.at.range.start() + at as u32;
            TextRange::new(start, start + call.len() as u32)
        });
        let message = format!("{} stands inside a text, where Heat does not call it", quoted(call));
        findings.add(
            Finding::new(start, view.path_to(use_.at.owner, use_.at.range), message)
                .label("a part of the text")
                .help("use `str_replace` with a placeholder, or take the quotes away"),
        );
    }
}

/// A call in braces, or a text that is nothing but a call.
fn call_in(text: &str) -> Option<(usize, &'static str)> {
    if !text.contains(':') {
        return None;
    }
    CALLS.iter().find_map(|call| {
        text.match_indices(call).find_map(|(at, _)| {
            let before = text[..at].trim_end();
            let after = &text[at + call.len()..];
            let in_braces = before.ends_with('{') && !before.ends_with("{{") && after.starts_with(':');
            let alone = before.is_empty() && after.starts_with(": ") && !text.trim().contains('\n');
            (in_braces || alone).then_some((at, *call))
        })
    })
}

/// True where what follows is a parameter or resource of this template, and not of one that the text writes.
fn names_something(view: &View<'_>, text: &str) -> bool {
    let rest = text.split_once(':').map_or("", |(_, rest)| rest);
    let rest = rest.trim_start_matches([' ', '[', '\'', '"']);
    let name: String = rest
        .chars()
        .take_while(|it| it.is_alphanumeric() || matches!(it, '_' | '-'))
        .collect();
    view.template.parameter(&name).is_some() || view.resource(&name).is_some()
}
