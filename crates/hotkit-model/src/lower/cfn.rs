//! The sections of a template in CloudFormation format.

use hotkit_schema::Version;
use hotkit_syntax::Node;

use super::hot::{self, Shape};
use super::{Faults, constraint, expr};
use crate::{ExprKind, Fault, Key, Kinds, Owner, Parameter, Template};

pub(super) fn sections(
    template: &mut Template,
    version: &'static Version,
    entries: &[(Key, Node<'_>)],
    faults: &mut Faults,
) {
    for (key, node) in entries {
        let name = key.text.as_str();
        if !version.has_section(name) {
            continue;
        }
        faults.within(name, |faults| match name {
            "Description" => template.description = Some(expr::data(*node)),
            "Mappings" => template.mappings = Some(expr::data(*node)),
            "Conditions" => template.conditions = hot::conditions(key, *node, version, faults),
            "Parameters" => {
                for (name, node) in hot::section_entries(name, *node, faults) {
                    let parameter = faults.within(name.text.clone(), |faults| parameter(name, node, version, faults));
                    template.parameters.push(parameter);
                }
            }
            "Resources" => {
                for (name, node) in hot::section_entries(name, *node, faults) {
                    let shape = shape(version);
                    let resource = faults.within(name.text.clone(), |faults| hot::resource(name, node, &shape, faults));
                    template.resources.push(resource);
                }
            }
            "Outputs" => {
                for (name, node) in hot::section_entries(name, *node, faults) {
                    let shape = shape(version);
                    let output = faults.within(name.text.clone(), |faults| hot::output(name, node, &shape, faults));
                    template.outputs.push(output);
                }
            }
            _ => {}
        });
    }
}

fn shape(version: &'static Version) -> Shape {
    Shape {
        version,
        resource_type: "Type",
        properties: "Properties",
        metadata: "Metadata",
        depends_on: "DependsOn",
        deletion_policy: "DeletionPolicy",
        update_policy: "UpdatePolicy",
        description: "Description",
        condition: "Condition",
        value: "Value",
        strict_keys: false,
    }
}

fn parameter(name: Key, node: Node<'_>, version: &'static Version, faults: &mut Faults) -> Parameter {
    let definition = expr::data(node);
    let mut parameter = hot::empty_parameter(name, definition.clone());
    let owner = || Owner::Parameter(parameter.name.text.clone());
    let Some(entries) = definition.as_map() else {
        faults.wrong_kind(owner(), Kinds::Map, &definition);
        return parameter;
    };
    for entry in entries {
        if !version.parameter_keys.contains(&entry.key.text.as_str()) {
            hot::unknown_key(owner(), &entry.key, version.parameter_keys, faults);
        }
    }
    let Some(type_entry) = definition.get("Type") else {
        let key = "Type";
        faults.at(parameter.name.range, Fault::MissingKey { owner: owner(), key });
        return parameter;
    };
    parameter.type_range = Some(type_entry.value.range);
    parameter.parameter_type = hot::parameter_type(&type_entry.value, version.parameter_types, faults);
    let given = |key: &str| definition.get(key).map(|entry| entry.value.clone());
    parameter.default = given("Default").filter(|it| it.kind != ExprKind::Null);
    parameter.label = given("Label");
    parameter.description = given("Description");
    parameter.hidden = given("NoEcho").is_some_and(|it| match &it.kind {
        ExprKind::Bool(value) => *value,
        ExprKind::Text(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    });
    parameter.constraints = constraint::of_cfn(&parameter, faults);
    parameter
}
