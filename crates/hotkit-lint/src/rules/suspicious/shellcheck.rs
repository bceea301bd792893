//! What shellcheck says of the scripts in a template, where it is installed and asked for.

use hotkit_text::{Group, Severity};

use crate::rule::Rule;

pub(crate) static RULE: Rule = Rule::accepted(
    "shellcheck",
    Group::Suspicious,
    Severity::Warning,
    include_str!("shellcheck.md"),
);
