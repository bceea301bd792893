//! Required properties that are not given (PR-002, N-004).

use hotkit_analysis::Declared;
use hotkit_model::is_template_name;
use smol_str::SmolStr;

use super::unknown_property::owner;
use crate::phrase::{fitting, in_words, quoted, quoted_list};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("missing-property", include_str!("missing_property.md"));

pub(crate) fn words(type_name: &str, within: Option<&str>, names: &[SmolStr], declared: Option<&Declared>) -> Words {
    let nested = is_template_name(type_name);
    let noun = match (nested, names.len()) {
        (true, 1) => "parameter",
        (true, _) => "parameters",
        (false, 1) => "property",
        (false, _) => "properties",
    };
    let label = match names {
        [only] => fitting(format!("{} is missing", quoted(only)), "a required one is missing"),
        _ => format!("{} required {noun} are missing", in_words(names.len())),
    };
    let message = format!(
        "{} requires the {noun} {}",
        owner(type_name, within),
        quoted_list(names)
    );
    let words = Words::new(&RULE, message).label(label);
    match declared.and_then(|it| it.place) {
        Some((file, range)) => words
            .related(file, range, "declared here, without default")
            .help("give it below `properties`, or give the parameter a default"),
        None => words,
    }
}
