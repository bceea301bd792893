//! A property, or the value that it has, needs others (X-…).

use smol_str::SmolStr;

use crate::phrase::{either, fitting, quoted, quoted_list};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine(
    "missing-companion-property",
    include_str!("missing_companion_property.md"),
);

pub(crate) fn words(name: &str, value: Option<&str>, needed: &[SmolStr], any: bool) -> Words {
    let quoted_names: Vec<String> = needed.iter().map(|it| quoted(it)).collect();
    let names: Vec<&str> = quoted_names.iter().map(String::as_str).collect();
    let list = if any { either(&names) } else { quoted_list(needed) };
    let message = match value {
        Some(value) => format!("{} requires {list} where it is {}", quoted(name), quoted(value)),
        None => format!("{} requires {list}", quoted(name)),
    };
    let help = match (needed, any, value) {
        ([only], _, None) => format!("give {} as well, or take {} away", quoted(only), quoted(name)),
        ([only], _, Some(_)) => format!("give {} as well", quoted(only)),
        (_, true, _) => "give one of them as well".to_owned(),
        _ => format!("give {list} as well"),
    };
    Words::new(&RULE, message)
        .label(fitting(format!("without {list}"), "not enough by itself"))
        .help(help)
}
