//! The template around them: version, sections, outputs, conditions, the text itself.

use hotkit_model::Template;
use hotkit_text::{Edit, TextRange};

use super::{Steps, one};
use crate::mutants::target::Target;

pub(super) fn change_version(target: &Target, template: &Template) -> Steps {
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
        TextRange::at(key.range.start()),
        "AWSTemplateFormatVersion: '2010-09-09'\n",
    )]);
    steps
}

pub(super) fn change_output(target: &Target, template: &Template) -> Steps {
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

pub(super) fn change_condition(target: &Target, template: &Template) -> Steps {
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

pub(super) fn section(target: &Target, template: &Template) -> Steps {
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
pub(super) fn spoil_text(target: &Target, _: &Template) -> Steps {
    let text = target.text();
    let mut steps = Steps::new();
    let marks = text.char_indices().filter(|(_, it)| ":'\"{}[]-,#|".contains(*it));
    for (at, mark) in marks {
        let start = at as u32;
        let range = TextRange::new(start, start + mark.len_utf8() as u32);
        steps.push(vec![Edit::replace(range, "")]);
        steps.push(vec![Edit::replace(range, format!("{mark}{mark}"))]);
    }
    let lines = text.match_indices('\n').map(|(at, _)| TextRange::at(at as u32 + 1));
    for range in lines {
        steps.extend([" ", "\t", "x\n"].iter().map(|it| vec![Edit::replace(range, *it)]));
    }
    steps
}
