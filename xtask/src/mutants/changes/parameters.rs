//! Declarations of parameters.

use hotkit_model::{Parameter, Template};
use hotkit_text::TextRange;

use super::{Steps, VALUES, one};
use crate::mutants::target::Target;

pub(super) fn drop_parameter(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for parameter in &template.parameters {
        steps.extend(one(target.remove(parameter.name.range)));
        steps.extend(one(target.respell(parameter.name.range)));
        steps.extend(
            ["null", "{}", "[]", "abc"]
                .iter()
                .filter_map(|it| one(target.set(parameter.name.range, it))),
        );
    }
    steps
}

/// The range of a key in the definition of a parameter.
fn parameter_entry(target: &Target, parameter: &Parameter, key: &str) -> Option<TextRange> {
    let definition = target.value(parameter.name.range)?;
    definition
        .entries()
        .find(|it| it.key.text() == key)
        .map(|it| it.key.range())
}

pub(super) fn parameter_key(target: &Target, template: &Template) -> Steps {
    const KEYS: [&str; 16] = [
        "zzz: 1",
        "required: true",
        "hidden: yes please",
        "immutable: true",
        "tags: [a]",
        "tags: null",
        "constraints: null",
        "constraints: {}",
        "constraints: [{length: {min: 3}}]",
        "constraints: [{range: {min: 3}}]",
        "constraints: [{allowed_values: [a, 5, true]}]",
        "constraints: [{allowed_pattern: '[a-z]+'}]",
        "constraints: [{allowed_pattern: '['}]",
        "constraints: [{custom_constraint: nova.flavor}]",
        "constraints: [{custom_constraint: nope}]",
        "constraints: [{modulo: {step: 2, offset: 1}}]",
    ];
    const TYPES: [&str; 8] = [
        "string",
        "number",
        "boolean",
        "json",
        "comma_delimited_list",
        "String",
        "nope",
        "null",
    ];
    let mut steps = Steps::new();
    for parameter in &template.parameters {
        steps.extend(KEYS.iter().filter_map(|it| one(target.add(parameter.name.range, it))));
        if let Some(key) = parameter_entry(target, parameter, "type") {
            steps.extend(TYPES.iter().filter_map(|it| one(target.set(key, it))));
            steps.extend(one(target.remove(key)));
        }
    }
    steps
}

pub(super) fn drop_default(target: &Target, template: &Template) -> Steps {
    let keys = template
        .parameters
        .iter()
        .filter_map(|it| parameter_entry(target, it, "default"));
    keys.filter_map(|it| one(target.remove(it))).collect()
}

pub(super) fn change_default(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for parameter in &template.parameters {
        for value in VALUES {
            steps.extend(match parameter_entry(target, parameter, "default") {
                Some(key) => one(target.set(key, value)),
                None => one(target.add(parameter.name.range, &format!("default: {value}"))),
            });
        }
    }
    steps
}

pub(super) fn change_constraint(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for parameter in &template.parameters {
        let Some(key) = parameter_entry(target, parameter, "constraints") else {
            continue;
        };
        let Some(list) = target.value(key) else { continue };
        for item in list.items() {
            for entry in item.entries() {
                steps.extend(one(target.respell(entry.key.range())));
                steps.extend(one(target.remove(entry.key.range())));
                steps.extend(VALUES.iter().filter_map(|it| one(target.set(entry.key.range(), it))));
                for inner in entry.value.entries() {
                    steps.extend(one(target.respell(inner.key.range())));
                    steps.extend(VALUES.iter().filter_map(|it| one(target.set(inner.key.range(), it))));
                }
                steps.extend(entry.value.items().filter_map(|it| one(target.respell(it.range()))));
            }
        }
    }
    steps
}
