//! An attribute that the type does not have (F-GA-2, A-001).

use crate::phrase::{fitting, quoted, quoted_list, shown};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-attribute", include_str!("unknown_attribute.md"));

pub(crate) fn words(
    resource: &str,
    resource_type: &str,
    name: &str,
    suggestion: Option<&str>,
    known: &[&'static str],
    site: Site<'_>,
) -> Words {
    let resource_type = shown(resource_type);
    let help = match suggestion {
        Some(_) => None,
        None if known.len() > 8 => Some(format!(
            "known are {}; hotkit explain {resource_type} lists them",
            quoted_list(known)
        )),
        None => Some(format!("known are {}", quoted_list(known))),
    };
    Words::new(&RULE, format!("{resource_type} has no attribute {}", quoted(name)))
        .label(fitting(
            format!("not an attribute of {}", quoted(resource)),
            "not an attribute of this type",
        ))
        .suggest(site, name, suggestion)
        .maybe_help(help)
}

/// The words for an attribute that an update policy alone reads.
pub(crate) fn of_policy(resource: &str, name: &str) -> Words {
    Words::new(
        &RULE,
        format!("only an update policy reads the attribute {} of {}", quoted(name), quoted(resource)),
    )
    .label("Heat does not fetch it for a policy")
    .help("Heat knows the attributes that properties, metadata or outputs read; read it there, too, or write the value itself")
}
