//! Small cases of the module `value`, with what Heat makes of them.

use super::python_equal;
use crate::testing::value;
use crate::{Reason, Truth, Unknown, Value};

#[test]
fn what_python_calls_equal() {
    for (left, right) in [
        ("1", "true"),
        ("1.0", "1"),
        ("0", "false"),
        ("-0.0", "0"),
        ("12345678901234567890", "12345678901234567890"),
        ("1e22", "10000000000000000000000"),
        ("[1, {\"a\": true}]", "[1.0, {\"a\": 1}]"),
        ("{\"a\": 1, \"b\": 2}", "{\"b\": 2, \"a\": 1}"),
        ("null", "null"),
    ] {
        assert_eq!(python_equal(&value(left), &value(right)), Truth::True, "{left} {right}");
        assert_eq!(python_equal(&value(right), &value(left)), Truth::True, "{right} {left}");
    }
}

#[test]
fn what_python_calls_different() {
    for (left, right) in [
        ("1", "\"1\""),
        ("true", "\"true\""),
        ("null", "\"\""),
        ("null", "false"),
        ("[]", "{}"),
        ("[1]", "[1, 2]"),
        ("NaN", "NaN"),
        // One more than what a float can tell apart.
        ("9007199254740993", "9007199254740992.0"),
        ("{\"a\": 1}", "{\"b\": 1}"),
    ] {
        assert_eq!(
            python_equal(&value(left), &value(right)),
            Truth::False,
            "{left} {right}"
        );
    }
}

#[test]
fn unknown_parts_leave_the_answer_open_unless_others_decide() {
    let unknown = Value::unknown(Reason::Parameter("p".into()));
    let with = |last: Value| Value::list(vec![unknown.clone(), last]);
    assert_eq!(
        python_equal(&with(Value::Integer(1)), &with(Value::Integer(2))),
        Truth::False
    );
    let open = Truth::Unknown(Unknown::because(Reason::Parameter("p".into())));
    assert_eq!(python_equal(&with(Value::Integer(1)), &with(Value::Integer(1))), open);
    let vanishing = Value::Unknown(Unknown::because(Reason::Parameter("p".into())).vanishing(true));
    let shorter = Value::list(vec![Value::Integer(1)]);
    let perhaps = Value::list(vec![vanishing, Value::Integer(1)]);
    assert_eq!(python_equal(&perhaps, &shorter), open);
}

#[test]
fn truth_of_python() {
    for (text, truth) in [
        ("null", false),
        ("0", false),
        ("0.0", false),
        ("\"\"", false),
        ("[]", false),
        ("{}", false),
        ("NaN", true),
        ("\"false\"", true),
        ("[null]", true),
    ] {
        assert_eq!(value(text).is_truthy(), Some(truth), "{text}");
    }
    let perhaps = Value::Unknown(Unknown::default().vanishing(true));
    assert_eq!(Value::list(vec![perhaps]).is_truthy(), None);
}

#[test]
fn the_last_of_equal_keys_counts_at_the_place_of_the_first() {
    let entries = [("a", 1), ("b", 2), ("a", 3)].map(|(key, number)| (key.into(), Value::Integer(number)));
    assert_eq!(Value::map(entries.to_vec()), value("{\"a\": 3, \"b\": 2}"));
}
