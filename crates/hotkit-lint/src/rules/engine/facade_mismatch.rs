//! A template that stands for a type of the engine and does not fit it (N-011).

use hotkit_analysis::FacadeFault;
use hotkit_schema::ValueType;

use crate::phrase::{quoted, shown, shown_path};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("facade-mismatch", include_str!("facade_mismatch.md"));

pub(crate) fn words(file: &str, resource_type: &str, fault: &FacadeFault) -> Words {
    let (file, resource_type) = (shown_path(file), shown(resource_type));
    let stands = format!("`{file}` stands for {resource_type}");
    match fault {
        FacadeFault::MissingParameter { name } => Words::new(
            &RULE,
            format!(
                "{stands} and has no parameter {}, which that type requires",
                quoted(name)
            ),
        )
        .label("the template does not fit this type")
        .help(format!("declare the parameter {} in `{file}`", quoted(name))),
        FacadeFault::OtherType {
            name,
            expected,
            place: (other, range),
        } => Words::new(
            &RULE,
            format!(
                "{stands}, and its parameter {} is of another type than the property",
                quoted(name)
            ),
        )
        .label("the template does not fit this type")
        .help(format!("give the parameter the type `{}`", parameter_type(*expected)))
        .related(*other, *range, "another type"),
        FacadeFault::ExtraParameter {
            name,
            place: (other, range),
        } => Words::new(
            &RULE,
            format!(
                "{stands} and wants a value for {}, which that type does not have",
                quoted(name)
            ),
        )
        .label("the template does not fit this type")
        .help("give the parameter a default")
        .related(*other, *range, "no property of the type"),
        FacadeFault::MissingOutput { name } => Words::new(
            &RULE,
            format!(
                "{stands} and lacks the output {}, an attribute of that type",
                quoted(name)
            ),
        )
        .label("the template does not fit this type")
        .help(format!(
            "add the output {} to `{file}`; Heat wants one for every attribute of the type",
            quoted(name)
        )),
    }
}

/// The type of a parameter that makes a property of this type.
fn parameter_type(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Integer | ValueType::Number => "number",
        ValueType::Boolean => "boolean",
        ValueType::List => "comma_delimited_list",
        ValueType::Map | ValueType::Any => "json",
        ValueType::String => "string",
    }
}
