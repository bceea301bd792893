//! What is on its way out of Heat.

pub(crate) mod amazon_function;
pub(crate) mod older_property_name;
pub(crate) mod outdated_version;
pub(crate) mod withdrawn_attribute;
pub(crate) mod withdrawn_property;
pub(crate) mod withdrawn_type;
