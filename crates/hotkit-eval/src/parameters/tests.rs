//! Small cases of the module `parameters`, with what Heat makes of them.

use hotkit_model::Parameter;

use super::{ConstraintChecks, check_default, check_value, coerce};
use crate::testing::{document, value};
use crate::{Reason, Value};

fn with_parameter<T>(definition: &str, work: impl FnOnce(&Parameter) -> T) -> T {
    let document = document(&format!("parameters:\n  p: {definition}\n"));
    assert_eq!(document.problems, [], "{definition}");
    work(&document.template().unwrap().parameters[0])
}

/// What the value, written as JSON, becomes; `refused` where its type refuses it.
fn coerced(parameter_type: &str, given: &str) -> String {
    with_parameter(&format!("{{type: {parameter_type}}}"), |parameter| {
        match coerce(parameter, &value(given)) {
            Ok(value) => crate::json_text(&value).unwrap(),
            Err(_) => "refused".to_owned(),
        }
    })
}

#[test]
fn strings_take_anything() {
    for (given, expected) in [
        ("true", "\"True\""),
        ("1.50", "\"1.5\""),
        ("[\"a\"]", "\"['a']\""),
        ("{\"a\": 1}", "\"{'a': 1}\""),
        ("\"\"", "\"\""),
    ] {
        assert_eq!(coerced("string", given), expected);
    }
}

#[test]
fn numbers() {
    for (given, expected) in [
        ("\"5\"", "5"),
        ("\" 1_000 \"", "1000"),
        ("\"1e3\"", "1000.0"),
        ("\"12345678901234567890\"", "12345678901234567890"),
        ("\"nan\"", "NaN"),
        ("true", "true"),
        ("2.5", "2.5"),
        ("\"\"", "refused"),
        ("\"0x10\"", "refused"),
        ("\"1,5\"", "refused"),
        ("[1]", "refused"),
    ] {
        assert_eq!(coerced("number", given), expected, "{given}");
    }
}

#[test]
fn booleans() {
    for (given, expected) in [
        ("\" Yes\"", "true"),
        ("1", "true"),
        ("\"off\"", "false"),
        ("false", "false"),
        ("2", "refused"),
        ("\"\"", "refused"),
        ("1.0", "refused"),
    ] {
        assert_eq!(coerced("boolean", given), expected, "{given}");
    }
}

#[test]
fn lists_and_json() {
    assert_eq!(coerced("comma_delimited_list", "\"a, b,\""), "[\"a\", \" b\", \"\"]");
    assert_eq!(coerced("comma_delimited_list", "\"\""), "[]");
    assert_eq!(coerced("comma_delimited_list", "[1, null]"), "[\"1\", \"None\"]");
    assert_eq!(coerced("comma_delimited_list", "5"), "refused");
    assert_eq!(coerced("json", "\"{\\\"a\\\": [1]}\""), "{\"a\": [1]}");
    assert_eq!(coerced("json", "\"\""), "\"\"");
    assert_eq!(coerced("json", "[1]"), "[1]");
    assert_eq!(coerced("json", "\"{a: 1}\""), "refused");
}

#[test]
fn unknown_stays_unknown() {
    let unknown = Value::unknown(Reason::Cloud("id"));
    with_parameter("{type: number, constraints: [{range: {min: 5}}]}", |parameter| {
        assert_eq!(coerce(parameter, &unknown), Ok(unknown.clone()));
        assert_eq!(check_value(parameter, &unknown, &ConstraintChecks::NONE), []);
    });
}

/// The faults of a value, written as JSON.
fn faults(definition: &str, given: &str) -> String {
    with_parameter(definition, |parameter| {
        let faults = check_value(parameter, &value(given), &ConstraintChecks::NONE);
        faults
            .iter()
            .map(|fault| format!("{:?}", fault.kind))
            .collect::<Vec<_>>()
            .join("; ")
    })
}

#[test]
fn bounds_are_inclusive() {
    let range = "{type: number, constraints: [{range: {min: 1, max: 3}}]}";
    assert_eq!(faults(range, "\"3\""), "");
    assert_eq!(faults(range, "\"nan\""), "");
    assert_eq!(faults(range, "3.1"), "OutOfRange { min: Some(1.0), max: Some(3.0) }");
    let length = "{type: comma_delimited_list, constraints: [{length: {max: 2}}]}";
    assert_eq!(faults(length, "\"a,b\""), "");
    assert_eq!(
        faults(length, "\"a,b,c\""),
        "WrongLength { min: None, max: Some(2), found: 3 }"
    );
    let of_text = "{type: string, constraints: [{length: {min: 2}}]}";
    assert_eq!(faults(of_text, "\"éé\""), "");
    assert_eq!(
        faults(of_text, "[1]"),
        "WrongLength { min: Some(2), max: None, found: 1 }"
    );
    assert_eq!(faults(of_text, "7"), "NotMeasurable { found: Integer }");
}

#[test]
fn remainders_have_the_sign_of_the_step() {
    let negative = "{type: number, constraints: [{modulo: {step: -3, offset: -1}}]}";
    for given in ["-4", "\"2\"", "2.0", "-10000000000000000000"] {
        assert_eq!(faults(negative, given), "", "{given}");
    }
    let wrong = "WrongRemainder { step: -3, offset: -1 }";
    for given in ["4", "-3", "\"inf\"", "10000000000000000000"] {
        assert_eq!(faults(negative, given), wrong, "{given}");
    }
}

#[test]
fn allowed_values_are_converted_unless_the_value_is_a_list() {
    let numbers = "{type: number, constraints: [{allowed_values: [1, '2.0']}]}";
    assert_eq!(faults(numbers, "\"1.0\""), "");
    assert_eq!(faults(numbers, "2"), "");
    assert!(faults(numbers, "3").starts_with("NotAllowed"));
    assert!(
        faults("{type: number, constraints: [{allowed_values: [1, x]}]}", "1").starts_with("AllowedValueOfWrongType")
    );
    assert_eq!(
        faults("{type: boolean, constraints: [{allowed_values: [yes]}]}", "\"on\""),
        ""
    );
    assert_eq!(
        faults("{type: string, constraints: [{allowed_values: [1]}]}", "\"1\""),
        ""
    );
    assert!(faults("{type: string, constraints: [{allowed_values: [a]}]}", "\"A\"").starts_with("NotAllowed"));
    let list = "{type: comma_delimited_list, constraints: [{allowed_values: [1, a]}]}";
    assert_eq!(faults(list, "\"a\""), "");
    assert!(faults(list, "\"a,1\"").ends_with("items: [Text(\"1\")] }"));
}

#[test]
fn every_constraint_must_hold() {
    let both = "{type: string, constraints: [{length: {max: 1}}, {allowed_values: [a]}, {allowed_pattern: x}]}";
    assert_eq!(faults(both, "\"bb\"").matches("; ").count(), 1);
}

#[test]
fn patterns_and_custom_constraints_are_decided_elsewhere() {
    let checks = ConstraintChecks {
        pattern: &|pattern, text| Some(pattern == text),
        custom: &|name, _| (name == "known").then_some(false),
    };
    let kinds = |definition: &str| {
        with_parameter(definition, |parameter| {
            let faults = check_value(parameter, &Value::text("a"), &checks);
            faults
                .into_iter()
                .map(|fault| format!("{:?}", fault.kind))
                .collect::<Vec<_>>()
                .join("; ")
        })
    };
    assert_eq!(
        kinds("{type: string, constraints: [{allowed_pattern: a}, {custom_constraint: other}]}"),
        ""
    );
    assert_eq!(
        kinds("{type: string, constraints: [{allowed_pattern: b}]}"),
        "NoMatch { pattern: \"b\" }"
    );
    assert_eq!(
        kinds("{type: string, constraints: [{custom_constraint: known}]}"),
        "CustomRefused { name: \"known\" }"
    );
}

#[test]
fn defaults_are_checked_by_their_constraints_alone() {
    let kinds = |definition: &str| {
        with_parameter(definition, |parameter| {
            let checks = ConstraintChecks {
                pattern: &|_, _| Some(false),
                custom: &|_, _| Some(false),
            };
            let faults = check_default(parameter, &checks);
            faults
                .into_iter()
                .map(|fault| format!("{:?}", fault.kind))
                .collect::<Vec<_>>()
                .join("; ")
        })
    };
    assert_eq!(kinds("{type: number, default: x}"), "");
    assert_eq!(
        kinds("{type: number, default: x, constraints: [{range: {min: 1}}]}"),
        "NotMeasurable { found: Text }"
    );
    assert_eq!(
        kinds("{type: number, default: 0, constraints: [{range: {min: 1}}]}"),
        "OutOfRange { min: Some(1.0), max: None }"
    );
    assert_eq!(
        kinds("{type: string, default: a, constraints: [{custom_constraint: c}]}"),
        ""
    );
    assert_eq!(
        kinds("{type: comma_delimited_list, default: 5}"),
        "WrongType { parameter_type: CommaDelimitedList, found: Integer }"
    );
    // An empty default has one item, an empty value none.
    let length = "{type: comma_delimited_list, default: '', constraints: [{length: {max: 0}}]}";
    assert_eq!(kinds(length), "WrongLength { min: None, max: Some(0), found: 1 }");
    // The text of a JSON default is measured in characters.
    let json = "{type: json, default: '{}', constraints: [{length: {max: 1}}]}";
    assert_eq!(kinds(json), "WrongLength { min: None, max: Some(1), found: 2 }");
}
