//! Heat's vocabulary as data: template versions, functions, resource types, constraints, environments and releases.
//!
//! Everything is a static table made from `schemas/facts` when the crate is built: nothing is parsed or allocated at run
//! time, and a look-up by name is a binary search. The facts are those of the release named by [`ENGINE`]; check ids such
//! as V-002 or PR-018 are those of the project's list of engine checks. This crate knows no template and no other crate of
//! the project.

mod constraint;
pub mod descriptions;
pub mod environment;
mod function;
mod history;
pub mod limits;
mod property;
mod registry;
mod release;
mod resource_type;
mod tables;
mod value;
mod version;

#[cfg(test)]
mod tests;

pub use constraint::{Constraint, CustomConstraint, custom_constraint, custom_constraints};
pub use function::{Function, function_names, since};
pub use history::{
    Change, ChangeKind, FunctionHistory, History, attribute_history, attribute_since, base_attribute_history,
    custom_constraint_history, environment_section_history, function_history, hook_type_history, limit_history,
    property_history, property_since, restricted_action_history, type_history, type_names_ever, update_policy_history,
    version_history, version_name_history,
};
pub use property::{Dropped, Property, find_property, in_schema_order, property_at, property_index};
pub use registry::{engine_registry, is_template_resource};
pub use release::{Release, find_release, latest_release, releases};
pub use resource_type::{
    Attribute, ResourceType, Support, SupportStatus, TranslationAction, TranslationRule, resource_type, resource_types,
};
pub use value::{Literal, ValueType};
pub use version::{TemplateKind, VERSION_KEYS, Version, latest_hot_version, version, version_names, versions};

/// The engine whose facts these are, as `openstack-heat 27.0.1`.
pub const ENGINE: &str = tables::ENGINE;

/// Finds `name` in a slice that is sorted by what `key` gives.
fn find_by_name<T>(sorted: &'static [T], name: &str, key: impl Fn(&T) -> &'static str) -> Option<&'static T> {
    let wanted = first_letters(name);
    let order = |known: &str| first_letters(known).cmp(&wanted).then_with(|| known.cmp(name));
    let index = sorted.binary_search_by(|item| order(key(item))).ok()?;
    Some(&sorted[index])
}

/// The first letters of a name, as a number that is ordered as names are. They nearly always decide, and take less than a call
/// that compares the whole.
pub const fn first_letters(name: &str) -> u64 {
    let bytes = name.as_bytes();
    if let Some(first) = bytes.first_chunk() {
        return u64::from_be_bytes(*first);
    }
    let mut first = [0; 8];
    let mut index = 0;
    while index < bytes.len() {
        first[index] = bytes[index];
        index += 1;
    }
    u64::from_be_bytes(first)
}
