//! What is harder to read than it need be.

pub(crate) mod equal_branches;
pub(crate) mod missing_description;
pub(crate) mod redundant_depends_on;
pub(crate) mod ungrouped_parameter;
pub(crate) mod useless_function;
