//! All rules, one file each; [`TABLE`] is where they are registered.

pub(crate) mod engine;
pub(crate) mod portability;
pub(crate) mod suspicious;

use crate::rule::Rule;

/// Every rule, by group and name.
static TABLE: &[&Rule] = &[
    &engine::ambiguous_version::RULE,
    &engine::circular_condition::RULE,
    &engine::circular_dependency::RULE,
    &engine::condition_not_boolean::RULE,
    &engine::conflicting_properties::RULE,
    &engine::contradictory_bounds::RULE,
    &engine::deletion_policy_reads_resource::RULE,
    &engine::disabled_reference::RULE,
    &engine::empty_section::RULE,
    &engine::external_id_with_depends_on::RULE,
    &engine::facade_mismatch::RULE,
    &engine::file_outside_project::RULE,
    &engine::function_as_properties::RULE,
    &engine::function_not_allowed::RULE,
    &engine::indented_start::RULE,
    &engine::invalid_constraint::RULE,
    &engine::invalid_function_arguments::RULE,
    &engine::invalid_parameter_group::RULE,
    &engine::invalid_parameter_value::RULE,
    &engine::invalid_pattern::RULE,
    &engine::invalid_property_value::RULE,
    &engine::invalid_resource_name::RULE,
    &engine::invalid_yaql::RULE,
    &engine::json_syntax::RULE,
    &engine::missing_alternative::RULE,
    &engine::missing_companion_property::RULE,
    &engine::missing_file::RULE,
    &engine::missing_key::RULE,
    &engine::missing_parameter_value::RULE,
    &engine::missing_property::RULE,
    &engine::missing_version::RULE,
    &engine::name_taken::RULE,
    &engine::nested_too_deep::RULE,
    &engine::no_boot_source::RULE,
    &engine::not_a_mapping::RULE,
    &engine::not_a_template::RULE,
    &engine::not_implemented_property::RULE,
    &engine::not_utf8::RULE,
    &engine::property_not_applicable::RULE,
    &engine::repeated_value::RULE,
    &engine::reserved_key::RULE,
    &engine::self_containing_alias::RULE,
    &engine::self_including_file::RULE,
    &engine::several_boot_sources::RULE,
    &engine::snapshot_not_supported::RULE,
    &engine::stack_too_deep::RULE,
    &engine::template_not_fetchable::RULE,
    &engine::too_large::RULE,
    &engine::too_many_resources::RULE,
    &engine::undefined_reference::RULE,
    &engine::unknown_attribute::RULE,
    &engine::unknown_deletion_policy::RULE,
    &engine::unknown_event_sink::RULE,
    &engine::unknown_hook::RULE,
    &engine::unknown_key::RULE,
    &engine::unknown_parameter_type::RULE,
    &engine::unknown_parameter_value::RULE,
    &engine::unknown_property::RULE,
    &engine::unknown_resource_type::RULE,
    &engine::unknown_restricted_action::RULE,
    &engine::unknown_section::RULE,
    &engine::unknown_version::RULE,
    &engine::unmergeable_values::RULE,
    &engine::unprepared_server::RULE,
    &engine::unreadable_file::RULE,
    &engine::unreferenced_launch_configuration::RULE,
    &engine::withdrawn_function::RULE,
    &engine::wrong_kind::RULE,
    &engine::wrong_property_type::RULE,
    &engine::yaml_syntax::RULE,
    &suspicious::duplicate_key::RULE,
    &suspicious::unknown_function::RULE,
    &suspicious::unknown_ignore::RULE,
    &suspicious::unknown_output_key::RULE,
    &suspicious::unused_ignore::RULE,
    &portability::needs_pure_python::RULE,
    &portability::unsupported_release::RULE,
];

/// All rules, in the order of groups and names.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    TABLE
}

/// The rule of this name; former names count.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    TABLE.iter().copied().find(|rule| rule.is_called(name))
}
