//! An action that cannot be forbidden because there is no such action (E-005).

use hotkit_schema::environment::RESTRICTED_ACTIONS;
use hotkit_text::nearest;

use crate::phrase::{either, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine(
    "unknown-restricted-action",
    include_str!("unknown_restricted_action.md"),
);

pub(crate) fn words(found: &str, site: Site<'_>) -> Words {
    let near = nearest(found, RESTRICTED_ACTIONS.iter().copied());
    Words::new(
        &RULE,
        format!("no action that can be restricted is called {}", quoted(found)),
    )
    .label("not an action")
    .suggest(site, found, near)
    .maybe_help(near.is_none().then(|| format!("write {}", either(RESTRICTED_ACTIONS))))
}
