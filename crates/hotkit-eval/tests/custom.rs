//! Custom constraints against the engine's own classes.
//!
//! `data/custom.jsonl` has one value a line: `valid` is what the engine says, or null where it is not decided here; for
//! `expiration` it was said at the second `now`.

use hotkit_eval::{CustomVerdict, check_text, check_text_at};
use serde_json::Value;

const VECTORS: &str = include_str!("data/custom.jsonl");

#[test]
fn verdicts_are_those_of_the_engine() {
    let mut values = 0;
    let mut differences = Vec::new();
    for line in VECTORS.lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        let (constraint, value) = (
            vector["constraint"].as_str().unwrap(),
            vector["value"].as_str().unwrap(),
        );
        let expected = match vector["valid"].as_bool() {
            Some(true) => CustomVerdict::Valid,
            Some(false) => CustomVerdict::Invalid,
            None => CustomVerdict::NotChecked,
        };
        values += 1;
        let verdict = check_text_at(constraint, value, vector["now"].as_i64());
        if verdict != expected {
            differences.push(format!("{constraint} {value:?}: {verdict:?}, expected {expected:?}"));
        }
    }
    assert!(values > 700, "only {values} values in the file");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_constraint_is_known_for_what_it_asks() {
    for constraint in hotkit_schema::custom_constraints() {
        let verdict = check_text(constraint.name, "");
        let asks_cloud = verdict == CustomVerdict::NotText;
        assert_eq!(asks_cloud, !constraint.text_only, "{}: {verdict:?}", constraint.name);
        assert_ne!(verdict, CustomVerdict::NotChecked, "{}", constraint.name);
    }
    assert_eq!(check_text("ip_adress", "10.0.0.1"), CustomVerdict::Unknown);
}

#[test]
fn expiration_needs_the_time() {
    assert_eq!(check_text("expiration", "2020-01-01"), CustomVerdict::NotChecked);
    assert_eq!(check_text("expiration", "next week"), CustomVerdict::Invalid);
    assert_eq!(
        check_text_at("expiration", "2020-01-01", Some(1_577_836_799)),
        CustomVerdict::Valid
    );
    assert_eq!(
        check_text_at("expiration", "2020-01-01", Some(1_577_836_800)),
        CustomVerdict::Invalid
    );
}

#[test]
fn deep_json_is_not_decided() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(check_text("json_string", &nested(500)), CustomVerdict::Valid);
    assert_eq!(check_text("json_string", &nested(100_000)), CustomVerdict::NotChecked);
}

#[test]
fn long_values_end_soon() {
    let ranges = "0-59,".repeat(20_000);
    assert_eq!(
        check_text("cron_expression", &format!("{ranges}1 * * * *")),
        CustomVerdict::Valid
    );
    assert_eq!(
        check_text("cron_expression", &format!("*/{} * * * *", "9".repeat(100_000))),
        CustomVerdict::Invalid
    );
    let fraction = format!("2030-01-01T00:00:00.{}", "1".repeat(100_000));
    assert_eq!(check_text("iso_8601", &fraction), CustomVerdict::Valid);
    assert_eq!(check_text("dns_name", &"a.".repeat(100_000)), CustomVerdict::Invalid);
}
