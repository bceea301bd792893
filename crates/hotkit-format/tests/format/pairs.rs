//! `pairs.txt`: what texts become. Each case begins with `=== what it shows`, perhaps with choices behind a bar, and has its
//! text before and, behind `--- becomes`, after. Where that part is missing, the text stays as it is.
//!
//! `␣` is a blank at the end of a line, `→` a tab, `␍` a carriage return; `␄` ends a text that has no line end.

use hotkit_format::{
    Functions, LineEnds, ListIndent, Outcome, Padding, Quotes, Separation, Style, VersionQuotes, format,
};
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
    let mut style = Style::default();
    for choice in choices.split_whitespace() {
        let (name, value) = choice.split_once('=').unwrap_or((choice, ""));
        match (name, value) {
            ("indent", value) => style.indent = value.parse().unwrap(),
            ("lists", "flush") => style.lists = ListIndent::Flush,
            ("lists", "indented") => style.lists = ListIndent::Indented,
            ("braces", "tight") => style.braces = Padding::Tight,
            ("braces", "padded") => style.braces = Padding::Padded,
            ("brackets", "tight") => style.brackets = Padding::Tight,
            ("brackets", "padded") => style.brackets = Padding::Padded,
            ("line-ends", "lf") => style.line_ends = LineEnds::Lf,
            ("line-ends", "crlf") => style.line_ends = LineEnds::CrLf,
            ("blank-lines", value) => style.blank_lines = value.parse().unwrap(),
            ("separation", "keep") => style.separation = Separation::Keep,
            ("separation", "apart") => style.separation = Separation::Apart,
            ("comment-blank", _) => style.comment_blank = true,
            ("section-order", _) => style.section_order = true,
            ("key-order", _) => style.key_order = true,
            ("quotes", "single") => style.quotes = Quotes::Single,
            ("quotes", "double") => style.quotes = Quotes::Double,
            ("version-quotes", "plain") => style.version_quotes = VersionQuotes::Plain,
            ("version-quotes", "single") => style.version_quotes = VersionQuotes::Single,
            ("functions", "flow") => style.functions = Functions::Flow,
            ("functions", "block") => style.functions = Functions::Block,
            ("width", value) => style.width = Some(value.parse().unwrap()),
            _ => panic!("no such choice: {choice}"),
        }
    }
    style
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
