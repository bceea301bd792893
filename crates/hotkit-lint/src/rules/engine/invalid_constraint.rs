//! Constraints of parameters that Heat cannot take (P-007, P-009, P-010, P-013, P-033, V-010).

use hotkit_model::ParameterType;

use crate::phrase::{either, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-constraint", include_str!("invalid_constraint.md"));

pub(crate) fn without_kind(parameter: &str, site: Site<'_>) -> Words {
    let help = match site.written() {
        "modulo" => "`modulo` exists since heat_template_version 2017-02-24",
        _ => "give it one of `length`, `range`, `modulo`, `allowed_values`, `allowed_pattern` and `custom_constraint`",
    };
    Words::new(
        &RULE,
        format!("a constraint of parameter {} asks for nothing", quoted(parameter)),
    )
    .label("no kind of constraint")
    .help(help)
}

pub(crate) fn not_for_type(kind: &str, parameter_type: ParameterType) -> Words {
    let (name, kinds): (&str, &[&str]) = match parameter_type {
        ParameterType::String => (
            "string",
            &[
                "`length`",
                "`allowed_values`",
                "`allowed_pattern`",
                "`custom_constraint`",
            ],
        ),
        ParameterType::Number => (
            "number",
            &["`range`", "`modulo`", "`allowed_values`", "`custom_constraint`"],
        ),
        ParameterType::CommaDelimitedList => (
            "comma_delimited_list",
            &["`length`", "`allowed_values`", "`custom_constraint`"],
        ),
        ParameterType::Json => ("json", &["`length`"]),
        ParameterType::Boolean => ("boolean", &["`allowed_values`", "`custom_constraint`"]),
    };
    Words::new(
        &RULE,
        format!("a parameter of type {name} takes no `{kind}` constraint"),
    )
    .label(format!("not for {name}"))
    .help(format!("it takes {}", either(kinds)))
}

pub(crate) fn without_bounds(kind: &str) -> Words {
    let keys = if kind == "modulo" {
        "`step` and `offset`"
    } else {
        "`min`, `max` or both"
    };
    Words::new(&RULE, format!("the `{kind}` constraint has no bounds"))
        .label("no bounds")
        .help(format!("give it {keys}"))
}

pub(crate) fn incomplete_modulo() -> Words {
    Words::new(&RULE, "a `modulo` constraint needs both `step` and `offset`")
        .label("one of the two is missing")
        .help("a value passes where `value % step == offset`")
}

pub(crate) fn impossible_modulo(why: &str) -> Words {
    Words::new(&RULE, format!("the numbers of a `modulo` constraint do not fit: {why}"))
        .label("these numbers do not fit")
        .help("a value passes where `value % step == offset`")
}
