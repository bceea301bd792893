//! A section that a block of text has swallowed: Heat creates a stack without it.

use hotkit_model::Expr;
use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "swallowed-section",
    Group::Suspicious,
    Severity::Error,
    include_str!("swallowed_section.md"),
    look,
);

/// The sections of a template that can be lost.
const SECTIONS: [&str; 6] = [
    "parameters",
    "parameter_groups",
    "conditions",
    "resources",
    "outputs",
    "heat_template_version",
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let template = view.template;
    let of_parameters = template.parameters.iter().filter_map(|it| it.description.as_ref());
    let of_outputs = template.outputs.iter().filter_map(|it| it.description.as_ref());
    for text in template.description.iter().chain(of_parameters).chain(of_outputs) {
        if text.as_text().is_some() {
            in_text(view, text, findings);
        }
    }
}

fn in_text(view: &View<'_>, text: &Expr, findings: &mut Findings<'_>) {
    let written = view.slice(text.range);
    let mut offset = text.range.start();
    let mut lines = written.split('\n').peekable();
    while let Some(line) = lines.next() {
        let name = line.trim().strip_suffix(':').unwrap_or_default();
        let indent = |it: &str| it.len() - it.trim_start().len();
        // What follows must be below it: in prose `resources:` introduces a list at most.
        let owns = lines.peek().is_some_and(|next| {
            indent(next) > indent(line) && next.trim_end().ends_with(':') && !next.trim().contains(' ')
        });
        let lost = SECTIONS.contains(&name) && !view.template.sections.iter().any(|it| it.text == name);
        if owns && lost {
            let start = offset + indent(line) as u32;
            let range = TextRange::new(start, start + name.len() as u32);
            let message = format!(
                "section {} is part of a text, so that the template has none",
                quoted(name)
            );
            findings.add(
                Finding::new(range, "description", message)
                    .label("text, and no section")
                    .help("a block of text ends where the indentation does: move this section to the left"),
            );
        }
        offset += line.len() as u32 + 1;
    }
}
