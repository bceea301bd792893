//! What a template needs of Heat, and which releases have it (`schemas/facts/releases.json`).
//!
//! Needs are read off a single file: its version, functions, resource types, properties, attributes, custom constraints.
//! What an environment gives another meaning, and what no release ever had, is not the business of this module.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_model::{Call, ConstraintKind, Document, Expr, ExprKind, Resource, Template};
use hotkit_schema::{
    Function, Property, Release, ResourceType, attribute_history, custom_constraint_history, function_history,
    property_history, releases, resource_type, type_history, version_history, version_name_history,
};
use hotkit_text::{Diagnostic, FileId, TextRange};

use crate::phrase::quoted;
use crate::rules::portability::unsupported_release;

/// Deeper values are not looked into.
const DEEPEST: usize = 100;

/// Something that a template uses and that not every release has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// Where it is used.
    pub range: TextRange,
    /// What it is, in words: "the function `if`".
    pub what: String,
    /// Whether each release has it, from the oldest to the newest.
    pub has: Vec<bool>,
}

impl Need {
    /// Whether a release has it.
    #[must_use]
    pub fn is_met_by(&self, release: &Release) -> bool {
        self.has.get(usize::from(release.ordinal)).copied().unwrap_or(true)
    }

    /// The first and the last release that have it.
    #[must_use]
    pub fn span(&self) -> Option<(&'static Release, &'static Release)> {
        let met = || releases().iter().filter(|it| self.is_met_by(it));
        Some((met().next()?, met().next_back()?))
    }
}

/// What a template needs that not every release has, each thing once, in the order of the text.
#[must_use]
pub fn needs(document: &Document, remapped: &BTreeSet<String>) -> Vec<Need> {
    let Some(template) = document.template() else {
        return Vec::new();
    };
    let mut collector = Collector {
        needs: BTreeMap::new(),
        remapped,
        template,
    };
    collector.template();
    let mut needs: Vec<Need> = collector.needs.into_values().collect();
    needs.sort_by_key(|it| it.range);
    needs
}

/// The findings for a template that is meant for all releases from `oldest` to `newest`.
#[must_use]
pub fn for_releases(file: FileId, needs: &[Need], oldest: &Release, newest: &Release) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for need in needs {
        let meant = releases().iter().filter(|it| oldest <= *it && *it <= newest);
        let lacking: Vec<&Release> = meant.filter(|it| !need.is_met_by(it)).collect();
        let (Some(first), Some(last)) = (lacking.first(), lacking.last()) else {
            continue;
        };
        findings.push(unsupported_release::finding(file, need, (first, last)));
    }
    findings
}

struct Collector<'d> {
    needs: BTreeMap<String, Need>,
    remapped: &'d BTreeSet<String>,
    template: &'d Template,
}

impl Collector<'_> {
    fn template(&mut self) {
        let template = self.template;
        let Some(version) = template.version else { return };
        if let Some((key, value)) = &template.version_entry {
            let written = value.as_text().map_or(version.name, |it| it.as_str());
            let history = version_history(version.key, version.name);
            let alias = version_name_history(version.key, written);
            let what = format!("{} {}", key.text, quoted(written));
            self.need(value.range, what, |release| {
                version.release <= release
                    && history.is_none_or(|it| it.is_in(release))
                    && alias.is_none_or(|it| it.is_in(release))
            });
        }
        for parameter in &template.parameters {
            for constraint in &parameter.constraints {
                if let ConstraintKind::Custom(name) = &constraint.kind
                    && let Some(history) = custom_constraint_history(&name.text)
                {
                    let what = format!("the custom constraint {}", quoted(&name.text));
                    self.need(name.range, what, |release| history.is_in(release));
                }
            }
        }
        for condition in &template.conditions {
            self.value(&condition.value, 0);
        }
        for resource in &template.resources {
            self.resource(resource);
        }
        for output in &template.outputs {
            for value in output.value.iter().chain(&output.condition) {
                self.value(value, 0);
            }
        }
    }

    fn resource(&mut self, resource: &Resource) {
        let values = [
            resource.properties.as_ref().map(|(_, it)| it),
            resource.metadata.as_ref(),
            resource.deletion_policy.as_ref(),
            resource.update_policy.as_ref(),
            resource.external_id.as_ref(),
            resource.condition.as_ref(),
        ];
        for value in values.into_iter().flatten() {
            self.value(value, 0);
        }
        let Some(known) = self.known_type(resource) else { return };
        let Some(name) = &resource.resource_type else { return };
        if let Some(history) = type_history(&name.text) {
            let what = format!("the resource type {}", quoted(&name.text));
            self.need(name.range, what, |release| {
                history.is_in(release) && history.placeholder_since.is_none_or(|it| release < it)
            });
        }
        if let Some((_, properties)) = &resource.properties {
            self.properties(known, known.properties, properties, "", 0);
        }
    }

    /// The type of a resource, where it is Heat's own and no environment gave it another meaning.
    fn known_type(&self, resource: &Resource) -> Option<&'static ResourceType> {
        let name = resource.resource_type.as_ref()?;
        (!self.remapped.contains(name.text.as_str())).then(|| resource_type(&name.text))?
    }

    /// Properties at any depth, through literal maps and lists.
    fn properties(
        &mut self,
        owner: &ResourceType,
        schema: &'static [Property],
        value: &Expr,
        before: &str,
        depth: usize,
    ) {
        if depth > DEEPEST {
            return;
        }
        match &value.kind {
            ExprKind::Map(entries) => {
                for entry in entries {
                    let Some(property) = schema.iter().find(|it| it.name == entry.key.text) else {
                        continue;
                    };
                    let path = format!("{before}{}", property.name);
                    if let Some(history) = property_history(owner.name, &path) {
                        let what = format!("the property {} of {}", quoted(&path.replace(".*", "")), owner.name);
                        self.need(entry.key.range, what, |release| history.is_in(release));
                    }
                    let mut property = property;
                    let mut path = path;
                    while let Some(items) = property.items {
                        path.push_str(".*");
                        property = items;
                    }
                    if let Some(members) = property.properties {
                        self.properties(owner, members, &entry.value, &format!("{path}."), depth + 1);
                    }
                }
            }
            ExprKind::List(items) => {
                for item in items {
                    self.properties(owner, schema, item, before, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, value: &Expr, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match &value.kind {
            ExprKind::List(items) => items.iter().for_each(|item| self.value(item, depth + 1)),
            ExprKind::Map(entries) => entries.iter().for_each(|entry| self.value(&entry.value, depth + 1)),
            ExprKind::Call(call) => {
                self.call(call);
                self.value(&call.argument, depth + 1);
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &Call) {
        if let Some(history) = function_history(&call.name.text) {
            let what = format!("the function {}", quoted(&call.name.text));
            self.need(call.name.range, what, |release| history.since <= release);
        }
        let is_attribute = matches!(
            call.function,
            Function::GetAtt | Function::GetAttAllAttributes | Function::GetAttThenSelect | Function::CfnGetAtt
        );
        let Some([resource, attribute, ..]) = call.argument.as_list().filter(|_| is_attribute) else {
            return;
        };
        let (Some(resource), Some(name)) = (resource.as_text(), attribute.as_text()) else {
            return;
        };
        let Some(known) = self.template.resource(resource).and_then(|it| self.known_type(it)) else {
            return;
        };
        if let Some(history) = attribute_history(known.name, name) {
            let what = format!("the attribute {} of {}", quoted(name), known.name);
            self.need(attribute.range, what, |release| history.is_in(release));
        }
    }

    fn need(&mut self, range: TextRange, what: String, is_met: impl Fn(&'static Release) -> bool) {
        let has: Vec<bool> = releases().iter().map(is_met).collect();
        if has.iter().all(|it| *it) {
            return;
        }
        let need = Need {
            range,
            what: what.clone(),
            has,
        };
        self.needs.entry(what).or_insert(need);
    }
}
