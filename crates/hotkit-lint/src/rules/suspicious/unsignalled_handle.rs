//! A wait condition whose handle nobody is told of: nobody can signal it.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Section, Use, View};

pub(crate) static RULE: Rule = Rule::lint(
    "unsignalled-handle",
    Group::Suspicious,
    Severity::Warning,
    include_str!("unsignalled_handle.md"),
    look,
)
.off();

/// Handles, and who waits for them with which property.
const HANDLES: [&str; 3] = [
    "OS::Heat::WaitConditionHandle",
    "AWS::CloudFormation::WaitConditionHandle",
    "OS::Heat::SwiftSignalHandle",
];
const WAITERS: [&str; 3] = [
    "OS::Heat::WaitCondition",
    "AWS::CloudFormation::WaitCondition",
    "OS::Heat::SwiftSignal",
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    if view.uses.computed {
        return;
    }
    for handle in view
        .parts
        .iter()
        .filter(|it| !it.member && HANDLES.iter().any(|name| it.is(name)))
    {
        let name = &handle.resource.name;
        let uses = view.uses.resources.get(name.text.as_str());
        let is_waiter = |owner: Owner| match owner {
            Owner::Resource(index) => view
                .part(index)
                .is_some_and(|it| WAITERS.iter().any(|name| it.is(name))),
            _ => false,
        };
        let uses: Vec<Use> = uses.into_iter().flatten().copied().collect();
        let Some(waiter) = uses.iter().find(|it| is_waiter(it.owner)) else {
            continue;
        };
        let told = uses
            .iter()
            .any(|it| !is_waiter(it.owner) && it.section != Section::Other);
        if told {
            continue;
        }
        findings.add(
            Finding::new(
                name.range,
                view.resource_path(handle.index),
                format!(
                    "nobody can signal {}: nothing else of the template uses it",
                    quoted(&name.text)
                ),
            )
            .label("given to no server")
            .related(waiter.range, "this waits for it until it times out")
            .help("put `curl_cli` or the address of the handle into the user data that shall signal"),
        );
    }
}
