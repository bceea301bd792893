//! The changes of templates: each lists every single step of its kind that a template allows.

mod cfn;
mod conditions;
mod functions;
mod groups;
mod parameters;
mod properties;
mod resources;
mod sections;
mod yaml;

use hotkit_model::{Call, Expr, Resource, Template};
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
    change("rename-property", properties::rename_property),
    change("rename-nested-key", properties::rename_nested_key),
    change("drop-property", properties::drop_property),
    change("drop-nested-key", properties::drop_nested_key),
    change("change-value", properties::change_value),
    change("change-value-deep", properties::change_value_deep),
    change("misspell-value", properties::misspell_value),
    change("drop-item", properties::drop_item),
    change("swap-properties", properties::swap_properties),
    change("add-property", properties::add_property),
    change("function-value", functions::function_value),
    change("break-reference", functions::break_reference),
    change("redirect-reference", functions::redirect_reference),
    change("rename-function", functions::rename_function),
    change("change-argument", functions::change_argument),
    change("change-type", resources::change_type),
    change("add-resource-key", resources::add_resource_key),
    change("depends-on", resources::depends_on),
    change("rename-resource", resources::rename_resource),
    change("drop-resource", resources::drop_resource),
    change("group", groups::group),
    change("scaling-group", groups::scaling_group),
    change("chain", groups::chain),
    change("ask-group", groups::ask_group),
    change("drop-parameter", parameters::drop_parameter),
    change("parameter-key", parameters::parameter_key),
    change("drop-default", parameters::drop_default),
    change("change-default", parameters::change_default),
    change("change-constraint", parameters::change_constraint),
    change("conditional-resource", conditions::conditional_resource),
    change("conditional-value", conditions::conditional_value),
    change("conditional-output", conditions::conditional_output),
    change("change-condition", sections::change_condition),
    change("change-version", sections::change_version),
    change("change-output", sections::change_output),
    change("section", sections::section),
    change("spoil-text", sections::spoil_text),
    change("double-key", yaml::double_key),
    change("tag", yaml::tag),
    change("spelling", yaml::spelling),
    change("alias", yaml::alias),
    change("document", yaml::document),
    change("other-format", cfn::other_format),
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
