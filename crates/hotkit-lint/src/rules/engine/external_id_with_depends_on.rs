//! A resource that exists already and shall wait all the same.

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine(
    "external-id-with-depends-on",
    include_str!("external_id_with_depends_on.md"),
);

pub(crate) fn words(resource: &str) -> Words {
    Words::new(
        &RULE,
        format!(
            "resource {} has an `external_id` and cannot wait for others",
            quoted(resource)
        ),
    )
    .label("nothing to wait for")
    .help("what has an `external_id` exists already; take `depends_on` away")
}
