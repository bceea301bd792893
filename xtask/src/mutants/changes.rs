//! The changes of templates: each lists every single step of its kind that a template allows.

use hotkit_model::{Call, Expr, ExprKind, Parameter, Resource, Template};
use hotkit_text::Edit;

use crate::mutants::target::{Target, all_values, value_roots};

/// Single steps; each may need several edits.
pub(crate) type Steps = Vec<Vec<Edit>>;

/// A kind of change.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) steps: fn(&Target, &Template) -> Steps,
}

const fn change(name: &'static str, steps: fn(&Target, &Template) -> Steps) -> Change {
    Change { name, steps }
}

pub(crate) static CHANGES: &[Change] = &[
    change("rename-property", rename_property),
    change("rename-nested-key", rename_nested_key),
    change("drop-property", drop_property),
    change("drop-nested-key", drop_nested_key),
    change("change-value", change_value),
    change("change-value-deep", change_value_deep),
    change("function-value", function_value),
    change("misspell-value", misspell_value),
    change("break-reference", break_reference),
    change("redirect-reference", redirect_reference),
    change("rename-function", rename_function),
    change("change-argument", change_argument),
    change("drop-item", drop_item),
    change("swap-properties", swap_properties),
    change("change-version", change_version),
    change("change-type", change_type),
    change("add-resource-key", add_resource_key),
    change("add-property", add_property),
    change("depends-on", depends_on),
    change("rename-resource", rename_resource),
    change("drop-resource", drop_resource),
    change("drop-parameter", drop_parameter),
    change("parameter-key", parameter_key),
    change("drop-default", drop_default),
    change("change-default", change_default),
    change("change-constraint", change_constraint),
    change("change-output", change_output),
    change("change-condition", change_condition),
    change("section", section),
    change("spoil-text", spoil_text),
];

const VALUES: [&str; 18] = [
    "5",
    "5.5",
    "-1",
    "0",
    "99999",
    "true",
    "abc",
    "''",
    "'5'",
    "null",
    "[]",
    "{}",
    "[a, b]",
    "[5]",
    "{a: b}",
    "[{a: b}]",
    "10.0.0.0/24",
    "'a,b'",
];

fn one(edit: Option<Edit>) -> Option<Vec<Edit>> {
    edit.map(|it| vec![it])
}

fn property_keys(template: &Template) -> impl Iterator<Item = &hotkit_model::Entry> {
    template.resources.iter().flat_map(Resource::property_entries)
}

/// Entries of mappings below the properties of resources.
fn nested_entries(template: &Template) -> Vec<&hotkit_model::Entry> {
    let values = property_keys(template).flat_map(|it| all_values(&it.value));
    values.filter_map(Expr::as_map).flatten().collect()
}

fn calls(template: &Template) -> Vec<&Call> {
    let values = value_roots(template).into_iter().flat_map(all_values);
    values.filter_map(Expr::as_call).collect()
}

fn rename_property(target: &Target, template: &Template) -> Steps {
    property_keys(template)
        .filter_map(|it| one(target.respell(it.key.range)))
        .collect()
}

fn rename_nested_key(target: &Target, template: &Template) -> Steps {
    nested_entries(template)
        .into_iter()
        .filter_map(|it| one(target.respell(it.key.range)))
        .collect()
}

fn drop_property(target: &Target, template: &Template) -> Steps {
    property_keys(template)
        .filter_map(|it| one(target.remove(it.key.range)))
        .collect()
}

fn drop_nested_key(target: &Target, template: &Template) -> Steps {
    nested_entries(template)
        .into_iter()
        .filter_map(|it| one(target.remove(it.key.range)))
        .collect()
}

fn change_value(target: &Target, template: &Template) -> Steps {
    let keys = property_keys(template).map(|it| it.key.range);
    keys.flat_map(|key| VALUES.iter().filter_map(move |value| one(target.set(key, value))))
        .collect()
}

fn change_value_deep(target: &Target, template: &Template) -> Steps {
    let keys = nested_entries(template).into_iter().map(|it| it.key.range);
    keys.flat_map(|key| VALUES.iter().filter_map(move |value| one(target.set(key, value))))
        .collect()
}

/// Calls of every function on names that the template has, as values of properties.
fn function_value(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for (index, entry) in property_keys(template).enumerate() {
        for value in calls_to_try(template, index) {
            steps.extend(one(target.set(entry.key.range, &value)));
        }
    }
    steps
}

fn calls_to_try(template: &Template, index: usize) -> Vec<String> {
    let parameters = &template.parameters;
    let parameter = parameters
        .get(index % parameters.len().max(1))
        .map_or("nope", |it| it.name.text.as_str());
    let resource = &template.resources[index % template.resources.len()].name.text;
    let calls = [
        "{get_param: 'P'}",
        "{get_param: ['P', 0]}",
        "{get_resource: 'R'}",
        "{get_attr: ['R', show]}",
        "{get_attr: ['R', name]}",
        "{get_attr: ['R']}",
        "{str_replace: {template: a b, params: {a: {get_param: 'P'}}}}",
        "{str_replace: {template: a b, params: {a: {get_resource: 'R'}}}}",
        "{str_replace_strict: {template: a b, params: {c: d}}}",
        "{list_join: ['-', [a, {get_param: 'P'}]]}",
        "{list_join: ['-', {get_param: 'P'}]}",
        "{list_join: ['-', [a, {get_attr: ['R', show]}]]}",
        "{repeat: {template: '%a%', for_each: {'%a%': {get_param: 'P'}}}}",
        "{digest: [md5, {get_param: 'P'}]}",
        "{str_split: [',', {get_param: 'P'}]}",
        "{str_split: [',', 'a,b', 1]}",
        "{map_merge: [{a: b}, {c: {get_param: 'P'}}]}",
        "{if: [true, {get_param: 'P'}, 'x']}",
        "{if: [{equals: [{get_param: 'P'}, 1]}, 5, {get_resource: 'R'}]}",
        "{if: [false, 5]}",
        "{list_concat: [[a], {get_param: 'P'}]}",
        "{filter: [[a], [a, b]]}",
        "{contains: [a, [a, b]]}",
        "{make_url: {scheme: http, host: {get_param: 'P'}, port: 80}}",
        "{yaql: {expression: '$.data', data: {get_param: 'P'}}}",
        "{yaql: {expression: '$.data.len()', data: [1, 2]}}",
        "{get_file: no-such-file.txt}",
        "{resource_facade: metadata}",
        "{Ref: 'P'}",
        "{'Fn::Join': ['-', [a, b]]}",
        "{'Fn::GetAtt': ['R', Arn]}",
        "[{get_param: 'P'}]",
        "[{get_resource: 'R'}]",
    ];
    calls
        .iter()
        .map(|it| {
            it.replace("'P'", &format!("'{parameter}'"))
                .replace("'R'", &format!("'{resource}'"))
        })
        .collect()
}

fn misspell_value(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for value in property_keys(template).flat_map(|it| all_values(&it.value)) {
        let Some(text) = value.as_text() else { continue };
        steps.extend(one(target.respell(value.range)));
        steps.extend(one(target.reword(value.range, &text.to_uppercase())));
        steps.extend(one(target.reword(value.range, "''")));
    }
    steps
}

/// The names in a reference: the argument or its first items.
fn reference_names(call: &Call) -> Vec<&Expr> {
    let is_reference =
        ["get_resource", "get_param", "get_attr", "Ref", "Fn::GetAtt"].contains(&call.name.text.as_str());
    match &call.argument.kind {
        _ if !is_reference => Vec::new(),
        ExprKind::Text(_) => vec![&call.argument],
        ExprKind::List(items) => items.iter().take(2).filter(|it| it.as_text().is_some()).collect(),
        _ => Vec::new(),
    }
}

fn break_reference(target: &Target, template: &Template) -> Steps {
    let names = calls(template).into_iter().flat_map(reference_names);
    names.filter_map(|it| one(target.respell(it.range))).collect()
}

/// References to other resources, parameters and attributes of the same template; cycles among them.
fn redirect_reference(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for (index, call) in calls(template).into_iter().enumerate() {
        let names = reference_names(call);
        let Some(first) = names.first() else { continue };
        for offset in 0..3 {
            let resource = &template.resources[(index + offset * 7) % template.resources.len()]
                .name
                .text;
            steps.extend(one(target.reword(first.range, &format!("'{resource}'"))));
        }
        for parameter in template.parameters.iter().skip(index % 5).take(2) {
            steps.extend(one(target.reword(first.range, &format!("'{}'", parameter.name.text))));
        }
        for word in ["show", "name", "id", "addresses", "first_address", "outputs"] {
            steps.extend(names.get(1).and_then(|it| one(target.reword(it.range, word))));
        }
        for word in ["OS::stack_id", "OS::stack_name", "OS::project_id", "[]", "null", "5"] {
            steps.extend(one(target.reword(call.argument.range, word)));
        }
    }
    steps
}

fn rename_function(target: &Target, template: &Template) -> Steps {
    const OTHERS: [&str; 9] = [
        "get_param",
        "get_resource",
        "get_attr",
        "str_replace",
        "str_replace_strict",
        "list_join",
        "Ref",
        "Fn::Select",
        "equals",
    ];
    let mut steps = Steps::new();
    for call in calls(template) {
        steps.extend(one(target.respell(call.name.range)));
        steps.extend(
            OTHERS
                .iter()
                .filter_map(|it| one(target.reword(call.name.range, &format!("'{it}'")))),
        );
        steps.extend(one(target.value(call.name.range).and_then(|_| {
            let sibling = Edit::replace(hotkit_text::TextRange::at(call.name.range.start()), "'zz': 1, ");
            let before = target.text().get(..call.name.range.start() as usize)?;
            before.trim_end().ends_with('{').then_some(sibling)
        })));
    }
    steps
}

fn change_argument(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for call in calls(template) {
        steps.extend(
            VALUES
                .iter()
                .filter_map(|value| one(target.set(call.name.range, value))),
        );
        for inner in all_values(&call.argument).into_iter().skip(1) {
            let entries = inner.as_map().unwrap_or_default();
            for entry in entries {
                steps.extend(one(target.respell(entry.key.range)));
                steps.extend(one(target.remove(entry.key.range)));
                steps.extend(
                    VALUES
                        .iter()
                        .step_by(3)
                        .filter_map(|value| one(target.set(entry.key.range, value))),
                );
            }
            if inner.as_text().is_some() {
                steps.extend(
                    ["5", "null", "[a]", "{a: b}", "''"]
                        .iter()
                        .filter_map(|it| one(target.reword(inner.range, it))),
                );
            }
        }
    }
    steps
}

/// Takes an item out of a list in brackets, or doubles it.
fn drop_item(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    let lists = value_roots(template)
        .into_iter()
        .flat_map(all_values)
        .filter_map(Expr::as_list);
    for pair in lists.flat_map(|it| it.windows(2)) {
        let (first, second) = (pair[0].range, pair[1].range);
        let between = target
            .text()
            .get(first.end() as usize..second.start() as usize)
            .unwrap_or("\n");
        if first.end() <= second.start() && !between.contains('\n') {
            steps.push(vec![Edit::replace(
                hotkit_text::TextRange::new(first.end(), second.end()),
                "",
            )]);
            let doubled = first.slice(target.text()).to_owned() + between;
            steps.push(vec![Edit::replace(hotkit_text::TextRange::at(first.start()), doubled)]);
        }
    }
    steps
}

/// Exchanges the values of two properties that are written on one line each.
fn swap_properties(target: &Target, template: &Template) -> Steps {
    let entries: Vec<_> = property_keys(template).collect();
    let written = |index: usize| -> Option<&str> {
        let value = target.value(entries[index].key.range)?;
        let text = value.range().slice(target.text());
        (!text.is_empty() && !text.contains('\n')).then_some(text)
    };
    let mut steps = Steps::new();
    for distance in [1, 3, 8] {
        for index in distance..entries.len() {
            let (Some(left), Some(right)) = (written(index - distance), written(index)) else {
                continue;
            };
            let edits = [
                target.set(entries[index - distance].key.range, right),
                target.set(entries[index].key.range, left),
            ];
            steps.extend(edits.into_iter().collect::<Option<Vec<Edit>>>());
        }
    }
    steps
}

fn change_version(target: &Target, template: &Template) -> Steps {
    let Some((key, _)) = &template.version_entry else {
        return Steps::new();
    };
    let known = hotkit_schema::versions().iter().flat_map(hotkit_schema::Version::names);
    let others = ["2099-01-01", "mitaka", "5", "''", "null", "[a]"];
    let mut steps: Steps = known
        .chain(others)
        .filter_map(|it| one(target.set(key.range, it)))
        .collect();
    steps.extend(one(target.remove(key.range)));
    steps.extend(one(target.reword(key.range, "HeatTemplateFormatVersion")));
    steps.push(vec![Edit::replace(
        hotkit_text::TextRange::at(key.range.start()),
        "AWSTemplateFormatVersion: '2010-09-09'\n",
    )]);
    steps
}

fn change_type(target: &Target, template: &Template) -> Steps {
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

fn add_resource_key(target: &Target, template: &Template) -> Steps {
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

/// Properties of the resource's type that are not written, and those of others.
fn add_property(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for (index, resource) in template.resources.iter().enumerate() {
        let Some(first) = resource.property_entries().first() else {
            continue;
        };
        let known = resource
            .resource_type
            .as_ref()
            .and_then(|it| hotkit_schema::resource_type(&it.text));
        let names = known
            .map(|it| it.properties.iter().map(|it| it.name))
            .into_iter()
            .flatten();
        let Some(mapping) = target.value(first.key.range).and_then(hotkit_syntax::Node::parent) else {
            continue;
        };
        for (number, name) in names.chain(["zzz"]).enumerate() {
            for turn in 0..3 {
                let value = VALUES[(index + number * 5 + turn * 7) % VALUES.len()];
                steps.extend(one(target.add_to(mapping, &format!("{name}: {value}"))));
            }
        }
    }
    steps
}

/// Dependencies on every kind of name; cycles and self-references among them.
fn depends_on(target: &Target, template: &Template) -> Steps {
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

fn rename_resource(target: &Target, template: &Template) -> Steps {
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

fn drop_resource(target: &Target, template: &Template) -> Steps {
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

fn drop_parameter(target: &Target, template: &Template) -> Steps {
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
fn parameter_entry(target: &Target, parameter: &Parameter, key: &str) -> Option<hotkit_text::TextRange> {
    let definition = target.value(parameter.name.range)?;
    definition
        .entries()
        .find(|it| it.key.text() == key)
        .map(|it| it.key.range())
}

fn parameter_key(target: &Target, template: &Template) -> Steps {
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

fn drop_default(target: &Target, template: &Template) -> Steps {
    let keys = template
        .parameters
        .iter()
        .filter_map(|it| parameter_entry(target, it, "default"));
    keys.filter_map(|it| one(target.remove(it))).collect()
}

fn change_default(target: &Target, template: &Template) -> Steps {
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

fn change_constraint(target: &Target, template: &Template) -> Steps {
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

fn change_output(target: &Target, template: &Template) -> Steps {
    const VALUES: [&str; 14] = [
        "null",
        "5",
        "{get_param: nope}",
        "{get_resource: nope}",
        "{get_attr: [nope, a]}",
        "{get_attr: [nope]}",
        "{get_file: nope.txt}",
        "{list_join: [a]}",
        "{str_replace: {template: a}}",
        "{if: [nope, 1, 2]}",
        "{yaql: {expression: '$.(', data: 1}}",
        "{digest: [a]}",
        "{Ref: nope}",
        "{equals: [1, 2]}",
    ];
    let mut steps = Steps::new();
    for output in &template.outputs {
        let keys = [
            "zzz: 1",
            "condition: false",
            "condition: nope",
            "condition: null",
            "condition: 5",
        ];
        steps.extend(keys.iter().filter_map(|it| one(target.add(output.name.range, it))));
        steps.extend(
            ["null", "{}", "[]", "abc"]
                .iter()
                .filter_map(|it| one(target.set(output.name.range, it))),
        );
        let Some(definition) = target.value(output.name.range) else {
            continue;
        };
        let Some(value) = definition.entries().find(|it| it.key.text() == "value") else {
            continue;
        };
        steps.extend(one(target.respell(value.key.range())));
        steps.extend(VALUES.iter().filter_map(|it| one(target.set(value.key.range(), it))));
    }
    steps
}

fn change_condition(target: &Target, template: &Template) -> Steps {
    const VALUES: [&str; 12] = [
        "true",
        "null",
        "abc",
        "[]",
        "{equals: [1]}",
        "{equals: [1, 2, 3]}",
        "{not: [true]}",
        "{and: [true]}",
        "{or: [true, nope]}",
        "{get_param: nope}",
        "{get_resource: nope}",
        "{yaql: {expression: '1', data: 1}}",
    ];
    let mut steps = Steps::new();
    for condition in &template.conditions {
        steps.extend(one(target.respell(condition.name.range)));
        steps.extend(one(target.remove(condition.name.range)));
        steps.extend(VALUES.iter().filter_map(|it| one(target.set(condition.name.range, it))));
        let itself = format!("{{not: '{}'}}", condition.name.text);
        steps.extend(one(target.set(condition.name.range, &itself)));
    }
    steps
}

fn section(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for key in &template.sections {
        steps.extend(one(target.respell(key.range)));
        steps.extend(one(target.remove(key.range)));
        steps.extend(
            ["null", "[]", "{}", "5", "abc", "[a]"]
                .iter()
                .filter_map(|it| one(target.set(key.range, it))),
        );
    }
    let added = [
        "zzz: 1",
        "conditions: {a: true}",
        "conditions: null",
        "parameter_groups: []",
        "parameter_groups: [{parameters: [nope]}]",
        "parameter_groups: [{label: a}]",
        "5: 6",
    ];
    let root = target.document.tree.root();
    steps.extend(
        root.into_iter()
            .flat_map(|root| added.iter().filter_map(move |it| one(target.add_to(root, it)))),
    );
    steps
}

/// Faults of typing: a character gone, doubled, or a strange one at a place of every hundred bytes.
fn spoil_text(target: &Target, _: &Template) -> Steps {
    let text = target.text();
    let mut steps = Steps::new();
    let marks = text.char_indices().filter(|(_, it)| ":'\"{}[]-,#|".contains(*it));
    for (at, mark) in marks {
        let start = at as u32;
        let range = hotkit_text::TextRange::new(start, start + mark.len_utf8() as u32);
        steps.push(vec![Edit::replace(range, "")]);
        steps.push(vec![Edit::replace(range, format!("{mark}{mark}"))]);
    }
    let lines = text
        .match_indices('\n')
        .map(|(at, _)| hotkit_text::TextRange::at(at as u32 + 1));
    for range in lines {
        steps.extend([" ", "\t", "x\n"].iter().map(|it| vec![Edit::replace(range, *it)]));
    }
    steps
}
