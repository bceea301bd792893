//! Resource types and what the engine knows of each.

use crate::descriptions::{self, TypeDescription};
use crate::find_by_name;
use crate::property::{Property, find_property, in_schema_order, property_at};
use crate::tables;
use crate::value::ValueType;

/// A name that the engine's registry knows. Aliases of the shipped environment carry the facts of the type they stand for.
#[derive(Debug, PartialEq)]
pub struct ResourceType {
    /// Name, such as `OS::Nova::Server`.
    pub name: &'static str,
    /// The type that this name stands for in the shipped environment.
    pub alias: Option<&'static str>,
    /// Whether name and alias are patterns ending in `*`; such an entry has no facts of its own.
    pub is_pattern: bool,
    /// File name of the template that implements it, for the two types that are shipped as templates.
    pub template_resource: Option<&'static str>,
    /// The engine's class, from its folder of resources on; `None` for templates and patterns.
    pub class: Option<&'static str>,
    /// Whether it is supported, and since when. Never a reason for refusal.
    pub support: Support,
    /// Whether the engine leaves it out of listings.
    pub hidden: bool,
    /// Properties, sorted by name; see [`Self::properties_in_order`].
    pub properties: &'static [Property],
    /// Attributes, sorted by name, with those of every type (`show`).
    pub attributes: &'static [Attribute],
    /// Schema of `update_policy`, sorted by name. Empty: only an empty mapping passes.
    pub update_policy: &'static [Property],
    /// How the engine turns given properties into others; conditional ones last.
    pub translation: &'static [TranslationRule],
    /// Whether the deletion policy `Snapshot` works.
    pub snapshot_delete: bool,
    /// Whether it makes a stack of its own: groups, nested stacks, template resources.
    pub stack_resource: bool,
    /// Whether attribute names are not checked, because the type answers for itself.
    pub any_attribute: bool,
    /// Whether it does nothing and takes any property and attribute (PR-020, PR-023).
    pub placeholder: bool,
    /// Whether the type handles updates. If not, a changed property that could be updated becomes a replacement when the
    /// update runs; no preview says so.
    pub own_handle_update: bool,
    /// Whether it can be signalled.
    pub signal: bool,
    /// False: resources that depend on it need not wait for it. True for all types of this engine.
    pub strict_dependency: bool,
    /// Whether the engine acts for the user later on, with a trust.
    pub requires_deferred_auth: bool,
    /// Greatest length of the name that the engine makes for the thing, in characters.
    pub physical_name_limit: u16,
    /// The engine's name of the client it needs, such as `nova`.
    pub service: Option<&'static str>,
    /// Names of that service in the catalogue.
    pub service_types: &'static [&'static str],
    /// Extension of the service that must be there.
    pub service_extension: Option<&'static str>,
    /// What the service calls the thing.
    pub entity: Option<&'static str>,
    /// Methods of the engine that the type replaces by its own.
    pub overrides: &'static [&'static str],
    /// The words of the schema file that a plug-in's type is known from; `None` for types of the engine. What such a file
    /// does not tell is not known: update policies, snapshots, older spellings, what the type's own code checks.
    pub plug_in: Option<&'static TypeDescription>,
}

impl ResourceType {
    /// The top-level property of this name.
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        find_property(self.properties, name)
    }

    /// The property at a dotted path, through lists with or without `*`: `networks.network`.
    pub fn property_at(&self, path: &str) -> Option<&'static Property> {
        property_at(self.properties, path)
    }

    /// The top-level properties in the order of the engine's checks.
    pub fn properties_in_order(&self) -> Vec<&'static Property> {
        in_schema_order(self.properties)
    }

    /// The attribute of this name, `show` included. `None` says nothing where [`Self::any_attribute`] is set.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        find_by_name(self.attributes, name, |attribute| attribute.name)
    }

    /// Older spellings beside the property at a dotted path that satisfy it (PR-018); each is the name of a sibling.
    pub fn satisfied_by(&self, path: &str) -> impl Iterator<Item = &'static str> + use<> {
        self.property_at(path)
            .map_or(&[][..], |property| property.satisfied_by)
            .iter()
            .copied()
    }

    /// The newer spelling of the property at a dotted path, the name of a sibling (PR-018).
    pub fn replacement_for(&self, path: &str) -> Option<&'static str> {
        self.property_at(path)?.stands_for
    }

    /// The words for it: those of its schema file for a type of a plug-in, else our own.
    pub fn words(&self) -> Option<&'static TypeDescription> {
        self.plug_in.or_else(|| descriptions::of_type(self.name))
    }

    /// The sentence for a property by its path.
    pub fn words_of_property(&self, path: &str) -> Option<&'static str> {
        self.words()?.property(path)
    }

    /// The sentence for an attribute.
    pub fn words_of_attribute(&self, name: &str) -> Option<&'static str> {
        self.words()?.attribute(name)
    }

    /// Whether the type replaces a method of the engine by its own.
    pub fn overrides(&self, method: &str) -> bool {
        self.overrides.contains(&method)
    }
}

/// What `get_attr` can ask of a resource.
#[derive(Debug, PartialEq)]
pub struct Attribute {
    /// Name. Some hold a dot.
    pub name: &'static str,
    /// Type of the value, where the engine says one.
    pub value_type: Option<ValueType>,
    /// Whether it is supported, and since when.
    pub support: Support,
    /// Whether the engine asks the service each time.
    pub cache_none: bool,
    /// Whether every type has it.
    pub base: bool,
}

/// A stage in the life of a type, property or attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SupportStatus {
    /// To be used.
    Supported,
    /// To be given up.
    Deprecated,
    /// Kept only for stacks that have it.
    Hidden,
    /// Kept, and helped by nobody.
    Unsupported,
}

/// The stage that a thing is in, and those before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// The stage.
    pub status: SupportStatus,
    /// The engine's word for its begin: a release (`2014.1`) or version (`5.0.0`). `releases.json` sometimes knows better.
    pub version: Option<&'static str>,
    /// The stage before.
    pub previous: Option<&'static Support>,
    /// The engine's class that took the place of this one.
    pub substitute_class: Option<&'static str>,
}

impl Support {
    /// Supported for as long as its owner.
    pub const PLAIN: Self = Self {
        status: SupportStatus::Supported,
        version: None,
        previous: None,
        substitute_class: None,
    };
}

/// A rule by which the engine turns given properties into others before it uses them (PR-018, PR-022).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TranslationRule {
    /// What is done.
    pub action: TranslationAction,
    /// The property that is changed: names joined by dots, lists without a mark.
    pub path: &'static str,
    /// A sibling whose value is taken as it was written.
    pub value_name: Option<&'static str>,
    /// A property of the type whose value is taken after the checks of its own.
    pub value_path: Option<&'static str>,
    /// A path inside that value.
    pub custom_value_path: Option<&'static str>,
    /// How the engine looks a name up.
    pub finder: Option<&'static str>,
    /// What it looks for.
    pub entity: Option<&'static str>,
    /// The rule holds only where this property has a true value.
    pub when: Option<&'static str>,
}

/// What a translation rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TranslationAction {
    /// Items are added to a list.
    Add,
    /// Another property's value stands in for it.
    Replace,
    /// A name is turned into an id, by asking the cloud.
    Resolve,
    /// It is dropped.
    Delete,
}

/// The entry of this name, aliases such as `OS::Metering::Alarm` included. Upper and lower case differ.
/// Patterns are entries by their own text only: `OS::Quantum*`; see [`crate::engine_registry`].
pub fn resource_type(name: &str) -> Option<&'static ResourceType> {
    find_by_name(&tables::RESOURCE_TYPES, name, |resource_type| resource_type.name)
}

/// All entries, sorted by name.
pub fn resource_types() -> &'static [ResourceType] {
    &tables::RESOURCE_TYPES
}
