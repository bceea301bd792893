//! Patterns of `allowed_pattern` against what Python 3.11 says of them.
//!
//! `data/patterns.jsonl` has one pattern a line. With `fault`, Python refuses it, at the character `position` where it
//! names one; with `undecided`, it is not decided here; else each of `texts` has whether a match from the start ends
//! at the end of the text.

use hotkit_eval::{NotTranslated, PatternError, PatternFault, compile_pattern};
use serde_json::Value;

const VECTORS: &str = include_str!("data/patterns.jsonl");

#[test]
fn verdicts_are_those_of_python() {
    let mut patterns = 0;
    let mut differences = Vec::new();
    for line in VECTORS.lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        let pattern = vector["pattern"].as_str().unwrap();
        patterns += 1;
        if let Some(difference) = difference(pattern, &vector) {
            differences.push(format!("{pattern:?}: {difference}"));
        }
    }
    assert!(patterns > 400, "only {patterns} patterns in the file");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn difference(pattern: &str, vector: &Value) -> Option<String> {
    match compile_pattern(pattern) {
        Err(PatternError::Untranslatable(reason)) => {
            let reason = format!("{reason:?}");
            (vector["undecided"] != reason.as_str()).then(|| format!("not decided: {reason}"))
        }
        Err(PatternError::Invalid { offset, fault }) => {
            let name = format!("{fault:?}")
                .split(['(', ' '])
                .next()
                .unwrap_or_default()
                .to_owned();
            let position = pattern[..offset].chars().count();
            let same_place = vector["position"].as_u64().is_none_or(|place| place == position as u64);
            (vector["fault"] != name.as_str() || !same_place).then(|| {
                format!(
                    "{name} at {position}, Python: {} at {}",
                    vector["fault"], vector["position"]
                )
            })
        }
        Ok(compiled) => {
            let Some(texts) = vector["texts"].as_array() else {
                return Some("taken".to_owned());
            };
            let wrong = texts
                .iter()
                .find(|pair| pair[0].as_str().and_then(|text| compiled.matches(text)) != pair[1].as_bool())?;
            Some(format!("differs on {wrong}"))
        }
    }
}

#[test]
fn first_match_counts_and_not_the_whole_text() {
    let pattern = compile_pattern("a|ab").unwrap();
    assert_eq!(pattern.matches("a"), Some(true));
    assert_eq!(pattern.matches("ab"), Some(false));
}

#[test]
fn dollar_does_not_take_in_a_final_line_feed() {
    let pattern = compile_pattern("[a-z]+$").unwrap();
    assert_eq!(pattern.matches("abc"), Some(true));
    assert_eq!(pattern.matches("abc\n"), Some(false));
}

#[test]
fn faults_lie_at_bytes() {
    let error = compile_pattern("é😀)").unwrap_err();
    assert_eq!(
        error,
        PatternError::Invalid {
            offset: 6,
            fault: PatternFault::UnbalancedParenthesis
        }
    );
    let error = compile_pattern("é[b-a]").unwrap_err();
    assert_eq!(
        error,
        PatternError::Invalid {
            offset: 3,
            fault: PatternFault::BadRange("b-a".to_owned())
        }
    );
}

#[test]
fn endless_searches_are_given_up() {
    let text = "a".repeat(60);
    assert_eq!(compile_pattern("(a+)+b").unwrap().matches(&text), None);
    assert_eq!(compile_pattern("(?:a{0,60000}){60000}b").unwrap().matches(&text), None);
    assert_eq!(compile_pattern("(?:a?){4000000000}").unwrap().matches(&text), None);
}

#[test]
fn long_texts_are_matched() {
    let text = "a".repeat(200_000);
    assert_eq!(compile_pattern("[a-z]*").unwrap().matches(&text), Some(true));
    assert_eq!(compile_pattern("^[a-z]+$").unwrap().matches(&text), Some(true));
    assert_eq!(compile_pattern("(?:aa)*").unwrap().matches(&text[..60_000]), Some(true));
}

#[test]
fn deep_and_large_patterns_are_not_decided() {
    let reason = |pattern: &str| match compile_pattern(pattern) {
        Err(PatternError::Untranslatable(reason)) => Some(reason),
        _ => None,
    };
    assert_eq!(reason(&"(".repeat(30_000)), Some(NotTranslated::Depth));
    assert_eq!(reason(&"(?=".repeat(20_000)), Some(NotTranslated::Depth));
    assert_eq!(reason(&"a".repeat(100_000)), Some(NotTranslated::Size));
    assert_eq!(
        reason(&format!("(?i){}", "[\\0-\u{ffff}]".repeat(1_000))),
        Some(NotTranslated::Size)
    );
    let nested = format!("{}a{}", "(?:".repeat(190), ")*".repeat(190));
    assert_eq!(compile_pattern(&nested).unwrap().matches("aaa"), Some(true));
}
