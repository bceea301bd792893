//! Template versions: which words each of them knows (V-001 to V-024, CF-001 to CF-009).

use crate::find_by_name;
use crate::function::Function;
use crate::release::Release;
use crate::tables;

/// The sections that can name a template's version. Each has its own list of values (V-005), and a template with two of
/// them is refused (V-003).
pub const VERSION_KEYS: &[&str] = &[
    "heat_template_version",
    "HeatTemplateFormatVersion",
    "AWSTemplateFormatVersion",
];

/// The two families of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateKind {
    /// Heat's own format.
    Hot,
    /// The format taken over from CloudFormation.
    Cfn,
}

/// One template version. All lists keep the engine's order, except where a sort order is named.
#[derive(Debug, PartialEq)]
pub struct Version {
    /// The section that names it, such as `heat_template_version`.
    pub key: &'static str,
    /// Its own name, a date.
    pub name: &'static str,
    /// Further names, such as `newton` (V-002).
    pub aliases: &'static [&'static str],
    /// The family.
    pub kind: TemplateKind,
    /// Position among the versions of its kind, from 0 for the oldest.
    pub ordinal: u8,
    /// First release that accepts it; aliases may be younger, see [`crate::version_name_history`].
    pub release: &'static Release,
    /// Top-level keys.
    pub sections: &'static [&'static str],
    /// Sections that the engine does not let its own code read as they stand.
    pub sections_no_direct_access: &'static [&'static str],
    /// Sections merged from the files of an environment (E-011).
    pub merge_sections: &'static [&'static str],
    /// Keys of a resource, sorted by name. A CloudFormation-style template may have others, which are ignored (CF-002).
    pub resource_keys: &'static [&'static str],
    /// Keys of an output.
    pub output_keys: &'static [&'static str],
    /// Keys of a parameter.
    pub parameter_keys: &'static [&'static str],
    /// Types of parameters.
    pub parameter_types: &'static [&'static str],
    /// Keys that may stand in an entry of a HOT parameter's `constraints`; includes `modulo` where it has no effect (V-010).
    pub constraint_keys_accepted: &'static [&'static str],
    /// Those of the accepted keys that express a constraint in this version, and `description`.
    pub constraint_keys: &'static [&'static str],
    /// Deletion policies as written and as meant, sorted by the written form (R-007, V-009).
    pub deletion_policies: &'static [(&'static str, &'static str)],
    /// Parameters that every stack has, such as `OS::stack_id`.
    pub pseudo_parameters: &'static [&'static str],
    /// Functions, sorted by name.
    pub functions: &'static [(&'static str, Function)],
    /// Functions that may stand in conditions, sorted by name.
    pub condition_functions: &'static [(&'static str, Function)],
    /// Names of functions withdrawn by this version: they parse and fail validation (V-022). Sorted by name.
    pub removed_functions: &'static [&'static str],
    /// Whether there are conditions (V-006, V-007).
    pub supports_conditions: bool,
}

impl Version {
    /// What a function name means in resources and outputs. `None`: a literal map (V-021), unless it [`Self::is_removed`].
    pub fn function(&self, name: &str) -> Option<Function> {
        function_in(self.functions, name)
    }

    /// What a function name means in conditions.
    pub fn condition_function(&self, name: &str) -> Option<Function> {
        function_in(self.condition_functions, name)
    }

    /// Whether this version has withdrawn the function (V-022).
    pub fn is_removed(&self, function: &str) -> bool {
        self.removed_functions.contains(&function)
    }

    /// Whether a top-level key is known.
    pub fn has_section(&self, name: &str) -> bool {
        self.sections.contains(&name)
    }

    /// Whether a key of a resource is known.
    pub fn has_resource_key(&self, name: &str) -> bool {
        self.resource_keys.contains(&name)
    }

    /// Whether a key of an output is known.
    pub fn has_output_key(&self, name: &str) -> bool {
        self.output_keys.contains(&name)
    }

    /// Whether a key of a parameter is known.
    pub fn has_parameter_key(&self, name: &str) -> bool {
        self.parameter_keys.contains(&name)
    }

    /// Whether a parameter may have this type.
    pub fn has_parameter_type(&self, name: &str) -> bool {
        self.parameter_types.contains(&name)
    }

    /// Whether every stack has this parameter by itself.
    pub fn is_pseudo_parameter(&self, name: &str) -> bool {
        self.pseudo_parameters.contains(&name)
    }

    /// What a deletion policy means: `Delete`, `Retain` or `Snapshot`.
    pub fn deletion_policy(&self, written: &str) -> Option<&'static str> {
        let index = self
            .deletion_policies
            .binary_search_by(|(known, _)| (*known).cmp(written))
            .ok()?;
        self.deletion_policies.get(index).map(|(_, policy)| *policy)
    }

    /// Whether this is a HOT version at least as new as the one of that date, such as `2016-10-14`.
    /// False for CloudFormation-style versions and for dates that name no version.
    pub fn is_hot_since(&self, date: &str) -> bool {
        self.kind == TemplateKind::Hot
            && version("heat_template_version", date).is_some_and(|since| self.ordinal >= since.ordinal)
    }

    /// All accepted values that mean this version: its name, then its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

/// The version that a template asks for by `key: value`, aliases included; upper and lower case differ (V-002).
/// `None`: the engine refuses the template (V-001).
pub fn version(key: &str, value: &str) -> Option<&'static Version> {
    versions()
        .iter()
        .find(|version| version.key == key && version.names().any(|name| name == value))
}

/// All versions: HOT from the oldest to the newest, then the CloudFormation-style ones.
pub fn versions() -> &'static [Version] {
    &tables::VERSIONS
}

/// The newest HOT version.
pub fn latest_hot_version() -> &'static Version {
    versions()
        .iter()
        .rfind(|version| version.kind == TemplateKind::Hot)
        .expect("the tables hold HOT versions, as a test confirms")
}

/// All values that the engine accepts for a version key, aliases included, from the oldest version to the newest.
/// Empty for a key that is none of [`VERSION_KEYS`].
pub fn version_names(key: &str) -> impl Iterator<Item = &'static str> {
    versions()
        .iter()
        .filter(move |version| version.key == key)
        .flat_map(Version::names)
}

fn function_in(functions: &'static [(&'static str, Function)], name: &str) -> Option<Function> {
    find_by_name(functions, name, |(known, _)| known).map(|(_, function)| *function)
}
