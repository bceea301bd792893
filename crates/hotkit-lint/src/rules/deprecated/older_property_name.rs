//! A property under the name that it had before (PR-018).

use hotkit_schema::SupportStatus;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "older-property-name",
    Group::Deprecated,
    Severity::Warning,
    include_str!("older_property_name.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        part.each_property(&mut |entry, property, siblings| {
            // Of some pairs the engine reads the newer name through the older one.
            let is_older = property.support.status != SupportStatus::Supported;
            let Some(newer) = property.stands_for.filter(|_| is_older) else {
                return;
            };
            // Where both stand, the newer one counts, and the finding would be another one.
            if siblings.iter().any(|it| it.key.text == newer) {
                return;
            }
            let range = entry.key.range;
            findings.add(
                Finding::new(
                    range,
                    view.path_to(Owner::Resource(part.index), range),
                    format!("{} is called {} today", quoted(&entry.key.text), quoted(newer)),
                )
                .label("the name that it had before")
                .help("the older name is hidden, and may go with any release of Heat")
                .safe_fix(format!("rename to {}", quoted(newer)), view.rename(range, newer)),
            );
        });
    }
}
