//! Small cases of the module `functions`, with what Heat makes of them.

use crate::testing::{document, first_output, first_output_of, output, reasons};
use crate::{Mode, TemplateScope, Value, evaluate};

const PARAMETERS: &str = "parameters:\n  p: {type: string}\n  l: {type: comma_delimited_list}\n";

/// What an expression comes to while no parameter is given: JSON, or the reasons.
fn check(expression: &str, expected: &str) {
    let found = match first_output(&format!("{PARAMETERS}{}", output(expression))) {
        Ok(value) if value.is_known() => crate::json_text(&value).unwrap(),
        Ok(Value::Unknown(unknown)) => format!("{:?}", unknown.reasons()),
        Ok(value) => format!("{value:?}"),
        Err(fault) => format!("{:?}", fault.kind),
    };
    assert_eq!(found, expected, "{expression}");
}

const OPEN: &str = "[Parameter(\"p\")]";
const OPEN_LIST: &str = "[Parameter(\"l\")]";

#[test]
fn unknown_goes_as_far_as_it_must() {
    check(
        "{get_param: [p, {get_param: l}]}",
        "[Parameter(\"l\"), Parameter(\"p\")]",
    );
    check("{str_replace: {template: 'a b', params: {a: {get_param: p}}}}", OPEN);
    check(
        "{str_replace: {template: 'b', params: {a: {get_param: p}, b: 1}}}",
        "\"1\"",
    );
    check("{list_join: [',', [a], {get_param: l}]}", OPEN_LIST);
    check("{list_concat: [[a], {get_param: l}]}", OPEN_LIST);
    check("{contains: [a, [{get_param: p}, a]]}", "true");
    check("{contains: [a, [{get_param: p}, b]]}", OPEN);
    check("{filter: [[a], [a, b]]}", "[\"b\"]");
    check("{map_merge: [{a: {get_param: p}}, {a: 1}]}", "{\"a\": 1}");
    check("{repeat: {template: x, for_each: {y: {get_param: l}}}}", OPEN_LIST);
    check(
        "{repeat: {template: x, for_each: {y: [{get_param: p}, b]}}}",
        "[\"x\", \"x\"]",
    );
    check("{str_split: [',', {get_param: p}]}", OPEN);
    check("{digest: [md5, {get_param: p}]}", OPEN);
    check("{make_url: {host: {get_param: p}}}", OPEN);
    check("{yaql: {expression: $.data, data: {get_param: p}}}", OPEN);
    check("{yaql: {expression: $.data.a, data: {a: 1, b: {get_param: p}}}}", "1");
}

#[test]
fn shapes_stay_around_unknown_parts() {
    let value = first_output(&format!(
        "{PARAMETERS}{}",
        output("{list_concat: [[a], [{get_param: p}]]}")
    ))
    .unwrap();
    assert_eq!(value.as_list().unwrap()[0], Value::text("a"));
    assert_eq!(reasons(&value.as_list().unwrap()[1]), OPEN);
    let value = first_output(&format!(
        "{PARAMETERS}{}",
        output("{repeat: {template: {k: '%'}, for_each: {'%': [a, {get_param: p}]}}}")
    ));
    let value = value.unwrap();
    assert_eq!(value.as_list().unwrap()[0].get("k"), Some(&Value::text("a")));
    assert_eq!(reasons(value.as_list().unwrap()[1].get("k").unwrap()), OPEN);
}

#[test]
fn longest_placeholders_first_and_never_twice() {
    check(
        "{str_replace: {template: 'éé é', params: {é: 1, éé: é}}}",
        "\"\\u00e9 1\"",
    );
    check(
        "{str_replace: {template: ab, params: {'': 1}}}",
        "Empty { part: Placeholder }",
    );
    check(
        "{str_replace_strict: {template: abc, params: {abc: 1, b: 2, cc: 3}}}",
        "PlaceholdersNotFound { names: [\"cc\", \"b\"] }",
    );
    check(
        "{str_replace_vstrict: {template: a, params: {a: {}}}}",
        "EmptyReplacement { placeholder: \"a\" }",
    );
}

#[test]
fn more_placeholders_than_heat_can_go_through() {
    let entries = |count: usize| (0..count).map(|it| format!("k{it}: v")).collect::<Vec<_>>().join(", ");
    let call = |count| format!("{{str_replace: {{template: k1, params: {{{}}}}}}}", entries(count));
    check(&call(482), "\"v\"");
    check(&call(490), "TooManyPlaceholders { found: 490, most: 489 }");
}

#[test]
fn new_keys() {
    check(
        "{map_replace: [{a: b, c: d}, {keys: {a: x, c: null}, values: {b: {k: 1}}}]}",
        "{\"c\": \"d\", \"x\": {\"k\": 1}}",
    );
    check(
        "{map_replace: [{a: 1, b: 2}, {keys: {a: b}}]}",
        "KeyCollision { key: \"b\" }",
    );
    check(
        "{map_replace: [{a: 1, b: 2}, {keys: {a: x, b: x}}]}",
        "KeyCollision { key: \"x\" }",
    );
    let list = "WrongKind { part: Replacement, expected: Scalar, found: List }";
    check("{map_replace: [{a: 1}, {keys: {a: [], b: []}}]}", list);
    check("{map_replace: [{a: 1}, {keys: {b: []}}]}", "{\"a\": 1}");
}

#[test]
fn permutations_of_lists() {
    check(
        "{repeat: {template: ab, for_each: {a: [x, y], b: [z, w]}, permutations: false}}",
        "[\"xz\", \"yw\"]",
    );
    check(
        "{repeat: {template: ab, for_each: {a: [x], b: [z, w]}, permutations: false}}",
        "UnequalLengths { lengths: [1, 2] }",
    );
    check(
        "{repeat: {template: ab, for_each: {a: [x], b: null}, permutations: false}}",
        "[]",
    );
    check("{repeat: {template: ab, for_each: {a: {k: 1}}}}", "[\"kb\"]");
    check(
        "{repeat: {template: ab, for_each: {}}}",
        "Empty { part: Key(\"for_each\") }",
    );
}

#[test]
fn addresses() {
    let url = "{make_url: {scheme: https, username: 'a b', password: 'p/', host: '::1', port: '80', path: 'x y', query: {k: 'a b/', l: [1]}, fragment: 'f g'}}";
    check(url, "\"https://a%20b:p%2F@[::1]:80/x%20y?k=a+b/&l=%5B1%5D#f%20g\"");
    check("{make_url: {path: /p}}", "\"/p\"");
    check(
        "{make_url: {scheme: 'a:b'}}",
        "ForbiddenCharacter { part: Key(\"scheme\"), character: ':' }",
    );
}

#[test]
fn digests() {
    check("{digest: [md5, é]}", "\"3406877694691ddd1dfb0aca54681407\"");
    check("{digest: [md5, 日]}", "NotLatin1 { character: '日' }");
    check("{digest: [sm3, a]}", "[NotImplemented(\"digest with sm3\")]");
}

#[test]
fn what_grows_without_end_is_not_computed() {
    let ten = "[a, b, c, d, e, f, g, h, i, j]";
    let variables: Vec<String> = (0..12).map(|number| format!("v{number}: {ten}")).collect();
    check(
        &format!("{{repeat: {{template: x, for_each: {{{}}}}}}}", variables.join(", ")),
        "[Limit(\"the length of a list\")]",
    );
    let long = "x".repeat(2000);
    let replaced = format!("{{str_replace: {{template: '{long}', params: {{x: '{long}'}}}}}}");
    check(&replaced, "[Limit(\"the length of a text\")]");
    check(
        &format!(
            "{{list_join: ['{long}', {{list_concat: [[{}]]}}]}}",
            vec!["a"; 2000].join(", ")
        ),
        "[Limit(\"the length of a text\")]",
    );
}

#[test]
fn deep_expressions_end() {
    let mut expression = "a".to_owned();
    for _ in 0..110 {
        expression = format!("{{list_join: ['', [{expression}, b]]}}");
    }
    let document = document(&output(&expression));
    assert_eq!(document.problems, []);
    let template = document.template().unwrap();
    let value = evaluate(first_output_of(template), &TemplateScope::new(template, Mode::Symbolic));
    assert_eq!(value, Ok(Value::text(format!("a{}", "b".repeat(110)))));
}
