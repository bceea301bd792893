//! Places, ranges and limits of the reader, by small texts.

use super::{Dialect, Events, Mark};
use crate::{ScalarStyle, parse};

fn mark(index: u32, line: u32, column: u32) -> Mark {
    Mark { index, line, column }
}

#[test]
fn marks_count_characters_and_the_line_breaks_of_yaml() {
    let text = "é😀x\r\ny\u{85}z\u{2028}w";
    let place = |of: char| text.find(of).map(|at| Mark::of(text, at as u32));
    assert_eq!(place('x'), Some(mark(2, 0, 2)));
    assert_eq!(place('y'), Some(mark(5, 1, 0)));
    assert_eq!(place('z'), Some(mark(7, 2, 0)));
    assert_eq!(place('w'), Some(mark(9, 3, 0)));
}

#[test]
fn byte_order_mark_counts_only_behind_the_start() {
    let text = "\u{feff}a\n\u{feff}b";
    assert_eq!(Mark::of(text, 3), mark(0, 0, 0));
    assert_eq!(Mark::of(text, 8), mark(3, 1, 1));
}

#[test]
fn end_of_stream_is_on_a_line_of_its_own() {
    assert_eq!(Mark::of("é", 2), mark(1, 0, 1));
    assert_eq!(Mark::of("é", 3), mark(1, 1, 0));
    assert_eq!(Mark::of("é\n", 4), mark(2, 1, 0));
}

#[test]
fn ranges_of_scalars_end_with_their_text() {
    for (text, range, style) in [
        ("k: plain é  # c\n", "plain é", ScalarStyle::Plain),
        ("k: one\n  two\n\n", "one\n  two", ScalarStyle::Plain),
        ("k: 'q😀'\n", "'q😀'", ScalarStyle::SingleQuoted),
        ("k: |-  # c\n  x\n  y\n\n\n", "|-  # c\n  x\n  y", ScalarStyle::Literal),
        ("k: >\n\n", ">", ScalarStyle::Folded),
    ] {
        let tree = parse(text);
        let value = tree
            .root()
            .and_then(|root| root.entries().next())
            .map(|entry| entry.value);
        let value = value.map(|value| (value.range().slice(text), value.kind()));
        assert_eq!(value, Some((range, crate::NodeKind::Scalar(style))), "{text:?}");
    }
}

#[test]
fn missing_values_stand_behind_their_colon() {
    for (text, at) in [
        ("a:   # c\nb: 1\n", 2),
        ("{a:  , b: 1}", 3),
        ("? a\nb: 1\n", 3),
        ("[a:  ]", 3),
    ] {
        let tree = parse(text);
        let mapping = tree.root().map(|root| root.items().next().unwrap_or(root));
        let value = mapping
            .and_then(|mapping| mapping.entries().next())
            .map(|entry| entry.value);
        assert_eq!(
            value.map(|value| (value.is_absent(), value.range().start())),
            Some((true, at)),
            "{text:?}"
        );
    }
}

#[test]
fn keys_are_simple_up_to_1024_characters() {
    for (letter, len, accepted) in [
        ("é", 1024, true),
        ("é", 1025, false),
        ("k", 1024, true),
        ("k", 1025, false),
    ] {
        let text = letter.repeat(len) + ": v\n";
        let refused = Events::new(&text, Dialect::Libyaml).any(|event| event.is_err());
        assert_eq!(!refused, accepted, "{len} times {letter}");
    }
}

/// libyaml decodes 16 KiB at once: a forbidden character further on does not hide an error that stands before.
#[test]
fn forbidden_character_is_met_when_its_block_is_decoded() {
    for (comment, problem) in [
        (100, "control characters are not allowed"),
        (16_400, "found character that cannot start any token"),
    ] {
        let text = format!("a: @\n#{}\u{1}", "x".repeat(comment));
        let stop = Events::new(&text, Dialect::Libyaml).find_map(Result::err);
        assert_eq!(stop.map(|stop| stop.problem), Some(problem.to_owned()));
    }
}
