//! A name that nothing declares (F-GP-1, F-GR-1, F-GA-1, R-006, C-004).

use hotkit_analysis::{Declared, ReferenceFunction};

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("undefined-reference", include_str!("undefined_reference.md"));

pub(crate) fn words(name: &str, function: ReferenceFunction, suggestion: Option<&Declared>, site: Site<'_>) -> Words {
    let (noun, label) = match function {
        ReferenceFunction::Parameter if site.last_step() == Some("Ref") => {
            ("parameter or resource", "nothing in this template")
        }
        ReferenceFunction::Parameter => ("parameter", "not a parameter of this template"),
        ReferenceFunction::Resource
        | ReferenceFunction::Attribute
        | ReferenceFunction::DependsOn
        | ReferenceFunction::Heat(_) => ("resource", "not a resource of this template"),
        ReferenceFunction::Condition => ("condition", "not a condition of this template"),
    };
    let near = suggestion.map(|it| it.name.as_str());
    let message = match name {
        "" => format!("the name of a {noun} is empty"),
        _ => format!("no {noun} is named {}", quoted(name)),
    };
    let words = Words::new(&RULE, message)
        .label(label)
        .suggest(site, name, near)
        .maybe_help(help(name, function).filter(|_| near.is_none()).map(str::to_owned));
    match suggestion.and_then(|it| it.place) {
        Some((file, range)) => words.related(file, range, "similar name, declared here"),
        None => words,
    }
}

/// What is special about some names.
fn help(name: &str, function: ReferenceFunction) -> Option<&'static str> {
    match (function, name) {
        (ReferenceFunction::Parameter, _) if name.starts_with("OS::") => {
            Some("every stack has `OS::stack_id`, `OS::stack_name` and `OS::project_id`, and no more")
        }
        (ReferenceFunction::Parameter, _) if name.starts_with("AWS::") => {
            Some("every stack has `AWS::StackId`, `AWS::StackName` and `AWS::Region`, and no more")
        }
        (ReferenceFunction::Condition, "true" | "false" | "True" | "False" | "yes" | "no") => {
            Some("in quotes it is a name; without quotes it is a boolean")
        }
        (ReferenceFunction::DependsOn, "") => Some("take `depends_on` away where there is nothing to wait for"),
        _ => None,
    }
}
