//! Patterns over any text: the text in front of the first zero byte is the pattern, what stands behind it is matched. It
//! ends in bounded time; and where `regex` reads the pattern, too, and neither has a choice of what to try first, both agree.

#![no_main]

use hotkit_eval::compile_pattern;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (pattern, text) = input.split_once('\0').unwrap_or((input, ""));
    let Ok(compiled) = compile_pattern(pattern) else { return };
    let Some(found) = compiled.matches(text) else { return };
    if !is_plain(pattern) || !text.is_ascii() {
        return;
    }
    // Python stops at the first match, which is the longest only where nothing is left to choose.
    let Ok(other) = regex::Regex::new(&format!("^(?:{pattern})")) else { return };
    let expected = other.find(text).is_some_and(|it| it.end() == text.len());
    assert_eq!(found, expected, "{pattern:?} on {text:?}");
});

/// Whether Python and `regex` give all of it the same meaning.
fn is_plain(pattern: &str) -> bool {
    let is_shared = |it: char| it.is_ascii_alphanumeric() || "-_.()*+?|:,/ ".contains(it);
    // `(?` begins what only one of them may know, and `{` a repetition that `regex` bounds by its size.
    pattern.chars().all(is_shared) && !pattern.contains("(?") && !pattern.contains("++") && !pattern.contains("*+") && !pattern.contains("?+")
}
