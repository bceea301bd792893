//! Words of environment files (E-002, E-004, E-005).

use crate::tables;

/// Top-level keys of an environment file, in the engine's order.
pub const SECTIONS: &[&str] = tables::ENVIRONMENT_SECTIONS;

/// Points at which a resource can be made to wait, as written after `hooks:`.
pub const HOOK_TYPES: &[&str] = tables::HOOK_TYPES;

/// Actions that can be forbidden, as written after `restricted_actions:`.
pub const RESTRICTED_ACTIONS: &[&str] = tables::RESTRICTED_ACTIONS;
