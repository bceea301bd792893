//! Which rule speaks about which fault.

use hotkit_analysis::{Fault, Verdict};
use hotkit_model::{Fault as FileFault, Owner};

use crate::rules::engine::{
    self, conflicting_properties, contradictory_bounds, invalid_parameter_value, property_not_applicable,
    unknown_property, yaml_syntax,
};
use crate::rules::{portability, suspicious};
use crate::site::Site;
use crate::words::Words;

/// The words for a fault of a stack.
pub(crate) fn words(fault: &Fault, site: Site<'_>) -> Words {
    match fault {
        Fault::File(fault) => of_file(fault, site),
        Fault::Argument(fault) => engine::invalid_function_arguments::words(fault, site),
        Fault::WithdrawnFunction { name, version } => engine::withdrawn_function::words(name, Some(version)),
        Fault::FunctionNotAllowed { name } => engine::function_not_allowed::words(name),
        Fault::UnknownFunction {
            name,
            suggestion,
            since,
        } => suspicious::unknown_function::words(name, *suggestion, *since, site),
        // What an output names is looked for only when somebody asks for the output.
        Fault::Undefined {
            name,
            function,
            suggestion,
        } if site.problem.verdict == Verdict::Accepted && site.is_in_outputs() => {
            suspicious::undefined_in_output::words(name, *function, suggestion.as_ref(), site)
        }
        Fault::Undefined {
            name,
            function,
            suggestion,
        } => engine::undefined_reference::words(name, *function, suggestion.as_ref(), site),
        Fault::Disabled { name, condition } => engine::disabled_reference::words(name, *condition, site),
        Fault::UnknownAttribute {
            resource,
            resource_type,
            name,
            suggestion,
            known,
        } => engine::unknown_attribute::words(resource, resource_type, name, suggestion.as_deref(), known, site),
        Fault::AttributeOfPolicy { resource, name } => engine::unknown_attribute::of_policy(resource, name),
        Fault::TypeIsMapping { name } => engine::unknown_resource_type::is_mapping(name),
        Fault::UnknownType { name, suggestion, open } => {
            engine::unknown_resource_type::words(name, suggestion.as_deref(), *open, site)
        }
        Fault::UnknownProperty {
            owner,
            within,
            name,
            suggestion,
            instead_of,
            declared,
        } => {
            let facts = unknown_property::Facts {
                owner,
                within: within.as_deref(),
                name,
                suggestion: suggestion.as_deref(),
                instead_of: instead_of.as_deref(),
                declared: declared.as_ref(),
            };
            unknown_property::words(&facts, site)
        }
        Fault::MissingProperty {
            owner,
            within,
            names,
            declared,
        } => engine::missing_property::words(owner, within.as_deref(), names, declared.as_ref()),
        Fault::NotImplemented { owner, name } => engine::not_implemented_property::words(owner, name),
        Fault::WrongType {
            name,
            expected,
            found,
            value,
        } => engine::wrong_property_type::words(name, *expected, *found, value.as_deref()),
        Fault::NotAllowed {
            name,
            constraint,
            value,
        } => engine::invalid_property_value::words(name, constraint, value, site),
        Fault::ParameterValue {
            parameter,
            fault,
            value,
            given_by,
            declared,
        } => {
            let facts = invalid_parameter_value::Facts {
                parameter,
                fault,
                value: value.as_deref(),
                given_by: *given_by,
                declared: *declared,
            };
            invalid_parameter_value::words(&facts, site)
        }
        Fault::InvalidPattern {
            parameter,
            fault,
            offset,
        } => engine::invalid_pattern::words(parameter, fault, *offset),
        Fault::Merge(fault) => engine::unmergeable_values::words(fault),
        Fault::Facade {
            file,
            resource_type,
            fault,
        } => engine::facade_mismatch::words(file, resource_type, fault),
        Fault::LaunchConfiguration { name, exists } => engine::unreferenced_launch_configuration::words(name, *exists),
        Fault::NotFetchable { url } => engine::template_not_fetchable::words(url),
        Fault::FunctionAsProperties { name } => engine::function_as_properties::words(name),
        Fault::ConflictingProperties {
            owner,
            within,
            name,
            other,
            place,
            same,
        } => {
            let facts = conflicting_properties::Facts {
                owner,
                within: within.as_deref(),
                name,
                other,
                place: *place,
                same: *same,
            };
            conflicting_properties::words(&facts, site)
        }
        Fault::MissingAlternative { owner, within, names } => {
            engine::missing_alternative::words(owner, within.as_deref(), names)
        }
        Fault::MissingCompanion {
            name,
            value,
            needed,
            any,
        } => engine::missing_companion_property::words(name, value.as_deref(), needed, *any),
        Fault::NotApplicable {
            name,
            decider,
            value,
            allowed,
            place,
        } => {
            let facts = property_not_applicable::Facts {
                name,
                decider,
                value: value.as_deref(),
                allowed,
                place: *place,
            };
            property_not_applicable::words(&facts, site)
        }
        Fault::ContradictoryBounds {
            lesser,
            lesser_value,
            greater,
            greater_value,
            place,
        } => {
            let facts = contradictory_bounds::Facts {
                lesser: (lesser, lesser_value),
                greater: (greater, greater_value),
                place: *place,
            };
            contradictory_bounds::words(&facts, site)
        }
        Fault::RepeatedValue { name, value, first } => engine::repeated_value::words(name, value, *first, site),
        Fault::RefusedValue { name, value, why } => engine::invalid_property_value::refused(name, value, why, site),
        Fault::NoBootSource => engine::no_boot_source::words(),
        Fault::SeveralBootSources { others } => engine::several_boot_sources::words(others, site),
        Fault::ReservedKey { within, key } => engine::reserved_key::words(within, key),
        Fault::UnpreparedServer { server, format, place } => {
            engine::unprepared_server::words(server, format, *place, site)
        }
        Fault::PolicyReadsResource => engine::deletion_policy_reads_resource::words(),
        Fault::NoSnapshot { resource_type } => engine::snapshot_not_supported::words(resource_type),
        Fault::NameTaken { name, parameter } => engine::name_taken::words(name, *parameter, site),
        Fault::CircularDependency { steps } => engine::circular_dependency::words(steps, site),
        Fault::CircularCondition { names } => engine::circular_condition::words(names),
        Fault::MissingFile { path, kind } => engine::missing_file::words(path, *kind),
        Fault::OutsideProject { path } => engine::file_outside_project::words(path),
        Fault::UnreadableFile { path, why } => engine::unreadable_file::words(path, why),
        Fault::NotATemplate { path } => engine::not_a_template::words(path),
        Fault::IncludesItself { chain } => engine::self_including_file::words(chain),
        Fault::StackName { name, too_long } => engine::invalid_resource_name::of_stack(name, *too_long),
        Fault::NestedTooDeep { limit } => engine::stack_too_deep::words(*limit),
        Fault::TooManyResources { count, limit } => engine::too_many_resources::words(*count, *limit),
        Fault::UnknownParameterValue { name, suggestion } => {
            engine::unknown_parameter_value::words(name, suggestion.as_deref(), site)
        }
        Fault::MissingParameterValue { name } => engine::missing_parameter_value::words(name),
    }
}

/// The words for a fault that one file shows by itself.
fn of_file(fault: &FileFault, site: Site<'_>) -> Words {
    match fault {
        FileFault::Syntax {
            class,
            problem,
            context,
            context_range,
        } => {
            let reader = yaml_syntax::Reader {
                class: *class,
                problem,
                context: *context,
                since: *context_range,
            };
            yaml_syntax::words(reader, site)
        }
        FileFault::Json { problem } => engine::json_syntax::words(problem),
        FileFault::IndentedStart => engine::indented_start::words(),
        FileFault::EventSinkKeys { key } => engine::unknown_event_sink::of_keys(key.as_deref()),
        FileFault::KeyOfBytes => engine::yaml_syntax::key_of_bytes(),
        FileFault::ContainsItself => engine::self_containing_alias::words(site),
        FileFault::TooLarge { values } => engine::too_large::words(*values),
        FileFault::TooDeep => engine::nested_too_deep::words(),
        FileFault::PurePython { problem } => portability::needs_pure_python::words(problem),
        FileFault::NotAMapping { found } => engine::not_a_mapping::words(*found),
        FileFault::DuplicateKey { key, winner } => suspicious::duplicate_key::words(key, *winner, site),
        FileFault::MissingVersion => engine::missing_version::words(site),
        FileFault::VersionNotText { found } => engine::missing_version::not_text(*found),
        FileFault::UnknownVersion { key, value } => engine::unknown_version::words(key, value, site),
        FileFault::AmbiguousVersion { first } => engine::ambiguous_version::words(*first, site),
        FileFault::UnknownSection { name, version } => engine::unknown_section::words(name, *version, site),
        FileFault::EmptySection { name } => engine::empty_section::words(name),
        FileFault::WrongKind { owner, expected, found } => engine::wrong_kind::words(owner, *expected, *found, site),
        FileFault::MissingKey { owner, key } => engine::missing_key::words(owner, key),
        FileFault::UnknownKey { owner, key, known } => engine::unknown_key::words(owner, key, known, site),
        // What Heat ignores in the outermost template it refuses in a nested one (O-003).
        FileFault::UnknownOutputKey { output, key, known } if site.problem.verdict == Verdict::Accepted => {
            suspicious::unknown_output_key::words(output, key, known, site)
        }
        FileFault::UnknownOutputKey { output, key, known } => {
            engine::unknown_key::words(&Owner::Output(output.clone()), key, known, site)
        }
        FileFault::SlashInName { name } => engine::invalid_resource_name::words(name),
        FileFault::UnknownParameterType { found } => engine::unknown_parameter_type::words(found, site),
        FileFault::NoConstraint { parameter } => engine::invalid_constraint::without_kind(parameter, site),
        FileFault::ConstraintNotForType { kind, parameter_type } => {
            engine::invalid_constraint::not_for_type(kind, *parameter_type)
        }
        FileFault::NoBounds { kind } => engine::invalid_constraint::without_bounds(kind),
        FileFault::IncompleteModulo => engine::invalid_constraint::incomplete_modulo(),
        FileFault::ImpossibleModulo { why } => engine::invalid_constraint::impossible_modulo(why),
        FileFault::UnknownGroupParameter { name } => engine::invalid_parameter_group::unknown_parameter(name),
        FileFault::GroupedTwice { name, first } => engine::invalid_parameter_group::grouped_twice(name, *first, site),
        FileFault::UnknownDeletionPolicy { found, known } => engine::unknown_deletion_policy::words(found, known, site),
        FileFault::ExternalWithDependencies { resource } => engine::external_id_with_depends_on::words(resource),
        FileFault::InvalidRegistryTarget { name, found } => engine::wrong_kind::registry_target(name, *found),
        FileFault::UnknownHook { found } => engine::unknown_hook::words(found, site),
        FileFault::UnknownRestrictedAction { found } => engine::unknown_restricted_action::words(found, site),
        FileFault::UnknownEventSink { found } => engine::unknown_event_sink::words(found),
    }
}
