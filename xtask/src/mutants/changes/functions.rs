//! Functions and the names that they use.

use hotkit_model::{Call, Expr, ExprKind, Template};
use hotkit_text::{Edit, TextRange};

use super::{Steps, VALUES, calls, one, property_keys};
use crate::mutants::target::{Target, all_values};

/// Calls of every function on names that the template has, as values of properties.
pub(super) fn function_value(target: &Target, template: &Template) -> Steps {
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

pub(super) fn break_reference(target: &Target, template: &Template) -> Steps {
    let names = calls(template).into_iter().flat_map(reference_names);
    names.filter_map(|it| one(target.respell(it.range))).collect()
}

/// References to other resources, parameters and attributes of the same template; cycles among them.
pub(super) fn redirect_reference(target: &Target, template: &Template) -> Steps {
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

pub(super) fn rename_function(target: &Target, template: &Template) -> Steps {
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
            let sibling = Edit::replace(TextRange::at(call.name.range.start()), "'zz': 1, ");
            let before = target.text().get(..call.name.range.start() as usize)?;
            before.trim_end().ends_with('{').then_some(sibling)
        })));
    }
    steps
}

pub(super) fn change_argument(target: &Target, template: &Template) -> Steps {
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
