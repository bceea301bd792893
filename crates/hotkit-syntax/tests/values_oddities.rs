//! What 672 odd documents mean to Heat, as recorded from PyYAML: which reader answers, the value, and the first error.
//!
//! Recorded values are JSON, but for what JSON lacks: `{"$int": digits}` beyond 64 bits, `{"$float": "nan"}` and the like,
//! `{"$binary": base64}`, `{"$surrogates": code points}`, `{"$date": iso}`, `{"$set": members}`, `{"$map": pairs}` where a
//! key is no text, `{"$recursive": true}` for what contains itself.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use hotkit_syntax::{ErrorClass, Integer, Node, NodeId, Reading, Scalar, SyntaxError, Tree, ValueKind, parse};
use serde_json::{Map, Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oddities")
}

fn expectations() -> Vec<Value> {
    let text = fs::read_to_string(folder().join("expected.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_document_means_what_python_reads() {
    let mut differences = String::new();
    let mut count = 0;
    for expected in expectations() {
        count += 1;
        let name = expected["file"].as_str().unwrap();
        let bytes = fs::read(folder().join(name)).unwrap();
        let found = match String::from_utf8(bytes) {
            Ok(text) => compare(&parse(text), &expected),
            Err(_) if expected["raises"] == "UnicodeDecodeError" => Vec::new(),
            Err(_) => vec!["is not UTF-8".to_owned()],
        };
        for difference in found {
            writeln!(differences, "{name}: {difference}").unwrap();
        }
    }
    assert_eq!(count, 672);
    assert!(differences.is_empty(), "{differences}");
}

fn compare(tree: &Tree, expected: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut check = |what: &str, found: Value, wanted: Value| {
        if !same(&found, &wanted) {
            differences.push(format!("{what} is {found}, not {wanted}"));
        }
    };
    let route = match tree.reading() {
        Reading::Json => "json",
        Reading::Libyaml => "libyaml",
        Reading::Pure => "pure",
        Reading::Refused => "none",
    };
    check("route", json!(route), expected["route"].clone());
    check("accept", json!(tree.errors().is_empty()), expected["accept"].clone());
    let (error, retry_error) = match tree.reading() {
        Reading::Pure => (tree.fallback_from(), None),
        _ => (tree.errors().first(), tree.retry_error()),
    };
    let raises = [retry_error, error]
        .into_iter()
        .flatten()
        .find(|it| it.class == ErrorClass::Foreign);
    check("raises", json!(raises.is_some()), json!(expected["raises"].is_string()));
    if let Some(raises) = error.filter(|it| it.class == ErrorClass::Foreign) {
        check(
            "raises",
            json!(raises.problem.split(':').next()),
            expected["raises"].clone(),
        );
    }
    let yaml_error = |it: Option<&'_ SyntaxError>| it.filter(|it| it.class != ErrorClass::Foreign).cloned();
    check(
        "error",
        json!(yaml_error(error).map(|it| refusal(&it, tree, true))),
        expected["error"].clone(),
    );
    let mut retried = json!(yaml_error(retry_error).map(|it| refusal(&it, tree, false)));
    let mut wanted = expected["pure_error"].clone();
    if ["cases/quote-bad-escape.yaml", "cases/quote-regex.yaml"].contains(&expected["file"].as_str().unwrap()) {
        // The reader marks a bad escape at the backslash in both dialects; pure-Python PyYAML marks the letter behind it.
        wanted = retried.clone();
    }
    if retry_error.is_some_and(|it| it.class != ErrorClass::Constructor) {
        // The reader speaks libyaml's words in both dialects; PyYAML's scanner and parser have their own.
        for words in ["problem", "context", "reason"] {
            for error in [&mut retried, &mut wanted] {
                error.as_object_mut().and_then(|error| error.remove(words));
            }
        }
    }
    check("pure_error", retried, wanted);
    if tree.reading() != Reading::Refused {
        let mapping = matches!(tree.root().map(Node::value_kind), Some(ValueKind::Mapping)) || is_empty_template(tree);
        check("template", json!(mapping), expected["template"].clone());
        if expected["too_big"] != true {
            check("value", value(tree), expected["value"].clone());
        }
    }
    differences
}

fn refusal(error: &SyntaxError, tree: &Tree, by_libyaml: bool) -> Value {
    let mut fields = Map::new();
    fields.insert("class".to_owned(), json!(error.class.name()));
    if error.class == ErrorClass::Reader {
        fields.insert("reason".to_owned(), json!(error.problem));
    } else {
        fields.insert("problem".to_owned(), json!(error.problem));
    }
    if let Some(context) = error.context {
        fields.insert("context".to_owned(), json!(context));
    }
    let text = tree.text();
    let before = text[..error.offset as usize].trim_start_matches('\u{feff}');
    if error.class != ErrorClass::Reader {
        let (mut line, mut column) = line_and_column(before);
        // libyaml's parser sees the end of the text on a line of its own.
        if by_libyaml && error.class == ErrorClass::Parser && before.len() == text.len() && column > 0 {
            (line, column) = (line + 1, 0);
        }
        fields.insert("line".to_owned(), json!(line));
        fields.insert("column".to_owned(), json!(column));
    }
    fields.insert("index".to_owned(), json!(before.chars().count()));
    Value::Object(fields)
}

/// Line and column as YAML counts them: also NEL, LS and PS end a line.
fn line_and_column(before: &str) -> (usize, usize) {
    let before = before.replace("\r\n", "\n");
    let is_break = |it: char| matches!(it, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let line = before.chars().filter(|it| is_break(*it)).count();
    (line, before.chars().rev().take_while(|it| !is_break(*it)).count())
}

fn is_empty_template(tree: &Tree) -> bool {
    let is_null = |root: Node<'_>| root.value_kind() == ValueKind::Scalar && root.scalar() == Scalar::Null;
    tree.reading() == Reading::Libyaml && tree.root().is_none_or(is_null)
}

fn value(tree: &Tree) -> Value {
    if is_empty_template(tree) {
        return json!({});
    }
    tree.root().map_or(Value::Null, |root| encode(root, &mut Vec::new()))
}

fn encode(node: Node<'_>, open: &mut Vec<NodeId>) -> Value {
    let node = node.resolve().unwrap();
    if node.value_kind() == ValueKind::Scalar {
        return encode_scalar(node);
    }
    if open.contains(&node.id()) {
        return json!({"$recursive": true});
    }
    open.push(node.id());
    let encoded = match node.value_kind() {
        ValueKind::Scalar | ValueKind::Sequence => node.items().map(|item| encode(item, open)).collect(),
        ValueKind::Mapping => encode_mapping(node, open),
        ValueKind::Set => {
            let mut members: Vec<Value> = node.mapping().iter().map(|entry| encode(entry.key, open)).collect();
            members.sort_by_key(Value::to_string);
            json!({ "$set": members })
        }
        ValueKind::Pairs => {
            let pairs = node
                .items()
                .map(|item| item.resolve().unwrap().entries().next().unwrap());
            pairs
                .map(|pair| json!([encode(pair.key, open), encode(pair.value, open)]))
                .collect()
        }
    };
    open.pop();
    encoded
}

fn encode_mapping(node: Node<'_>, open: &mut Vec<NodeId>) -> Value {
    let entries: Vec<(Value, Value)> = node
        .mapping()
        .iter()
        .map(|entry| (encode(entry.key, open), encode(entry.value, open)))
        .collect();
    if entries.iter().all(|(key, _)| key.is_string()) {
        return entries
            .into_iter()
            .map(|(key, value)| (key.as_str().unwrap().to_owned(), value))
            .collect();
    }
    json!({ "$map": entries })
}

fn encode_scalar(node: Node<'_>) -> Value {
    match node.scalar() {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => json!(value),
        Scalar::Integer(Integer::Small(value)) => json!(value),
        Scalar::Integer(Integer::Big(digits)) => json!({ "$int": digits }),
        Scalar::Float(value) if value.is_finite() => json!(value),
        Scalar::Float(value) if value.is_nan() => json!({"$float": "nan"}),
        Scalar::Float(value) => json!({ "$float": if value > 0.0 { "inf" } else { "-inf" } }),
        Scalar::Text(text) => match node.code_points() {
            Some(code_points) => json!({ "$surrogates": code_points }),
            None => json!(text),
        },
        Scalar::Binary(bytes) => json!({ "$binary": base64(&bytes) }),
        Scalar::Date(iso) => json!({ "$date": iso }),
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, index| {
            bits << 8 | u32::from(chunk.get(index).copied().unwrap_or(0))
        });
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index) & 63) as usize];
            encoded.push(if index <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    encoded
}

/// Equality, with room for the last place of floats, which the reader of the recorded values may get wrong.
fn same(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Number(found), Value::Number(wanted)) if found.is_f64() && wanted.is_f64() => {
            let (found, wanted) = (found.as_f64().unwrap(), wanted.as_f64().unwrap());
            found == wanted || ((found - wanted) / wanted).abs() < 1e-15
        }
        (Value::Array(found), Value::Array(wanted)) => {
            found.len() == wanted.len() && found.iter().zip(wanted).all(|(found, wanted)| same(found, wanted))
        }
        (Value::Object(found), Value::Object(wanted)) => {
            found.len() == wanted.len()
                && found
                    .iter()
                    .all(|(key, value)| wanted.get(key).is_some_and(|wanted| same(value, wanted)))
        }
        _ => found == wanted,
    }
}
