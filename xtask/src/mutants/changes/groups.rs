//! Groups around single resources, and what is asked of them.

use hotkit_model::{Resource, Template};

use super::{Steps, one};
use crate::mutants::flow::flow;
use crate::mutants::target::Target;

/// Type and properties of a resource as the members of a definition.
fn member(resource: &Resource) -> Option<(String, String)> {
    let name = resource.resource_type.as_ref()?;
    let properties = resource.properties.as_ref();
    let properties = properties.map_or_else(|| "{}".to_owned(), |(_, it)| flow(it));
    Some((format!("'{}'", name.text), properties))
}

/// Every resource as `definitions` write it.
fn rewritten(target: &Target, template: &Template, definitions: &[String]) -> Steps {
    let mut steps = Steps::new();
    for resource in &template.resources {
        let Some((name, properties)) = member(resource) else {
            continue;
        };
        for definition in definitions {
            let definition = definition.replace("TYPE", &name).replace("PROPERTIES", &properties);
            steps.extend(one(target.set(resource.name.range, &definition)));
        }
    }
    steps
}

/// A resource becomes a ResourceGroup of it.
pub(super) fn group(target: &Target, template: &Template) -> Steps {
    const PARTS: [&str; 26] = [
        "",
        "count: 2",
        "count: 0",
        "count: null",
        "count: '3'",
        "count: -1",
        "count: many",
        "count: [1]",
        "count: true",
        "count: 1.7",
        "index_var: '%i%'",
        "index_var: ab",
        "index_var: ''",
        "index_var: null",
        "index_var: e",
        "removal_policies: [{resource_list: ['0']}]",
        "removal_policies: [{resource_list: [0, 1]}]",
        "removal_policies: [{resource_list: '0'}]",
        "removal_policies: [{nope: 1}]",
        "removal_policies: {}",
        "removal_policies: [{resource_list: ['0']}], removal_policies_mode: update",
        "removal_policies_mode: nope",
        "removal_policies: null",
        "nope: 1",
        "count: {get_param: 'OS::stack_name'}",
        "count: 1001",
    ];
    const MEMBERS: [&str; 14] = [
        "type: TYPE",
        "type: TYPE, properties: null",
        "type: TYPE, properties: []",
        "type: TYPE, properties: {nope: 1}",
        "type: TYPE, properties: PROPERTIES, metadata: {a: '%index%'}",
        "type: TYPE, properties: PROPERTIES, metadata: [a]",
        "type: TYPE, properties: PROPERTIES, depends_on: nope",
        "type: TYPE, properties: PROPERTIES, condition: false",
        "properties: PROPERTIES",
        "type: null, properties: PROPERTIES",
        "type: [a], properties: PROPERTIES",
        "type: nope.yaml, properties: PROPERTIES",
        "type: 'OS::Nope::%index%', properties: PROPERTIES",
        "type: {get_param: 'OS::stack_name'}, properties: PROPERTIES",
    ];
    const POLICIES: [&str; 10] = [
        "{}",
        "{rolling_update: {min_in_service: 1, max_batch_size: 1, pause_time: 5}}",
        "{rolling_update: {min_in_service: -1}}",
        "{rolling_update: {max_batch_size: 0}}",
        "{rolling_update: {pause_time: -1}}",
        "{rolling_update: {nope: 1}}",
        "{rolling_update: null}",
        "{batch_create: {max_batch_size: 1}, rolling_update: {max_batch_size: '1'}}",
        "{batch_create: {max_batch_size: a}}",
        "{batch_create: [1]}",
    ];
    let whole = "type: TYPE, properties: PROPERTIES";
    let group = |properties: &str, member: &str, policy: &str| {
        let comma = if properties.is_empty() { "" } else { ", " };
        format!(
            "{{type: OS::Heat::ResourceGroup, properties: {{{properties}{comma}resource_def: {{{member}}}}}{policy}}}"
        )
    };
    let mut definitions: Vec<String> = PARTS.iter().map(|it| group(it, whole, "")).collect();
    definitions.extend(MEMBERS.iter().map(|it| group("", it, "")));
    definitions.extend(MEMBERS.iter().map(|it| group("count: 0", it, "")));
    definitions.extend(
        POLICIES
            .iter()
            .map(|it| group("", whole, &format!(", update_policy: {it}"))),
    );
    rewritten(target, template, &definitions)
}

/// A resource becomes an AutoScalingGroup of it.
pub(super) fn scaling_group(target: &Target, template: &Template) -> Steps {
    const SIZES: [&str; 16] = [
        "min_size: 1, max_size: 3",
        "min_size: 0, max_size: 0",
        "min_size: 3, max_size: 1",
        "min_size: 1, max_size: 3, desired_capacity: 2",
        "min_size: 1, max_size: 3, desired_capacity: 4",
        "min_size: 1, max_size: 3, desired_capacity: 0",
        "min_size: 1, max_size: 3, desired_capacity: null",
        "min_size: '1', max_size: '3'",
        "min_size: -1, max_size: 3",
        "min_size: a, max_size: 3",
        "min_size: null, max_size: 3",
        "max_size: 3",
        "min_size: 1, max_size: 3, cooldown: 60",
        "min_size: 1, max_size: 3, rolling_updates: {max_batch_size: 1, min_in_service: 1, pause_time: 1}",
        "min_size: 1, max_size: 3, rolling_updates: {max_batch_size: 0}",
        "min_size: 1, max_size: 3, rolling_updates: {nope: 0}",
    ];
    const MEMBERS: [&str; 13] = [
        "type: TYPE, properties: PROPERTIES, depends_on: nope",
        "type: TYPE, properties: PROPERTIES, depends_on: [5]",
        "type: TYPE, properties: PROPERTIES, depends_on: {a: b}",
        "type: TYPE, properties: PROPERTIES, nope: 1",
        "type: TYPE, properties: PROPERTIES, metadata: {a: b}",
        "type: TYPE, properties: PROPERTIES, metadata: [a]",
        "type: TYPE, properties: PROPERTIES, deletion_policy: nope",
        "type: TYPE, properties: PROPERTIES, deletion_policy: Retain",
        "type: TYPE, properties: PROPERTIES, condition: nope",
        "type: TYPE, properties: PROPERTIES, update_policy: {a: 1}",
        "type: TYPE, properties: [a]",
        "type: [TYPE], properties: PROPERTIES",
        "properties: PROPERTIES",
    ];
    let group = |sizes: &str, member: &str| {
        format!("{{type: OS::Heat::AutoScalingGroup, properties: {{{sizes}, resource: {{{member}}}}}}}")
    };
    let mut definitions: Vec<String> = SIZES
        .iter()
        .map(|it| group(it, "type: TYPE, properties: PROPERTIES"))
        .collect();
    definitions.extend(MEMBERS.iter().map(|it| group(SIZES[0], it)));
    definitions.extend(MEMBERS.iter().map(|it| group(SIZES[1], it)));
    rewritten(target, template, &definitions)
}

/// A resource becomes a ResourceChain of its type and others.
pub(super) fn chain(target: &Target, template: &Template) -> Steps {
    const PARTS: [&str; 14] = [
        "resources: [TYPE]",
        "resources: [TYPE, TYPE], resource_properties: PROPERTIES",
        "resources: [TYPE, OS::Heat::None], resource_properties: PROPERTIES",
        "resources: [TYPE, OS::Heat::RandomString], resource_properties: PROPERTIES",
        "resources: [TYPE, nope.yaml]",
        "resources: [TYPE, Nope]",
        "resources: [TYPE, null]",
        "resources: [TYPE, 5]",
        "resources: TYPE",
        "resources: []",
        "resources: [TYPE], concurrent: true, resource_properties: PROPERTIES",
        "resources: [TYPE], concurrent: maybe",
        "resources: [TYPE], resource_properties: [a]",
        "resource_properties: PROPERTIES",
    ];
    let definitions: Vec<String> = PARTS
        .iter()
        .map(|it| format!("{{type: OS::Heat::ResourceChain, properties: {{{it}}}}}"))
        .collect();
    rewritten(target, template, &definitions)
}

/// Outputs and properties that ask a group, or what is none, for something of its members.
pub(super) fn ask_group(target: &Target, template: &Template) -> Steps {
    const PATHS: [&str; 26] = [
        "refs",
        "refs, 0",
        "refs_map",
        "attributes",
        "attributes, name",
        "attributes, show",
        "attributes, nope",
        "name",
        "nope",
        "show",
        "first_address",
        "outputs, name",
        "outputs, nope",
        "outputs_list, name",
        "outputs_list, nope",
        "outputs_list",
        "current_size",
        "removed_rsrc_list",
        "resource.0",
        "resource.0, name",
        "resource.0.name",
        "resource.0.nope",
        "resource.1.nope",
        "resource.nope.nope",
        "'resource.', name",
        "null",
    ];
    let mut steps = Steps::new();
    let is_group = |it: &&Resource| {
        let name = it.resource_type.as_ref().map_or("", |it| it.text.as_str());
        name.contains("Group") || name.contains("Chain") || name.ends_with(".yaml")
    };
    let groups: Vec<&Resource> = template.resources.iter().filter(is_group).collect();
    let asked = if groups.is_empty() {
        template.resources.iter().take(2).collect()
    } else {
        groups
    };
    for resource in asked {
        for path in PATHS {
            let value = format!("{{get_attr: ['{}', {path}]}}", resource.name.text);
            let output = format!("outputs: {{zz: {{value: {value}}}}}");
            match template.outputs.first() {
                Some(first) => steps.extend(one(target.set(first.name.range, &format!("{{value: {value}}}")))),
                None => {
                    let root = target.document.tree.root();
                    steps.extend(root.and_then(|root| one(target.add_to(root, &output))));
                }
            }
            let reader = format!("zz_reader: {{type: OS::Heat::Value, properties: {{value: {value}}}}}");
            steps.extend(one(target.add_sibling(template.resources[0].name.range, &reader)));
        }
    }
    steps
}
