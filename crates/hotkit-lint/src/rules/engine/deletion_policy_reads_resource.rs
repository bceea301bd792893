//! A deletion policy that reads a resource.

use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine(
    "deletion-policy-reads-resource",
    include_str!("deletion_policy_reads_resource.md"),
);

pub(crate) fn words() -> Words {
    Words::new(&RULE, "the deletion policy depends on a resource")
        .label("reads a resource")
        .help("Heat needs the policy while it still reads the template, and fails with a recursion; use a literal or a parameter")
}
