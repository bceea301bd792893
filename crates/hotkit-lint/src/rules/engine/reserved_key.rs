//! A key that the engine keeps to itself (X-NOVA-8; `value_specs` of Neutron types).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("reserved-key", include_str!("reserved_key.md"));

pub(crate) fn words(within: &str, key: &str) -> Words {
    let message = format!("{} cannot hold the key {}", quoted(within), quoted(key));
    let help = if within == "value_specs" {
        "it is for what has no property; give the property itself, or take the key away".to_owned()
    } else {
        format!(
            "Heat keeps the deployments of the server under {}; give the key another name",
            quoted(key)
        )
    };
    Words::new(&RULE, message).label("reserved").help(help)
}
