//! The way back from the mended copy, and what a line leaves open.

use hotkit_text::TextRange;

use super::line::{Line, left_open};
use super::patch::{Patch, Repair};

#[test]
fn places_in_the_copy_lead_back_to_the_text() {
    let mut patch = Patch::new("a: 'é\nb: @x\n");
    patch.apply(&Repair::Insert {
        at: 6,
        text: "' }".to_owned(),
    });
    patch.apply(&Repair::Replace {
        range: TextRange::new(13, 15),
        by: b' ',
    });
    assert_eq!(patch.text, "a: 'é' }\nb:   \n");
    let back: Vec<u32> = (0..=patch.text.len() as u32)
        .map(|place| patch.on_text(place))
        .collect();
    assert_eq!(back, [0, 1, 2, 3, 4, 5, 6, 6, 6, 6, 7, 8, 9, 10, 11, 12, 13]);
    assert_eq!(patch.masks(), [TextRange::new(13, 15)]);
    patch.apply(&Repair::Insert {
        at: 0,
        text: "--".to_owned(),
    });
    assert_eq!(patch.masks(), [TextRange::new(15, 17)]);
    assert_eq!(patch.on_text(15), 10);
}

#[test]
fn what_a_line_leaves_open() {
    for (text, quote, closers) in [
        ("a: [b, {c: 'd'", None, "]}"),
        ("a: {b: \"c]", Some('"'), "}"),
        ("a: it's [b]", None, ""),
        ("a: 'it''s' # [", None, ""),
        ("a: \"\\\"[", Some('"'), ""),
    ] {
        let open = left_open(text, 0, text.len());
        assert_eq!((open.quote, open.closers.as_str()), (quote, closers), "{text}");
    }
}

#[test]
fn lines_by_all_breaks() {
    let text = "a\r\n  é \u{2028}b";
    let first = Line::at(text, 0);
    let second = first.next(text).expect("there are three lines");
    let third = second.next(text).expect("there are three lines");
    assert_eq!(&text[second.content..second.content_end], "é");
    assert_eq!(second.indentation(), 2);
    assert_eq!(&text[third.start..third.end], "b");
    assert_eq!(third.previous(text), Some(second));
    assert_eq!(second.previous(text), Some(first));
    assert_eq!(first.previous(text), None);
}
