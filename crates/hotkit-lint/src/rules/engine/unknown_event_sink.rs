//! An event sink that Heat cannot write to (E-010).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-event-sink", include_str!("unknown_event_sink.md"));

pub(crate) fn words(found: &str) -> Words {
    let message = match found {
        // The word of the fault for a sink without type.
        "nothing" => "an event sink has no `type`".to_owned(),
        _ => format!("no type of event sink is called {}", quoted(found)),
    };
    Words::new(&RULE, message)
        .label("not a type of event sink")
        .help("the only one is `zaqar-queue`")
}

/// The words for the keys of a sink: one that it does not have, or the missing `target`.
pub(crate) fn of_keys(key: Option<&str>) -> Words {
    let words = match key {
        Some(key) => {
            Words::new(&RULE, format!("an event sink has no key {}", quoted(key))).label("not a key of event sinks")
        }
        None => Words::new(&RULE, "an event sink has no `target`").label("`target` is missing"),
    };
    words.help("a sink has `type: zaqar-queue`, the name of a queue as `target` and, where wanted, `ttl`")
}
