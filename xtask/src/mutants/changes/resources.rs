//! Resources: their keys, names, types and dependencies.

use hotkit_model::Template;

use super::{Steps, one};
use crate::mutants::target::Target;

pub(super) fn change_type(target: &Target, template: &Template) -> Steps {
    let types = hotkit_schema::resource_types();
    let mut steps = Steps::new();
    for (index, resource) in template.resources.iter().enumerate() {
        let Some(written) = &resource.resource_type else {
            continue;
        };
        steps.extend(one(target.respell(written.range)));
        for offset in 0..4 {
            let other = types[(index * 13 + offset * 37) % types.len()].name;
            steps.extend(one(target.reword(written.range, other)));
        }
        let others = [
            "OS::Heat::None",
            "OS::Heat::Value",
            "OS::Heat::RandomString",
            "OS::Heat::ResourceGroup",
            "nope.yaml",
            "''",
            "5",
            "null",
        ];
        steps.extend(others.iter().filter_map(|it| one(target.reword(written.range, it))));
    }
    steps
}

pub(super) fn add_resource_key(target: &Target, template: &Template) -> Steps {
    const KEYS: [&str; 26] = [
        "zzz: 1",
        "value: 1",
        "deletion_policy: Delete",
        "deletion_policy: Retain",
        "deletion_policy: Snapshot",
        "deletion_policy: retain",
        "deletion_policy: nope",
        "deletion_policy: null",
        "update_policy: {}",
        "update_policy: {rolling_update: {max_batch_size: 1}}",
        "update_policy: null",
        "metadata: {a: {get_param: nope}}",
        "metadata: {a: {get_resource: nope}}",
        "metadata: []",
        "metadata: null",
        "external_id: abc",
        "external_id: ''",
        "external_id: {get_param: nope}",
        "description: 5",
        "description: a b",
        "condition: false",
        "condition: true",
        "condition: nope",
        "condition: {equals: [1, 1]}",
        "condition: {not: true}",
        "properties: null",
    ];
    let mut steps = Steps::new();
    for resource in &template.resources {
        steps.extend(KEYS.iter().filter_map(|it| one(target.add(resource.name.range, it))));
    }
    steps
}

/// Dependencies on every kind of name; cycles and self-references among them.
pub(super) fn depends_on(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for (index, resource) in template.resources.iter().enumerate() {
        let mut names: Vec<String> = (0..6)
            .map(|it| {
                format!(
                    "'{}'",
                    template.resources[(index + it) % template.resources.len()].name.text
                )
            })
            .collect();
        names.extend(["nope", "''", "5", "[]", "null", "{a: b}", "[5]", "{get_resource: nope}"].map(str::to_owned));
        for name in names {
            if resource.depends_on.is_empty() {
                steps.extend(one(target.add(resource.name.range, &format!("depends_on: {name}"))));
            } else {
                steps.extend(
                    resource
                        .depends_on
                        .iter()
                        .filter_map(|it| one(target.reword(it.range, &name))),
                );
            }
        }
    }
    steps
}

pub(super) fn rename_resource(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for (index, resource) in template.resources.iter().enumerate() {
        let range = resource.name.range;
        steps.extend(one(target.respell(range)));
        steps.extend(
            ["'a/b'", "5", "OS::stack_name", "'a b'"]
                .iter()
                .filter_map(|it| one(target.reword(range, it))),
        );
        let parameters = &template.parameters;
        let parameter = parameters.get(index % parameters.len().max(1));
        steps.extend(parameter.and_then(|it| one(target.reword(range, &format!("'{}'", it.name.text)))));
        let other = &template.resources[(index + 1) % template.resources.len()].name.text;
        steps.extend(one(target.reword(range, &format!("'{other}'"))));
    }
    steps
}

pub(super) fn drop_resource(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for resource in &template.resources {
        steps.extend(one(target.remove(resource.name.range)));
        steps.extend(
            ["null", "{}", "[]", "5", "abc"]
                .iter()
                .filter_map(|it| one(target.set(resource.name.range, it))),
        );
        steps.extend(resource.properties.as_ref().and_then(|_| {
            let definition = target.value(resource.name.range)?;
            let key = definition
                .entries()
                .find(|it| it.key.text() == "properties")?
                .key
                .range();
            one(target.remove(key))
        }));
    }
    steps
}
