//! Conditions where there were none: on resources, values and outputs.

use hotkit_model::Template;
use hotkit_text::Edit;

use super::{Steps, property_keys};
use crate::mutants::flow::flow;
use crate::mutants::target::Target;

/// Definitions of a condition `zz`; `<P>` is some parameter.
const DEFINITIONS: [&str; 40] = [
    "true",
    "false",
    "{equals: [{get_param: <P>}, x]}",
    "{equals: [{get_param: <P>}, '5']}",
    "{equals: [{get_param: <P>}, 5]}",
    "{equals: [{get_param: <P>}, true]}",
    "{equals: [{get_param: <P>}, null]}",
    "{equals: [{get_param: <P>}, '']}",
    "{equals: [{get_param: <P>}, []]}",
    "{equals: [{get_param: nope}, 1]}",
    "{equals: [{get_param: [<P>, nope]}, '']}",
    "{equals: [{get_param: 'OS::stack_id'}, None]}",
    "{equals: [1, 1.0]}",
    "{equals: [1, true]}",
    "{equals: ['1', 1]}",
    "{equals: [{a: [1]}, {a: [true]}]}",
    "{equals: [{a: 1, b: 2}, {b: 2, a: 1}]}",
    "{not: true}",
    "{not: zz_other}",
    "{not: zz}",
    "{not: {equals: [{get_param: <P>}, x]}}",
    "{not: {get_param: <P>}}",
    "{not: [zz_other]}",
    "{not: nope}",
    "{and: [zz_other, true]}",
    "{and: [false, nope]}",
    "{and: [true, nope]}",
    "{and: [zz_other]}",
    "{and: [zz_other, zz]}",
    "{or: [true, nope]}",
    "{or: [zz_other, {equals: [{get_param: <P>}, x]}]}",
    "{or: zz_other}",
    "{and: [{or: [zz_other, false]}, {not: {and: [true, zz_other]}}]}",
    "{contains: [x, {get_param: <P>}]}",
    "{contains: [x, [x, y]]}",
    "{yaql: {expression: '$.data = 1', data: 1}}",
    "{yaql: {expression: '$.data', data: 1}}",
    "{yaql: {expression: '$.data.len() > 0', data: {get_param: <P>}}}",
    "{get_param: <P>}",
    "{list_join: ['', [a]]}",
];

/// Where a condition stands: its name, or a function by itself.
const USES: [&str; 6] = [
    "zz",
    "zz_other",
    "nope",
    "{not: zz}",
    "{equals: [{get_param: <P>}, x]}",
    "{and: [zz, {not: zz_other}]}",
];

/// The name of some parameter.
fn parameter(template: &Template, index: usize) -> String {
    let parameters = &template.parameters;
    let parameter = parameters.get(index % parameters.len().max(1));
    parameter.map_or_else(|| "nope".to_owned(), |it| format!("'{}'", it.name.text))
}

/// The edits that define the conditions, in a version that has all functions.
fn defined(target: &Target, template: &Template, definition: &str) -> Option<Vec<Edit>> {
    let (version, _) = template.version_entry.as_ref().filter(|_| !template.is_cfn())?;
    let entries = format!("zz: {definition}, zz_other: true");
    let section = match template.conditions.first() {
        Some(first) => target.add_sibling(first.name.range, &format!("zz: {definition}"))?,
        None => target.add_to(target.document.tree.root()?, &format!("conditions: {{{entries}}}"))?,
    };
    Some(vec![section, target.set(version.range, "2021-04-16")?])
}

fn steps(target: &Target, template: &Template, index: usize, place: &dyn Fn(&str) -> Option<Edit>) -> Steps {
    let parameter = parameter(template, index);
    let step = |number: usize, definition: &str| {
        let used = USES[if number.is_multiple_of(3) {
            (index + number) % USES.len()
        } else {
            0
        }];
        let mut edits = defined(target, template, &definition.replace("<P>", &parameter))?;
        edits.push(place(&used.replace("<P>", &parameter))?);
        edits.sort_by_key(|it| it.range.start());
        Some(edits)
    };
    let definitions = DEFINITIONS.iter().enumerate();
    definitions.filter_map(|(number, it)| step(number, it)).collect()
}

/// A resource that is there only sometimes, whoever refers to it.
pub(super) fn conditional_resource(target: &Target, template: &Template) -> Steps {
    let mut all = Steps::new();
    for (index, resource) in template.resources.iter().enumerate().take(12) {
        let place = |used: &str| target.add(resource.name.range, &format!("condition: {used}"));
        all.extend(steps(target, template, index, &place));
    }
    all
}

/// A property whose value an `if` decides.
pub(super) fn conditional_value(target: &Target, template: &Template) -> Steps {
    const FORMS: [&str; 8] = [
        "{if: [<C>, <V>]}",
        "{if: [<C>, <V>, null]}",
        "{if: [<C>, <V>, <W>]}",
        "{if: [<C>, {get_resource: nope}, <V>]}",
        "{if: [<C>, {get_param: nope}, <V>]}",
        "{if: [<C>, {list_join: [a]}, <V>]}",
        "{if: [<C>, {if: [zz_other, <V>]}, [<V>]]}",
        "{if: [<C>, <V>, <V>, <V>]}",
    ];
    let mut all = Steps::new();
    let entries: Vec<_> = property_keys(template).collect();
    for (index, entry) in entries.iter().enumerate().take(12) {
        let other = flow(&entries[(index + 1) % entries.len()].value);
        let own = flow(&entry.value);
        for form in FORMS.iter().skip(index % 4).step_by(4) {
            let place = |used: &str| {
                let value = form.replace("<C>", used).replace("<W>", &other).replace("<V>", &own);
                target.set(entry.key.range, &value)
            };
            all.extend(steps(target, template, index, &place));
        }
    }
    all
}

/// An output that is there only sometimes.
pub(super) fn conditional_output(target: &Target, template: &Template) -> Steps {
    let mut all = Steps::new();
    for (index, output) in template.outputs.iter().enumerate().take(6) {
        let place = |used: &str| target.add(output.name.range, &format!("condition: {used}"));
        all.extend(steps(target, template, index, &place));
    }
    all
}
