//! Every expression of `data/yaql_vectors.jsonl` comes to what YAQL makes of it inside Heat's engine.
//!
//! A value has to be equal, an error of the same class. What hotkit does not compute has to be unknown and never wrong,
//! and is named here, so that it can only become less.

use std::collections::BTreeMap;

use hotkit_eval::{EvaluationFault, FaultKind, Mode, TemplateScope, Value, check_call, evaluate};
use hotkit_model::{ExprKind, FileKind};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

/// What real templates use (tier 1), what is likely in them (2), and what is rare (3).
const VECTORS: &str = include_str!("data/yaql_vectors.jsonl");

/// Expressions of tier 3 that are not computed.
const NOT_COMPUTED: [&str; 33] = [
    "yq-0129", "yq-1310", "yq-1322", "yq-1365", "yq-1366", "yq-1367", "yq-1368", "yq-1369", "yq-1370", "yq-1371",
    "yq-1372", "yq-1373", "yq-1374", "yq-1375", "yq-1376", "yq-1377", "yq-1378", "yq-1379", "yq-1380", "yq-1381",
    "yq-1382", "yq-1383", "yq-1538", "yq-1696", "yq-1697", "yq-1698", "yq-1699", "yq-1700", "yq-1701", "yq-1702",
    "yq-1703", "yq-1705", "yq-1706",
];

#[test]
fn values_and_errors_of_the_engine() {
    let mut wrong = Vec::new();
    let mut unknown = Vec::new();
    for line in VECTORS.lines() {
        let vector: Json = serde_json::from_str(line).unwrap();
        // As it is written, with its keys in order.
        let parts: BTreeMap<&str, &RawValue> = serde_json::from_str(line).unwrap();
        let (expression, data) = (parts["expression"].get(), parts["data"].get());
        let id = vector["id"].as_str().unwrap();
        let found = outcome(expression, data);
        let expected = expected(&vector["result"]);
        if found.get("unknown").is_some() && vector["tier"] == 3 {
            unknown.push(id.to_owned());
        } else if found != expected {
            wrong.push(format!(
                "{id}: {expression}\n  over {data}\n  gives {found}\n  not   {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(unknown, NOT_COMPUTED);
    assert_eq!(VECTORS.lines().count(), 1718);
}

/// The recorded answer, of an error the class only.
fn expected(result: &Json) -> Json {
    let Some(class) = result["error"].as_str() else {
        return result.clone();
    };
    let message = result["message"].as_str().unwrap_or_default();
    let is_syntax = message.starts_with("Bad expression") || class == "UnicodeDecodeError";
    if is_syntax {
        json!({"syntax": class})
    } else {
        json!({"error": class})
    }
}

/// The outcome of an expression over data, both as JSON.
fn outcome(expression: &str, data: &str) -> Json {
    let call = format!(r#"{{"yaql": {{"expression": {expression}, "data": {data}}}}}"#);
    let template = format!(r#"{{"heat_template_version": "2021-04-16", "outputs": {{"o": {{"value": {call}}}}}}}"#);
    let document = hotkit_model::read(template, FileKind::Template);
    let template = document.template().expect("a template was asked for");
    let expr = template.outputs[0].value.as_ref().expect("it was written");
    let ExprKind::Call(call) = &expr.kind else {
        panic!("{expression} is no call");
    };
    let faults = check_call(call, template);
    let result = evaluate(expr, &TemplateScope::new(template, Mode::Symbolic));
    match (result, &faults[..]) {
        (Err(fault), []) => of_fault(&fault),
        (Err(fault), [checked]) if of_fault(&fault) == of_fault(checked) => of_fault(&fault),
        (Ok(Value::Unknown(unknown)), []) => json!({"unknown": format!("{:?}", unknown.reasons())}),
        (Ok(value), []) => json!({"value": to_json(&value)}),
        (result, faults) => json!({"of evaluation": format!("{result:?}"), "of the call": format!("{faults:?}")}),
    }
}

fn of_fault(fault: &EvaluationFault) -> Json {
    match &fault.kind {
        FaultKind::YaqlSyntax { fault, .. } => json!({"syntax": fault.class()}),
        FaultKind::Yaql { fault, .. } => json!({"error": fault.class()}),
        other => json!({"another fault": format!("{other:?}")}),
    }
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Integer(number) => json!(number),
        Value::BigInteger(digits) => serde_json::from_str(digits).expect("digits"),
        Value::Float(number) => json!(number),
        Value::Text(text) => json!(text.as_str()),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.to_string(), to_json(value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
        other => json!({"not JSON": format!("{other:?}")}),
    }
}
