//! An alias inside of what its anchor names (T-015).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("self-containing-alias", include_str!("self_containing_alias.md"));

pub(crate) fn words(site: Site<'_>) -> Words {
    Words::new(
        &RULE,
        format!(
            "the alias {} stands inside of what it stands for",
            quoted(site.written())
        ),
    )
    .label("contains itself")
    .help("templates are sent as JSON, which has no endless structures; write out what is meant")
}
