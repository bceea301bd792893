//! `%index%` where no group replaces it.

use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, Section, TextUse, View};

pub(crate) static RULE: Rule = Rule::lint(
    "index-outside-group",
    Group::Suspicious,
    Severity::Warning,
    include_str!("index_outside_group.md"),
    look,
);

/// What groups replace unless they say otherwise.
const INDEX: &str = "%index%";

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let replaced_by_hand = view.uses.calls.iter().any(|it| {
        let params = it.call.argument.get("params").and_then(|it| it.value.as_map());
        params.is_some_and(|it| it.iter().any(|it| it.key.text.contains(INDEX)))
    });
    if replaced_by_hand {
        return;
    }
    for use_ in &view.uses.texts {
        let Owner::Resource(index) = use_.at.owner else {
            continue;
        };
        // Scripts speak of it in comments.
        if !use_.text.contains(INDEX) || use_.text.trim().contains('\n') || use_.at.section != Section::Properties {
            continue;
        }
        let Some(part) = view.part(index) else { continue };
        let changed = part
            .property("index_var")
            .filter(|_| part.is("OS::Heat::ResourceGroup"));
        match (part.resource_type, changed) {
            // What is given to a nested template may end in a group there.
            (None, _) => {}
            (Some(_), Some(variable)) => {
                let own = view.known_text(&variable.value);
                if own.is_some_and(|it| it != INDEX && !use_.text.contains(it.as_str())) {
                    add(
                        view,
                        use_,
                        index,
                        "`index_var` of this group says another placeholder",
                        Some(variable.key.range),
                        findings,
                    );
                }
            }
            (Some(resource_type), None) if !resource_type.stack_resource => {
                add(
                    view,
                    use_,
                    index,
                    "only `resource_def` of a ResourceGroup has an index",
                    None,
                    findings,
                );
            }
            (Some(_), None) => {}
        }
    }
}

fn add(
    view: &View<'_>,
    use_: &TextUse<'_>,
    index: usize,
    help: &str,
    other: Option<TextRange>,
    findings: &mut Findings<'_>,
) {
    let at = view.slice(use_.at.range).find(INDEX);
    let range = at.map_or(use_.at.range, |at| {
        let start = use_.at.range.start() + at as u32;
        TextRange::new(start, start + INDEX.len() as u32)
    });
    let path = view.path_to(Owner::Resource(index), use_.at.range);
    let mut finding = Finding::new(range, path, "`%index%` is not replaced here")
        .label("stays as it is")
        .help(help);
    if let Some(other) = other {
        finding = finding.related(other, "said here");
    }
    findings.add(finding);
}
