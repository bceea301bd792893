//! Two version keys in one template (V-003).

use hotkit_text::TextRange;

use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("ambiguous-version", include_str!("ambiguous_version.md"));

pub(crate) fn words(first: TextRange, site: Site<'_>) -> Words {
    Words::new(&RULE, "the template has two versions")
        .label("a second version")
        .related(site.problem.file, first, "the first one")
        .help("keep the one whose sections and functions the template uses")
}
