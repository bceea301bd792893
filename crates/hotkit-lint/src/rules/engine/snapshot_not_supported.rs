//! `Snapshot` for a type that cannot take one.

use crate::phrase::shown;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("snapshot-not-supported", include_str!("snapshot_not_supported.md"));

pub(crate) fn words(resource_type: &str) -> Words {
    Words::new(
        &RULE,
        format!("{} cannot be deleted with a snapshot", shown(resource_type)),
    )
    .label("no snapshot of this type")
    .help("write `Retain` to keep it; snapshots there are of servers and volumes only")
}
