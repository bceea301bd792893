//! What hurts when the stack is updated.

pub(crate) mod all_members_at_once;
pub(crate) mod fixed_unique_name;
pub(crate) mod replaced_data;
pub(crate) mod unprotected_data;
pub(crate) mod user_data_replaces_server;
