//! What the thing under the cursor is.

use std::fmt::Write;

use hotkit_analysis::Resolution;
use hotkit_schema::{descriptions, find_property};
use hotkit_syntax::NodeKind;
use hotkit_text::TextRange;

use crate::cursor::Step;
use crate::describe;
use crate::ignores;
use crate::names::{NameKind, Names};
use crate::shape::{Members, Shape, Value, joined, parameter, shape, word};
use crate::tree::standing;
use crate::view::View;

/// What there is to say about a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// The text that it is said about.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What the thing under the cursor is; `None` where there is nothing to say.
#[must_use]
pub fn hover(view: &View<'_>, offset: u32) -> Option<Hover> {
    of_name(view, offset)
        .or_else(|| ignores::hover(view, offset))
        .or_else(|| of_node(view, offset))
}

fn of_name(view: &View<'_>, offset: u32) -> Option<Hover> {
    let template = view.template()?;
    let names = Names::of(template);
    if let Some(used) = names.attribute_at(offset) {
        let resource = template.resource(&used.resource)?;
        let markdown = attribute(view, resource, &used.name)?;
        return Some(Hover {
            range: used.range,
            markdown,
        });
    }
    let found = names.at(offset)?;
    let markdown = match found.kind {
        NameKind::Parameter => match template.parameter(&found.name) {
            Some(parameter) => describe::parameter(view, parameter),
            None => {
                let sentence = descriptions::of_section(&format!("pseudo_parameters.{}", found.name))?;
                format!("**{}**\n\n{sentence}", found.name)
            }
        },
        NameKind::Resource => resource(view, template.resource(&found.name)?),
        NameKind::Condition => {
            let condition = template.condition(&found.name)?;
            let text = condition.value.range.slice(view.text());
            format!("**{}**: condition\n\n```yaml\n{}\n```", found.name, dedented(text))
        }
        NameKind::Output => {
            let output = template.outputs.iter().find(|it| it.name.text == found.name)?;
            let mut text = format!("**{}**: output\n", found.name);
            if let Some(sentence) = output.description.as_ref().and_then(|it| it.as_text()) {
                let _ = write!(text, "\n{}\n", describe::plain(sentence));
            }
            text
        }
    };
    Some(Hover {
        range: found.range,
        markdown,
    })
}

fn attribute(view: &View<'_>, resource: &hotkit_model::Resource, name: &str) -> Option<String> {
    match view.resolution_of(resource) {
        Resolution::Builtin(resource_type) => {
            let attribute = resource_type.attribute(name)?;
            let mut text = format!("**{name}**: attribute of {}\n\n", describe::code(resource_type.name));
            if let Some(sentence) = resource_type.words_of_attribute(name) {
                let _ = write!(text, "{sentence}\n\n");
            }
            if let Some(kind) = attribute.value_type {
                let _ = writeln!(text, "- {kind}");
            }
            if let Some(release) = hotkit_schema::attribute_since(resource_type.name, name) {
                let _ = writeln!(text, "- since {} ({})", release.code_name, release.name);
            }
            Some(text)
        }
        Resolution::Template(path) => {
            let document = view.other(&path)?;
            let output = document
                .template()?
                .outputs
                .iter()
                .find(|it| it.name.text == name)?
                .clone();
            let mut text = format!("**{name}**: output of {}\n", describe::code(&path));
            if let Some(sentence) = output.description.as_ref().and_then(|it| it.as_text()) {
                let _ = write!(text, "\n{}\n", describe::plain(sentence));
            }
            Some(text)
        }
        Resolution::Remote(_) | Resolution::Unknown | Resolution::Circular => None,
    }
}

fn resource(view: &View<'_>, resource: &hotkit_model::Resource) -> String {
    let mut text = format!("**{}**: resource", resource.name.text);
    if let Some(kind) = &resource.resource_type {
        let _ = write!(text, ", {}", describe::code(&kind.text));
    }
    text.push_str("\n\n");
    if let Some(sentence) = &resource.description {
        let _ = writeln!(text, "{}\n", describe::plain(sentence));
    }
    if let Resolution::Builtin(resource_type) = view.resolution_of(resource)
        && let Some(words) = resource_type.words()
    {
        let _ = writeln!(text, "{}\n", words.summary);
    }
    let relations = crate::graph::relations(view, &resource.name.text);
    if let Some(relations) = relations {
        for (title, names) in [
            ("waits for", &relations.requires),
            ("needed by", &relations.required_by),
        ] {
            if !names.is_empty() {
                let names: Vec<String> = names.iter().map(|it| describe::code(it)).collect();
                let _ = writeln!(text, "- {title} {}", names.join(", "));
            }
        }
        if let Some(wave) = relations.wave {
            let _ = writeln!(text, "- wave {wave}");
        }
    }
    text
}

fn of_node(view: &View<'_>, offset: u32) -> Option<Hover> {
    let tree = &view.document.tree;
    let node = tree.node_at(offset)?;
    if !matches!(node.kind(), NodeKind::Scalar(_)) || node.range().is_empty() {
        return None;
    }
    let place = standing(node);
    let markdown = match place.key {
        Some(key) => of_key(view, &place.path, key.text()),
        None => of_value(view, &place.path, node.text()),
    }?;
    Some(Hover {
        range: node.range(),
        markdown,
    })
}

fn of_key(view: &View<'_>, path: &[Step], key: &str) -> Option<String> {
    let section = |path: String| descriptions::of_section(&path).map(|it| format!("**{key}**\n\n{it}"));
    match shape(view, path) {
        Shape::Root => section(word(key).to_owned()),
        Shape::EnvironmentRoot => section(format!("environment.{key}")),
        Shape::Definition(kind, _) => section(format!("{}s.*.{}", kind.word(), word(key))),
        Shape::Keys(_) => section(format!("parameters.*.constraints.{key}")),
        Shape::Members(members) => member(&members, key),
        Shape::Value(value, _) => value
            .members()
            .and_then(|it| member(&it, key))
            .or_else(|| function(view, key)),
        Shape::Condition => function(view, key),
        Shape::Registry => hotkit_schema::resource_type(key).map(describe::resource_type),
        _ => None,
    }
}

fn function(view: &View<'_>, key: &str) -> Option<String> {
    let version = view.template()?.version?;
    let is_known = version.function(key).is_some() || version.condition_function(key).is_some();
    is_known.then(|| describe::function(key)).flatten()
}

fn member(members: &Members, name: &str) -> Option<String> {
    match members {
        Members::Builtin {
            resource_type,
            path,
            properties,
            ..
        } => {
            let property = find_property(properties, name)?;
            let path = joined(path, name);
            let text = describe::property(resource_type, &path, property);
            Some(format!(
                "**{name}**: property of {}\n\n{text}",
                describe::code(resource_type.name)
            ))
        }
        Members::Template(path, document) => {
            let it = parameter(document, name)?;
            let mut text = format!("**{name}**: parameter of {}\n\n", describe::code(path));
            if let Some(sentence) = it.description.as_ref().and_then(|it| it.as_text()) {
                let _ = writeln!(text, "{}\n", describe::plain(sentence));
            }
            if let Some(kind) = it.parameter_type {
                let _ = writeln!(text, "- {}", describe::parameter_type(kind));
            }
            match &it.default {
                Some(default) => {
                    let _ = writeln!(text, "- default: {}", describe::code(&describe::shown(default)));
                }
                None => text.push_str("- required\n"),
            }
            for it in &it.constraints {
                let _ = writeln!(text, "- {}", describe::constraint(it));
            }
            Some(text)
        }
    }
}

fn of_value(view: &View<'_>, path: &[Step], text: &str) -> Option<String> {
    match shape(view, path) {
        Shape::Type(resource) => match view.resolution(text, &resource) {
            Resolution::Builtin(it) => Some(describe::resource_type(it)),
            Resolution::Template(path) => {
                let document = view.other(&path)?;
                let template = document.template()?;
                let mut words = format!("**{path}**: template\n\n");
                if let Some(sentence) = template.description.as_ref().and_then(|it| it.as_text()) {
                    let _ = writeln!(words, "{}\n", describe::plain(sentence));
                }
                let (parameters, resources) = (template.parameters.len(), template.resources.len());
                let _ = writeln!(words, "- {parameters} parameters, {resources} resources");
                Some(words)
            }
            _ => None,
        },
        Shape::Version(key) => {
            let version = hotkit_schema::version(&key, text)?;
            let mut words = format!("**{}**\n\n", version.name);
            if let Some(sentence) = descriptions::of_section(&format!("{key}.{}", version.name)) {
                let _ = writeln!(words, "{sentence}\n");
            }
            let _ = writeln!(
                words,
                "- since {} ({})",
                version.release.code_name, version.release.name
            );
            Some(words)
        }
        Shape::RegistryTarget => hotkit_schema::resource_type(text).map(describe::resource_type),
        Shape::Value(
            Value::Property {
                resource_type,
                path,
                property,
            },
            _,
        ) => Some(describe::property(resource_type, &path, property)),
        _ => None,
    }
}

/// A piece of text without the indentation that its further lines share.
fn dedented(text: &str) -> String {
    let further = text.lines().skip(1).filter(|it| !it.trim().is_empty());
    let depth = further.map(|it| it.len() - it.trim_start().len()).min().unwrap_or(0);
    let mut lines = text.lines();
    let mut result = lines.next().unwrap_or("").to_owned();
    for line in lines {
        result.push('\n');
        result.push_str(line.get(depth..).unwrap_or(""));
    }
    result
}

#[cfg(test)]
mod tests;
