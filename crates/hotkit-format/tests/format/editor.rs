//! What editors ask for: parts of a text, and lines that were just typed.

use hotkit_format::{Outcome, Style, format_on_type, format_ranges};
use hotkit_syntax::parse;
use hotkit_text::{TextRange, apply_edits};

/// A text with the place of the cursor taken out.
fn cursor(marked: &str) -> (String, u32) {
    let at = marked.find("<|>").unwrap();
    (marked.replace("<|>", ""), at as u32)
}

/// What the text becomes when `typed` has just been typed before `<|>`.
#[track_caller]
fn types(marked: &str, typed: char, after: &str) {
    let (text, offset) = cursor(marked);
    let edits = format_on_type(&parse(text.as_str()), &Style::default(), offset, typed);
    assert_eq!(apply_edits(&text, &edits).unwrap(), after);
}

/// What the text becomes when the part between two `<|>` is formatted.
#[track_caller]
fn ranges(marked: &str, after: &str) {
    let (text, start) = cursor(&marked.replacen("<|>", "<>", 2).replacen("<>", "<|>", 1));
    let end = text.find("<>").unwrap() as u32;
    let text = text.replace("<>", "");
    let range = TextRange::new(start, end);
    match format_ranges(&parse(text.as_str()), &Style::default(), &[range]) {
        Outcome::Changed(formatted) => {
            assert_eq!(formatted.text, after);
            assert_eq!(apply_edits(&text, &formatted.edits).unwrap(), after);
        }
        Outcome::Unchanged => assert_eq!(text, after),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_break_lays_out_the_line_before() {
    types("a:   1\nb:   2  \n<|>c:   3\n", '\n', "a:   1\nb: 2\nc:   3\n");
}

#[test]
fn a_bracket_lays_out_its_line() {
    types(
        "a: { b: c }\nd: {e:  [f,g]}<|>\n",
        '}',
        "a: { b: c }\nd: { e: [f, g] }\n",
    );
}

#[test]
fn nothing_happens_at_other_characters_or_in_broken_text() {
    types("a:   1x<|>\n", 'x', "a:   1x\n");
    types("a:   [1,\n<|>b:   2\n", '\n', "a:   [1,\nb:   2\n");
    types("\n<|>a:   1\n", '\n', "\na:   1\n");
}

#[test]
fn a_resource_within_a_template() {
    ranges(
        "resources:\n    a:\n        type:  x\n<|>    b:\n        type:  y\n        properties:\n            z:  1\n<|>    c:\n        type:  z\n",
        "resources:\n    a:\n        type:  x\n    b:\n      type: y\n      properties:\n        z: 1\n    c:\n        type:  z\n",
    );
}

#[test]
fn a_part_of_a_list_over_several_lines() {
    ranges(
        "a:\n    - [b,\n<|>       c ,d ,\n<|>       e ,f]\n",
        "a:\n    - [b,\n       c, d,\n       e ,f]\n",
    );
}

#[test]
fn a_part_of_a_script_changes_nothing() {
    ranges(
        "a:\n    b: |\n<|>        x  \n<|>        y\n",
        "a:\n    b: |\n        x  \n        y\n",
    );
}
