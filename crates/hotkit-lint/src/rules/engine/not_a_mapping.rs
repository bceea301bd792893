//! A file that holds something other than sections (T-002, E-003).

use hotkit_model::ValueKind;

use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("not-a-mapping", include_str!("not_a_mapping.md"));

pub(crate) fn words(found: ValueKind) -> Words {
    Words::new(
        &RULE,
        format!("the file holds {}, not a mapping of sections", found.with_article()),
    )
    .label(format!("{} as the whole file", found.with_article()))
    .help("templates and environments are mappings with sections such as `parameters:` at the left margin")
}
