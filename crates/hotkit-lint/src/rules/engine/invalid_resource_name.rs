//! A slash in the name of a resource (T-020).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-resource-name", include_str!("invalid_resource_name.md"));

pub(crate) fn words(name: &str) -> Words {
    Words::new(&RULE, format!("the resource name {} has a slash in it", quoted(name)))
        .label("no slash in names of resources")
        .help("names become part of addresses; anything but a slash will do, such as `-`")
}
