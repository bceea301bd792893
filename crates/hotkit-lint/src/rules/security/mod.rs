//! What opens a door or shows a secret.

pub(crate) mod literal_secret;
pub(crate) mod open_database;
pub(crate) mod open_remote_login;
pub(crate) mod open_to_world;
pub(crate) mod port_security_off;
pub(crate) mod port_without_groups;
pub(crate) mod private_key_in_template;
pub(crate) mod secret_default;
pub(crate) mod secret_in_metadata;
pub(crate) mod secret_in_output;
pub(crate) mod stored_private_key;
pub(crate) mod template_over_http;
pub(crate) mod visible_secret;
