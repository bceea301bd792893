//! Small cases of the module `environment`, with what Heat makes of them.

use hotkit_model::{EnvironmentFile, FileKind, ParameterType};
use smol_str::SmolStr;

use super::{MergeFaultKind, Merged, ValueSource, collect_command_line, merge};
use crate::{Value, json_text};

fn known(name: &str) -> Option<ParameterType> {
    Some(match name {
        "s" => ParameterType::String,
        "n" => ParameterType::Number,
        "b" => ParameterType::Boolean,
        "l" => ParameterType::CommaDelimitedList,
        "j" => ParameterType::Json,
        _ => return None,
    })
}

fn merged(command_line: &[(&str, &str)], files: &[&str]) -> Merged {
    let documents: Vec<_> = files
        .iter()
        .map(|text| hotkit_model::read(*text, FileKind::Environment))
        .collect();
    let environments: Vec<&EnvironmentFile> = documents.iter().map(|it| it.environment().unwrap()).collect();
    let given: Vec<(SmolStr, SmolStr)> = command_line
        .iter()
        .map(|(name, text)| ((*name).into(), (*text).into()))
        .collect();
    merge(&environments, &collect_command_line(&given), &known)
}

/// The parameters with their values, and the kinds of faults.
fn check(command_line: &[(&str, &str)], files: &[&str], expected: &str) {
    let merged = merged(command_line, files);
    let show = |value: &Value| json_text(value).unwrap();
    let mut lines: Vec<String> = merged
        .parameters
        .iter()
        .map(|it| format!("{}={}", it.name, show(&it.value)))
        .collect();
    lines.extend(
        merged
            .parameter_defaults
            .iter()
            .map(|it| format!("default {}={}", it.name, show(&it.value))),
    );
    lines.extend(merged.dropped.iter().map(|(name, _)| format!("dropped {name}")));
    lines.extend(
        merged
            .faults
            .iter()
            .map(|fault| format!("fault {}: {:?}", fault.parameter, fault.kind)),
    );
    assert_eq!(lines.join("; "), expected, "{command_line:?} {files:?}");
}

#[test]
fn files_beat_the_command_line_and_earlier_files() {
    check(&[("s", "cli")], &["parameters: {s: file}"], "s=\"file\"");
    check(&[], &["parameters: {s: a, n: 1}", "parameters: {s: b}"], "s=\"b\"; n=1");
    check(&[("s", "a"), ("s", "b"), ("s", "c")], &[], "s=[\"a\", \"b\", \"c\"]");
}

#[test]
fn sources_say_where_a_value_comes_from() {
    let merged = merged(&[("s", "cli"), ("n", "1")], &["parameters: {s: file}"]);
    assert!(
        matches!(merged.parameters[0].sources[..], [ValueSource::Environment { file: 0, name, .. }] if name.start() == 13)
    );
    assert_eq!(merged.parameters[1].sources, [ValueSource::CommandLine]);
}

#[test]
fn unknown_names_count_only_where_nothing_was_before() {
    check(&[], &["parameters: {typo: 1}"], "typo=1");
    check(
        &[],
        &["parameters: {s: a}", "parameters: {typo: 1}"],
        "s=\"a\"; dropped typo",
    );
    check(&[("s", "a")], &["parameters: {typo: 1}"], "s=\"a\"; dropped typo");
}

#[test]
fn null_never_replaces() {
    check(&[], &["parameters: {s: a}", "parameters: {s: null}"], "s=\"a\"");
    check(&[], &["parameters: {s: null}"], "s=null");
}

#[test]
fn merging_by_type() {
    let merge = |types: &str, first: &str, second: &str, expected: &str| {
        let strategy = format!("parameter_merge_strategies: {{default: {types}}}\n");
        let files = [first, second].map(|values| format!("{strategy}parameters: {{{values}}}"));
        check(&[], &[&files[0], &files[1]], expected);
    };
    merge("merge", "s: a", "s: b", "s=\"ab\"");
    merge("merge", "n: '1'", "n: '2'", "n=\"12\"");
    merge("merge", "l: [a]", "l: [b]", "l=[\"a\", \"b\"]");
    merge("merge", "l: a", "l: b", "l=\"a,b\"");
    merge(
        "merge",
        "j: {a: {x: 1}, b: 1}",
        "j: '{\"a\": {\"y\": 2}, \"b\": null}'",
        "j={\"a\": {\"y\": 2}, \"b\": 1}",
    );
    merge(
        "deep_merge",
        "j: {a: {x: 1}, t: p, l: [1]}",
        "j: {a: {y: 2}, t: q, l: [2], n: null}",
        "j={\"a\": {\"x\": 1, \"y\": 2}, \"l\": [1, 2], \"t\": \"pq\"}",
    );
    merge("other", "s: a", "s: b", "s=\"b\"");
}

#[test]
fn what_cannot_be_merged() {
    let strategy = "parameter_merge_strategies: {default: merge}\n";
    let fault = |first: &str, second: &str| {
        let files = [first, second].map(|values| format!("{strategy}parameters: {{{values}}}"));
        let merged = merged(&[], &[&files[0], &files[1]]);
        let [fault] = &merged.faults[..] else {
            panic!("{merged:?}")
        };
        assert_eq!(
            (fault.file, fault.range.slice(&files[1])),
            (1, second.split_once(": ").unwrap().1)
        );
        fault.kind.clone()
    };
    assert!(matches!(
        fault("l: a", "l: [b]"),
        MergeFaultKind::ValuesNotMergeable { .. }
    ));
    assert!(matches!(
        fault("n: 1", "n: 2"),
        MergeFaultKind::ValuesNotMergeable { .. }
    ));
    assert!(matches!(
        fault("j: {a: 1}", "j: '{a'"),
        MergeFaultKind::ValuesNotMergeable { .. }
    ));
    assert!(matches!(
        fault("b: 'yes'", "b: 'no'"),
        MergeFaultKind::TypeNotMergeable { .. }
    ));
    assert!(matches!(
        fault("b: true", "b: false"),
        MergeFaultKind::ValuesNotMergeable { .. }
    ));
}

#[test]
fn strategies_are_remembered_and_may_not_change() {
    let first = "parameter_merge_strategies: {s: merge}\nparameters: {s: a}";
    check(&[], &[first, "parameters: {s: b}"], "s=\"ab\"");
    let other = "parameter_merge_strategies: {s: overwrite}\nparameters: {s: b}";
    check(
        &[],
        &[first, other],
        "s=\"ab\"; fault s: ConflictingStrategy { strategy: Overwrite, earlier: Merge }",
    );
    // Remembered across sections.
    check(
        &[],
        &[first, "parameter_defaults: {s: b}", "parameter_defaults: {s: c}"],
        "s=\"a\"; default s=\"bc\"",
    );
}

#[test]
fn the_client_trips_over_mappings_in_place_of_other_values() {
    let clash = "j={\"a\": {\"b\": 1}}; fault j: MappingOverOther { earlier: Integer }";
    check(&[], &["parameters: {j: {a: 1}}", "parameters: {j: {a: {b: 1}}}"], clash);
    check(
        &[],
        &["parameters: {j: {a: 1}}", "parameters: {j: {a: {}}}"],
        "j={\"a\": {}}",
    );
    check(
        &[],
        &["parameters: {j: null}", "parameters: {j: {a: 1}}"],
        "j={\"a\": 1}",
    );
    check(
        &[],
        &["parameters: {j: 1}", "parameter_defaults: {j: {a: 1}}"],
        "j=1; default j={\"a\": 1}",
    );
}
