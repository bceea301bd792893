//! A fixed name for a thing whose name must be unique: no second stack, and no replacement.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "fixed-unique-name",
    Group::Update,
    Severity::Info,
    include_str!("fixed_unique_name.md"),
    look,
)
.off();

/// Types whose names a service keeps unique, within a project or as a whole.
const UNIQUE: [&str; 14] = [
    "OS::Nova::KeyPair",
    "OS::Nova::Flavor",
    "OS::Nova::HostAggregate",
    "OS::Swift::Container",
    "OS::Designate::Zone",
    "OS::Keystone::Project",
    "OS::Keystone::User",
    "OS::Keystone::Group",
    "OS::Keystone::Role",
    "OS::Keystone::Service",
    "OS::Keystone::Region",
    "OS::Zaqar::Queue",
    "OS::Mistral::Workflow",
    "OS::Cinder::VolumeType",
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        if !UNIQUE.iter().any(|it| part.is(it)) || part.resource.external_id.is_some() {
            continue;
        }
        let Some(entry) = part.property("name") else { continue };
        if entry.value.as_text().is_none_or(|it| it.is_empty()) || part.is("OS::Designate::Zone") {
            continue;
        }
        let range = entry.value.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(part.index), range),
                format!(
                    "only one stack can have {}: its name is fixed, and must be unique",
                    part.called()
                ),
            )
            .label("the same in every stack")
            .help("leave `name` out, so that Heat makes one, or put `{ get_param: OS::stack_name }` into it"),
        );
    }
}
