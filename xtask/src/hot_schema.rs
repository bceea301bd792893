//! The JSON Schema of HOT templates, for people who stay with a generic YAML server: made from the facts of
//! `hotkit-schema`, so that it knows what hotkit knows as far as a schema can.
//!
//! It flags nothing that Heat accepts, and therefore asks less than hotkit does: a function may stand for any value, a null is
//! no value, texts stand for numbers and booleans as Heat reads them, and versions are not told apart. Types that it does not
//! know are taken on trust, since an environment may map them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use hotkit_schema::descriptions::{of_function, of_property, of_section, of_type};
use hotkit_schema::{
    Constraint, Dropped, Literal, Property, SupportStatus, TemplateKind, ValueType, Version, function_names,
    resource_types, version_names, versions,
};
use serde_json::{Map, Value, json};

use crate::picture::Wanted;

const SCHEMA: &str = "schemas/hot.schema.json";

/// Words that YAML 1.1 or 1.2 reads as something else than text: such a list of values is not asked for.
const NOT_ALWAYS_TEXT: [&str; 12] = [
    "yes", "no", "on", "off", "y", "n", "true", "false", "null", "~", "", "none",
];

/// Writes the schema, or says whether it is fresh; what is told either way is a sentence for people.
pub(crate) fn hot_schema(root: &Path, wanted: Wanted) -> Result<String, String> {
    let path = root.join(SCHEMA);
    let written = written(&schema());
    match wanted {
        Wanted::Written => fs::write(&path, &written)
            .map(|()| format!("{SCHEMA} has been written"))
            .map_err(|error| format!("{SCHEMA} cannot be written: {error}")),
        Wanted::Compared => {
            let present = fs::read_to_string(&path).map_err(|error| format!("{SCHEMA} cannot be read: {error}"))?;
            if present == written {
                Ok(format!("{SCHEMA} is as it would be written"))
            } else {
                Err(format!("{SCHEMA} is old: cargo xtask hot-schema writes it"))
            }
        }
    }
}

/// One line for each definition: a change of a fact is a change of few lines.
fn written(schema: &Value) -> String {
    let mut text = String::from("{\n");
    let entries = schema
        .as_object()
        .map(|it| it.iter().collect::<Vec<_>>())
        .unwrap_or_default();
    for (index, (key, value)) in entries.iter().enumerate() {
        let end = if index + 1 < entries.len() { "," } else { "" };
        if *key == "$defs" {
            text.push_str("  \"$defs\": {\n");
            let definitions: Vec<_> = value.as_object().into_iter().flatten().collect();
            for (index, (name, definition)) in definitions.iter().enumerate() {
                let end = if index + 1 < definitions.len() { "," } else { "" };
                let _ = writeln!(text, "    {}: {definition}{end}", json!(name));
            }
            let _ = writeln!(text, "  }}{end}");
        } else {
            let _ = writeln!(text, "  {}: {value}{end}", json!(key));
        }
    }
    text.push_str("}\n");
    text
}

fn hot_versions() -> impl Iterator<Item = &'static Version> {
    versions().iter().filter(|it| it.kind == TemplateKind::Hot)
}

/// Every word that some version has, in the order of the newest that has it.
fn words(of: impl Fn(&'static Version) -> &'static [&'static str]) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Vec::new();
    for version in hot_versions().collect::<Vec<_>>().into_iter().rev() {
        for word in of(version) {
            if !all.contains(word) {
                all.push(word);
            }
        }
    }
    all
}

fn schema() -> Value {
    let mut definitions = Map::new();
    definitions.insert("function".to_owned(), function());
    definitions.insert("parameter".to_owned(), parameter());
    definitions.insert(
        "condition".to_owned(),
        json!({ "type": ["boolean", "string", "object"] }),
    );
    definitions.insert("resource".to_owned(), resource());
    definitions.insert("output".to_owned(), output());
    for resource_type in known_types() {
        let properties = object(resource_type.properties, resource_type.name, "");
        definitions.insert(format!("properties {}", resource_type.name), properties);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://raw.githubusercontent.com/hotkit/hotkit/main/schemas/hot.schema.json",
        "title": "OpenStack Heat template (HOT)",
        "description": "Made by `cargo xtask hot-schema` from the facts about Heat; do not edit. It flags nothing that Heat accepts; what is wrong all the same, `hotkit check` finds.",
        "type": "object",
        "if": { "required": ["heat_template_version"] },
        "then": { "$ref": "#/$defs/template" },
        "$defs": with_template(definitions),
    })
}

fn with_template(mut definitions: Map<String, Value>) -> Map<String, Value> {
    let mut sections = Map::new();
    for section in words(|it| it.sections) {
        let value = match section {
            "heat_template_version" => json!({ "enum": version_names("heat_template_version").collect::<Vec<_>>() }),
            "parameters" => map_of("parameter"),
            "resources" => map_of("resource"),
            "outputs" => map_of("output"),
            "conditions" => map_of("condition"),
            "parameter_groups" => parameter_groups(),
            _ => json!({}),
        };
        sections.insert(section.to_owned(), described(value, of_section(section)));
    }
    let template = json!({ "type": "object", "properties": sections, "additionalProperties": false });
    definitions.insert("template".to_owned(), template);
    definitions
}

fn known_types() -> impl Iterator<Item = &'static hotkit_schema::ResourceType> {
    // A type that takes anything, or whose properties are those of a template, has nothing to be asked for.
    resource_types()
        .iter()
        .filter(|it| !it.is_pattern && !it.placeholder && it.template_resource.is_none())
}

fn described(mut schema: Value, sentence: Option<&str>) -> Value {
    if let (Some(object), Some(sentence)) = (schema.as_object_mut(), sentence) {
        object.insert("description".to_owned(), json!(sentence));
    }
    schema
}

fn map_of(definition: &str) -> Value {
    // What is empty in any way is an empty section (T-007, T-016).
    json!({
        "anyOf": [
            { "type": "object", "additionalProperties": { "$ref": format!("#/$defs/{definition}") } },
            { "enum": [null, "", [], false, 0] },
        ],
    })
}

fn parameter_groups() -> Value {
    json!({
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "properties": {
                "label": described(json!({}), of_section("parameter_groups.*.label")),
                "description": described(json!({}), of_section("parameter_groups.*.description")),
                "parameters": described(json!({ "type": "array" }), of_section("parameter_groups.*.parameters")),
            },
        },
    })
}

fn function() -> Value {
    let mut functions = Map::new();
    for name in function_names() {
        let summary = of_function(name).map(|it| format!("{}\n\n{}", it.signature, it.summary));
        functions.insert((*name).to_owned(), described(json!({}), summary.as_deref()));
    }
    json!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": functions,
        "additionalProperties": false,
    })
}

fn parameter() -> Value {
    let mut keys = Map::new();
    for key in words(|it| it.parameter_keys) {
        let value = match key {
            "type" => json!({ "enum": words(|it| it.parameter_types) }),
            "constraints" => constraints(),
            _ => json!({}),
        };
        let sentence = of_section(&format!("parameters.*.{key}"));
        keys.insert(key.to_owned(), described(value, sentence));
    }
    json!({ "type": "object", "required": ["type"], "properties": keys, "additionalProperties": false })
}

fn constraints() -> Value {
    let mut keys = Map::new();
    for key in words(|it| it.constraint_keys_accepted) {
        let sentence = of_section(&format!("parameters.*.constraints.*.{key}"));
        keys.insert(key.to_owned(), described(json!({}), sentence));
    }
    json!({
        "type": ["array", "null"],
        "items": { "type": "object", "properties": keys, "additionalProperties": false },
    })
}

fn output() -> Value {
    let mut keys = Map::new();
    for key in words(|it| it.output_keys) {
        keys.insert(
            key.to_owned(),
            described(json!({}), of_section(&format!("outputs.*.{key}"))),
        );
    }
    // Keys that Heat does not know it does not look at (O-003).
    json!({ "type": "object", "required": ["value"], "properties": keys })
}

fn resource() -> Value {
    let mut keys = Map::new();
    for key in words(|it| it.resource_keys) {
        let value = match key {
            "type" => type_names(),
            // A key that is there may not be empty.
            "properties" | "metadata" | "update_policy" => json!({ "type": "object" }),
            "depends_on" => json!({ "type": ["string", "array"], "items": { "type": "string" } }),
            "condition" => json!({ "type": ["boolean", "string", "object"] }),
            _ => json!({}),
        };
        let sentence = of_section(&format!("resources.*.{key}"));
        keys.insert(key.to_owned(), described(value, sentence));
    }
    let by_type: Vec<Value> = known_types()
        .map(|it| {
            let required = if needs_properties(it.properties) {
                json!(["properties"])
            } else {
                json!([])
            };
            json!({
                // What is there already has no properties to be asked for.
                "if": { "properties": { "type": { "const": it.name } }, "not": { "required": ["external_id"] } },
                "then": {
                    "required": required,
                    "properties": { "properties": { "$ref": format!("#/$defs/properties {}", it.name) } },
                },
            })
        })
        .collect();
    json!({
        "type": "object",
        "required": ["type"],
        "properties": keys,
        "additionalProperties": false,
        "allOf": by_type,
    })
}

/// The names of all types, to be offered; any other name is taken, too.
fn type_names() -> Value {
    let names: Vec<Value> = resource_types()
        .iter()
        .filter(|it| !it.is_pattern && !it.hidden)
        .map(|it| described(json!({ "const": it.name }), of_type(it.name).map(|it| it.summary)))
        .collect();
    json!({ "type": "string", "anyOf": [{ "anyOf": names }, { "type": "string" }] })
}

fn is_asked_for(property: &Property) -> bool {
    property.required && property.dropped == Dropped::Never
}

fn needs_properties(properties: &'static [Property]) -> bool {
    properties.iter().any(is_asked_for)
}

/// A map with these members. For the properties of a resource as a whole no function may stand.
fn object(properties: &'static [Property], type_name: &str, path: &str) -> Value {
    let mut members = Map::new();
    for property in properties {
        members.insert(
            property.name.to_owned(),
            member(property, type_name, &joined(path, property.name)),
        );
    }
    let mut required = Vec::new();
    let mut either = Vec::new();
    for property in properties.iter().filter(|it| is_asked_for(it)) {
        if property.satisfied_by.is_empty() {
            required.push(json!(property.name));
        } else {
            let names = std::iter::once(property.name).chain(property.satisfied_by.iter().copied());
            let choices: Vec<Value> = names.map(|it| json!({ "required": [it] })).collect();
            either.push(json!({ "anyOf": choices }));
        }
    }
    let mut schema = json!({
        "type": "object",
        "properties": members,
        // A merge key, where a reader of YAML leaves it in place.
        "patternProperties": { "^<<$": {} },
        "additionalProperties": false,
    });
    if let Some(it) = schema.as_object_mut() {
        if !required.is_empty() {
            it.insert("required".to_owned(), Value::Array(required));
        }
        if !either.is_empty() {
            it.insert("allOf".to_owned(), Value::Array(either));
        }
    }
    schema
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// A property with its words.
fn member(property: &'static Property, type_name: &str, path: &str) -> Value {
    let mut schema = described(value(property, type_name, path), of_property(type_name, path));
    if let Some(it) = schema.as_object_mut() {
        if property.support.status == SupportStatus::Deprecated {
            it.insert("deprecated".to_owned(), json!(true));
        }
        if let Some(default) = property.default.filter(|it| !matches!(it, Literal::Null)) {
            it.insert("default".to_owned(), literal(&default));
        }
    }
    schema
}

/// What a value may be: of its type, a function, or nothing.
fn value(property: &'static Property, type_name: &str, path: &str) -> Value {
    if property.dropped != Dropped::Never {
        return json!({});
    }
    let function = json!({ "$ref": "#/$defs/function" });
    match property.value_type {
        ValueType::String => {
            if let Some(values) = texts(property) {
                return json!({ "anyOf": [{ "enum": values }, function, { "type": "null" }] });
            }
            json!({ "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, function] })
        }
        // Numeric texts and booleans are numbers, too (PR-003, PR-006).
        ValueType::Integer | ValueType::Number => {
            json!({ "anyOf": [{ "type": ["number", "string", "boolean", "null"] }, function] })
        }
        // `yes` is a boolean for Heat's reader of YAML, and text for others (PR-005).
        ValueType::Boolean => json!({ "anyOf": [{ "type": ["boolean", "string", "null"] }, function] }),
        ValueType::List => {
            let mut list = json!({ "type": "array" });
            if let (Some(items), Some(it)) = (property.items, list.as_object_mut()) {
                it.insert("items".to_owned(), value(items, type_name, &joined(path, "*")));
            }
            let mut choices = vec![list, function, json!({ "type": "null" })];
            if property.allow_conversion {
                choices.push(json!({ "type": "string" }));
            }
            json!({ "anyOf": choices })
        }
        ValueType::Map => {
            let mut choices = match property.properties {
                Some(properties) => vec![object(properties, type_name, path), function, json!({ "type": "null" })],
                None => vec![json!({ "type": ["object", "null"] })],
            };
            if property.allow_conversion {
                choices.push(json!({ "type": ["string", "array"] }));
            }
            json!({ "anyOf": choices })
        }
        _ => json!({}),
    }
}

/// The values of a text, where they are text for every reader of YAML.
fn texts(property: &Property) -> Option<Vec<&'static str>> {
    if !property.satisfied_by.is_empty() || property.stands_for.is_some() {
        return None;
    }
    let values = property.constraints.iter().find_map(|it| match it {
        Constraint::AllowedValues(values) => Some(*values),
        _ => None,
    })?;
    let texts: Vec<&'static str> = values.iter().filter_map(Literal::as_text).collect();
    let is_text = |it: &&str| {
        !NOT_ALWAYS_TEXT.contains(&it.to_lowercase().as_str())
            && !it.starts_with(|it: char| it.is_ascii_digit() || "+-.".contains(it))
    };
    (texts.len() == values.len() && texts.iter().all(is_text)).then_some(texts)
}

/// A constant as JSON; the depth is that of the facts.
fn literal(value: &Literal) -> Value {
    match value {
        Literal::Null => Value::Null,
        Literal::Bool(it) => json!(it),
        Literal::Int(it) => json!(it),
        Literal::Float(it) => json!(it),
        Literal::Text(it) => json!(it),
        Literal::List(items) => items.iter().map(literal).collect(),
        Literal::Map(entries) => entries
            .iter()
            .map(|(key, value)| ((*key).to_owned(), literal(value)))
            .collect(),
    }
}
