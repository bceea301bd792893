//! A hook that Heat does not have (E-004).

use hotkit_schema::environment::HOOK_TYPES;
use hotkit_text::nearest;

use crate::phrase::{either, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-hook", include_str!("unknown_hook.md"));

pub(crate) fn words(found: &str, site: Site<'_>) -> Words {
    let near = nearest(found, HOOK_TYPES.iter().copied());
    Words::new(&RULE, format!("no hook is called {}", quoted(found)))
        .label("not a hook")
        .suggest(site, found, near)
        .maybe_help(near.is_none().then(|| format!("write {}", either(HOOK_TYPES))))
}
