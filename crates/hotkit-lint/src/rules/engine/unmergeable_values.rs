//! Values of several environments that cannot be merged (E-011).

use hotkit_eval::{MergeFault, MergeFaultKind, MergeStrategy};
use hotkit_model::ParameterType;

use crate::phrase::{quoted, shown};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unmergeable-values", include_str!("unmergeable_values.md"));

pub(crate) fn words(fault: &MergeFault) -> Words {
    let name = quoted(&fault.parameter);
    match &fault.kind {
        MergeFaultKind::ConflictingStrategy { strategy, earlier } => {
            let (here, before) = (strategy_name(strategy), strategy_name(earlier));
            Words::new(
                &RULE,
                format!("parameter {name} is to be merged by {here}, and before by {before}"),
            )
            .label("another strategy than before")
            .help("name one strategy for a parameter in all environments")
        }
        MergeFaultKind::TypeNotMergeable { parameter_type } => Words::new(
            &RULE,
            format!(
                "parameter {name} is of type {}, which cannot be merged",
                type_name(*parameter_type)
            ),
        )
        .label("cannot be merged")
        .help("all types but boolean can be merged; leave the strategy of this one at overwrite"),
        MergeFaultKind::MappingOverOther { earlier } => {
            let earlier = earlier.with_article();
            Words::new(
                &RULE,
                format!("parameter {name} is a mapping here, and {earlier} in an environment before"),
            )
            .label("Heat's client fails here")
            .help("give the parameter values of one kind in all environments")
        }
        MergeFaultKind::ValuesNotMergeable { earlier, found, .. } => {
            let (earlier, found) = (earlier.with_article(), found.with_article());
            Words::new(
                &RULE,
                format!("parameter {name} is {found} here and {earlier} before, which cannot be merged"),
            )
            .label("cannot be merged")
            .help("give the parameter values of one kind in all environments")
        }
    }
}

fn strategy_name(strategy: &MergeStrategy) -> String {
    match strategy {
        MergeStrategy::Overwrite => "overwrite".to_owned(),
        MergeStrategy::Merge => "merge".to_owned(),
        MergeStrategy::DeepMerge => "deep_merge".to_owned(),
        MergeStrategy::Other(word) => shown(word),
    }
}

fn type_name(parameter_type: ParameterType) -> &'static str {
    match parameter_type {
        ParameterType::String => "string",
        ParameterType::Number => "number",
        ParameterType::CommaDelimitedList => "comma_delimited_list",
        ParameterType::Json => "json",
        ParameterType::Boolean => "boolean",
    }
}
