//! Every expression of `data/yaql_vectors.jsonl` and `data/yaql_more.jsonl` comes to what YAQL makes of it inside Heat's
//! engine.
//!
//! A value has to be equal, an error of the same class. What hotkit does not compute has to be unknown and never wrong,
//! and is named here, so that it can only become less.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::collections::BTreeMap;

use hotkit_eval::{EvaluationFault, FaultKind, Mode, TemplateScope, Value, check_call, evaluate};
use hotkit_model::{ExprKind, FileKind};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

/// What real templates use (tier 1), what is likely in them (2), and what is rare (3).
const VECTORS: &str = include_str!("data/yaql_vectors.jsonl");

/// Expressions of ours: the edges of limits, kinds and orders, and what chance made.
const MORE: &str = include_str!("data/yaql_more.jsonl");

#[test]
fn values_and_errors_of_the_engine() {
    // Characters by their names, and a date in words.
    compare(VECTORS, 1718, &["yq-0129", "yq-1367", "yq-1538"]);
}

#[test]
fn values_and_errors_at_the_edges() {
    // Complex numbers, and a function of YAQL's own name.
    compare(MORE, 950, &["ym-0043", "ym-0116"]);
}

/// Compares every vector; those that are not computed have to be the ones in `unknown`.
fn compare(vectors: &str, count: usize, unknown: &[&str]) {
    let mut wrong = Vec::new();
    let mut not_computed = Vec::new();
    for line in vectors.lines() {
        let vector: Json = serde_json::from_str(line).unwrap();
        // As it is written, with its keys in order.
        let parts: BTreeMap<&str, &RawValue> = serde_json::from_str(line).unwrap();
        let (expression, data) = (parts["expression"].get(), parts["data"].get());
        let id = vector["id"].as_str().unwrap();
        let found = outcome(expression, data);
        let expected = expected(&vector["result"]);
        if found.get("unknown").is_some() && unknown.contains(&id) {
            not_computed.push(id.to_owned());
        } else if found != expected {
            wrong.push(format!(
                "{id}: {expression}\n  over {data}\n  gives {found}\n  not   {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(not_computed, unknown);
    assert_eq!(vectors.lines().count(), count);
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
