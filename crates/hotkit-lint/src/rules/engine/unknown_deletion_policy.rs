//! A deletion policy that the version does not have (R-007, V-009).

use hotkit_text::nearest;

use crate::phrase::{quoted, quoted_list};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-deletion-policy", include_str!("unknown_deletion_policy.md"));

pub(crate) fn words(found: &str, known: &[&str], site: Site<'_>) -> Words {
    let near = nearest(found, known.iter().copied());
    let in_small_letters = matches!(found, "delete" | "retain" | "snapshot") && !site.is_cfn();
    let help = match near {
        _ if in_small_letters => Some("small letters are known since heat_template_version 2016-10-14".to_owned()),
        Some(_) => None,
        None => Some(format!("known are {}", quoted_list(known))),
    };
    Words::new(&RULE, format!("no deletion policy is called {}", quoted(found)))
        .label("not a deletion policy")
        .suggest(site, found, near)
        .maybe_help(help)
}
