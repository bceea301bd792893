//! `resource_types.json` and `schema_order.json`: resource types with all that hangs on them.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::json::{
    flag, literal, literals, members, object, only_keys, option_integer, option_text, slice, str_list, str_of, text,
    texts,
};
use crate::releases::Releases;
use crate::translation::{self, has_property, join, replacements};

const TYPE_KEYS: &[&str] = &[
    "alias",
    "attributes",
    "base_attributes",
    "class",
    "entity",
    "glob",
    "hidden",
    "overrides",
    "physical_name_limit",
    "properties",
    "requires_deferred_auth",
    "service",
    "service_extension",
    "service_types",
    "signal",
    "snapshot_delete",
    "stack_resource",
    "strict_dependency",
    "support",
    "template_resource",
    "translation",
    "translation_needs_values",
    "update_policy",
];

const PROPERTY_KEYS: &[&str] = &[
    "allow_conversion",
    "constraints",
    "default",
    "immutable",
    "implemented",
    "items",
    "properties",
    "required",
    "support",
    "type",
    "update_allowed",
];

/// Where the engine looks for the templates that its own environment names.
const TEMPLATE_FOLDER: &str = "file:///etc/heat/templates/";

/// The type that does nothing and takes everything (PR-020).
const NONE_TYPE: &str = "OS::Heat::None";

/// What the translation rules and the order file say about the properties of one type.
struct Context<'a> {
    /// Name of the type, for error messages.
    place: &'a str,
    /// Path of a property (lists without a mark) to the older spellings that stand in for it (PR-018).
    satisfied_by: BTreeMap<String, Vec<String>>,
    /// Path of an older spelling to the name that it stands in for.
    stands_for: BTreeMap<String, String>,
    /// Path of a property that the engine drops to the word for when.
    dropped: BTreeMap<String, &'static str>,
    /// Path (lists marked by `*`) to the names in the engine's order, where this is not the order of names.
    order: Option<&'a Value>,
}

pub(crate) fn write(facts: &Value, order: &Value, releases: &Releases, out: &mut String) {
    only_keys(
        facts,
        &["custom_constraints", "engine", "resource_types"],
        "resource_types.json",
    );
    only_keys(order, &["engine", "resource_types"], "schema_order.json");
    assert_eq!(facts["engine"], order["engine"], "both files must come from one engine");
    let _ = writeln!(
        out,
        "pub(crate) const ENGINE: &str = {};",
        text(str_of(&facts["engine"], "engine"))
    );

    let types = object(&facts["resource_types"], "resource_types");
    let names: Vec<_> = members(&facts["resource_types"], "resource_types")
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    for name in object(&order["resource_types"], "resource_types").keys() {
        assert!(
            types.contains_key(name),
            "schema_order.json names {name}, which is no type"
        );
    }
    for (index, name) in names.iter().enumerate() {
        if types[*name].get("alias").is_none() {
            write_members(index, name, &types[*name], &order["resource_types"][*name], out);
        }
    }
    let _ = writeln!(
        out,
        "pub(crate) static RESOURCE_TYPES: [ResourceType; {}] = [",
        names.len()
    );
    for name in &names {
        let (target, facts) = resolve_alias(name, &types[*name], types);
        let index = names
            .binary_search(&target)
            .expect("names are sorted, and an alias leads to one of them");
        write_type(name, index, &types[*name], facts, releases.is_placeholder(target), out);
    }
    let _ = writeln!(out, "];");
    write_registry(&names, types, out);
    write_custom_constraints(&facts["custom_constraints"], out);
}

/// The type that an alias stands for; a type that is none, and an alias of a pattern, stand for themselves.
fn resolve_alias<'a>(
    name: &'a str,
    facts: &'a Value,
    types: &'a serde_json::Map<String, Value>,
) -> (&'a str, &'a Value) {
    let Some(target) = facts.get("alias") else {
        return (name, facts);
    };
    let target = str_of(target, name);
    types.get(target).map_or((name, facts), |facts| (target, facts))
}

fn write_members(index: usize, name: &str, facts: &Value, order: &Value, out: &mut String) {
    only_keys(facts, TYPE_KEYS, name);
    let (satisfied_by, stands_for) = replacements(facts, name);
    for path in satisfied_by.keys().chain(stands_for.keys()) {
        assert!(
            has_property(&facts["properties"], path),
            "{name}: a rule names {path}, which is no property"
        );
    }
    let mut context = Context {
        place: name,
        satisfied_by,
        stands_for,
        dropped: translation::dropped(facts, name),
        order: order.get("properties"),
    };
    let properties = properties(&facts["properties"], "", "", &context);
    context.order = order.get("update_policy");
    context.satisfied_by.clear();
    context.stands_for.clear();
    context.dropped.clear();
    let update_policy = facts
        .get("update_policy")
        .map_or("&[]".to_owned(), |facts| self::properties(facts, "", "", &context));
    let _ = writeln!(out, "static PROPERTIES_{index}: &[Property] = {properties};");
    let _ = writeln!(out, "static UPDATE_POLICY_{index}: &[Property] = {update_policy};");
    let _ = writeln!(
        out,
        "static ATTRIBUTES_{index}: &[Attribute] = {};",
        attributes(facts, name)
    );
    let _ = writeln!(
        out,
        "static TRANSLATION_{index}: &[TranslationRule] = {};",
        translation::rules(facts, name)
    );
}

/// `path` marks lists by `*` as the order file does, `plain` leaves them out as translation rules do.
fn properties(facts: &Value, path: &str, plain: &str, context: &Context) -> String {
    let sorted = members(facts, context.place);
    let order = context
        .order
        .and_then(|order| order.get(path))
        .map(|names| str_list(Some(names), context.place));
    if let Some(order) = &order {
        assert_eq!(
            order.len(),
            sorted.len(),
            "{}: the order of {path:?} does not fit",
            context.place
        );
    }
    slice(sorted.into_iter().enumerate().map(|(position, (name, facts))| {
        let order = order.as_ref().map_or(position, |order| {
            let found = order.iter().position(|known| *known == name);
            found.unwrap_or_else(|| panic!("{}: {path}.{name} has no place in the order", context.place))
        });
        property(name, order, facts, &join(path, name), &join(plain, name), context)
    }))
}

fn property(name: &str, order: usize, facts: &Value, path: &str, plain: &str, context: &Context) -> String {
    only_keys(facts, PROPERTY_KEYS, path);
    let constraints = facts.get("constraints").and_then(Value::as_array).into_iter().flatten();
    let inner = facts.get("properties").map_or("None".to_owned(), |inner| {
        format!("Some({})", properties(inner, path, plain, context))
    });
    let items = facts.get("items").map_or("None".to_owned(), |items| {
        format!("Some(&{})", property("*", 0, items, &join(path, "*"), plain, context))
    });
    // The rules name the list, not its items.
    let (satisfied_by, stands_for) = if name == "*" {
        (&[][..], None)
    } else {
        (
            context.satisfied_by.get(plain).map_or(&[][..], Vec::as_slice),
            context.stands_for.get(plain),
        )
    };
    let member = |path: &str| {
        path.strip_prefix(plain)
            .and_then(|it| it.strip_prefix('.'))
            .is_some_and(|it| !it.contains('.'))
    };
    let spelled_otherwise = !satisfied_by.is_empty() || context.satisfied_by.keys().any(|path| member(path));
    format!(
        "Property {{ name: {}, first_letters: first_letters({}), order: {order}, value_type: ValueType::{}, required: {}, default: {}, update_allowed: {}, \
         immutable: {}, implemented: {}, allow_conversion: {}, constraints: {}, properties: {inner}, items: {items}, \
         support: {}, satisfied_by: {}, spelled_otherwise: {spelled_otherwise}, stands_for: {}, dropped: Dropped::{} }}\n",
        text(name),
        text(name),
        value_type(str_of(&facts["type"], path)),
        flag(facts, "required", false),
        facts
            .get("default")
            .map_or("None".to_owned(), |value| format!("Some({})", literal(value))),
        flag(facts, "update_allowed", false),
        flag(facts, "immutable", false),
        flag(facts, "implemented", true),
        flag(facts, "allow_conversion", false),
        slice(constraints.map(|facts| constraint(facts, path))),
        support(facts.get("support"), path),
        texts(satisfied_by.iter().map(String::as_str)),
        stands_for.map_or("None".to_owned(), |name| format!("Some({})", text(name))),
        if name == "*" {
            "Never"
        } else {
            context.dropped.get(plain).copied().unwrap_or("Never")
        },
    )
}

fn value_type(word: &str) -> &'static str {
    match word {
        "string" => "String",
        "integer" => "Integer",
        "number" => "Number",
        "boolean" => "Boolean",
        "map" => "Map",
        "list" => "List",
        "any" => "Any",
        other => panic!("{other:?} is no type of values"),
    }
}

fn constraint(facts: &Value, place: &str) -> String {
    let entries = members(facts, place);
    let [(kind, value)] = entries.as_slice() else {
        panic!("{place}: a constraint has one key")
    };
    let bounds = |low: &str, high: &str| {
        only_keys(value, &[low, high], place);
        format!(
            "{low}: {}, {high}: {}",
            option_integer(value.get(low), place),
            option_integer(value.get(high), place)
        )
    };
    match *kind {
        "allowed_values" => {
            let values = value
                .as_array()
                .unwrap_or_else(|| panic!("{place}: allowed values are a list"));
            format!("Constraint::AllowedValues({})", literals(values))
        }
        "range" => format!("Constraint::Range {{ {} }}", bounds("min", "max")),
        "length" => format!("Constraint::Length {{ {} }}", bounds("min", "max")),
        "modulo" => {
            let part = |key: &str| {
                value[key]
                    .as_i64()
                    .unwrap_or_else(|| panic!("{place}: {key} must be an integer"))
            };
            format!(
                "Constraint::Modulo {{ step: {}, offset: {} }}",
                part("step"),
                part("offset")
            )
        }
        "allowed_pattern" => format!("Constraint::AllowedPattern({})", text(str_of(value, place))),
        "custom_constraint" => format!("Constraint::Custom({})", text(str_of(value, place))),
        other => panic!("{place}: unknown constraint {other:?}"),
    }
}

fn support(facts: Option<&Value>, place: &str) -> String {
    let Some(facts) = facts.filter(|facts| !facts.is_null()) else {
        return "Support::PLAIN".to_owned();
    };
    only_keys(facts, &["previous", "status", "substitute_class", "version"], place);
    let status = match str_of(&facts["status"], place) {
        "SUPPORTED" => "Supported",
        "DEPRECATED" => "Deprecated",
        "HIDDEN" => "Hidden",
        "UNSUPPORTED" => "Unsupported",
        other => panic!("{place}: unknown status {other:?}"),
    };
    let previous = facts.get("previous").map_or("None".to_owned(), |previous| {
        format!("Some(&{})", support(Some(previous), place))
    });
    format!(
        "Support {{ status: SupportStatus::{status}, version: {}, previous: {previous}, substitute_class: {} }}",
        option_text(facts.get("version"), place),
        option_text(facts.get("substitute_class"), place),
    )
}

/// Own attributes and those of every type, in one sorted list.
fn attributes(facts: &Value, place: &str) -> String {
    let mut all = BTreeMap::new();
    for (key, base) in [("attributes", false), ("base_attributes", true)] {
        for (name, facts) in members(&facts[key], place) {
            only_keys(facts, &["cache_mode", "support", "type"], name);
            let value_type = facts.get("type").map_or("None".to_owned(), |word| {
                format!("Some(ValueType::{})", value_type(str_of(word, name)))
            });
            let cache_none = facts.get("cache_mode").is_some_and(|mode| mode == "cache_none");
            let expression = format!(
                "Attribute {{ name: {}, value_type: {value_type}, support: {}, cache_none: {cache_none}, base: {base} }}\n",
                text(name),
                support(facts.get("support"), name),
            );
            let doubled = all.insert(name, expression);
            assert!(doubled.is_none(), "{place}: the attribute {name} is there twice");
        }
    }
    slice(all.into_values())
}

fn write_type(name: &str, index: usize, own: &Value, facts: &Value, gone: bool, out: &mut String) {
    only_keys(own, TYPE_KEYS, name);
    let is_pattern = own.get("alias").is_some() && facts.get("alias").is_some();
    let table = |table: &str| {
        if is_pattern {
            "&[]".to_owned()
        } else {
            format!("{table}_{index}")
        }
    };
    let overrides = str_list(facts.get("overrides"), name);
    let overridden = |method: &str| overrides.contains(&method);
    let _ = writeln!(
        out,
        "ResourceType {{ name: {}, alias: {}, is_pattern: {is_pattern}, template_resource: {}, class: {}, support: {}, \
         hidden: {}, properties: {}, attributes: {}, update_policy: {}, translation: {}, snapshot_delete: {}, \
         stack_resource: {}, any_attribute: {}, placeholder: {}, own_handle_update: {}, signal: {}, \
         strict_dependency: {}, requires_deferred_auth: {}, physical_name_limit: {}, service: {}, service_types: {}, \
         service_extension: {}, entity: {}, overrides: {}, plug_in: None }},",
        text(name),
        option_text(own.get("alias"), name),
        option_text(facts.get("template_resource"), name),
        option_text(facts.get("class"), name),
        support(facts.get("support"), name),
        flag(facts, "hidden", false),
        table("PROPERTIES"),
        table("ATTRIBUTES"),
        table("UPDATE_POLICY"),
        table("TRANSLATION"),
        flag(facts, "snapshot_delete", false),
        flag(facts, "stack_resource", false),
        overridden("get_attribute"),
        gone || name == NONE_TYPE,
        overridden("handle_update"),
        flag(facts, "signal", false),
        flag(facts, "strict_dependency", true),
        flag(facts, "requires_deferred_auth", false),
        facts
            .get("physical_name_limit")
            .map_or("255".to_owned(), Value::to_string),
        option_text(facts.get("service"), name),
        texts(str_list(facts.get("service_types"), name)),
        option_text(facts.get("service_extension"), name),
        option_text(facts.get("entity"), name),
        texts(overrides),
    );
}

/// The environment shipped with the engine: what the registry maps besides the classes.
fn write_registry(names: &[&str], types: &serde_json::Map<String, Value>, out: &mut String) {
    let rows = names.iter().filter_map(|name| {
        let facts = &types[*name];
        let target = match (facts.get("alias"), facts.get("template_resource")) {
            (Some(alias), _) => str_of(alias, name).to_owned(),
            (None, Some(file)) => format!("{TEMPLATE_FOLDER}{}", str_of(file, name)),
            (None, None) => return None,
        };
        Some(format!("({}, {})", text(name), text(&target)))
    });
    let _ = writeln!(
        out,
        "pub(crate) static ENGINE_REGISTRY: &[(&str, &str)] = {};",
        slice(rows)
    );
}

fn write_custom_constraints(facts: &Value, out: &mut String) {
    let rows = members(facts, "custom_constraints").into_iter().map(|(name, facts)| {
        only_keys(facts, &["text_only"], name);
        format!(
            "CustomConstraint {{ name: {}, text_only: {} }}\n",
            text(name),
            flag(facts, "text_only", false)
        )
    });
    let _ = writeln!(
        out,
        "pub(crate) static CUSTOM_CONSTRAINTS: &[CustomConstraint] = {};",
        slice(rows)
    );
}
