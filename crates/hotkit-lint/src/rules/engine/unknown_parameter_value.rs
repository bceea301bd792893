//! A value for a parameter that the template does not have (P-017).

use hotkit_analysis::Verdict;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-parameter-value", include_str!("unknown_parameter_value.md"));

pub(crate) fn words(name: &str, suggestion: Option<&str>, site: Site<'_>) -> Words {
    let message = format!(
        "a value is given for {}, which is no parameter of the template",
        quoted(name)
    );
    let words = Words::new(&RULE, message)
        .label("no such parameter")
        .suggest(site, name, suggestion);
    match site.problem.verdict {
        Verdict::Accepted => words.help_saying_when("behind another source of values Heat drops it in silence"),
        Verdict::Refused | Verdict::FailsLater | Verdict::Possible if suggestion.is_none() => {
            words.help("values for nested stacks belong below `parameter_defaults`")
        }
        Verdict::Refused | Verdict::FailsLater | Verdict::Possible => words,
    }
}
