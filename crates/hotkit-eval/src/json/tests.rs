//! Small cases of the module `json`, with what Heat makes of them.

use super::parse;
use crate::Value;

#[test]
fn texts_that_python_reads() {
    for (text, value) in [
        (" null\n", Value::Null),
        ("-0", Value::Integer(0)),
        ("1E2", Value::Float(100.0)),
        ("\"\\ud83d\\ude00\\/\"", Value::text("😀/")),
        ("[]", Value::list(Vec::new())),
        (
            "{\"a\": 1, \"a\": 2}",
            Value::map(vec![("a".into(), Value::Integer(2))]),
        ),
        ("-Infinity", Value::Float(f64::NEG_INFINITY)),
    ] {
        assert_eq!(parse(text), Ok(value), "{text}");
    }
}

#[test]
fn texts_that_python_refuses() {
    for (text, at) in [
        ("", 0),
        ("{a: 1}", 1),
        ("[1,]", 3),
        ("{\"a\": 1,}", 8),
        ("'a'", 0),
        ("01", 1),
        ("1.", 1),
        ("1 2", 2),
        ("\"a\nb\"", 2),
        ("\"\\x\"", 1),
        ("\"\\u12\"", 1),
        ("[1", 2),
        ("nul", 0),
        ("-", 0),
    ] {
        assert_eq!(parse(text), Err(at), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(900)).is_ok());
    assert_eq!(parse(&nested(100_000)), Err(900));
}
