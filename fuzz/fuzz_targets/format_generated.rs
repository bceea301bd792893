//! The laws of the formatter over documents made of choices: nearly all bytes that the fuzzer changes lead to another document.

#![no_main]

#[path = "../../crates/hotkit-format/tests/format/generate.rs"]
mod generate;
#[path = "../../crates/hotkit-format/tests/format/kit.rs"]
mod kit;
#[path = "../../crates/hotkit-format/tests/format/styles.rs"]
mod styles;

use hotkit_format::Style;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choices, bytes)) = bytes.split_at_checked(16) else { return };
    let text = generate::document(bytes);
    let held = match choices[15] % 4 {
        0 => kit::laws(&text, &styles::style(choices)).map(drop),
        1 => kit::within(&text, u32::from(choices[0]), u32::from(choices[1])),
        _ => kit::laws(&text, &Style::default()).map(drop),
    };
    if let Err(why) = held {
        panic!("{why}\n{text}");
    }
});
