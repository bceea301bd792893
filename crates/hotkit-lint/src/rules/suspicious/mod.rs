//! What Heat accepts and nobody means.

pub(crate) mod duplicate_key;
pub(crate) mod unknown_function;
pub(crate) mod unknown_ignore;
pub(crate) mod unknown_output_key;
pub(crate) mod unused_ignore;
