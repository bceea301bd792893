//! An environment file, typed.

use hotkit_text::TextRange;

use crate::{Entry, Expr, Key};

/// An environment as one file has it; merging several is the business of `hotkit-eval`.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentFile {
    /// Every top-level key as written, in order.
    pub sections: Vec<Key>,
    /// `parameters`
    pub parameters: Vec<Entry>,
    /// `parameter_defaults`
    pub parameter_defaults: Vec<Entry>,
    /// `parameter_merge_strategies`
    pub merge_strategies: Vec<Entry>,
    /// `resource_registry`, the entries outside `resources`.
    pub registry: Vec<RegistryEntry>,
    /// `resource_registry.resources`, flattened: every mapping, hook and restriction with the names it is for.
    pub registry_resources: Vec<RegistryEntry>,
    /// `encrypted_param_names`
    pub encrypted_param_names: Option<Expr>,
    /// `event_sinks`
    pub event_sinks: Option<Expr>,
    /// `resource_registry.base_url`, where it is text.
    pub base_url: Option<Key>,
}

/// One mapping of the resource registry.
#[derive(Clone, Debug)]
pub struct RegistryEntry {
    /// For entries of `resources`: the resource names on the way, outermost first (E-008). Empty for the others.
    pub scope: Vec<Key>,
    /// A type name, perhaps with a trailing `*`; under `resources` also `hooks` and `restricted_actions`.
    pub name: Key,
    /// What it is mapped to.
    pub target: RegistryTarget,
    /// The value.
    pub range: TextRange,
}

/// What a registry entry says.
#[derive(Clone, PartialEq, Debug)]
pub enum RegistryTarget {
    /// Another type: the value holds `::` (engine checks 0.1, step 3).
    Type(Key),
    /// A template file, as written.
    File(Key),
    /// Null: the entry is taken out (E-009).
    Nothing,
    /// `hooks` (E-004) or `restricted_actions` (E-005), or anything of the wrong kind.
    Data(Expr),
}
