//! Small cases of the module `conditions`, with what Heat makes of them.

use crate::testing::{document, first_output, first_output_of, output, reasons, shown};
use crate::{Mode, Scope, TemplateScope, Truth, Value, condition_truth, evaluate};

const CONDITIONS: &str = "\
parameters:
  env: {type: string}
  flag: {type: boolean, default: true}
conditions:
  is_yes: {equals: [a, a]}
  is_no: {not: is_yes}
  is_open: {equals: [{get_param: env}, prod]}
  is_lost: {equals: [{get_param: nope}, prod]}
  is_text: {get_param: env}
  of_text: {contains: [a, [a]]}
  itself: {not: itself}
  ping: {or: [is_no, pong]}
  pong: {and: [is_yes, ping]}
  spared: {or: [is_yes, spared]}
";

/// What the condition of an output comes to.
fn check(condition: &str, expected: &str) {
    let document = document(&format!(
        "{CONDITIONS}outputs:\n  o:\n    value: 1\n    condition: {condition}\n"
    ));
    let template = document.template().unwrap();
    let scope = TemplateScope::new(template, Mode::Symbolic);
    let found = match condition_truth(template.outputs[0].condition.as_ref().unwrap(), &scope) {
        Ok(Truth::True) => "true".to_owned(),
        Ok(Truth::False) => "false".to_owned(),
        Ok(Truth::Unknown(unknown)) => format!("{:?}", unknown.reasons()),
        Err(fault) => shown(&fault, &document),
    };
    assert_eq!(found, expected, "{condition}");
}

#[test]
fn names_booleans_and_functions() {
    check("is_yes", "true");
    check("is_no", "false");
    check("true", "true");
    check("{and: [is_yes, true, {not: is_no}]}", "true");
    check("{not: {get_param: flag}}", "[Parameter(\"flag\")]");
    check("of_text", "true");
}

#[test]
fn unknown_only_where_nothing_decides() {
    check("is_open", "[Parameter(\"env\"), Condition(\"is_open\")]");
    check("{or: [is_open, is_yes]}", "true");
    check("{and: [is_open, is_no]}", "false");
    check(
        "{and: [is_open, is_yes]}",
        "[Parameter(\"env\"), Condition(\"is_open\")]",
    );
    check("{not: is_open}", "[Parameter(\"env\"), Condition(\"is_open\")]");
}

#[test]
fn faults_of_what_is_looked_at() {
    check("lost", "Parse UnknownCondition { name: \"lost\" } at \"lost\"");
    check(
        "{or: [is_no, lost]}",
        "Parse UnknownCondition { name: \"lost\" } at \"lost\"",
    );
    check("is_lost", "Parse UnknownParameter { name: \"nope\" } at \"nope\"");
    check("{or: [is_no, 7]}", "Parse NotACondition { found: Integer } at \"7\"");
    check("{not: [is_no]}", "Parse NotACondition { found: List } at \"[is_no]\"");
    check(
        "{and: [is_no]}",
        "Parse WrongCount { least: 2, most: None, found: 1 } at \"[is_no]\"",
    );
    check(
        "{equals: [{get_attr: [a, b]}, 1]}",
        "Parse NotInConditions at \"get_attr\"",
    );
}

#[test]
fn what_is_behind_a_decision_is_not_looked_at() {
    check("{or: [is_yes, lost]}", "true");
    check("{and: [is_no, itself]}", "false");
    check("spared", "true");
    // If the first one holds, Heat never sees the second.
    check("{or: [is_open, lost]}", "[Parameter(\"env\"), Condition(\"is_open\")]");
}

#[test]
fn circles_begin_where_they_close() {
    check("itself", "Parse CircularCondition { name: \"itself\" } at \"itself\"");
    check("ping", "Parse CircularCondition { name: \"ping\" } at \"ping\"");
}

#[test]
fn definitions_must_come_to_booleans() {
    let document = document(CONDITIONS);
    let template = document.template().unwrap();
    let given = [("env".into(), Value::text("prod"))];
    let scope = TemplateScope::new(template, Mode::Symbolic).with_values(given);
    assert_eq!(
        scope.condition("is_open", crate::Depth::default()),
        Some(Ok(Truth::True))
    );
    let fault = scope
        .condition("is_text", crate::Depth::default())
        .unwrap()
        .unwrap_err();
    let expected = "Evaluate ConditionNotBoolean { name: \"is_text\", found: Text } at \"{get_param: env}\"";
    assert_eq!(shown(&fault, &document), expected);
    assert_eq!(scope.condition("nope", crate::Depth::default()), None);
}

#[test]
fn branches_follow_their_condition() {
    let with = |value: &str| first_output(&format!("{CONDITIONS}{}", output(value)));
    assert_eq!(with("{if: [is_yes, 1, {get_param: nope}]}"), Ok(Value::Integer(1)));
    assert_eq!(with("{if: [is_no, 1]}"), Ok(Value::Omitted));
    assert_eq!(
        with("{if: [is_open, [1], [1]]}"),
        Ok(Value::list(vec![Value::Integer(1)]))
    );
    let open = with("{if: [is_open, 1, {get_param: flag}]}").unwrap();
    assert_eq!(
        reasons(&open),
        "[Parameter(\"env\"), Parameter(\"flag\"), Condition(\"is_open\")]"
    );
    // Only one choice fails, so nothing is certain.
    assert!(matches!(
        with("{if: [is_open, 1, {get_param: nope}]}"),
        Ok(Value::Unknown(_))
    ));
    assert!(with("{if: [is_open, {get_param: nada}, {get_param: nope}]}").is_err());
}

#[test]
fn items_that_may_vanish_are_marked() {
    let value = first_output(&format!("{CONDITIONS}{}", output("[{if: [is_open, 1]}, 2]"))).unwrap();
    let items = value.as_list().unwrap();
    assert!(matches!(&items[0], Value::Unknown(unknown) if unknown.may_vanish()));
    assert_eq!(items[1], Value::Integer(2));
    let joined = output("{list_join: [',', [{if: [is_no, a]}, b]]}");
    assert_eq!(first_output(&format!("{CONDITIONS}{joined}")), Ok(Value::text("b")));
}

#[test]
fn long_chains_of_conditions_end() {
    let mut sections = String::from("conditions:\n");
    for number in 0..5_000 {
        sections += &format!("  c{number}: {{not: c{}}}\n", number + 1);
    }
    sections += "  c5000: {equals: [1, 1]}\noutputs:\n  o:\n    value: {if: [c0, 1, 2]}\n";
    let document = document(&sections);
    let template = document.template().unwrap();
    let value = evaluate(first_output_of(template), &TemplateScope::new(template, Mode::Symbolic)).unwrap();
    assert!(
        reasons(&value).contains("Limit(\"the depth of an expression\")"),
        "{value:?}"
    );
}
