//! Small cases of the module `arguments`, with what Heat makes of them.

use hotkit_model::{Expr, ExprKind, FileKind};

use super::check_call;
use crate::testing::{document, first_output_of, output, shown};

/// The faults of the outermost call, in a template of this version.
fn check_in(version: &str, call: &str, expected: &str) {
    let text = format!("{version}\n{}", output(call));
    let document = hotkit_model::read(text, FileKind::Template);
    let template = document.template().unwrap();
    let ExprKind::Call(call) = &first_output_of(template).kind else {
        panic!("no call: {call}");
    };
    let faults: Vec<String> = check_call(call, template)
        .iter()
        .map(|fault| shown(fault, &document))
        .collect();
    assert_eq!(faults.join("; "), expected);
}

fn check(call: &str, expected: &str) {
    check_in("heat_template_version: 2021-04-16", call, expected);
}

#[test]
fn sound_calls_are_silent() {
    for call in [
        "{get_param: [p, a, 0]}",
        "{get_param: {get_param: q}}",
        "{get_attr: [r]}",
        "{get_attr: r}",
        "{get_attr: [r, null]}",
        "{str_replace: {template: a, params: {get_param: p}, extra: 1}}",
        "{list_join: [',', {get_param: p}, [a, {get_param: q}]]}",
        "{repeat: {template: a, for_each: {get_param: p}, permutations: false}}",
        "{if: [c, 1]}",
        "{if: [null, {get_param: [1]}, 2]}",
        "{resource_facade: {get_param: p}}",
        "{digest: [md5, {get_param: p}]}",
        "{str_split: {get_param: p}}",
        "{make_url: {host: h, port: {get_param: p}, query: {a: 1}}}",
        "{yaql: {expression: $.data, data: []}}",
        "{map_replace: [{a: b}, {keys: {a: {get_param: p}}}]}",
        "{contains: [a, {get_param: p}]}",
    ] {
        check(call, "");
    }
}

#[test]
fn shapes_that_break_reading() {
    let wrong = |part, expected, found, at| {
        format!("Parse WrongKind {{ part: {part}, expected: {expected}, found: {found} }} at {at:?}")
    };
    let count = |least, most, found, at| {
        format!("Parse WrongCount {{ least: {least}, most: {most}, found: {found} }} at {at:?}")
    };
    check("{get_attr: rr}", &wrong("Argument", "LiteralList", "Text", "rr"));
    check("{get_attr: []}", "Parse Empty { part: Argument } at \"[]\"");
    check(
        "{str_replace: [a, b]}",
        &wrong("Argument", "LiteralMap", "List", "[a, b]"),
    );
    let missing = "Parse MissingKey { key: \"template\" } at \"{params: []}\"";
    let params = wrong("Key(\"params\")", "Map", "List", "[]");
    check("{str_replace: {params: []}}", &format!("{missing}; {params}"));
    check(
        "{list_join: {get_param: p}}",
        &wrong("Argument", "LiteralList", "Call", "{get_param: p}"),
    );
    check("{list_join: [a]}", &count("2", "None", "1", "[a]"));
    check(
        "{repeat: {template: a, for_each: {}, permutations: {get_param: p}}}",
        &wrong("Key(\"permutations\")", "Boolean", "Call", "{get_param: p}"),
    );
    check("{if: [c]}", &count("2", "Some(3)", "1", "[c]"));
    check("{if: [7, a, b]}", "Parse NotACondition { found: Integer } at \"7\"");
    check("{filter: [a]}", &count("2", "Some(2)", "1", "[a]"));
    check(
        "{resource_facade: meta}",
        "Parse UnknownWord { part: Argument, found: \"meta\", known: [\"metadata\", \"deletion_policy\", \"update_policy\"] } at \"meta\"",
    );
    check(
        "{yaql: {expression: $, more: 1}}",
        "Parse UnknownKey { key: \"more\", known: [\"expression\", \"data\"] } at \"more\"",
    );
    check("{str_split: text}", &wrong("Argument", "List", "Text", "text"));
}

#[test]
fn shapes_that_break_validation() {
    check(
        "{repeat: {template: a, for_each: [a]}}",
        "Validate WrongKind { part: Key(\"for_each\"), expected: Map, found: List } at \"[a]\"",
    );
    check(
        "{yaql: {expression: 5}}",
        "Validate WrongKind { part: Key(\"expression\"), expected: Text, found: Integer } at \"5\"",
    );
    check(
        "{get_resource: [r]}",
        "Validate WrongKind { part: Name, expected: Text, found: List } at \"[r]\"",
    );
    check(
        "{get_attr: [7, a]}",
        "Validate WrongKind { part: Name, expected: Text, found: Integer } at \"7\"",
    );
    check(
        "{make_url: {get_param: p}}",
        "Validate WrongKind { part: Argument, expected: LiteralMap, found: Call } at \"{get_param: p}\"",
    );
    check(
        "{make_url: {port: 0, hosts: h, fragment: 1}}",
        "Validate UnknownKey { key: \"hosts\", known: [\"scheme\", \"username\", \"password\", \"host\", \"port\", \"path\", \"query\", \"fragment\"] } at \"hosts\"; Validate OutOfRange { part: Key(\"port\"), least: 1, most: 65535 } at \"0\"; Validate WrongKind { part: Key(\"fragment\"), expected: Text, found: Integer } at \"1\"",
    );
    check("{'Fn::Select': [0, []]}", "Validate Withdrawn at \"'Fn::Select'\"");
}

#[test]
fn shapes_that_break_evaluation_whatever_is_inside() {
    check(
        "{get_param: 5}",
        "Evaluate WrongKind { part: Argument, expected: TextOrList, found: Integer } at \"5\"",
    );
    check("{get_param: []}", "Evaluate Empty { part: Argument } at \"[]\"");
    check(
        "{get_file: [a]}",
        "Evaluate WrongKind { part: Argument, expected: Text, found: List } at \"[a]\"",
    );
    check(
        "{digest: [md5, {get_param: p}, c]}",
        "Evaluate WrongCount { least: 2, most: Some(2), found: 3 } at \"[md5, {get_param: p}, c]\"",
    );
    check(
        "{digest: [md6, {get_param: p}]}",
        "Evaluate UnknownWord { part: Item(0), found: \"md6\", known: [\"blake2b\", \"blake2s\", \"md5\", \"md5-sha1\", \"ripemd160\", \"sha1\", \"sha224\", \"sha256\", \"sha384\", \"sha3_224\", \"sha3_256\", \"sha3_384\", \"sha3_512\", \"sha512\", \"sha512_224\", \"sha512_256\", \"sm3\"] } at \"md6\"",
    );
    check(
        "{list_join: [',', [a, {get_param: p}, 5]]}",
        "Evaluate WrongKind { part: OperandItem, expected: TextListOrMap, found: Integer } at \"5\"",
    );
    check(
        "{str_replace_strict: {template: a, params: {a: {get_param: p}, b: 1}}}",
        "Evaluate PlaceholdersNotFound { names: [\"b\"] } at \"b\"",
    );
    check(
        "{map_merge: [{get_param: p}, 5]}",
        "Evaluate WrongKind { part: Item(1), expected: MapOrNull, found: Integer } at \"5\"",
    );
    check(
        "{repeat: {template: 'a%', for_each: {'%': [x, 5]}}}",
        "Evaluate WrongKind { part: ForEachItem, expected: Text, found: Integer } at \"5\"",
    );
}

#[test]
fn what_may_vanish_is_not_held_against_a_call() {
    check("{digest: [md5, a, {if: [c, b]}]}", "");
    check("{str_replace_strict: {template: a, params: {b: {if: [c, 1]}}}}", "");
}

#[test]
fn older_versions_and_cfn() {
    let cfn = "AWSTemplateFormatVersion: 2010-09-09";
    let check_cfn = |call: &str, expected: &str| {
        let text = format!("{cfn}\nOutputs:\n  o:\n    Value: {call}\n");
        let document = hotkit_model::read(text, FileKind::Template);
        let template = document.template().unwrap();
        let expr: &Expr = first_output_of(template);
        let faults = check_call(expr.as_call().unwrap(), template);
        assert_eq!(
            faults
                .iter()
                .map(|fault| shown(fault, &document))
                .collect::<Vec<_>>()
                .join("; "),
            expected
        );
    };
    check_cfn("{'Fn::GetAtt': ab}", "");
    check_cfn(
        "{'Fn::GetAtt': r.a}",
        "Parse WrongCount { least: 2, most: Some(2), found: 3 } at \"r.a\"",
    );
    check_cfn(
        "{Ref: [a]}",
        "Parse WrongKind { part: Argument, expected: LiteralText, found: List } at \"[a]\"",
    );
    check_cfn(
        "{'Fn::If': [c, a]}",
        "Parse WrongCount { least: 3, most: Some(3), found: 2 } at \"[c, a]\"",
    );
    check_cfn(
        "{'Fn::Split': [{Ref: p}, a]}",
        "Evaluate WrongKind { part: Delimiter, expected: LiteralText, found: Call } at \"{Ref: p}\"",
    );
    check_in(
        "heat_template_version: 2014-10-16",
        "{list_join: [',', [a], [b]]}",
        "Parse WrongCount { least: 2, most: Some(2), found: 3 } at \"[',', [a], [b]]\"",
    );
    check_in(
        "heat_template_version: 2014-10-16",
        "{get_attr: [r, null]}",
        "Validate WrongKind { part: Name, expected: Text, found: Null } at \"null\"",
    );
}

#[test]
fn deep_calls_end() {
    let mut call = "{get_param: p}".to_owned();
    for _ in 0..340 {
        call = format!("{{not: {call}}}");
    }
    let document = document(&format!("conditions:\n  c: {call}\n"));
    let template = document.template().unwrap();
    let definition = template.conditions[0].value.as_call().unwrap();
    assert_eq!(check_call(definition, template), []);
}
