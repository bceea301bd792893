//! A nested template or file that is fetched over plain HTTP.

use hotkit_schema::Function;
use hotkit_text::{Edit, Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "template-over-http",
    Group::Security,
    Severity::Warning,
    include_str!("template_over_http.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for (index, resource) in view.template.resources.iter().enumerate() {
        if let Some(name) = resource
            .resource_type
            .as_ref()
            .filter(|it| it.text.starts_with("http://"))
        {
            let path = format!("{}.type", view.resource_path(index));
            report(view, name.range, path, findings);
        }
    }
    for use_ in view
        .uses
        .calls
        .iter()
        .filter(|it| it.call.function == Function::GetFile)
    {
        let argument = &use_.call.argument;
        if argument.as_text().is_some_and(|it| it.starts_with("http://")) {
            report(
                view,
                argument.range,
                view.path_to(use_.at.owner, argument.range),
                findings,
            );
        }
    }
}

fn report(view: &View<'_>, range: TextRange, path: String, findings: &mut Findings<'_>) {
    let written = view.slice(range);
    let edits = written.find("http://").map(|at| {
        let start = range.start() + at as u32;
        vec![Edit::replace(TextRange::new(start, start + 4), "https")]
    });
    findings.add(
        Finding::new(
            range,
            path,
            "this is fetched over plain HTTP, and anybody on the way can change it",
        )
        .label("not encrypted")
        .help("use `https`, or keep a copy beside the template")
        .unsafe_fix("use https", edits),
    );
}
