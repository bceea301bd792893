//! Something that a release of Heat does not have, though the template is meant for it.

use hotkit_schema::Release;
use hotkit_text::{Diagnostic, FileId, Group, Severity};

use crate::release::Need;
use crate::rule::Rule;

pub(crate) static RULE: Rule = Rule::accepted(
    "unsupported-release",
    Group::Portability,
    Severity::Error,
    include_str!("unsupported_release.md"),
);

/// There is no problem behind it: the engine whose verdict is given elsewhere is the newest.
pub(crate) fn finding(file: FileId, need: &Need, lacking: (&Release, &Release)) -> Diagnostic {
    let named = |release: &Release| format!("{} ({})", release.name, release.code_name);
    let (first, last) = lacking;
    let releases = if first == last {
        format!("Heat of {}", named(first))
    } else {
        format!("Heat of {} to {}", named(first), named(last))
    };
    let help = need
        .span()
        .map(|(oldest, newest)| match hotkit_schema::latest_release() == newest {
            true => format!("it is there since {}", named(oldest)),
            false => format!("it was there from {} to {}", named(oldest), named(newest)),
        });
    Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        refused: false,
        message: format!("{releases} does not have {}", need.what),
        file,
        range: need.range,
        label: Some("not in every release that is meant".to_owned()),
        path: None,
        related: Vec::new(),
        suggestion: None,
        help,
        fix: None,
    }
}
