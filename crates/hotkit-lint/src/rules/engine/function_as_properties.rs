//! A function in the place of all properties.

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("function-as-properties", include_str!("function_as_properties.md"));

pub(crate) fn words(name: &str) -> Words {
    Words::new(
        &RULE,
        format!("the function {} stands in the place of all properties", quoted(name)),
    )
    .label("Heat wants the properties one by one")
    .help("write the names of the properties, and functions only behind them")
}
