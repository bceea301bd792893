//! The environment that is shipped with the engine and stands behind every user's (13.1, R-016).

use crate::resource_type::resource_type;
use crate::tables;

/// Entries of the shipped resource registry, from type or pattern to type, pattern or template file; sorted by key.
/// Those of classes are [`crate::resource_types`].
pub fn engine_registry() -> &'static [(&'static str, &'static str)] {
    tables::ENGINE_REGISTRY
}

/// Whether the engine implements a type by a template: its properties are that template's parameters, and attribute names
/// are not checked.
pub fn is_template_resource(name: &str) -> bool {
    resource_type(name).is_some_and(|resource_type| resource_type.template_resource.is_some())
}
