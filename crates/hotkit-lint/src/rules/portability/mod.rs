//! What works with Heat and fails elsewhere.

pub(crate) mod needs_pure_python;
pub(crate) mod unsupported_release;
