//! The template in the other format: what HOT says, as CloudFormation's format says it, and faults of its own.

use hotkit_model::{ConstraintKind, Parameter, ParameterType, Template};
use hotkit_text::{Edit, TextRange};
use serde_json::{Map, Value, json};

use super::Steps;
use crate::mutants::flow::{json as plain, json_with};
use crate::mutants::target::Target;

/// Properties that are given one of the faulty values, at most.
const MOST_PLACES: usize = 12;

/// Rewrites a HOT template, once as it is and once with each of some faults.
pub(super) fn other_format(target: &Target, template: &Template) -> Steps {
    let whole = TextRange::new(0, target.text().len() as u32);
    let base = if template.is_cfn() {
        plain_document(target)
    } else {
        translated(template)
    };
    let Some(base) = base else { return Steps::new() };
    let texts = faulty(&base, template).into_iter().map(|it| it.to_string());
    texts.map(|text| vec![Edit::replace(whole, text)]).collect()
}

/// A template that is of this format already, where it is JSON.
fn plain_document(target: &Target) -> Option<Value> {
    serde_json::from_str(target.text()).ok()
}

fn translated(template: &Template) -> Option<Value> {
    let value = |expr| json_with(expr, &call);
    let mut resources = Map::new();
    for resource in &template.resources {
        let mut definition = Map::new();
        definition.insert("Type".into(), json!(resource.resource_type.as_ref()?.text.as_str()));
        if let Some((_, properties)) = &resource.properties {
            definition.insert("Properties".into(), value(properties));
        }
        if let Some(metadata) = &resource.metadata {
            definition.insert("Metadata".into(), value(metadata));
        }
        if let Some(policy) = &resource.deletion_policy {
            definition.insert("DeletionPolicy".into(), value(policy));
        }
        if !resource.depends_on.is_empty() {
            let names: Vec<&str> = resource.depends_on.iter().map(|it| it.text.as_str()).collect();
            definition.insert("DependsOn".into(), json!(names));
        }
        resources.insert(resource.name.text.to_string(), Value::Object(definition));
    }
    let parameters: Map<String, Value> = template
        .parameters
        .iter()
        .map(|it| (it.name.text.to_string(), parameter(it)))
        .collect();
    let outputs: Map<String, Value> = template
        .outputs
        .iter()
        .filter_map(|it| Some((it.name.text.to_string(), json!({"Value": value(it.value.as_ref()?)}))))
        .collect();
    Some(json!({
        "HeatTemplateFormatVersion": "2012-12-12",
        "Parameters": parameters,
        "Mappings": {"M": {"a": {"b": "c"}}},
        "Resources": resources,
        "Outputs": outputs,
    }))
}

/// A function of HOT as one of this format; what has no counterpart stays, as data.
fn call(name: &str, argument: Value) -> Value {
    match (name, &argument) {
        ("get_param" | "get_resource", Value::String(_)) => json!({"Ref": argument}),
        ("get_param", Value::Array(items)) => json!({"Fn::Select": [items.get(1), {"Ref": items.first()}]}),
        ("get_attr", Value::Array(items)) => json!({"Fn::GetAtt": [items.first(), items.get(1)]}),
        ("list_join", _) => json!({"Fn::Join": argument}),
        ("str_replace", Value::Object(parts)) => json!({"Fn::Replace": [parts.get("params"), parts.get("template")]}),
        ("str_split", _) => json!({"Fn::Split": argument}),
        ("get_file", _) => json!("a text"),
        _ => json!({name: argument}),
    }
}

fn parameter(parameter: &Parameter) -> Value {
    let name = match parameter.parameter_type {
        Some(ParameterType::Number) => "Number",
        Some(ParameterType::CommaDelimitedList) => "CommaDelimitedList",
        Some(ParameterType::Json) => "Json",
        Some(ParameterType::Boolean) => "Boolean",
        Some(ParameterType::String) | None => "String",
    };
    let mut definition = Map::new();
    definition.insert("Type".into(), json!(name));
    if let Some(default) = &parameter.default {
        definition.insert("Default".into(), plain(default));
    }
    for constraint in &parameter.constraints {
        if let ConstraintKind::AllowedValues(values) = &constraint.kind {
            definition.insert("AllowedValues".into(), values.iter().map(plain).collect());
        }
    }
    Value::Object(definition)
}

/// The document with one fault each, and without.
fn faulty(base: &Value, template: &Template) -> Vec<Value> {
    let mut documents = vec![base.clone()];
    let mut with = |pointer: &str, key: &str, value: Value| {
        let mut document = base.clone();
        if let Some(Value::Object(map)) = document.pointer_mut(pointer) {
            map.insert(key.to_owned(), value);
            documents.push(document);
        }
    };
    for (key, value) in [
        ("AWSTemplateFormatVersion", json!("2010-09-09")),
        ("HeatTemplateFormatVersion", json!("2016-10-14")),
        ("Conditions", json!({"c": {"Fn::Equals": [1, 1]}})),
        ("Metadata", json!({})),
        ("resources", json!({})),
        ("Mappings", json!([])),
        ("Outputs", json!(["a"])),
        ("Parameters", Value::Null),
        ("Description", json!(5)),
    ] {
        with("", key, value);
    }
    for (key, value) in parameter_faults() {
        for parameter in template.parameters.iter().take(3) {
            with(
                &format!("/Parameters/{}", escaped(&parameter.name.text)),
                key,
                value.clone(),
            );
        }
    }
    for (index, resource) in template.resources.iter().enumerate() {
        let pointer = format!("/Resources/{}", escaped(&resource.name.text));
        for (number, (key, value)) in resource_faults().into_iter().enumerate() {
            if number % 3 == index % 3 {
                with(&pointer, key, value);
            }
        }
    }
    let places = template.resources.iter().flat_map(|resource| {
        let entries = resource.property_entries().iter();
        entries.map(|it| (resource.name.text.as_str(), it.key.text.as_str()))
    });
    for (index, (resource, property)) in places.enumerate().take(MOST_PLACES) {
        let other = &template.resources[index % template.resources.len()].name.text;
        let parameter = template.parameters.get(index % template.parameters.len().max(1));
        let parameter = parameter.map_or("nope", |it| it.name.text.as_str());
        let pointer = format!("/Resources/{}/Properties", escaped(resource));
        for value in value_faults(other, parameter) {
            with(&pointer, property, value);
        }
    }
    documents
}

/// A name as a step of a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn parameter_faults() -> Vec<(&'static str, Value)> {
    vec![
        ("Type", json!("string")),
        ("Type", json!("List<String>")),
        ("Default", json!(5)),
        ("Default", json!("a,b")),
        ("Default", Value::Null),
        ("NoEcho", json!("true")),
        ("AllowedValues", json!(["a", 5])),
        ("AllowedValues", json!("a")),
        ("AllowedPattern", json!("[a-z]+")),
        ("AllowedPattern", json!("[")),
        ("MinLength", json!("3")),
        ("MaxLength", json!(2)),
        ("MinLength", json!("a")),
        ("MinValue", json!(1)),
        ("MaxValue", json!("10")),
        ("ConstraintDescription", json!(5)),
        ("Label", json!("a")),
        ("Nope", json!(1)),
        ("constraints", json!([])),
    ]
}

fn resource_faults() -> Vec<(&'static str, Value)> {
    vec![
        ("Type", Value::Null),
        ("type", json!("OS::Heat::None")),
        ("Nope", json!(1)),
        ("Condition", json!("c")),
        ("Condition", json!("nope")),
        ("DependsOn", json!("nope")),
        ("DependsOn", json!([5])),
        ("DependsOn", json!([])),
        ("DeletionPolicy", json!("Retain")),
        ("DeletionPolicy", json!("retain")),
        ("DeletionPolicy", json!("Snapshot")),
        ("DeletionPolicy", json!(5)),
        ("UpdatePolicy", json!({})),
        (
            "UpdatePolicy",
            json!({"AutoScalingRollingUpdate": {"MinInstancesInService": "1"}}),
        ),
        ("Metadata", json!({"a": {"Ref": "nope"}})),
        ("Metadata", json!({"a": {"Fn::GetAtt": ["nope", "a"]}})),
        ("Metadata", json!([])),
        ("Description", json!("a")),
        ("Properties", json!([])),
        ("Properties", json!({"Ref": "a"})),
        ("external_id", json!("a")),
    ]
}

fn value_faults(resource: &str, parameter: &str) -> Vec<Value> {
    vec![
        json!({"Ref": resource}),
        json!({"Ref": parameter}),
        json!({"Ref": "nope"}),
        json!({"Ref": "AWS::StackName"}),
        json!({"Ref": "AWS::Region"}),
        json!({"Ref": "AWS::AccountId"}),
        json!({"Ref": ["a"]}),
        json!({"Fn::GetAtt": [resource, "show"]}),
        json!({"Fn::GetAtt": [resource, "nope"]}),
        json!({"Fn::GetAtt": format!("{resource}.show")}),
        json!({"Fn::GetAtt": [resource]}),
        json!({"Fn::Join": ["-", ["a", {"Ref": parameter}]]}),
        json!({"Fn::Join": ["-", ["a", 5]]}),
        json!({"Fn::Join": ["-", {"Ref": parameter}]}),
        json!({"Fn::Join": [",", ["a"], ["b"]]}),
        json!({"Fn::Split": [",", "a,b"]}),
        json!({"Fn::Split": [",", 5]}),
        json!({"Fn::Select": ["0", ["a", "b"]]}),
        json!({"Fn::Select": [5, ["a", "b"]]}),
        json!({"Fn::Select": ["a", {"a": "b"}]}),
        json!({"Fn::Select": ["0", {"Ref": parameter}]}),
        json!({"Fn::Select": ["0"]}),
        json!({"Fn::FindInMap": ["M", "a", "b"]}),
        json!({"Fn::FindInMap": ["M", "a", "nope"]}),
        json!({"Fn::FindInMap": ["M", {"Ref": parameter}, "b"]}),
        json!({"Fn::FindInMap": ["M", "a"]}),
        json!({"Fn::Replace": [{"a": "b"}, "a b"]}),
        json!({"Fn::Replace": [{"a": ["b"]}, "a b"]}),
        json!({"Fn::Base64": {"Ref": parameter}}),
        json!({"Fn::Base64": ["a"]}),
        json!({"Fn::MemberListToMap": ["Name", "Value", [".member.0.Name=a", ".member.0.Value=b"]]}),
        json!({"Fn::MemberListToMap": ["Name", "Value", "a"]}),
        json!({"Fn::ResourceFacade": "Metadata"}),
        json!({"Fn::ResourceFacade": "nope"}),
        json!({"Fn::If": ["c", "a", "b"]}),
        json!({"Fn::Equals": [1, 1]}),
        json!({"get_param": parameter}),
        json!({"Fn::GetAZs": ""}),
        json!([{"Ref": resource}]),
        json!({"Ref": resource, "a": "b"}),
        Value::Null,
    ]
}
