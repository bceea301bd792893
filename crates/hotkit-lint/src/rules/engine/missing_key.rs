//! A key that Heat wants and nobody wrote (T-008, T-010, P-004, O-002, G-002).

use hotkit_model::Owner;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("missing-key", include_str!("missing_key.md"));

pub(crate) fn words(owner: &Owner, key: &str) -> Words {
    Words::new(&RULE, format!("{} has no `{key}`", who(owner)))
        .label(format!("`{key}` is missing"))
        .maybe_help(help(owner, key))
}

/// What a key belongs to, at the start of a sentence.
pub(crate) fn who(owner: &Owner) -> String {
    match owner {
        Owner::Template => "the template".to_owned(),
        Owner::Environment => "the environment".to_owned(),
        Owner::Section(name) => format!("section {}", quoted(name)),
        Owner::Parameter(name) => format!("parameter {}", quoted(name)),
        Owner::Constraint(name) => format!("a constraint of parameter {}", quoted(name)),
        Owner::ParameterGroup => "a parameter group".to_owned(),
        Owner::Condition(name) => format!("condition {}", quoted(name)),
        Owner::Resource(name) => format!("resource {}", quoted(name)),
        Owner::ResourceKey(name, key) => format!("`{key}` of resource {}", quoted(name)),
        Owner::Output(name) => format!("output {}", quoted(name)),
        Owner::OutputKey(name, key) => format!("`{key}` of output {}", quoted(name)),
    }
}

fn help(owner: &Owner, key: &str) -> Option<String> {
    match owner {
        Owner::Resource(_) => Some(format!("say what it is: `{key}: OS::...`")),
        Owner::Parameter(_) if key == "type" => {
            Some("the types are string, number, comma_delimited_list, json and boolean".to_owned())
        }
        Owner::Parameter(_) => Some("the types are String, Number, CommaDelimitedList, Json and Boolean".to_owned()),
        Owner::Output(_) => Some(format!(
            "every output needs `{key}`, one with a false condition too; null will do"
        )),
        Owner::ParameterGroup => Some("list the parameters of the group; an empty list will do".to_owned()),
        Owner::Template
        | Owner::Environment
        | Owner::Section(_)
        | Owner::Constraint(_)
        | Owner::Condition(_)
        | Owner::ResourceKey(..)
        | Owner::OutputKey(..) => None,
    }
}
