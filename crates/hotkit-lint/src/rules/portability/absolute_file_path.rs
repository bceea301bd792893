//! A file by its place on one machine.

use hotkit_schema::Function;
use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "absolute-file-path",
    Group::Portability,
    Severity::Warning,
    include_str!("absolute_file_path.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in view
        .uses
        .calls
        .iter()
        .filter(|it| it.call.function == Function::GetFile)
    {
        let argument = &use_.call.argument;
        if argument.as_text().is_some_and(|it| is_absolute(it)) {
            report(
                view,
                argument.range,
                view.path_to(use_.at.owner, argument.range),
                findings,
            );
        }
    }
    for (index, resource) in view.template.resources.iter().enumerate() {
        if let Some(name) = resource.resource_type.as_ref().filter(|it| is_absolute(&it.text)) {
            report(
                view,
                name.range,
                format!("{}.type", view.resource_path(index)),
                findings,
            );
        }
    }
}

fn is_absolute(path: &str) -> bool {
    let path = path.strip_prefix("file://").unwrap_or(path);
    // Files of packages lie at the same place everywhere.
    let of_package = path.starts_with("/usr/share/") || path.starts_with("/usr/lib/");
    (path.starts_with('/') || path.starts_with("~/")) && !of_package
}

fn report(view: &View<'_>, range: TextRange, path: String, findings: &mut Findings<'_>) {
    findings.add(
        Finding::new(
            range,
            path,
            format!("{} lies at one place of one machine", quoted(view.slice(range))),
        )
        .label("an absolute path")
        .help("keep the file beside the template, and name it relative to that"),
    );
}
