//! Groups: the template behind their members, and how a parent speaks of the members' outputs.

use hotkit_analysis::Resolution;
use hotkit_model::{Entry, Expr, Resource};
use hotkit_text::TextRange;

use crate::names::Names;
use crate::view::View;

/// What the members of a group are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member<'t> {
    /// Their type, as written.
    pub(crate) kind: &'t Expr,
    /// Their properties.
    pub(crate) properties: &'t [Entry],
    /// The attributes of the group behind which an output's name comes next.
    spread: &'static [&'static str],
    /// True where an output is an attribute of the group itself.
    direct: bool,
}

/// The property that defines the members of a group.
pub(crate) fn member_key(group: &str) -> Option<&'static str> {
    match group {
        "OS::Heat::ResourceGroup" => Some("resource_def"),
        "OS::Heat::AutoScalingGroup" => Some("resource"),
        _ => None,
    }
}

/// The members of a resource, where it is a group whose definition is written out.
pub(crate) fn member(resource: &Resource) -> Option<Member<'_>> {
    let group = resource.resource_type.as_ref()?;
    let key = member_key(&group.text)?;
    let find = |entries: &'_ [Entry], name: &str| entries.iter().position(|it| it.key.text == name);
    let properties = resource.property_entries();
    let definition = properties[find(properties, key)?].value.as_map()?;
    let kind = &definition[find(definition, "type")?].value;
    let own = find(definition, "properties").and_then(|at| definition[at].value.as_map());
    let is_plain = key == "resource_def";
    Some(Member {
        kind,
        properties: own.unwrap_or(&[]),
        spread: if is_plain {
            &["attributes"]
        } else {
            &["outputs", "outputs_list"]
        },
        direct: is_plain,
    })
}

/// The template of a group's members.
pub(crate) fn member_template(view: &View<'_>, resource: &Resource) -> Option<String> {
    let kind = member(resource)?.kind.as_text()?;
    match view.resolution(kind, "") {
        Resolution::Template(path) => Some(path),
        _ => None,
    }
}

/// The places in a template where an output of a group's members is read through the group.
pub(crate) fn reads(names: &Names<'_>, resource: &Resource, output: &str) -> Vec<TextRange> {
    let Some(member) = member(resource) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for used in &names.attributes {
        if used.resource != resource.name.text {
            continue;
        }
        if member.direct && used.name == output {
            found.push(used.range);
        } else if let Some(range) = of_one(&used.name, used.range, output) {
            found.push(range);
        }
    }
    for call in &names.calls {
        let Some([group, attribute, name, ..]) = call.call.argument.as_list() else {
            continue;
        };
        let is_group = group.as_text().is_some_and(|it| *it == resource.name.text);
        let spreads = attribute
            .as_text()
            .is_some_and(|it| member.spread.contains(&it.as_str()));
        if is_group && spreads && name.as_text().is_some_and(|it| it == output) {
            found.push(name.range);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The name in `resource.2.NAME`, written plain.
fn of_one(attribute: &str, range: TextRange, output: &str) -> Option<TextRange> {
    let (index, name) = attribute.strip_prefix("resource.")?.split_once('.')?;
    if name != output || index.is_empty() {
        return None;
    }
    let quotes = range.len().checked_sub(attribute.len() as u32)? / 2;
    let end = range.end() - quotes;
    Some(TextRange::new(end - output.len() as u32, end))
}
