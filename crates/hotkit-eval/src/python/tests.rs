//! Small cases of the module `python`, with what Heat makes of them.

use super::{float_text, int, json_text, number, repr_text, str_text};
use crate::testing::value;
use crate::{Reason, Value};

#[test]
fn floats_as_python_prints_them() {
    for (number, text) in [
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (0.1, "0.1"),
        (2.5e-5, "2.5e-05"),
        (0.0001, "0.0001"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"),
        (1.5e22, "1.5e+22"),
        (1e-300, "1e-300"),
        (123456789.125, "123456789.125"),
        (f64::NAN, "nan"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        assert_eq!(float_text(number), text);
    }
}

#[test]
fn text_of_values() {
    for (text, printed) in [
        ("null", "None"),
        ("true", "True"),
        ("\"a'b\"", "a'b"),
        ("[\"a\", 1.5, null]", "['a', 1.5, None]"),
        ("[\"a'b\", \"a\\\"b\", \"a'b\\\"c\"]", "[\"a'b\", 'a\"b', 'a\\'b\"c']"),
        (
            "[\"\\n\\t\\\\é\\u0001\\u00ad\\u2028日\"]",
            "['\\n\\t\\\\é\\x01\\xad\\u2028日']",
        ),
        ("{\"a\": {\"b\": []}, \"1\": false}", "{'a': {'b': []}, '1': False}"),
        ("12345678901234567890", "12345678901234567890"),
    ] {
        assert_eq!(str_text(&value(text)).unwrap(), printed);
    }
    assert_eq!(repr_text(&Value::text("a")).unwrap(), "'a'");
}

#[test]
fn json_as_heat_writes_it() {
    for (text, printed) in [
        (
            "{\"b\": 1, \"a\": [true, null, 1e16, \"é😀/\"]}",
            "{\"a\": [true, null, 1e+16, \"\\u00e9\\ud83d\\ude00/\"], \"b\": 1}",
        ),
        ("[NaN, Infinity, -Infinity]", "[NaN, Infinity, -Infinity]"),
        ("\"\\u0001\\b\\f\\u007f\"", "\"\\u0001\\b\\f\\u007f\""),
        ("[]", "[]"),
    ] {
        assert_eq!(json_text(&value(text)).unwrap(), printed);
    }
}

#[test]
fn unknown_parts_and_endless_texts_have_no_text() {
    let unknown = Value::unknown(Reason::Parameter("p".into()));
    let error = json_text(&Value::list(vec![Value::Null, unknown])).unwrap_err();
    assert_eq!(error.reasons(), [Reason::Parameter("p".into())]);
    let wide = Value::list(vec![Value::text("x".repeat(1000)); 1000]);
    let shared = Value::list(vec![wide; 1000]);
    let error = repr_text(&shared).unwrap_err();
    assert_eq!(error.reasons(), [Reason::Limit("the length of a text")]);
}

#[test]
fn numbers_from_text() {
    assert_eq!(
        number(" +0012345678901234567890 "),
        Some(Value::BigInteger("12345678901234567890".into()))
    );
    assert_eq!(
        number("-99999999999999999999"),
        Some(Value::BigInteger("-99999999999999999999".into()))
    );
    assert_eq!(number("1e3"), Some(Value::Float(1000.0)));
    assert_eq!(number("1_0"), Some(Value::Integer(10)));
    assert_eq!(number("0x10"), None);
    assert_eq!(number(&"9".repeat(5000)), Some(Value::Float(f64::INFINITY)));
}

#[test]
fn what_int_takes() {
    assert_eq!(int(&Value::Float(-1.9)), Some(-1));
    assert_eq!(int(&Value::Bool(true)), Some(1));
    assert_eq!(int(&Value::text(" 1_0 ")), Some(10));
    assert_eq!(int(&Value::text("1.0")), None);
    assert_eq!(int(&Value::Float(f64::NAN)), None);
    assert_eq!(int(&Value::Null), None);
}
