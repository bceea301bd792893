//! Text that no YAML reader of Heat's accepts (T-001, T-011 to T-015).
//!
//! The readers say where they stop, which is seldom why. The cause is told from the text at that place where that is
//! certain enough, and the reader's own words stay at hand in the help.

mod cause;

use hotkit_syntax::ErrorClass;
use hotkit_text::TextRange;

use crate::phrase::shown;
use crate::rule::Rule;
use crate::rules::engine::{nested_too_deep, too_large};
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("yaml-syntax", include_str!("yaml_syntax.md"));

/// What the reader said.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'p> {
    pub(crate) class: ErrorClass,
    pub(crate) problem: &'p str,
    pub(crate) context: Option<&'static str>,
    /// Where that began which the reader was doing.
    pub(crate) since: Option<TextRange>,
}

pub(crate) fn words(reader: Reader<'_>, site: Site<'_>) -> Words {
    if reader.class == ErrorClass::Limit {
        return if reader.problem.contains("deep") || reader.problem.contains("recursion") {
            nested_too_deep::words()
        } else {
            too_large::of_reader(reader.problem)
        };
    }
    let cause = cause::find(reader, site);
    let mut words = Words::new(&RULE, cause.message)
        .label(cause.label)
        .help(help(cause.help, reader));
    if let Some((range, label)) = cause.other {
        words = words.related(site.problem.file, range, label);
    }
    words
}

fn help(advice: Option<String>, reader: Reader<'_>) -> String {
    let speaker = match reader.class {
        ErrorClass::Reader | ErrorClass::Scanner | ErrorClass::Parser => "libyaml",
        ErrorClass::Composer | ErrorClass::Constructor | ErrorClass::Foreign | ErrorClass::Limit => "PyYAML",
    };
    let problem = shown(reader.problem);
    let said = match reader.context {
        Some(context) => format!("{speaker} says: {context}, {problem}"),
        None => format!("{speaker} says: {problem}"),
    };
    match advice {
        Some(advice) => format!("{advice}; {said}"),
        None => said,
    }
}

/// The words for a key that `!!binary` makes bytes: YAML takes it, and what Heat sends it in does not.
pub(crate) fn key_of_bytes() -> Words {
    Words::new(&RULE, "a key is bytes, by its tag `!!binary`")
        .label("not a text")
        .help("Heat's client sends templates as JSON, whose keys are texts; write the key without the tag")
}
