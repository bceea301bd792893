//! One resource type in the form that `openstack orchestration resource type show` prints, as YAML or JSON.
//!
//! Resource types are static tables everywhere. One from a file becomes such a table, too, and stays until the process ends:
//! each text is read once, so that a language server does not grow with every run.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use hotkit_schema::descriptions::TypeDescription;
use hotkit_schema::{
    Attribute, Constraint, Dropped, Literal, Property, ResourceType, Support, SupportStatus, ValueType,
    custom_constraint,
};
use hotkit_syntax::{Entry, Integer, Node, NodeKind, Scalar, Tree};
use hotkit_text::{LineIndex, TextRange};

/// Levels of properties and of defaults. Heat's own types have five.
const DEEPEST: usize = 24;

/// What every type has.
const BASE_ATTRIBUTE: &str = "show";

/// Why a text describes no type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SchemaFault {
    /// The line, from 1.
    pub(super) line: u32,
    pub(super) message: String,
}

type Outcome = Result<&'static ResourceType, SchemaFault>;

/// What became of the texts that were read.
static READ: Mutex<BTreeMap<String, Outcome>> = Mutex::new(BTreeMap::new());

/// The type that a text describes; the same text gives the same type.
pub(super) fn read(text: &str) -> Outcome {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = read.get(text) {
        return known.clone();
    }
    let outcome = read_anew(text);
    read.insert(text.to_owned(), outcome.clone());
    outcome
}

fn read_anew(text: &str) -> Outcome {
    let tree: Tree = hotkit_syntax::parse(text);
    let fault = match tree.errors().first() {
        Some(error) => Fault::new(error.range, format!("this is no YAML: {}", error.problem)),
        None => match tree.root().filter(|it| !it.is_absent()) {
            Some(root) => match resource_type(root) {
                Ok(resource_type) => return Ok(resource_type),
                Err(fault) => fault,
            },
            None => Fault::new(TextRange::at(0), "the file is empty".to_owned()),
        },
    };
    let line = LineIndex::new(text).position(text, fault.range.start()).line + 1;
    Err(SchemaFault {
        line,
        message: fault.message,
    })
}

struct Fault {
    range: TextRange,
    message: String,
}

impl Fault {
    fn new(range: TextRange, message: String) -> Fault {
        Fault { range, message }
    }
}

/// Sentences by path of a property.
type Words = Vec<(String, String)>;

fn resource_type(root: Node<'_>) -> Result<&'static ResourceType, Fault> {
    let entries = entries(root, "the file")?;
    let name_node = value_of(&entries, "resource_type")
        .ok_or_else(|| Fault::new(first_line(root), "the key `resource_type` is missing".to_owned()))?;
    let name = keep(text(name_node, "`resource_type`")?);
    let properties_node = value_of(&entries, "properties")
        .ok_or_else(|| Fault::new(first_line(root), "the key `properties` is missing".to_owned()))?;
    let mut words = Vec::new();
    let properties = properties(properties_node, "", 0, &mut words)?;
    let (attributes, attribute_words) = attributes(value_of(&entries, "attributes"))?;
    let support = value_of(&entries, "support_status").map_or(Ok(Support::PLAIN), support)?;
    let summary = value_of(&entries, "description")
        .filter(|it| matches!(it.kind(), NodeKind::Scalar(_)))
        .and_then(|it| first_sentence(it.text()));
    let words = TypeDescription {
        name,
        summary: keep(&summary.unwrap_or_else(|| "A type of a plug-in.".to_owned())),
        properties: keep_words(words),
        attributes: keep_words(attribute_words),
    };
    Ok(Box::leak(Box::new(ResourceType {
        name,
        alias: None,
        is_pattern: false,
        template_resource: None,
        class: None,
        support,
        hidden: false,
        properties,
        attributes,
        update_policy: &[],
        translation: &[],
        snapshot_delete: false,
        stack_resource: false,
        any_attribute: false,
        placeholder: false,
        own_handle_update: true,
        signal: false,
        strict_dependency: true,
        requires_deferred_auth: false,
        physical_name_limit: 255,
        service: None,
        service_types: &[],
        service_extension: None,
        entity: None,
        overrides: &[],
        plug_in: Some(Box::leak(Box::new(words))),
    })))
}

fn properties(node: Node<'_>, path: &str, depth: usize, words: &mut Words) -> Result<&'static [Property], Fault> {
    let mut properties = Vec::new();
    for (order, Entry { key, value }) in entries(node, "`properties`")?.into_iter().enumerate() {
        let name = key.text();
        let path = if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        };
        properties.push(property(name, value, &path, order, depth, words)?);
    }
    properties.sort_by(|a, b| a.name.cmp(b.name));
    Ok(Vec::leak(properties))
}

fn property(
    name: &str,
    node: Node<'_>,
    path: &str,
    order: usize,
    depth: usize,
    words: &mut Words,
) -> Result<Property, Fault> {
    if depth > DEEPEST {
        return Err(Fault::new(first_line(node), format!("`{path}` is nested too deep")));
    }
    let facts = entries(node, &format!("`{path}`"))?;
    let Some(type_node) = value_of(&facts, "type") else {
        return Err(Fault::new(first_line(node), format!("`{path}` has no `type`")));
    };
    let value_type = value_type(type_node, path)?;
    let flag = |key: &str, default: bool| value_of(&facts, key).map_or(Ok(default), |it| truth(it, key));
    if let Some(sentence) = value_of(&facts, "description").and_then(|it| first_sentence(it.text())) {
        words.push((path.to_owned(), sentence));
    }
    let default = value_of(&facts, "default").map(|it| literal(it, 0)).transpose()?;
    let mut constraints = Vec::new();
    if let Some(list) = value_of(&facts, "constraints") {
        for item in list.items() {
            constraints.extend(constraint(item, path)?);
        }
    }
    let (mut members, mut items) = (None, None);
    match (value_type, value_of(&facts, "schema")) {
        (ValueType::List, Some(schema)) => {
            // A list has one schema for all of its items.
            if let Some(item) = value_of(&entries(schema, "`schema`")?, "*") {
                let item = property("*", item, &format!("{path}.*"), 0, depth + 1, words)?;
                items = Some(&*Box::leak(Box::new(item)));
            }
        }
        (ValueType::Map, Some(schema)) => members = Some(properties(schema, path, depth + 1, words)?),
        _ => {}
    }
    Ok(Property {
        name: keep(name),
        first_letters: hotkit_schema::first_letters(name),
        order: u16::try_from(order).unwrap_or(u16::MAX),
        value_type,
        required: flag("required", false)?,
        default: default.filter(|it| *it != Literal::Null),
        update_allowed: flag("update_allowed", false)?,
        immutable: flag("immutable", false)?,
        implemented: true,
        allow_conversion: false,
        constraints: Vec::leak(constraints),
        properties: members,
        items,
        support: Support::PLAIN,
        satisfied_by: &[],
        spelled_otherwise: false,
        stands_for: None,
        dropped: Dropped::Never,
    })
}

/// One constraint, `None` for what cannot be checked: a check of the plug-in's own, a bound with a fraction.
fn constraint(node: Node<'_>, path: &str) -> Result<Option<Constraint>, Fault> {
    for Entry { key, value } in entries(node, &format!("a constraint of `{path}`"))? {
        let bound = |name: &str| -> Result<Option<i64>, Option<Fault>> {
            let facts = entries(value, &format!("`{}`", key.text())).map_err(Some)?;
            match value_of(&facts, name).map(Node::scalar) {
                None | Some(Scalar::Null) => Ok(None),
                Some(Scalar::Integer(Integer::Small(number))) => Ok(Some(number)),
                Some(_) => Err(None),
            }
        };
        let bounds = |low: &str, high: &str| match (bound(low), bound(high)) {
            (Ok(low), Ok(high)) => Ok(Some((low, high))),
            (Err(Some(fault)), _) | (_, Err(Some(fault))) => Err(fault),
            _ => Ok(None),
        };
        return Ok(match key.text() {
            "allowed_values" => {
                let values: Result<Vec<Literal>, Fault> = value.items().map(|it| literal(it, 0)).collect();
                Some(Constraint::AllowedValues(Vec::leak(values?)))
            }
            "range" => bounds("min", "max")?.map(|(min, max)| Constraint::Range { min, max }),
            "length" => bounds("min", "max")?.map(|(min, max)| Constraint::Length { min, max }),
            "allowed_pattern" => Some(Constraint::AllowedPattern(keep(text(value, "`allowed_pattern`")?))),
            "modulo" => match bounds("step", "offset")? {
                Some((Some(step), Some(offset))) => Some(Constraint::Modulo { step, offset }),
                _ => None,
            },
            "custom_constraint" => custom_constraint(value.text()).map(|it| Constraint::Custom(it.name)),
            // Other keys stand beside: `description`.
            _ => continue,
        });
    }
    Ok(None)
}

/// The attributes, with the one that every type has, and their sentences.
fn attributes(node: Option<Node<'_>>) -> Result<(&'static [Attribute], Words), Fault> {
    let mut words = Vec::new();
    let mut attributes = Vec::new();
    for Entry { key, value } in node.map_or(Ok(Vec::new()), |it| entries(it, "`attributes`"))? {
        let facts = entries(value, &format!("the attribute `{}`", key.text()))?;
        let kind = value_of(&facts, "type").filter(|it| !matches!(it.scalar(), Scalar::Null));
        if let Some(sentence) = value_of(&facts, "description").and_then(|it| first_sentence(it.text())) {
            words.push((key.text().to_owned(), sentence));
        }
        attributes.push(Attribute {
            name: keep(key.text()),
            value_type: kind.map(|it| value_type(it, key.text())).transpose()?,
            support: Support::PLAIN,
            cache_none: false,
            base: key.text() == BASE_ATTRIBUTE,
        });
    }
    if !attributes.iter().any(|it| it.base) {
        attributes.push(Attribute {
            name: BASE_ATTRIBUTE,
            value_type: Some(ValueType::Map),
            support: Support::PLAIN,
            cache_none: false,
            base: true,
        });
    }
    attributes.sort_by(|a, b| a.name.cmp(b.name));
    Ok((Vec::leak(attributes), words))
}

fn support(node: Node<'_>) -> Result<Support, Fault> {
    let facts = entries(node, "`support_status`")?;
    let status = match value_of(&facts, "status").map(Node::text) {
        Some("DEPRECATED") => SupportStatus::Deprecated,
        Some("HIDDEN") => SupportStatus::Hidden,
        Some("UNSUPPORTED") => SupportStatus::Unsupported,
        _ => SupportStatus::Supported,
    };
    let version = value_of(&facts, "version").filter(|it| !matches!(it.scalar(), Scalar::Null));
    Ok(Support {
        status,
        version: version.map(|it| keep(it.text())),
        ..Support::PLAIN
    })
}

fn value_type(node: Node<'_>, path: &str) -> Result<ValueType, Fault> {
    let text = node.text();
    let known = [
        ValueType::String,
        ValueType::Integer,
        ValueType::Number,
        ValueType::Boolean,
        ValueType::Map,
        ValueType::List,
        ValueType::Any,
    ];
    let found = known.into_iter().find(|it| it.name() == text.to_ascii_lowercase());
    found.ok_or_else(|| {
        Fault::new(
            first_line(node),
            format!("`{path}` has the type `{text}`, which Heat does not know"),
        )
    })
}

fn literal(node: Node<'_>, depth: usize) -> Result<Literal, Fault> {
    if depth > DEEPEST {
        return Err(Fault::new(first_line(node), "a value is nested too deep".to_owned()));
    }
    let node = node.resolve().unwrap_or(node);
    Ok(match node.kind() {
        NodeKind::Sequence(_) => {
            let items: Result<Vec<Literal>, Fault> = node.items().map(|it| literal(it, depth + 1)).collect();
            Literal::List(Vec::leak(items?))
        }
        NodeKind::Mapping(_) => {
            let mut members = Vec::new();
            for Entry { key, value } in node.entries() {
                members.push((keep(key.text()), literal(value, depth + 1)?));
            }
            members.sort_by(|a, b| a.0.cmp(b.0));
            Literal::Map(Vec::leak(members))
        }
        _ => match node.scalar() {
            Scalar::Null => Literal::Null,
            Scalar::Bool(truth) => Literal::Bool(truth),
            Scalar::Integer(Integer::Small(number)) => Literal::Int(number),
            Scalar::Float(number) => Literal::Float(number),
            Scalar::Text(text) => Literal::Text(keep(text)),
            Scalar::Integer(Integer::Big(_)) | Scalar::Binary(_) | Scalar::Date(_) => Literal::Text(keep(node.text())),
        },
    })
}

fn truth(node: Node<'_>, key: &str) -> Result<bool, Fault> {
    match node.scalar() {
        Scalar::Bool(truth) => Ok(truth),
        _ => Err(Fault::new(
            first_line(node),
            format!("`{key}` must be `true` or `false`"),
        )),
    }
}

fn text<'t>(node: Node<'t>, what: &str) -> Result<&'t str, Fault> {
    match node.kind() {
        NodeKind::Scalar(_) if !node.text().is_empty() => Ok(node.text()),
        _ => Err(Fault::new(first_line(node), format!("{what} must be a text"))),
    }
}

fn entries<'t>(node: Node<'t>, what: &str) -> Result<Vec<Entry<'t>>, Fault> {
    let node = node.resolve().unwrap_or(node);
    match node.kind() {
        NodeKind::Mapping(_) => Ok(node.entries().collect()),
        _ => Err(Fault::new(first_line(node), format!("{what} must be a mapping"))),
    }
}

/// The value of a key; of a repeated one the last, as Heat has it.
fn value_of<'t>(entries: &[Entry<'t>], key: &str) -> Option<Node<'t>> {
    let found = entries.iter().rev().find(|it| it.key.text() == key)?;
    Some(found.value.resolve().unwrap_or(found.value))
}

fn first_line(node: Node<'_>) -> TextRange {
    TextRange::at(node.range().start())
}

/// Descriptions of classes are whole pages; lists and hovers have room for a sentence.
fn first_sentence(text: &str) -> Option<String> {
    let paragraph: Vec<&str> = text
        .trim()
        .lines()
        .take_while(|it| !it.trim().is_empty())
        .map(str::trim)
        .collect();
    let paragraph = paragraph.join(" ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
    (!paragraph.is_empty()).then(|| paragraph[..end].to_owned())
}

fn keep(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// Sorted by what they belong to, as all sentences are.
fn keep_words(mut words: Words) -> &'static [(&'static str, &'static str)] {
    words.sort();
    let kept: Vec<(&'static str, &'static str)> = words.iter().map(|(path, words)| (keep(path), keep(words))).collect();
    Vec::leak(kept)
}
