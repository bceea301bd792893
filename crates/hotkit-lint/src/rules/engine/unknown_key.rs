//! A key that does not belong where it stands (R-001, P-003, P-007, V-007, V-008, V-011; O-003 in nested stacks).

use hotkit_model::Owner;
use hotkit_schema::Version;
use hotkit_text::nearest;

use super::missing_key::who;
use crate::phrase::{first_version, quoted, quoted_list};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-key", include_str!("unknown_key.md"));

pub(crate) fn words(owner: &Owner, key: &str, known: &[&'static str], site: Site<'_>) -> Words {
    let since = first_version(|version| keys_of(owner, version).contains(&key)).filter(|_| !site.is_cfn());
    let near = if since.is_none() {
        nearest(key, known.iter().copied())
    } else {
        None
    };
    let help = match (since, near) {
        (Some(since), _) => Some(format!("{} exists since heat_template_version {since}", quoted(key))),
        (None, Some(_)) => None,
        (None, None) => Some(special_help(owner, key).map_or_else(|| allowed(owner, known), str::to_owned)),
    };
    Words::new(&RULE, format!("{} has an unknown key {}", who(owner), quoted(key)))
        .label(label(owner))
        .suggest(site, key, near)
        .maybe_help(help)
}

/// The keys that a version knows in such a place.
fn keys_of(owner: &Owner, version: &'_ Version) -> &'static [&'static str] {
    match owner {
        Owner::Resource(_) => version.resource_keys,
        Owner::Parameter(_) => version.parameter_keys,
        Owner::Constraint(_) => version.constraint_keys,
        Owner::Output(_) => version.output_keys,
        Owner::Template
        | Owner::Environment
        | Owner::Section(_)
        | Owner::ParameterGroup
        | Owner::Condition(_)
        | Owner::ResourceKey(..)
        | Owner::OutputKey(..) => &[],
    }
}

fn label(owner: &Owner) -> &'static str {
    match owner {
        Owner::Resource(_) => "not a key of resources",
        Owner::Parameter(_) => "not a key of parameters",
        Owner::Constraint(_) => "not a key of constraints",
        Owner::ParameterGroup => "not a key of parameter groups",
        Owner::Output(_) => "not a key of outputs",
        Owner::Template
        | Owner::Environment
        | Owner::Section(_)
        | Owner::Condition(_)
        | Owner::ResourceKey(..)
        | Owner::OutputKey(..) => "not a key of this place",
    }
}

fn allowed(owner: &Owner, known: &[&str]) -> String {
    match owner {
        Owner::Resource(_) => format!(
            "the keys of a resource are {}; its settings belong below `properties`",
            quoted_list(known)
        ),
        _ => format!("known here are {}", quoted_list(known)),
    }
}

/// Keys that people bring along from elsewhere.
fn special_help(owner: &Owner, key: &str) -> Option<&'static str> {
    match (owner, key) {
        (Owner::Parameter(_), "required" | "Required" | "optional") => {
            Some("a parameter without `default` is required, one with it is optional")
        }
        (
            Owner::Parameter(_),
            "allowed_values" | "allowed_pattern" | "length" | "range" | "modulo" | "custom_constraint",
        ) => Some("it is a constraint: write it as an item of `constraints`"),
        _ => None,
    }
}
