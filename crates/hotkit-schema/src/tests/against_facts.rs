//! The tables hold what the JSON in `schemas/facts` holds, at every depth.

use std::path::Path;

use serde_json::Value;

use crate::{
    Constraint, Literal, Property, SupportStatus, custom_constraint, find_property, function_names, in_schema_order,
    releases, resource_type, resource_types, type_history, version,
};

fn facts(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../schemas/facts")
        .join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_type_has_its_properties_and_attributes() {
    let facts = facts("resource_types.json");
    let types = facts["resource_types"].as_object().unwrap();
    assert_eq!(types.len(), resource_types().len());
    let mut properties = 0;
    for (name, facts) in types {
        let found = resource_type(name).unwrap();
        if let Some(alias) = facts.get("alias") {
            assert_eq!(found.alias, alias.as_str(), "{name}");
            continue;
        }
        properties += compare_maps(&facts["properties"], found.properties, name);
        let empty = Value::Object(serde_json::Map::new());
        properties += compare_maps(facts.get("update_policy").unwrap_or(&empty), found.update_policy, name);
        let attributes = facts["attributes"].as_object().unwrap();
        let base = facts["base_attributes"].as_object().unwrap();
        assert_eq!(found.attributes.len(), attributes.len() + base.len(), "{name}");
        for attribute in attributes.keys().chain(base.keys()) {
            assert!(found.attribute(attribute).is_some(), "{name}: {attribute}");
        }
        assert_eq!(found.hidden, facts.get("hidden").is_some(), "{name}");
        assert_eq!(found.hidden, found.support.status == SupportStatus::Hidden, "{name}");
    }
    assert_eq!(properties, 1660);
}

/// Compares a map of properties with a slice, and returns how many properties there are at all depths.
fn compare_maps(facts: &Value, properties: &'static [Property], place: &str) -> usize {
    let facts = facts.as_object().unwrap();
    assert_eq!(facts.len(), properties.len(), "{place}");
    let mut orders: Vec<_> = properties.iter().map(|property| usize::from(property.order)).collect();
    orders.sort_unstable();
    assert!(
        orders.into_iter().eq(0..properties.len()),
        "{place}: each position is taken once"
    );
    facts
        .iter()
        .map(|(name, facts)| {
            compare(
                facts,
                find_property(properties, name).unwrap(),
                &format!("{place}.{name}"),
            )
        })
        .sum()
}

fn compare(facts: &Value, property: &'static Property, place: &str) -> usize {
    let flag = |key: &str, plain: bool| facts.get(key).map_or(plain, |value| value.as_bool().unwrap());
    assert_eq!(facts["type"], property.value_type.name(), "{place}");
    assert_eq!(flag("required", false), property.required, "{place}");
    assert_eq!(flag("update_allowed", false), property.update_allowed, "{place}");
    assert_eq!(flag("immutable", false), property.immutable, "{place}");
    assert_eq!(flag("implemented", true), property.implemented, "{place}");
    assert_eq!(flag("allow_conversion", false), property.allow_conversion, "{place}");
    assert_eq!(
        facts.get("default").cloned(),
        property.default.as_ref().map(json),
        "{place}"
    );
    let constraints = facts.get("constraints").map_or(&[][..], |it| it.as_array().unwrap());
    let found: Vec<_> = property.constraints.iter().map(constraint_json).collect();
    assert_eq!(constraints, found, "{place}");
    let inner = facts
        .get("properties")
        .map_or(0, |inner| compare_maps(inner, property.properties.unwrap(), place));
    assert_eq!(
        facts.get("properties").is_some(),
        property.properties.is_some(),
        "{place}"
    );
    let items = facts
        .get("items")
        .map_or(0, |items| compare(items, property.items.unwrap(), place));
    assert_eq!(facts.get("items").is_some(), property.items.is_some(), "{place}");
    1 + inner + items
}

/// The literal read back from the JSON that it is shown as.
fn json(literal: &Literal) -> Value {
    serde_json::from_str(&literal.to_string()).unwrap()
}

fn constraint_json(constraint: &Constraint) -> Value {
    let bounds = |kind: &str, min: Option<i64>, max: Option<i64>| {
        let mut bounds = serde_json::Map::new();
        bounds.extend(min.map(|min| ("min".to_owned(), min.into())));
        bounds.extend(max.map(|max| ("max".to_owned(), max.into())));
        serde_json::json!({ kind: bounds })
    };
    match *constraint {
        Constraint::AllowedValues(values) => {
            serde_json::json!({ "allowed_values": values.iter().map(json).collect::<Vec<_>>() })
        }
        Constraint::Range { min, max } => bounds("range", min, max),
        Constraint::Length { min, max } => bounds("length", min, max),
        Constraint::AllowedPattern(pattern) => serde_json::json!({ "allowed_pattern": pattern }),
        Constraint::Modulo { step, offset } => {
            serde_json::json!({ "modulo": { "step": step, "offset": offset } })
        }
        Constraint::Custom(name) => serde_json::json!({ "custom_constraint": name }),
    }
}

#[test]
fn every_order_is_that_of_the_file() {
    let facts = facts("schema_order.json");
    let mut compared = 0;
    for (name, parts) in facts["resource_types"].as_object().unwrap() {
        let found = resource_type(name).unwrap();
        for (part, paths) in parts.as_object().unwrap() {
            let top = if part == "properties" {
                found.properties
            } else {
                found.update_policy
            };
            for (path, names) in paths.as_object().unwrap() {
                let members = match path.as_str() {
                    "" => top,
                    path => crate::property_at(top, path).unwrap().members().unwrap(),
                };
                let ordered: Vec<_> = in_schema_order(members).iter().map(|property| property.name).collect();
                assert_eq!(serde_json::json!(ordered), *names, "{name} {part} {path}");
                compared += 1;
            }
        }
    }
    assert!(
        compared > 200,
        "the file holds the orders of many maps, not only {compared}"
    );
}

#[test]
fn every_custom_constraint_uses_a_known_name() {
    let facts = facts("resource_types.json");
    for (name, constraint) in facts["custom_constraints"].as_object().unwrap() {
        assert_eq!(
            constraint["text_only"],
            custom_constraint(name).unwrap().text_only,
            "{name}"
        );
    }
    for resource_type in resource_types() {
        check_constraint_names(resource_type.properties, resource_type.name);
    }
}

fn check_constraint_names(properties: &'static [Property], place: &str) {
    for property in properties {
        for constraint in property.constraints {
            if let Constraint::Custom(name) = constraint {
                assert!(custom_constraint(name).is_some(), "{place}.{}: {name}", property.name);
            }
        }
        check_constraint_names(property.members().unwrap_or_default(), place);
    }
}

#[test]
fn every_version_has_its_functions() {
    let facts = facts("template_versions.json");
    let versions = facts["versions"].as_object().unwrap();
    assert_eq!(versions.len(), crate::versions().len());
    for (name, facts) in versions {
        let (key, value) = name.split_once('.').unwrap();
        let found = version(key, value).unwrap();
        let functions = facts["functions"].as_object().unwrap();
        assert_eq!(functions.len(), found.functions.len(), "{name}");
        for function in functions.keys() {
            assert!(found.function(function).is_some(), "{name}: {function}");
            assert!(function_names().contains(&function.as_str()), "{function}");
        }
        for function in facts["condition_functions"].as_object().unwrap().keys() {
            assert!(found.condition_function(function).is_some(), "{name}: {function}");
        }
        let aliases = facts
            .get("aliases")
            .map_or(0, |aliases| aliases.as_array().unwrap().len());
        assert_eq!(found.names().count(), 1 + aliases, "{name}");
    }
}

#[test]
fn every_release_and_type_history_is_there() {
    let facts = facts("releases.json");
    let ids: Vec<_> = facts["releases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["version"].as_str().unwrap())
        .collect();
    assert_eq!(ids, releases().iter().map(|release| release.id).collect::<Vec<_>>());
    for (name, facts) in facts["types"].as_object().unwrap() {
        let history = type_history(name).unwrap();
        let since = facts.get("since").map(|since| since.as_str().unwrap());
        assert_eq!(history.since.map(|release| release.id), since, "{name}");
    }
    for resource_type in resource_types() {
        let history = type_history(resource_type.name).unwrap();
        assert!(history.until.is_none(), "{}", resource_type.name);
    }
}
