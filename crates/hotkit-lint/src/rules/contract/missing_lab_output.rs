//! A lab of a course without the address or the key that the block in the course page connects with.

use hotkit_model::Template;
use hotkit_text::{Group, Severity, TextRange, nearest};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "missing-lab-output",
    Group::Contract,
    Severity::Error,
    include_str!("missing_lab_output.md"),
    look,
)
.off()
.of_roots();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let names = || view.template.outputs.iter().map(|it| it.name.text.as_str());
    for name in ["public_ip", "private_key"] {
        if names().any(|it| it == name) || (name == "private_key" && takes_key_of_block(view)) {
            continue;
        }
        let help = match nearest(name, names()) {
            Some(near) => format!("call {} so: the block looks for this very name", quoted(near)),
            None if name == "public_ip" => "give the floating IP of the machine that learners log in to".to_owned(),
            None => "give `private_key` of the key pair, or have the block make the key (`stack_key_type`)".to_owned(),
        };
        findings.add(
            Finding::new(
                section(view.template),
                "outputs",
                format!(
                    "a lab needs the output {}: without it the course block gives the stack up",
                    quoted(name)
                ),
            )
            .label(format!("without {}", quoted(name)))
            .help(help),
        );
    }
}

/// With `stack_key_type` the block makes a key pair of its own, named as the stack, and keeps the private half.
fn takes_key_of_block(view: &View<'_>) -> bool {
    view.of_type("OS::Nova::Server").any(|server| {
        let key = server.property("key_name").map(|it| &it.value);
        key.and_then(|it| view.parameter_of(it))
            .is_some_and(|it| it == "OS::stack_name")
    })
}

/// The word `outputs`, or the beginning of the template.
fn section(template: &Template) -> TextRange {
    let named = template.sections.iter().find(|it| it.text == "outputs");
    let version = template.version_entry.as_ref().map(|(key, _)| key);
    named.or(version).map_or(TextRange::at(0), |it| it.range)
}
