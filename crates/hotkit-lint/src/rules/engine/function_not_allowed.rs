//! A function that may not stand in a condition (C-003).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("function-not-allowed", include_str!("function_not_allowed.md"));

pub(crate) fn words(name: &str) -> Words {
    let help = match name {
        "get_attr" | "get_resource" | "Fn::GetAtt" => {
            "conditions are decided before there is any resource; they see parameters only"
        }
        "yaql" | "contains" => "conditions may use it since heat_template_version 2017-09-01",
        "if" | "Fn::If" => "join conditions with `and`, `or` and `not`",
        _ => "conditions take `get_param`, `equals`, `not`, `and`, `or`, and since 2017-09-01 `yaql` and `contains`",
    };
    Words::new(&RULE, format!("{} may not be used in conditions", quoted(name)))
        .label("not a condition function")
        .help(help)
}
