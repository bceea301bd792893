//! A slash in the name of a resource (T-020), or the name of a stack that makes none (T-027).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-resource-name", include_str!("invalid_resource_name.md"));

pub(crate) fn words(name: &str) -> Words {
    Words::new(&RULE, format!("the resource name {} has a slash in it", quoted(name)))
        .label("no slash in names of resources")
        .help("names become part of addresses; anything but a slash will do, such as `-`")
}

/// The words for a resource that holds a stack.
pub(crate) fn of_stack(name: &str, too_long: bool) -> Words {
    let (message, label) = if too_long {
        (
            "the name of this resource is too long for the stack that it holds".to_owned(),
            "253 characters at most",
        )
    } else {
        (
            format!("{} cannot be part of the name of a stack", quoted(name)),
            "letters, digits, `_`, `.`, `-` only",
        )
    };
    Words::new(&RULE, message)
        .label(label)
        .help("Heat names the stack inside after this resource, and stacks are named more strictly than resources")
}
