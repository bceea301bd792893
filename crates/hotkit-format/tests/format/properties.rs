//! The laws over documents that nobody has written.

use hotkit_format::Style;
use hotkit_syntax::{Reading, parse};
use proptest::prelude::*;

use crate::generate::document;
use crate::kit::{laws, within};
use crate::styles::style;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_with_defaults(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = document(&bytes);
        let held = laws(&text, &Style::default());
        prop_assert!(held.is_ok(), "{}\n{:?}\n{}", text, text, held.unwrap_err());
    }

    #[test]
    fn laws_with_any_style(bytes in prop::collection::vec(any::<u8>(), 0..300), choices in prop::collection::vec(any::<u8>(), 16)) {
        let text = document(&bytes);
        let style = style(&choices);
        let held = laws(&text, &style);
        prop_assert!(held.is_ok(), "{:?}\n{}\n{:?}\n{}", style, text, text, held.unwrap_err());
    }

    #[test]
    fn laws_of_ranges(bytes in prop::collection::vec(any::<u8>(), 0..300), start in 0_u32..400, length in 0_u32..200) {
        let text = document(&bytes);
        let held = within(&text, start, length);
        prop_assert!(held.is_ok(), "{start}+{length} {}\n{:?}\n{}", text, text, held.unwrap_err());
    }
}

/// A generator of documents that nobody can read would prove nothing.
#[test]
fn most_generated_documents_can_be_read() {
    let mut readable = 0;
    let mut state = 1_u32;
    for _ in 0..500 {
        let bytes: Vec<u8> = (0..200)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        readable += usize::from(parse(document(&bytes)).reading() == Reading::Libyaml);
    }
    assert!(readable > 200, "{readable} of 500");
}
