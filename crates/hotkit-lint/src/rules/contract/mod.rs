//! What those ask of a template who take it over: a course block that makes labs, ONAP. Off, but for the profiles that are named so.

pub(crate) mod missing_lab_output;
pub(crate) mod missing_lab_run;
pub(crate) mod onap_availability_zone;
pub(crate) mod onap_environment;
pub(crate) mod onap_mixed_vm_type;
pub(crate) mod onap_name_property;
pub(crate) mod onap_parameter;
pub(crate) mod onap_port_network;
pub(crate) mod onap_remote_template;
pub(crate) mod onap_resource_id;
pub(crate) mod onap_section;
pub(crate) mod onap_server_metadata;
pub(crate) mod onap_server_value;
pub(crate) mod same_name_in_every_lab;
pub(crate) mod unusable_lab_output;
