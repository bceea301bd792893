//! An attribute that Heat hides.

use hotkit_schema::{Function, SupportStatus};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "withdrawn-attribute",
    Group::Deprecated,
    Severity::Warning,
    include_str!("withdrawn_attribute.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.calls {
        let is_attribute = matches!(
            use_.call.function,
            Function::GetAtt | Function::GetAttAllAttributes | Function::GetAttThenSelect
        );
        let Some([resource, attribute, ..]) = use_.call.argument.as_list().filter(|_| is_attribute) else {
            continue;
        };
        let part = resource
            .as_text()
            .and_then(|it| view.resource(it))
            .and_then(|it| view.part(it));
        let (Some(part), Some(name)) = (part, attribute.as_text()) else {
            continue;
        };
        let Some(found) = part.resource_type.and_then(|it| it.attribute(name)) else {
            continue;
        };
        // What is merely deprecated is, on some clouds, all that there is.
        if found.support.status != SupportStatus::Hidden {
            continue;
        }
        let range = attribute.range;
        let message = format!(
            "attribute {} of {} is withdrawn",
            quoted(name),
            quoted(part.type_text())
        );
        let help = match (part.type_text(), name.as_str()) {
            ("OS::Nova::Server", "first_address") => {
                "use `addresses` or `networks` with the name of the network: which address is the first is chance"
            }
            _ => "do without it: it may go with any release of Heat",
        };
        findings.add(
            Finding::new(range, view.path_to(use_.at.owner, range), message)
                .label("hidden from the documentation")
                .help(help),
        );
    }
}
