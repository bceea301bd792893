//! Translation rules: how the engine turns given properties into others, and which older spellings follow from it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::json::{only_keys, option_text, slice, str_of, text};

/// Rules that the engine adds only where a property has a value, so that the facts, taken from empty resources, lack them:
/// (type, property that has a value, rule, path it applies to).
const RULES_WITH_VALUES: &[(&str, &str, &str, &str)] = &[
    ("OS::Heat::RandomString", "sequence", "add", "character_classes"),
    ("OS::Heat::RandomString", "sequence", "delete", "sequence"),
    ("OS::Neutron::RBACPolicy", "object_type", "resolve", "object_id"),
    ("OS::Neutron::Router", "l3_agent_id", "add", "l3_agent_ids"),
    ("OS::Neutron::Router", "l3_agent_id", "delete", "l3_agent_id"),
];

/// The rules of one type as a slice of `TranslationRule`.
pub(crate) fn rules(facts: &Value, type_name: &str) -> String {
    let mut rules = Vec::new();
    for rule in facts.get("translation").and_then(Value::as_array).into_iter().flatten() {
        only_keys(
            rule,
            &[
                "custom_value_path",
                "entity",
                "finder",
                "path",
                "rule",
                "value_name",
                "value_path",
            ],
            type_name,
        );
        rules.push(format!(
            "TranslationRule {{ action: TranslationAction::{}, path: {}, value_name: {}, value_path: {}, \
             custom_value_path: {}, finder: {}, entity: {}, when: None }}",
            action(str_of(&rule["rule"], type_name)),
            text(str_of(&rule["path"], type_name)),
            option_text(rule.get("value_name"), type_name),
            option_text(rule.get("value_path"), type_name),
            option_text(rule.get("custom_value_path"), type_name),
            option_text(rule.get("finder"), type_name),
            rule.get("entity").map_or("None".to_owned(), |entity| format!(
                "Some({})",
                text(&entity_name(str_of(entity, type_name)))
            )),
        ));
    }
    for (owner, when, rule, path) in RULES_WITH_VALUES {
        if *owner == type_name {
            for path in [when, path] {
                assert!(
                    has_property(&facts["properties"], path),
                    "{type_name} has no property {path}"
                );
            }
            rules.push(format!(
                "TranslationRule {{ action: TranslationAction::{}, path: {}, value_name: None, value_path: None, \
                 custom_value_path: None, finder: None, entity: None, when: Some({}) }}",
                action(rule),
                text(path),
                text(when),
            ));
        }
    }
    slice(rules)
}

fn action(rule: &str) -> &'static str {
    match rule {
        "add" => "Add",
        "replace" => "Replace",
        "resolve" => "Resolve",
        "delete" => "Delete",
        other => panic!("unknown translation rule {other:?}"),
    }
}

/// The facts give some entities by the name of the engine's constant, whose value is the same word in lower case;
/// only that of subnet pools is written together.
fn entity_name(entity: &str) -> String {
    let constant = entity
        .strip_prefix("<fake neutron.RES_TYPE_")
        .and_then(|rest| rest.strip_suffix('>'));
    match constant {
        Some("SUBNET_POOL") => "subnetpool".to_owned(),
        Some(constant) => constant.to_ascii_lowercase(),
        None => entity.to_owned(),
    }
}

/// Pairs of PR-018, from the rules that replace a property by the value of another one in the same map.
pub(crate) fn replacements(facts: &Value, place: &str) -> (BTreeMap<String, Vec<String>>, BTreeMap<String, String>) {
    let mut satisfied_by = BTreeMap::<String, Vec<String>>::new();
    let mut stands_for = BTreeMap::new();
    for rule in facts.get("translation").and_then(Value::as_array).into_iter().flatten() {
        if rule["rule"] != "replace" || rule.get("custom_value_path").is_some() {
            continue;
        }
        let path = str_of(&rule["path"], place);
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        let source = rule
            .get("value_name")
            .or_else(|| rule.get("value_path"))
            .expect("a replacement has a source");
        let source = str_of(source, place);
        assert!(
            rule.get("value_path").is_none() || (parent.is_empty() && !source.contains('.')),
            "{place}: the replacement of {path} comes from another map"
        );
        satisfied_by.entry(path.to_owned()).or_default().push(source.to_owned());
        stands_for.insert(join(parent, source), name.to_owned());
    }
    (satisfied_by, stands_for)
}

/// The properties that the engine drops, and when.
pub(crate) fn dropped(facts: &Value, type_name: &str) -> BTreeMap<String, &'static str> {
    let rules = facts.get("translation").and_then(Value::as_array).into_iter().flatten();
    let always = rules.filter(|rule| rule["rule"] == "delete");
    let always = always.map(|rule| (str_of(&rule["path"], type_name).to_owned(), "Always"));
    let with_values = RULES_WITH_VALUES.iter().filter(|(owner, when, rule, path)| {
        assert!(
            *rule != "delete" || when == path,
            "{owner}: {path} is dropped with {when}"
        );
        *owner == type_name && *rule == "delete"
    });
    always
        .chain(with_values.map(|(_, _, _, path)| ((*path).to_owned(), "WhenTrue")))
        .collect()
}

/// Whether a type has a property at a path of names, lists without a mark.
pub(crate) fn has_property(properties: &Value, path: &str) -> bool {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(mut property) = properties.get(name) else {
        return false;
    };
    while let Some(items) = property.get("items") {
        property = items;
    }
    rest.is_empty()
        || property
            .get("properties")
            .is_some_and(|inner| has_property(inner, rest))
}

/// A path with one more name.
pub(crate) fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}.{name}")
    }
}
