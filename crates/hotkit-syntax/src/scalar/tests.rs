//! Texts and what PyYAML makes of them.

use crate::{Integer, Scalar, parse};

/// Reads `k: TEXT` and shows the value of `k`, or the first error.
fn shown(text: &str) -> String {
    let tree = parse(format!("k: {text}\n"));
    if let Some(error) = tree.errors().first() {
        return format!("{:?} {}", error.class, error.problem);
    }
    let value = tree.root().unwrap().mapping().get("k").unwrap().value.scalar();
    match value {
        Scalar::Integer(Integer::Small(value)) => format!("int {value}"),
        Scalar::Integer(Integer::Big(digits)) => format!("int {digits}"),
        Scalar::Float(value) => format!("float {value:?}"),
        Scalar::Text(text) => format!("text {text}"),
        other => format!("{other:?}"),
    }
}

fn check(rows: &[(&str, &str)]) {
    for (text, wanted) in rows {
        assert_eq!(shown(text), *wanted, "for {text}");
    }
}

#[test]
fn integers() {
    check(&[
        ("0", "int 0"),
        ("-0", "int 0"),
        ("+12", "int 12"),
        ("1_000", "int 1000"),
        ("017", "int 15"),
        ("0o17", "text 0o17"),
        ("08", "text 08"),
        ("0x1F", "int 31"),
        ("0X1F", "text 0X1F"),
        ("-0b101", "int -5"),
        ("190:20:30", "int 685230"),
        ("-1:30", "int -90"),
        ("1:60", "text 1:60"),
        ("01:30", "text 01:30"),
        ("9223372036854775807", "int 9223372036854775807"),
        ("-9223372036854775809", "int -9223372036854775809"),
        ("0x1_0000_0000_0000_0000", "int 18446744073709551616"),
        ("99999999999999999999:59", "int 5999999999999999999999"),
        ("0_", "int 0"),
        ("_1", "text _1"),
        // Digits of other scripts are digits to Python's int(), but not to the resolver.
        ("\u{661}\u{662}", "text \u{661}\u{662}"),
        ("!!int \u{661}\u{662}", "int 12"),
        ("!!int ' 7 '", "int 7"),
        ("!!int 0o17", "int 15"),
        ("! '12'", "int 12"),
    ]);
}

#[test]
fn floats() {
    check(&[
        ("1e3", "text 1e3"),
        ("1.0e3", "text 1.0e3"),
        ("1.0e+3", "float 1000.0"),
        (".5", "float 0.5"),
        ("-.5", "text -.5"),
        ("5.", "float 5.0"),
        ("1.0e+400", "float inf"),
        ("-.INF", "float -inf"),
        ("+.nan", "text +.nan"),
        (".NaN", "float NaN"),
        ("1_000.5", "float 1000.5"),
        ("190:20:30.15", "float 685230.15"),
        ("!!float 1", "float 1.0"),
        ("!!float infinity", "float inf"),
        (".", "text ."),
        ("._", "text ._"),
    ]);
}

#[test]
fn words_and_dates() {
    check(&[
        ("yes", "Bool(true)"),
        ("Off", "Bool(false)"),
        ("y", "text y"),
        ("tRUE", "text tRUE"),
        ("'yes'", "text yes"),
        ("", "Null"),
        ("~", "Null"),
        ("Null", "Null"),
        ("nULL", "text nULL"),
        ("!", "text "),
        ("2013-05-23", "text 2013-05-23"),
        ("2001-12-14t21:59:43.10-05:00", "text 2001-12-14t21:59:43.10-05:00"),
        ("!!str 12", "text 12"),
        ("!!null x", "Null"),
        (
            "!!binary aGVs bG8",
            "Constructor failed to decode base64 data: Incorrect padding",
        ),
        ("!!binary a_GVs-bG8=", "Binary([104, 101, 108, 108, 111])"),
        ("!!binary aGVs=bG8=", "Binary([104, 101, 108, 108, 111])"),
    ]);
}

#[test]
fn values_that_make_python_fail() {
    let many = "9".repeat(4301);
    check(&[
        ("0b_", "Foreign ValueError: invalid literal for int() with base 2: ''"),
        (
            "!!int abc",
            "Foreign ValueError: invalid literal for int() with base 10: 'abc'",
        ),
        ("!!int", "Foreign IndexError: string index out of range"),
        ("!!bool Maybe", "Foreign KeyError: 'maybe'"),
        (
            "!!float x",
            "Foreign ValueError: could not convert string to float: 'x'",
        ),
        (
            &many,
            "Foreign ValueError: Exceeds the limit (4300 digits) for integer string conversion",
        ),
    ]);
    let hexadecimal = format!("0x{}", "f".repeat(500_000));
    assert!(shown(&hexadecimal).starts_with("Foreign ValueError"));
    let sexagesimal = format!("1{}", ":59".repeat(200_000));
    assert!(shown(&sexagesimal).starts_with("Foreign ValueError"));
}

#[test]
fn dates_where_pure_python_answers() {
    let rows = [
        ("2013-05-23", "2013-05-23"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14T21:59:43.100000-05:00"),
        ("2001-1-1 1:02:03Z", "2001-01-01T01:02:03+00:00"),
    ];
    for (text, wanted) in rows {
        // libyaml refuses the tight mapping, pure-Python PyYAML reads it.
        let tree = parse(format!("k: {text}\nz: {{b:}}\n"));
        let value = tree.root().unwrap().mapping().get("k").unwrap().value.scalar();
        assert_eq!(value, Scalar::Date(wanted.to_owned()));
    }
}

#[test]
fn json_has_its_own_types() {
    let tree = parse(r#"{"a": 1e3, "b": -0, "c": 123456789012345678901, "d": NaN, "e": "yes", "f": "\ud83d"}"#);
    let mapping = tree.root().unwrap().mapping();
    let value = |key: &str| mapping.get(key).unwrap().value;
    assert_eq!(value("a").scalar(), Scalar::Float(1000.0));
    assert_eq!(value("b").scalar(), Scalar::Integer(Integer::Small(0)));
    assert_eq!(
        value("c").scalar(),
        Scalar::Integer(Integer::Big("123456789012345678901".to_owned()))
    );
    assert!(matches!(value("d").scalar(), Scalar::Float(value) if value.is_nan()));
    assert_eq!(value("e").scalar(), Scalar::Text("yes"));
    assert_eq!(value("f").code_points(), Some([0xd83d].as_slice()));
}
