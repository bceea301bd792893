//! Values: versions, types, words that a property takes, functions, files.

use hotkit_model::{ConstraintKind, is_template_name};
use hotkit_schema::{Constraint, Literal, Property, ResourceType, SupportStatus, ValueType, descriptions};

use super::{Completion, CompletionKind, List, Spot, Takes, escape};
use crate::names::NameKind;
use crate::shape::{Value, parameter};

impl List<'_, '_> {
    pub(crate) fn versions(&mut self, key: &str) {
        let mut versions: Vec<_> = hotkit_schema::versions().iter().filter(|it| it.key == key).collect();
        versions.reverse();
        for (index, version) in versions.into_iter().enumerate() {
            for name in version.names() {
                let item = self.word(name, CompletionKind::Value);
                item.detail = Some(format!(
                    "since {} ({})",
                    version.release.code_name, version.release.name
                ));
                item.documentation =
                    descriptions::of_section(&format!("{key}.{}", version.name)).map(ToOwned::to_owned);
                item.rank = index.min(200) as u8;
            }
        }
    }

    pub(crate) fn words(&mut self, words: &[&'static str]) {
        for word in words {
            self.word(word, CompletionKind::Value);
        }
    }

    pub(crate) fn custom_constraints(&mut self) {
        for constraint in hotkit_schema::custom_constraints() {
            self.word(constraint.name, CompletionKind::Value);
        }
    }

    /// Resource types: those completed of late, those of this template, the registry's, all others; then files.
    pub(crate) fn types(&mut self, _resource: &str) {
        let recent = self.view.world.recent_types();
        let used: Vec<String> = self.view.template().map_or_else(Vec::new, |template| {
            let types = template.resources.iter().filter_map(|it| it.resource_type.as_ref());
            types
                .filter(|it| !self.cursor.word.touches(it.range.start()))
                .map(|it| it.text.to_string())
                .collect()
        });
        let registry = self.view.registry();
        let own: Vec<String> = registry
            .names()
            .filter(|it| !it.ends_with('*'))
            .map(ToOwned::to_owned)
            .collect();
        for name in &own {
            if hotkit_schema::resource_type(name).is_none() {
                let item = self.word(name, CompletionKind::Type);
                item.rank = 21;
                item.detail = Some("registry".to_owned());
            }
        }
        for resource_type in hotkit_schema::resource_types() {
            if resource_type.is_pattern || resource_type.hidden && !used.iter().any(|it| it == resource_type.name) {
                continue;
            }
            let rank = match recent.iter().position(|it| it == resource_type.name) {
                Some(place) => place.min(19) as u8,
                None if used.iter().any(|it| it == resource_type.name) => 20,
                None if resource_type.support.status != SupportStatus::Supported => 70,
                None if resource_type.name.starts_with("OS::") => 30,
                None => 35,
            };
            self.resource_type(resource_type, rank);
        }
        for resource_type in registry.plug_ins().types() {
            let rank = if used.iter().any(|it| it == resource_type.name) {
                2
            } else {
                10
            };
            self.resource_type(resource_type, rank);
        }
        self.files(is_template_name);
    }

    fn resource_type(&mut self, resource_type: &'static ResourceType, rank: u8) {
        let item = self.word(resource_type.name, CompletionKind::Type);
        item.rank = rank;
        item.deprecated = resource_type.support.status != SupportStatus::Supported;
        item.documentation = resource_type.words().map(|it| it.summary.to_owned());
    }

    /// Files and folders where the word leads to.
    pub(crate) fn files(&mut self, wanted: impl Fn(&str) -> bool) {
        let typed = self.cursor.typed.as_str();
        if typed.contains("::") || typed.contains("://") {
            return;
        }
        let folder = typed.rfind('/').map_or("", |end| &typed[..=end]);
        let Some(path) = self.view.resolve(&format!("{folder}.")) else {
            return;
        };
        for name in self.view.world.names_in(&path) {
            let is_folder = name.ends_with('/');
            let full = format!("{folder}{name}");
            if !is_folder && (!wanted(&name) || self.view.resolve(&full).is_some_and(|it| it == self.view.path)) {
                continue;
            }
            let kind = if is_folder {
                CompletionKind::Folder
            } else {
                CompletionKind::File
            };
            let item = self.word(&full, kind);
            item.rank = if is_folder { 85 } else { 40 };
            if is_folder {
                item.insert = full;
            }
        }
    }

    pub(crate) fn value(&mut self, value: &Value, compared: bool) {
        match self.cursor.spot {
            Spot::Key => self.keys_of_value(value, compared),
            Spot::Value => self.scalars(value, compared),
            Spot::Open => {
                self.keys_of_value(value, compared);
                self.scalars_only(value);
            }
        }
    }

    fn keys_of_value(&mut self, value: &Value, compared: bool) {
        let alone = !self.has_siblings();
        if let Some(members) = value.members() {
            self.members_without_functions(&members);
        }
        if alone {
            self.functions(compared, 30);
        }
    }

    fn members_without_functions(&mut self, members: &crate::shape::Members) {
        if let crate::shape::Members::Builtin {
            resource_type,
            path,
            properties,
            ..
        } = members
        {
            for property in hotkit_schema::in_schema_order(properties) {
                if self.is_beside(property.name) {
                    continue;
                }
                self.property(resource_type, path, property);
            }
        }
    }

    fn node_keys(&self) -> Vec<(String, u32)> {
        let node = crate::tree::node_at_path(&self.view.document.tree, &self.cursor.path);
        node.map_or_else(Vec::new, |node| {
            let keys = node
                .entries()
                .map(|it| (it.key.text().to_owned(), it.key.range().start()));
            keys.collect()
        })
    }

    fn is_beside(&self, name: &str) -> bool {
        let keys = self.node_keys();
        keys.iter()
            .any(|(key, at)| key == name && !self.cursor.word.touches(*at))
    }

    fn has_siblings(&self) -> bool {
        let keys = self.node_keys();
        keys.iter().any(|(_, at)| !self.cursor.word.touches(*at))
    }

    /// What can stand behind a key: words, and calls in braces.
    fn scalars(&mut self, value: &Value, compared: bool) {
        self.scalars_only(value);
        if self.cursor.quote.is_none() {
            self.calls(value, compared);
        }
    }

    fn scalars_only(&mut self, value: &Value) {
        match value {
            Value::Property { property, .. } => self.property_words(property),
            Value::Parameter(document, name) => {
                if let Some(parameter) = parameter(document, name) {
                    self.parameter_words(parameter);
                }
            }
            Value::Any => {}
        }
        if value.value_type() == ValueType::Boolean {
            for word in ["true", "false"] {
                self.word(word, CompletionKind::Value).rank = 1;
            }
        }
    }

    fn property_words(&mut self, property: &'static Property) {
        let default = property.default.map(|it| it.to_string());
        // Of a list of texts each item is one of them.
        let constraints = property.constraints.iter();
        for constraint in constraints {
            if let Constraint::AllowedValues(values) = constraint {
                for value in *values {
                    let word = literal(value);
                    let is_default = default.as_deref() == Some(&value.to_string());
                    let item = self.word(&word, CompletionKind::Value);
                    item.rank = 1;
                    item.detail = is_default.then(|| "default".to_owned());
                }
            }
        }
    }

    fn parameter_words(&mut self, parameter: &hotkit_model::Parameter) {
        for constraint in &parameter.constraints {
            if let ConstraintKind::AllowedValues(values) = &constraint.kind {
                for value in values {
                    if let Some(word) = crate::describe::scalar(value) {
                        self.word(&word, CompletionKind::Value).rank = 1;
                    }
                }
            }
        }
    }

    pub(crate) fn default_of(&mut self, name: &str) {
        let Some(parameter) = self.view.template().and_then(|it| it.parameter(name)) else {
            return;
        };
        let is_boolean = parameter.parameter_type == Some(hotkit_model::ParameterType::Boolean);
        self.parameter_words(parameter);
        if is_boolean {
            for word in ["true", "false"] {
                self.word(word, CompletionKind::Value);
            }
        }
    }

    /// Functions as keys: where a mapping is being written.
    pub(crate) fn functions(&mut self, compared: bool, rank: u8) {
        let version = self.view.template().and_then(|it| it.version);
        let version = version.unwrap_or_else(hotkit_schema::latest_hot_version);
        let functions = if compared {
            version.condition_functions
        } else {
            version.functions
        };
        for (name, _) in functions {
            if version.is_removed(name) {
                continue;
            }
            let takes = arguments(name);
            let item = self.key(name, CompletionKind::Function, takes);
            item.rank = rank;
            if let Some(words) = descriptions::of_function(name) {
                item.detail = Some(words.signature.to_owned());
                item.documentation = Some(words.summary.to_owned());
            }
        }
    }

    /// Functions as whole calls, and the calls that fit the property best.
    fn calls(&mut self, value: &Value, compared: bool) {
        for (label, rank) in self.fitting(value) {
            self.push(Completion {
                label: label.clone(),
                kind: CompletionKind::Snippet,
                detail: Some("fits".to_owned()),
                documentation: None,
                insert: label,
                snippet: None,
                rank,
                deprecated: false,
            });
        }
        let before = self.items.len();
        self.functions(compared, 40);
        for item in &mut self.items[before..] {
            let open = match arguments(&item.label) {
                Takes::List => "[$1]",
                Takes::Mapping => "{ $1 }",
                Takes::Scalar => "$1",
            };
            item.insert = format!("{{ {}: ", item.label);
            item.snippet = Some(format!("{{ {}: {open} }}$0", escape(&item.label)));
        }
    }

    /// Parameters with the property's own constraint, and resources of the type that it asks for.
    fn fitting(&self, value: &Value) -> Vec<(String, u8)> {
        let Value::Property { property, .. } = value else {
            return Vec::new();
        };
        let Some(template) = self.view.template() else {
            return Vec::new();
        };
        let custom = property.constraints.iter().find_map(|it| match it {
            Constraint::Custom(name) => Some(*name),
            _ => None,
        });
        let Some(custom) = custom else { return Vec::new() };
        let has_it = |it: &&hotkit_model::Parameter| {
            let mut kinds = it.constraints.iter().map(|it| &it.kind);
            kinds.any(|kind| matches!(kind, ConstraintKind::Custom(name) if name.text == custom))
        };
        let parameters = template.parameters.iter().filter(has_it);
        let mut fitting: Vec<(String, u8)> = parameters
            .map(|it| (format!("{{ get_param: {} }}", it.name.text), 2))
            .collect();
        let makes = made_by(custom);
        let resources = template.resources.iter().filter(|it| {
            let its = it.resource_type.as_ref().map(|it| it.text.as_str());
            its.is_some_and(|it| makes.contains(&it))
        });
        fitting.extend(resources.map(|it| (format!("{{ get_resource: {} }}", it.name.text), 3)));
        fitting
    }

    /// A condition: a name of one, or a call.
    pub(crate) fn conditions(&mut self) {
        if self.cursor.spot != Spot::Key {
            self.references(NameKind::Condition);
        }
        match self.cursor.spot {
            Spot::Value => {
                let before = self.items.len();
                self.functions(true, 40);
                for item in &mut self.items[before..] {
                    item.insert = format!("{{ {}: ", item.label);
                    item.snippet = Some(format!("{{ {}: $1 }}$0", escape(&item.label)));
                }
            }
            Spot::Key | Spot::Open => self.functions(true, 40),
        }
    }
}

/// What a function takes, as people write it most often.
fn arguments(function: &str) -> Takes {
    match function {
        "get_attr" | "list_join" | "if" | "equals" | "and" | "or" | "list_concat" | "list_concat_unique"
        | "map_merge" | "map_replace" | "digest" | "str_split" | "contains" | "filter" | "Fn::GetAtt" | "Fn::Join"
        | "Fn::Select" | "Fn::If" | "Fn::Equals" | "Fn::And" | "Fn::Or" | "Fn::Split" | "Fn::FindInMap" => Takes::List,
        "str_replace" | "str_replace_strict" | "str_replace_vstrict" | "repeat" | "yaql" | "make_url" => Takes::Mapping,
        _ => Takes::Scalar,
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Text(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A text as YAML: in quotes where it would be read as something else.
fn quoted(text: &str) -> String {
    let tree = hotkit_syntax::parse(text);
    let is_itself = tree.errors().is_empty()
        && tree
            .root()
            .is_some_and(|it| matches!(it.scalar(), hotkit_syntax::Scalar::Text(it) if it == text));
    if is_itself {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// The types that make what a custom constraint asks for.
fn made_by(constraint: &str) -> &'static [&'static str] {
    match constraint {
        "neutron.network" => &["OS::Neutron::Net", "OS::Neutron::ProviderNet"],
        "neutron.subnet" => &["OS::Neutron::Subnet"],
        "neutron.port" => &["OS::Neutron::Port"],
        "neutron.router" => &["OS::Neutron::Router"],
        "neutron.security_group" => &["OS::Neutron::SecurityGroup"],
        "neutron.subnetpool" => &["OS::Neutron::SubnetPool"],
        "neutron.qos_policy" => &["OS::Neutron::QoSPolicy"],
        "nova.server" => &["OS::Nova::Server"],
        "nova.keypair" => &["OS::Nova::KeyPair"],
        "nova.flavor" => &["OS::Nova::Flavor"],
        "cinder.volume" => &["OS::Cinder::Volume"],
        "cinder.vtype" => &["OS::Cinder::VolumeType"],
        "glance.image" => &["OS::Glance::WebImage", "OS::Glance::Image"],
        "keystone.project" => &["OS::Keystone::Project"],
        "keystone.user" => &["OS::Keystone::User"],
        "keystone.group" => &["OS::Keystone::Group"],
        "keystone.role" => &["OS::Keystone::Role"],
        "octavia.loadbalancer" => &["OS::Octavia::LoadBalancer"],
        "octavia.listener" => &["OS::Octavia::Listener"],
        "octavia.pool" => &["OS::Octavia::Pool"],
        "barbican.secret" => &["OS::Barbican::Secret"],
        _ => &[],
    }
}
