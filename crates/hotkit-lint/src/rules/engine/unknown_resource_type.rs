//! A resource type that nothing provides (R-002, N-001).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-resource-type", include_str!("unknown_resource_type.md"));

pub(crate) fn words(name: &str, suggestion: Option<&str>, open: bool, site: Site<'_>) -> Words {
    let words = Words::new(&RULE, format!("no resource type is called {}", quoted(name)))
        .label("unknown resource type")
        .suggest(site, name, suggestion);
    let looks_like_file = [".yml", ".json", ".tpl"].iter().any(|ending| name.ends_with(ending));
    if looks_like_file && open {
        words.help_saying_when(
            "only names that end in .yaml or .template are files; an environment could map this one (-e)",
        )
    } else if looks_like_file {
        words.help("only names that end in .yaml or .template are files for Heat")
    } else if open {
        words.help_saying_when("Heat refuses it unless an environment provides it; name that one with -e")
    } else if suggestion.is_none() && name.starts_with("AWS::") {
        words.help("Heat knows a few types of AWS only; hotkit explain TYPE shows a type")
    } else {
        words
    }
}

/// The words for a type that an environment gives a mapping.
pub(crate) fn is_mapping(name: &str) -> Words {
    Words::new(&RULE, format!("the environment gives {} a mapping, not a type or a file", quoted(name)))
        .label("mapped to no type")
        .help("below `resource_registry` a type has the name of another type or a file; mappings stand below `resources` only")
}
