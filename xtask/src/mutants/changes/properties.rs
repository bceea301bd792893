//! The properties of resources and their values.

use hotkit_model::{Expr, Template};
use hotkit_text::{Edit, TextRange};

use super::{Steps, VALUES, nested_entries, one, property_keys};
use crate::mutants::target::{Target, all_values, value_roots};

pub(super) fn rename_property(target: &Target, template: &Template) -> Steps {
    property_keys(template)
        .filter_map(|it| one(target.respell(it.key.range)))
        .collect()
}

pub(super) fn rename_nested_key(target: &Target, template: &Template) -> Steps {
    nested_entries(template)
        .into_iter()
        .filter_map(|it| one(target.respell(it.key.range)))
        .collect()
}

pub(super) fn drop_property(target: &Target, template: &Template) -> Steps {
    property_keys(template)
        .filter_map(|it| one(target.remove(it.key.range)))
        .collect()
}

pub(super) fn drop_nested_key(target: &Target, template: &Template) -> Steps {
    nested_entries(template)
        .into_iter()
        .filter_map(|it| one(target.remove(it.key.range)))
        .collect()
}

pub(super) fn change_value(target: &Target, template: &Template) -> Steps {
    let keys = property_keys(template).map(|it| it.key.range);
    keys.flat_map(|key| VALUES.iter().filter_map(move |value| one(target.set(key, value))))
        .collect()
}

pub(super) fn change_value_deep(target: &Target, template: &Template) -> Steps {
    let keys = nested_entries(template).into_iter().map(|it| it.key.range);
    keys.flat_map(|key| VALUES.iter().filter_map(move |value| one(target.set(key, value))))
        .collect()
}

pub(super) fn misspell_value(target: &Target, template: &Template) -> Steps {
    let mut steps = Steps::new();
    for value in property_keys(template).flat_map(|it| all_values(&it.value)) {
        let Some(text) = value.as_text() else { continue };
        steps.extend(one(target.respell(value.range)));
        steps.extend(one(target.reword(value.range, &text.to_uppercase())));
        steps.extend(one(target.reword(value.range, "''")));
    }
    steps
}

/// Takes an item out of a list in brackets, or doubles it.
pub(super) fn drop_item(target: &Target, template: &Template) -> Steps {
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
            steps.push(vec![Edit::replace(TextRange::new(first.end(), second.end()), "")]);
            let doubled = first.slice(target.text()).to_owned() + between;
            steps.push(vec![Edit::replace(TextRange::at(first.start()), doubled)]);
        }
    }
    steps
}

/// Exchanges the values of two properties that are written on one line each.
pub(super) fn swap_properties(target: &Target, template: &Template) -> Steps {
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

/// Properties of the resource's type that are not written, and those of others.
pub(super) fn add_property(target: &Target, template: &Template) -> Steps {
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
