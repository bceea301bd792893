//! A parameter type that is none of the five (P-005, CF-003).

use hotkit_text::nearest;

use crate::phrase::{either, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-parameter-type", include_str!("unknown_parameter_type.md"));

const HOT: [&str; 5] = ["string", "number", "comma_delimited_list", "json", "boolean"];
const CFN: [&str; 5] = ["String", "Number", "CommaDelimitedList", "Json", "Boolean"];

pub(crate) fn words(found: &str, site: Site<'_>) -> Words {
    let types = if site.is_cfn() { CFN } else { HOT };
    let near = foreign(found)
        .map(|index| types[index])
        .or_else(|| nearest(found, types));
    // Where the type is no text the fault names its kind: "a list".
    let message = match found.split_once(' ') {
        Some(("a" | "an", _)) => format!("the type of a parameter must be text, not {found}"),
        _ => format!("no parameter type is called {}", quoted(found)),
    };
    Words::new(&RULE, message)
        .label("not a type of parameters")
        .suggest(site, found, near)
        .maybe_help(near.is_none().then(|| format!("write {}", either(&types))))
}

/// The words of other languages for the same things.
fn foreign(found: &str) -> Option<usize> {
    match found.to_ascii_lowercase().as_str() {
        "str" | "text" => Some(0),
        "int" | "integer" | "float" => Some(1),
        "list" | "array" => Some(2),
        "map" | "dict" | "object" | "hash" => Some(3),
        "bool" => Some(4),
        _ => None,
    }
}
