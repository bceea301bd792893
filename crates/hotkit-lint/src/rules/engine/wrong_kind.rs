//! A value of a kind that its place does not take.

use hotkit_model::{Kinds, Owner, ValueKind};

use crate::phrase::{fitting, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("wrong-kind", include_str!("wrong_kind.md"));

pub(crate) fn words(owner: &Owner, expected: Kinds, found: ValueKind, site: Site<'_>) -> Words {
    let (place, expectation) = (place(owner, expected, site), expectation(expected));
    let message = match found {
        ValueKind::Null => format!("{place} is empty; it must be {expectation}"),
        _ => format!("{place} must be {expectation}, not {}", found.with_article()),
    };
    let label = match found {
        ValueKind::Null => "nothing is given here".to_owned(),
        _ => fitting(format!("this is {}", found.with_article()), "wrong kind of value"),
    };
    Words::new(&RULE, message)
        .label(label)
        .maybe_help(help(owner, expected, found).map(str::to_owned))
}

/// An entry of the resource registry that leads to no name (E-009, E-014).
pub(crate) fn registry_target(name: &str, found: ValueKind) -> Words {
    let name = quoted(name);
    let message = match found {
        ValueKind::Null => format!("the registry entry {name} is empty; it must be text"),
        _ => format!("the registry entry {name} must be text, not {}", found.with_article()),
    };
    Words::new(&RULE, message)
        .label("neither a type nor a file")
        .help("write the name of a type, or the path of a template")
}

/// What it is that has the wrong kind.
fn place(owner: &Owner, expected: Kinds, site: Site<'_>) -> String {
    match owner {
        Owner::Template => "the template".to_owned(),
        Owner::Environment => "the environment".to_owned(),
        Owner::Section(name) => quoted(name),
        Owner::Parameter(name) => parameter_part(name, expected, site),
        Owner::Constraint(name) => format!("{} of parameter {}", constraint_part(expected), quoted(name)),
        Owner::ParameterGroup if expected == Kinds::List => "`parameters` of a parameter group".to_owned(),
        Owner::ParameterGroup => "a parameter group".to_owned(),
        Owner::Condition(name) => format!("condition {}", quoted(name)),
        Owner::Resource(name) => format!("resource {}", quoted(name)),
        Owner::ResourceKey(name, key) => format!("`{key}` of resource {}", quoted(name)),
        Owner::Output(name) => format!("output {}", quoted(name)),
        Owner::OutputKey(name, key) => format!("`{key}` of output {}", quoted(name)),
    }
}

/// The parameter as a whole, or a key of it. In CloudFormation format constraints are such keys, and what they take tells
/// them apart.
fn parameter_part(name: &str, expected: Kinds, site: Site<'_>) -> String {
    let parameter = format!("parameter {}", quoted(name));
    match (site.owning_step(), expected) {
        (_, Kinds::List) if site.is_cfn() => format!("`AllowedValues` of {parameter}"),
        (_, Kinds::Text) if site.is_cfn() => format!("`AllowedPattern` of {parameter}"),
        (_, Kinds::Number | Kinds::Integer) => format!("a bound of {parameter}"),
        (Some(step), _) if step != name && !name.ends_with(step) => format!("{} of {parameter}", quoted(step)),
        _ => parameter,
    }
}

/// The parts of a constraint differ in what they take.
fn constraint_part(expected: Kinds) -> &'static str {
    match expected {
        Kinds::Number | Kinds::Integer => "a bound",
        Kinds::List => "`allowed_values`",
        Kinds::Text => "`allowed_pattern`",
        Kinds::Map
        | Kinds::MapOrFunction
        | Kinds::TextOrFunction
        | Kinds::TextOrListOfText
        | Kinds::Condition
        | Kinds::ConditionDefinition => "a constraint",
    }
}

fn expectation(expected: Kinds) -> &'static str {
    match expected {
        Kinds::Map => "a mapping",
        Kinds::List => "a list",
        Kinds::Text => "text",
        Kinds::MapOrFunction => "a mapping or a function",
        Kinds::TextOrFunction => "text or a function",
        Kinds::TextOrListOfText => "text or a list of text",
        Kinds::Condition => "the name of a condition, a boolean or a condition function",
        Kinds::ConditionDefinition => "a boolean or a condition function",
        Kinds::Number => "a number",
        Kinds::Integer => "an integer",
    }
}

fn help(owner: &Owner, expected: Kinds, found: ValueKind) -> Option<&'static str> {
    match (owner, expected, found) {
        (Owner::ResourceKey(..), Kinds::Map | Kinds::MapOrFunction, ValueKind::Null) => {
            Some("take the key away, or write `{}` behind it")
        }
        (Owner::ResourceKey(..), _, ValueKind::Null) => Some("take the key away; Heat does not take an empty one"),
        (Owner::ResourceKey(_, "type" | "Type"), _, ValueKind::Call | ValueKind::Map) => {
            Some("types are fixed; a resource registry in an environment can map a type to another")
        }
        (Owner::Section(name), _, ValueKind::Null) if name == "conditions" || name == "Conditions" => {
            Some("unlike other sections this one may not be empty; take it away")
        }
        (_, Kinds::TextOrListOfText, ValueKind::Call) => {
            Some("names of resources are literal here; functions are not evaluated")
        }
        (_, Kinds::ConditionDefinition, ValueKind::Text) => {
            Some("a definition is no name of another condition; write `true`, `false` or a function such as `equals`")
        }
        (_, Kinds::Condition, ValueKind::List) => Some("join several conditions with `and` or `or`"),
        (_, Kinds::Integer, ValueKind::Float) => Some("lengths are counted in whole numbers"),
        _ => None,
    }
}
