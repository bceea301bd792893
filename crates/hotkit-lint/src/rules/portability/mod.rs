//! What works with Heat and fails elsewhere.

pub(crate) mod absolute_file_path;
pub(crate) mod amazon_type;
pub(crate) mod hard_coded_choice;
pub(crate) mod hard_coded_id;
pub(crate) mod missing_constraint;
pub(crate) mod needs_pure_python;
pub(crate) mod server_without_network;
pub(crate) mod yaml_1_1_value;
