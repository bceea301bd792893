//! Keys: sections, keys of parameters, resources and outputs, properties.

use hotkit_model::FileKind;
use hotkit_schema::descriptions;
use hotkit_schema::{Property, ResourceType, SupportStatus, ValueType, Version};

use super::{Completion, CompletionKind, List, Spot, Takes};
use crate::names::NameKind;
use crate::shape::{Members, joined, parameter, word};

impl List<'_, '_> {
    fn version(&self) -> &'static Version {
        let version = self.view.template().and_then(|it| it.version);
        version.unwrap_or_else(hotkit_schema::latest_hot_version)
    }

    /// The keys that stand beside the cursor already; what is being typed is none of them.
    fn is_given(&self, name: &str) -> bool {
        let Some(entries) = self.entries() else { return false };
        entries
            .iter()
            .any(|(key, at)| key == name && !self.cursor.word.touches(*at))
    }

    /// The keys of the mapping at the cursor with their places, as the tree has them.
    fn entries(&self) -> Option<Vec<(String, u32)>> {
        let node = crate::tree::node_at_path(&self.view.document.tree, &self.cursor.path)?;
        let keys = node
            .entries()
            .map(|it| (it.key.text().to_owned(), it.key.range().start()));
        Some(keys.collect())
    }

    pub(crate) fn sections(&mut self) {
        let has_version = self.view.template().is_some_and(|it| it.version_entry.is_some());
        let is_template = self.view.template().is_some();
        if !has_version && !self.cursor.flow {
            let newest = hotkit_schema::latest_hot_version().name;
            let item = self.key("heat_template_version", CompletionKind::Keyword, Takes::Scalar);
            item.snippet = Some(format!("heat_template_version: {newest}\n$0"));
            item.insert = format!("heat_template_version: {newest}\n");
            item.documentation =
                Some("The version of the template language; it decides which functions there are.".into());
            item.rank = 1;
            if !is_template {
                return;
            }
        }
        for section in self.version().sections {
            if hotkit_schema::VERSION_KEYS.contains(section) || self.is_given(section) {
                continue;
            }
            let takes = match word(section) {
                "description" | "Description" => Takes::Scalar,
                "parameter_groups" | "ParameterGroups" => Takes::List,
                _ => Takes::Mapping,
            };
            let item = self.key(section, CompletionKind::Keyword, takes);
            item.documentation = sentence(section);
        }
    }

    pub(crate) fn environment_sections(&mut self) {
        for section in hotkit_schema::environment::SECTIONS {
            if self.is_given(section) {
                continue;
            }
            let takes = match *section {
                "encrypted_param_names" | "event_sinks" => Takes::List,
                _ => Takes::Mapping,
            };
            let item = self.key(section, CompletionKind::Keyword, takes);
            item.documentation = sentence(&format!("environment.{section}"));
        }
    }

    /// A new name is the author's; the frame around it need not be typed.
    pub(crate) fn declarations(&mut self, kind: NameKind) {
        if kind == NameKind::Parameter {
            self.missing_parameters();
        }
        if self.cursor.flow || self.cursor.next == Some(':') {
            return;
        }
        let inner = self.inner();
        let (label, snippet) = match kind {
            NameKind::Parameter => (
                "new parameter",
                format!("${{1:name}}:\n{inner}type: ${{2:string}}\n{inner}$0"),
            ),
            NameKind::Resource => ("new resource", format!("${{1:name}}:\n{inner}type: $2\n{inner}$0")),
            NameKind::Output => ("new output", format!("${{1:name}}:\n{inner}value: $0")),
            NameKind::Condition => (
                "new condition",
                "${1:name}: { equals: [{ get_param: $2 }, $3] }$0".to_owned(),
            ),
        };
        let snippet = self.in_format(snippet);
        self.push(Completion {
            label: label.to_owned(),
            kind: CompletionKind::Snippet,
            detail: None,
            documentation: None,
            insert: String::new(),
            snippet: Some(snippet),
            rank: 90,
            deprecated: false,
        });
    }

    fn in_format(&self, snippet: String) -> String {
        if self.version().kind == hotkit_schema::TemplateKind::Cfn {
            return snippet
                .replace("type: ${2:string}", "Type: ${2:String}")
                .replace("type: ", "Type: ")
                .replace("value: ", "Value: ");
        }
        snippet
    }

    /// Parameters that are used and not declared are the ones that somebody is about to declare.
    fn missing_parameters(&mut self) {
        let Some(template) = self.view.template() else { return };
        let names = crate::names::Names::of(template);
        let used = names.occurrences.iter().filter(|it| {
            it.kind == NameKind::Parameter
                && template.parameter(&it.name).is_none()
                && !self.version().is_pseudo_parameter(&it.name)
        });
        let mut missing: Vec<String> = used.map(|it| it.name.to_string()).collect();
        missing.sort_unstable();
        missing.dedup();
        for name in missing {
            let item = self.key(&name, CompletionKind::Parameter, Takes::Mapping);
            item.detail = Some("used, not declared".to_owned());
            item.rank = 10;
        }
    }

    pub(crate) fn definition_keys(&mut self, kind: NameKind, name: &str) {
        let version = self.version();
        let (keys, section) = match kind {
            NameKind::Parameter => (version.parameter_keys, "parameters"),
            NameKind::Resource => (version.resource_keys, "resources"),
            NameKind::Output => (version.output_keys, "outputs"),
            NameKind::Condition => return,
        };
        for key in keys {
            if self.is_given(key) {
                continue;
            }
            let takes = match word(key) {
                "properties" | "metadata" | "update_policy" => Takes::Mapping,
                "constraints" => Takes::List,
                _ => Takes::Scalar,
            };
            let with_required = (word(key) == "properties")
                .then(|| self.required_properties(name))
                .flatten();
            let item = self.key(key, CompletionKind::Keyword, takes);
            item.documentation = sentence(&format!("{section}.*.{}", word(key)));
            item.rank = match word(key) {
                "type" | "value" => 1,
                "properties" => 2,
                "default" | "depends_on" | "description" => 3,
                _ => 5,
            };
            if let (Some(snippet), Some(_)) = (with_required, &item.snippet) {
                item.snippet = Some(format!("{key}:{snippet}"));
            }
        }
    }

    /// The lines of a resource's required properties, each to be filled in.
    fn required_properties(&self, resource: &str) -> Option<String> {
        let template = self.view.template()?;
        let resource = template.resource(resource)?;
        let hotkit_analysis::Resolution::Builtin(resource_type) = self.view.resolution_of(resource) else {
            return None;
        };
        let required: Vec<&Property> = hotkit_schema::in_schema_order(resource_type.properties)
            .into_iter()
            .filter(|it| it.required)
            .collect();
        if required.is_empty() {
            return None;
        }
        let inner = self.inner();
        let lines = required.iter().enumerate().map(|(index, property)| {
            let number = index + 1;
            match property.value_type {
                ValueType::List => format!("\n{inner}{}:\n{inner}  - ${number}", property.name),
                ValueType::Map => format!("\n{inner}{}:\n{inner}  ${number}", property.name),
                _ => format!("\n{inner}{}: ${number}", property.name),
            }
        });
        Some(lines.collect())
    }

    pub(crate) fn plain_keys(&mut self, words: &[&'static str]) {
        for key in words {
            if self.is_given(key) {
                continue;
            }
            let takes = match *key {
                "params" | "for_each" | "range" | "length" | "modulo" | "keys" | "values" | "data" | "query" => {
                    Takes::Mapping
                }
                "allowed_values" => Takes::List,
                "parameters" => Takes::List,
                _ => Takes::Scalar,
            };
            let item = self.key(key, CompletionKind::Keyword, takes);
            item.documentation = sentence(&format!("parameters.*.constraints.{key}"));
        }
    }

    pub(crate) fn members(&mut self, members: &Members) {
        match members {
            Members::Builtin {
                resource_type,
                path,
                properties,
                ..
            } => {
                for property in hotkit_schema::in_schema_order(properties) {
                    if self.is_given(property.name) || property.stands_for.is_some() && !self.is_typed(property.name) {
                        continue;
                    }
                    self.property(resource_type, path, property);
                }
            }
            Members::Template(_, document) => {
                let Some(template) = document.template() else { return };
                for it in &template.parameters {
                    if self.is_given(&it.name.text) {
                        continue;
                    }
                    let required = it.default.is_none();
                    let description = it
                        .description
                        .as_ref()
                        .and_then(|it| it.as_text())
                        .map(ToString::to_string);
                    let kind = it.parameter_type.map(crate::describe::parameter_type);
                    let item = self.key(&it.name.text, CompletionKind::Property, Takes::Scalar);
                    item.rank = if required { 1 } else { 2 };
                    item.detail = Some(crate::describe::detail(kind.unwrap_or("any"), required, false));
                    item.documentation = description;
                }
            }
        }
        if self.cursor.spot == Spot::Open && self.entries().is_none_or(|it| it.is_empty()) {
            // `properties` as a whole may come from a function, rarely.
            self.functions(false, 80);
        }
    }

    fn is_typed(&self, name: &str) -> bool {
        !self.cursor.typed.is_empty() && name.starts_with(self.cursor.typed.as_str())
    }

    pub(crate) fn property(&mut self, owner: &ResourceType, path: &str, property: &'static Property) {
        let takes = match property.value_type {
            ValueType::List => Takes::List,
            ValueType::Map => Takes::Mapping,
            _ => Takes::Scalar,
        };
        let is_current = property.support.status == SupportStatus::Supported && property.stands_for.is_none();
        let item = self.key(property.name, CompletionKind::Property, takes);
        item.rank = match (property.required, is_current, property.implemented) {
            (true, ..) => 1,
            (_, true, true) => 2,
            _ => 60,
        };
        item.deprecated = !is_current;
        item.detail = Some(crate::describe::detail(
            property.value_type.name(),
            property.required,
            !property.update_allowed && !path.contains('.') && path.is_empty(),
        ));
        item.documentation = Some(crate::describe::property(owner, &joined(path, property.name), property));
    }

    pub(crate) fn environment_parameters(&mut self) {
        let is_key = self.cursor.spot != Spot::Value;
        for (name, description) in self.parameters_of_templates() {
            if is_key && self.is_given(&name) {
                continue;
            }
            let item = if is_key && self.cursor.path.len() == 1 {
                self.key(&name, CompletionKind::Parameter, Takes::Scalar)
            } else {
                self.word(&name, CompletionKind::Parameter)
            };
            item.documentation = description;
        }
    }

    /// The parameters of the templates near the environment, and of those that it names.
    fn parameters_of_templates(&self) -> Vec<(String, Option<String>)> {
        const MOST_TEMPLATES: usize = 64;
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |it| it.0.to_owned());
        let own = folder(self.view.path);
        let above = folder(&own);
        let known = self.view.world.known();
        let near = known.iter().filter(|it| {
            let its = folder(&it.path);
            it.kind == FileKind::Template && (its == own || its == above)
        });
        let mut found: Vec<(String, Option<String>)> = Vec::new();
        for it in near.take(MOST_TEMPLATES) {
            let Some(document) = self.view.world.document(&it.path, false) else {
                continue;
            };
            let Some(template) = document.template() else { continue };
            found.extend(template.parameters.iter().filter_map(|it| {
                parameter(&document, &it.name.text)?;
                let description = it
                    .description
                    .as_ref()
                    .and_then(|it| it.as_text())
                    .map(ToString::to_string);
                Some((it.name.text.to_string(), description))
            }));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.dedup_by(|a, b| a.0 == b.0);
        found
    }

    pub(crate) fn registry_names(&mut self) {
        for resource_type in hotkit_schema::resource_types() {
            if resource_type.hidden || self.is_given(resource_type.name) {
                continue;
            }
            let item = self.key(resource_type.name, CompletionKind::Type, Takes::Scalar);
            // `OS::A::B: x` needs its colon only; the name's own colons are no end of a key.
            item.documentation = descriptions::of_type(resource_type.name).map(|it| it.summary.to_owned());
        }
    }
}

fn sentence(path: &str) -> Option<String> {
    descriptions::of_section(path).map(ToOwned::to_owned)
}
