//! When things came, changed and went, from Havana (2013.2) on.

use crate::find_by_name;
use crate::release::{Release, releases};
use crate::tables;
use crate::value::Literal;

/// The life of one thing.
#[derive(Debug, PartialEq)]
pub struct History {
    /// First release that has it. `None`: as old as its owner, or as the first release known here.
    pub since: Option<&'static Release>,
    /// Last release that has it. `None`: still there, or as long as its owner.
    pub until: Option<&'static Release>,
    /// Releases in between that lack it.
    pub absent: &'static [&'static Release],
    /// First release that calls it deprecated.
    pub deprecated_since: Option<&'static Release>,
    /// First release that hides it.
    pub hidden_since: Option<&'static Release>,
    /// First release that calls it unsupported.
    pub unsupported_since: Option<&'static Release>,
    /// First release in which a type does nothing any more (PR-023).
    pub placeholder_since: Option<&'static Release>,
    /// The release that took a withdrawn status back; the three below say which it was.
    pub supported_again: Option<&'static Release>,
    /// First release that called it deprecated, until it was supported again.
    pub was_deprecated_since: Option<&'static Release>,
    /// First release that hid it, until it was supported again.
    pub was_hidden_since: Option<&'static Release>,
    /// First release that called it unsupported, until it was supported again.
    pub was_unsupported_since: Option<&'static Release>,
    /// Types to use in its place.
    pub successors: &'static [&'static str],
    /// Services to use in its place, where the engine names no type.
    pub successor_services: &'static [&'static str],
    /// The template version that an alias means, as `key.version`.
    pub alias_of: Option<&'static str>,
    /// Changed facts, from the oldest to the newest.
    pub changes: &'static [Change],
}

impl History {
    /// There for as long as its owner, and never changed.
    pub(crate) const ALWAYS: Self = Self {
        since: None,
        until: None,
        absent: &[],
        deprecated_since: None,
        hidden_since: None,
        unsupported_since: None,
        placeholder_since: None,
        supported_again: None,
        was_deprecated_since: None,
        was_hidden_since: None,
        was_unsupported_since: None,
        successors: &[],
        successor_services: &[],
        alias_of: None,
        changes: &[],
    };

    /// Whether a release has it, provided that it has the owner.
    pub fn is_in(&self, release: &Release) -> bool {
        self.since.is_none_or(|since| since <= release)
            && self.until.is_none_or(|until| release <= until)
            && !self.absent.contains(&release)
    }
}

/// One fact that changed.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// First release with the change.
    pub release: &'static Release,
    /// Name of the fact, as in `schemas/facts/releases.json`: `required`, `update_allowed`, `functions`, ...
    pub fact: &'static str,
    /// What became of it.
    pub kind: ChangeKind,
}

/// How a fact changed.
#[derive(Debug, PartialEq)]
pub enum ChangeKind {
    /// One value took the place of another. Null is the plain value: not required, no default, no constraint, ...
    Value {
        /// The value before.
        before: Literal,
        /// The value since then.
        after: Literal,
    },
    /// A list gained or lost members.
    Members {
        /// Members gained.
        added: &'static [Literal],
        /// Members lost.
        removed: &'static [Literal],
    },
    /// Members of a map changed each: name, before, since then.
    Each(&'static [(&'static str, Literal, Literal)]),
}

/// The life of a function's name.
#[derive(Debug, PartialEq)]
pub struct FunctionHistory {
    /// The name.
    pub name: &'static str,
    /// First release that knows it in any template version; the oldest here for those that are older.
    pub since: &'static Release,
    /// First HOT version that knows it.
    pub first_hot_version: Option<&'static str>,
    /// Last HOT version that knows it, if newer ones do not.
    pub last_hot_version: Option<&'static str>,
    /// CloudFormation-style versions that know it, as `key.version`.
    pub cfn_versions: &'static [&'static str],
}

/// The life of a resource type, be it one that the present engine has or one that is gone.
pub fn type_history(name: &str) -> Option<&'static History> {
    find_history(tables::TYPE_HISTORY, name)
}

/// The names of all types that any release had, sorted.
pub fn type_names_ever() -> impl Iterator<Item = &'static str> {
    tables::TYPE_HISTORY.iter().map(|(name, _)| *name)
}

/// The life of a property by its path, with `*` for the items of a list: `networks.*.subnet`.
/// `None`: it came and goes with its owner, and never changed.
pub fn property_history(type_name: &str, path: &str) -> Option<&'static History> {
    find_member_history(tables::PROPERTY_HISTORY, type_name, path)
}

/// The life of a member of a type's update policy, by its path; `None` as in [`property_history`].
pub fn update_policy_history(type_name: &str, path: &str) -> Option<&'static History> {
    find_member_history(tables::UPDATE_POLICY_HISTORY, type_name, path)
}

/// The life of an attribute; `None` as in [`property_history`]. Those of every type are in [`base_attribute_history`].
pub fn attribute_history(type_name: &str, name: &str) -> Option<&'static History> {
    find_member_history(tables::ATTRIBUTE_HISTORY, type_name, name)
}

/// The life of an attribute that every type has, such as `show`.
pub fn base_attribute_history(name: &str) -> Option<&'static History> {
    find_history(tables::BASE_ATTRIBUTE_HISTORY, name)
}

/// The life of a function's name.
pub fn function_history(name: &str) -> Option<&'static FunctionHistory> {
    find_by_name(tables::FUNCTION_HISTORY, name, |function| function.name)
}

/// The life of a template version, by its key and own name.
pub fn version_history(key: &str, name: &str) -> Option<&'static History> {
    find_history_of_pair(tables::VERSION_HISTORY, key, name)
}

/// The life of an alias of a template version, such as `newton`.
pub fn version_name_history(key: &str, alias: &str) -> Option<&'static History> {
    find_history_of_pair(tables::VERSION_NAME_HISTORY, key, alias)
}

/// The life of a custom constraint, be it there or gone.
pub fn custom_constraint_history(name: &str) -> Option<&'static History> {
    find_history(tables::CUSTOM_CONSTRAINT_HISTORY, name)
}

/// The life of a section of environment files.
pub fn environment_section_history(name: &str) -> Option<&'static History> {
    find_history(tables::ENVIRONMENT_SECTION_HISTORY, name)
}

/// The life of a hook.
pub fn hook_type_history(name: &str) -> Option<&'static History> {
    find_history(tables::HOOK_TYPE_HISTORY, name)
}

/// The life of a restricted action.
pub fn restricted_action_history(name: &str) -> Option<&'static History> {
    find_history(tables::RESTRICTED_ACTION_HISTORY, name)
}

/// The defaults of a limit by its name in the engine's configuration: the value and the release that brought it.
pub fn limit_history(name: &str) -> Option<&'static [(&'static Release, u64)]> {
    find_by_name(tables::LIMIT_HISTORY, name, |(known, _)| known).map(|(_, steps)| *steps)
}

/// First release that has a property, its owners counted; the path has `*` for the items of lists.
/// `None`: the type is unknown. A path that names nothing gets the release of its owner.
pub fn property_since(type_name: &str, path: &str) -> Option<&'static Release> {
    let mut since = type_since(type_name)?;
    let ends = path.match_indices('.').map(|(index, _)| index).chain([path.len()]);
    for end in ends {
        if let Some(history) = property_history(type_name, &path[..end]) {
            since = since.max(history.since.unwrap_or(since));
        }
    }
    Some(since)
}

/// First release in which a type has an attribute; `None` as in [`property_since`].
pub fn attribute_since(type_name: &str, name: &str) -> Option<&'static Release> {
    let owner = type_since(type_name)?;
    let history = attribute_history(type_name, name).or_else(|| base_attribute_history(name));
    Some(
        history
            .and_then(|history| history.since)
            .map_or(owner, |since| since.max(owner)),
    )
}

fn type_since(type_name: &str) -> Option<&'static Release> {
    type_history(type_name)?.since.or(releases().first())
}

fn find_history(histories: &'static [(&'static str, History)], name: &str) -> Option<&'static History> {
    find_by_name(histories, name, |(known, _)| known).map(|(_, history)| history)
}

fn find_member_history(
    owners: &'static [(&'static str, &'static [(&'static str, History)])],
    owner: &str,
    path: &str,
) -> Option<&'static History> {
    let (_, histories) = find_by_name(owners, owner, |(known, _)| known)?;
    find_history(histories, path)
}

/// Finds `key.name` without joining the two.
fn find_history_of_pair(
    histories: &'static [(&'static str, History)],
    key: &str,
    name: &str,
) -> Option<&'static History> {
    let is_pair = |known: &str| known.strip_prefix(key).and_then(|rest| rest.strip_prefix('.')) == Some(name);
    histories
        .iter()
        .find(|(known, _)| is_pair(known))
        .map(|(_, history)| history)
}
