//! A template version that Heat does not have (V-001, V-002, V-005).

use hotkit_schema::{VERSION_KEYS, version, version_names, versions};
use hotkit_text::nearest;

use crate::phrase::{quoted, quoted_list};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-version", include_str!("unknown_version.md"));

pub(crate) fn words(key: &str, value: &str, site: Site<'_>) -> Words {
    let names: Vec<&str> = version_names(key).collect();
    let near = nearest(value, names.iter().copied());
    let other_key = VERSION_KEYS.iter().find(|other| version(other, value).is_some());
    let help = match (other_key, near) {
        (Some(other), _) => Some(format!("{} is a version of `{other}`", quoted(value))),
        (None, Some(_)) => None,
        (None, None) => {
            let newest_first: Vec<&str> = versions()
                .iter()
                .rev()
                .filter(|it| it.key == key)
                .map(|it| it.name)
                .collect();
            Some(format!("Heat knows {}", quoted_list(&newest_first)))
        }
    };
    Words::new(&RULE, format!("{} has no version {}", quoted(key), quoted(value)))
        .label("not a version of Heat")
        .suggest(site, value, near.filter(|_| other_key.is_none()))
        .maybe_help(help)
}
