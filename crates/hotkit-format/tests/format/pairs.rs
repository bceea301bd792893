//! `pairs.txt`: what texts become. Each case begins with `=== what it shows`, perhaps with choices behind a bar, and has its
//! text before and, behind `--- becomes`, after. Where that part is missing, the text stays as it is.
//!
//! `␣` is a blank at the end of a line, `→` a tab, `␍` a carriage return; `␄` ends a text that has no line end.

use hotkit_format::{Choice, Outcome, Style, format};
use hotkit_syntax::parse;

use crate::kit::laws;

fn plain(text: &str) -> String {
    let text = text.replace('␣', " ").replace('→', "\t").replace('␍', "\r");
    match text.split_once('␄') {
        Some((before, _)) => before.to_owned(),
        None => text,
    }
}

fn style(choices: &str) -> Style {
    let choices: Vec<Choice> = choices
        .split_whitespace()
        .map(|choice| {
            let (name, value) = choice.split_once('=').unwrap_or((choice, "true"));
            Choice::parse(name, value).unwrap_or_else(|why| panic!("{choice}: {why:?}"))
        })
        .collect();
    Style::of(&choices)
}

#[test]
fn texts_become_what_is_written_beside_them() {
    let mut broken = Vec::new();
    let mut count = 0;
    for case in include_str!("pairs.txt").split("=== ").skip(1) {
        let (title, body) = case.split_once('\n').unwrap();
        let (name, choices) = title.split_once(" | ").unwrap_or((title, ""));
        let (before, after) = body.split_once("--- becomes\n").unwrap_or((body, body));
        let (before, after) = (plain(before), plain(after));
        let style = style(choices);
        count += 1;
        if before != after && matches!(format(&parse(before.as_str()), &style), Outcome::Unchanged) {
            broken.push(format!("{name}: nothing changes"));
            continue;
        }
        match laws(&before, &style) {
            Ok(found) if found == after => {}
            Ok(found) => broken.push(format!("{name}:\n{}", found.replace(" \n", "␣\n"))),
            Err(why) => broken.push(format!("{name}: {why}")),
        }
    }
    assert!(count > 60, "{count} cases");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
