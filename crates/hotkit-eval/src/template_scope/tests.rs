//! Small cases of the module `template_scope`, with what Heat makes of them.

use crate::testing::{document, first_output, first_output_of, output, reasons, shown};
use crate::{Mode, TemplateScope, Truth, Value, evaluate};

const SECTIONS: &str = "\
parameters:
  given: {type: number}
  default: {type: string, default: a}
  refused: {type: number}
conditions:
  off: {equals: [1, 2]}
resources:
  net: {type: OS::Neutron::Net}
  box: {type: OS::Swift::Container}
  text: {type: OS::Heat::RandomString}
  gone: {type: OS::Heat::None, condition: off}
  open: {type: OS::Heat::None, condition: {equals: [{get_param: given}, 1]}}
";

/// The value of an expression, with inputs, in one mode.
fn check(mode: Mode, expression: &str, expected: &str) {
    let document = document(&format!("{SECTIONS}{}", output(expression)));
    let template = document.template().unwrap();
    let files = |path: &str| (path == "a.txt").then(|| "content".into());
    let given = [("given".into(), Value::text("5")), ("refused".into(), Value::text("x"))];
    let scope = TemplateScope::new(template, mode).with_values(given).with_files(files);
    let found = match evaluate(first_output_of(template), &scope) {
        Ok(value) if value.is_known() => crate::json_text(&value).unwrap(),
        Ok(value) => reasons(&value),
        Err(fault) => shown(&fault, &document),
    };
    assert_eq!(found, expected, "{expression}");
}

#[test]
fn before_anything_exists() {
    let check = |expression, expected| check(Mode::BeforeCreation, expression, expected);
    check("{get_resource: text}", "\"text\"");
    check("{get_resource: net}", "null");
    check("{get_resource: box}", "\"None\"");
    check("{get_attr: [net, name, 0]}", "null");
    check("{get_param: 'OS::stack_id'}", "\"None\"");
    check("{get_param: 'OS::project_id'}", "[Cloud(\"project id\")]");
    let reserved = "Evaluate UnknownParameter { name: \"OS::region\" } at \"'OS::region'\"";
    check("{get_param: 'OS::region'}", reserved);
}

#[test]
fn as_symbols() {
    let check = |expression: &str, expected: &str| check(Mode::Symbolic, expression, expected);
    check("{get_resource: text}", "[Resource(\"text\")]");
    check("{get_attr: [net, name, 0]}", "[Attribute(\"net\", \"name\")]");
    check("{get_attr: [net]}", "[Attribute(\"net\", \"\")]");
    let joined = "{list_join: ['', [{get_attr: [net, a]}, {get_param: refused}]]}";
    check(joined, "[Parameter(\"refused\"), Attribute(\"net\", \"a\")]");
    check("{get_param: given}", "5");
    check("{get_param: default}", "\"a\"");
}

#[test]
fn names_are_computed_before_anything_else() {
    let missing = |phase| format!("{phase} UnknownParameter {{ name: \"nope\" }} at \"nope\"");
    check(
        Mode::Symbolic,
        "{get_resource: {get_param: nope}}",
        &missing("Validate"),
    );
    check(
        Mode::Symbolic,
        "{get_attr: [{get_param: nope}, a]}",
        &missing("Validate"),
    );
    check(
        Mode::Symbolic,
        "{resource_facade: {get_param: nope}}",
        &missing("Parse"),
    );
}

#[test]
fn disabled_resources_are_not_there() {
    let check = |expression: &str, expected: &str| check(Mode::Symbolic, expression, expected);
    check(
        "{get_resource: gone}",
        "Evaluate UnknownResource { name: \"gone\" } at \"gone\"",
    );
    check(
        "{get_attr: [gone, a]}",
        "Validate UnknownResource { name: \"gone\" } at \"gone\"",
    );
    check(
        "{get_resource: open}",
        "Evaluate UnknownResource { name: \"open\" } at \"open\"",
    );
}

#[test]
fn enabled_unless_the_condition_says_otherwise() {
    let document = document(SECTIONS);
    let scope = TemplateScope::new(document.template().unwrap(), Mode::Symbolic);
    assert_eq!(scope.is_enabled("net"), Some(Ok(Truth::True)));
    assert_eq!(scope.is_enabled("gone"), Some(Ok(Truth::False)));
    assert!(matches!(scope.is_enabled("open"), Some(Ok(Truth::Unknown(_)))));
    assert_eq!(scope.is_enabled("nope"), None);
}

#[test]
fn files_by_their_written_path_only() {
    let check = |expression: &str, expected: &str| check(Mode::Symbolic, expression, expected);
    check("{get_file: a.txt}", "\"content\"");
    check("{get_file: b.txt}", "[File(\"b.txt\")]");
    let computed = "{list_join: ['', [a.txt]]}";
    let fault = format!("Evaluate FileNotFetched {{ path: \"a.txt\" }} at {computed:?}");
    check(&format!("{{get_file: {computed}}}"), &fault);
    check("{get_file: {list_join: ['', ['file:///a']]}}", "[File(\"file:///a\")]");
}

#[test]
fn no_value_means_unknown_even_with_a_default() {
    let value = first_output(&format!("{SECTIONS}{}", output("{get_param: [default, 0]}"))).unwrap();
    assert_eq!(reasons(&value), "[Parameter(\"default\")]");
}
