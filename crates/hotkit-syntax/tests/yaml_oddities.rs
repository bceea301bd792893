//! 672 short documents with what libyaml makes of them: every event with its marks, every refusal with its words and place.
//! `oddities/events.jsonl` comes from libyaml itself by way of PyYAML; positions are in characters.

use std::path::PathBuf;

use hotkit_syntax::{
    CollectionStyle, Dialect, ErrorClass, Event, EventKind, Events, Mark, Reading, ScalarStyle, SyntaxError, parse,
};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oddities")
}

/// Every case that is UTF-8: its name, its text, and what libyaml made of it.
fn cases() -> Vec<(String, String, Value)> {
    let lines = std::fs::read_to_string(folder().join("events.jsonl")).expect("events.jsonl is beside the test");
    let recorded = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
    let cases: Vec<_> = recorded
        .filter_map(|recorded| {
            let file = recorded["file"].as_str().expect("each case has a file").to_owned();
            let text = String::from_utf8(std::fs::read(folder().join(&file)).expect("each case has its file")).ok()?;
            Some((file, text, recorded))
        })
        .collect();
    assert!(cases.len() > 660, "only {} cases", cases.len());
    cases
}

fn event_kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::StreamStart => "StreamStart",
        EventKind::StreamEnd => "StreamEnd",
        EventKind::DocumentStart => "DocumentStart",
        EventKind::DocumentEnd => "DocumentEnd",
        EventKind::Alias => "Alias",
        EventKind::Scalar(_) => "Scalar",
        EventKind::SequenceStart(_) => "SequenceStart",
        EventKind::SequenceEnd => "SequenceEnd",
        EventKind::MappingStart(_) => "MappingStart",
        EventKind::MappingEnd => "MappingEnd",
    }
}

fn style(kind: EventKind) -> Value {
    match kind {
        EventKind::Scalar(ScalarStyle::Plain) => json!(""),
        EventKind::Scalar(ScalarStyle::SingleQuoted) => json!("'"),
        EventKind::Scalar(ScalarStyle::DoubleQuoted) => json!("\""),
        EventKind::Scalar(ScalarStyle::Literal) => json!("|"),
        EventKind::Scalar(ScalarStyle::Folded) => json!(">"),
        EventKind::SequenceStart(CollectionStyle::Block) | EventKind::MappingStart(CollectionStyle::Block) => {
            json!("block")
        }
        EventKind::SequenceStart(CollectionStyle::Flow) | EventKind::MappingStart(CollectionStyle::Flow) => {
            json!("flow")
        }
        _ => Value::Null,
    }
}

fn as_recorded(text: &str, event: &Event<'_>) -> Value {
    let (start, end) = (event.start_mark(text), event.end_mark(text));
    let implicit = match event.kind {
        EventKind::Scalar(_) => json!([event.implicit, event.quoted_implicit]),
        EventKind::DocumentStart
        | EventKind::DocumentEnd
        | EventKind::SequenceStart(_)
        | EventKind::MappingStart(_) => json!(event.implicit),
        _ => Value::Null,
    };
    let value = if matches!(event.kind, EventKind::Scalar(_)) {
        json!(event.value)
    } else {
        Value::Null
    };
    json!([
        event_kind(event.kind),
        event.anchor_name(text),
        event.tag.as_ref().map(|tag| &tag.name),
        implicit,
        value,
        style(event.kind),
        start.index,
        end.index,
        start.line,
        start.column,
        end.line,
        end.column
    ])
}

fn stop_as_recorded(text: &str, error: &SyntaxError) -> Value {
    if error.class == ErrorClass::Reader {
        let index = text[..error.offset as usize].len();
        return json!({"class": "ReaderError", "reason": error.problem, "index": index});
    }
    let Mark { index, line, column } = error.mark(text);
    let mut stop = json!({
        "class": error.class.name(), "problem": error.problem, "line": line, "column": column, "index": index,
    });
    if let Some(context) = error.context {
        stop["context"] = json!(context);
    }
    stop
}

#[test]
fn every_event_and_every_refusal_is_libyamls() {
    let mut differences = Vec::new();
    for (file, text, recorded) in cases() {
        let mut events = Vec::new();
        let mut stop = Value::Null;
        for event in Events::new(&text, Dialect::Libyaml) {
            match event {
                Ok(event) => events.push(as_recorded(&text, &event)),
                Err(error) => stop = stop_as_recorded(&text, &error),
            }
        }
        let wanted = recorded["events"].as_array().unwrap();
        if let Some(at) = (0..wanted.len().max(events.len())).find(|at| wanted.get(*at) != events.get(*at)) {
            differences.push(format!(
                "{file}: event {at}: wanted {:?}, got {:?}",
                wanted.get(at),
                events.get(at)
            ));
        }
        if stop != recorded["stop"] {
            differences.push(format!("{file}: stop: wanted {}, got {stop}", recorded["stop"]));
        }
    }
    assert!(
        differences.is_empty(),
        "{} differences\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// The verdict, and for a refusal the first error, of the whole reading: JSON, libyaml, pure Python.
#[test]
fn every_first_error_of_a_refused_text_is_libyamls() {
    let lines = std::fs::read_to_string(folder().join("expected.jsonl")).unwrap();
    let mut refused = 0;
    for line in lines.lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        let file = expected["file"].as_str().unwrap();
        let Ok(text) = String::from_utf8(std::fs::read(folder().join(file)).unwrap()) else {
            continue;
        };
        let class = expected["error"]["class"].as_str().unwrap_or_default();
        if expected["route"] != "none" || !matches!(class, "ScannerError" | "ParserError" | "ComposerError") {
            continue;
        }
        let tree = parse(text.as_str());
        let first = tree.errors().first().unwrap_or_else(|| panic!("{file}: accepted"));
        let mark = first.mark(&text);
        let got = (
            first.class.name(),
            first.problem.as_str(),
            mark.line.into(),
            mark.column.into(),
        );
        let wanted = &expected["error"];
        let wanted = (
            class,
            wanted["problem"].as_str().unwrap(),
            wanted["line"].as_u64().unwrap(),
            wanted["column"].as_u64().unwrap(),
        );
        assert_eq!(got, wanted, "{file}");
        refused += 1;
    }
    assert!(refused > 120, "only {refused} refusals");
}

/// FNV-1a over the events as `oddities/mutants.py` writes them.
fn digest(text: &str, events: &[Event<'_>], marks: bool) -> String {
    let mut value = 0xCBF2_9CE4_8422_2325_u64;
    for event in events {
        let style = style(event.kind);
        let tag = event.tag.as_ref().map_or("", |tag| tag.name.as_str());
        let anchor = event.anchor_name(text).unwrap_or_default();
        let mut line = [
            event_kind(event.kind),
            anchor,
            tag,
            &event.value,
            style.as_str().unwrap_or_default(),
        ]
        .join("\u{1f}");
        for mark in [event.start_mark(text), event.end_mark(text)]
            .into_iter()
            .filter(|_| marks)
        {
            line.push_str(&format!("\u{1f}{}\u{1f}{}\u{1f}{}", mark.index, mark.line, mark.column));
        }
        line.push('\n');
        value = line.bytes().fold(value, |value, byte| {
            (value ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
        });
    }
    format!("{value:016x}")
}

fn read(text: &str, dialect: Dialect) -> (Vec<Event<'_>>, Option<SyntaxError>) {
    let mut events = Vec::new();
    for event in Events::new(text, dialect) {
        match event {
            Ok(event) => events.push(event),
            Err(stop) => return (events, Some(*stop)),
        }
    }
    (events, None)
}

fn mutants() -> Vec<Value> {
    let lines = std::fs::read_to_string(folder().join("mutants.jsonl")).expect("mutants.jsonl is beside the test");
    let mutants: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert!(mutants.len() >= 2_000, "only {} mutants", mutants.len());
    mutants
}

#[test]
fn every_mutant_is_read_as_libyaml_reads_it() {
    for mutant in mutants() {
        let text = mutant["text"].as_str().unwrap();
        let (events, stop) = read(text, Dialect::Libyaml);
        let stop = stop.map(|error| match error.class {
            ErrorClass::Reader => json!(["ReaderError", error.problem, null, null, null, error.offset]),
            class => {
                let mark = error.mark(text);
                json!([
                    class.name(),
                    error.problem,
                    error.context,
                    mark.line,
                    mark.column,
                    mark.index
                ])
            }
        });
        assert_eq!(json!(stop), mutant["libyaml"]["stop"], "{text:?}");
        assert_eq!(
            digest(text, &events, true),
            mutant["libyaml"]["events"].as_str().unwrap(),
            "{text:?}"
        );
    }
}

#[test]
fn every_mutant_is_read_as_pure_python_reads_it() {
    for mutant in mutants() {
        let text = mutant["text"].as_str().unwrap();
        let (events, stop) = read(text, Dialect::Pure);
        let digest = stop.is_none().then(|| digest(text, &events, false));
        assert_eq!(
            json!({"accept": stop.is_none(), "events": digest}),
            mutant["pure"],
            "{text:?} {stop:?}"
        );
    }
}

#[test]
fn tokens_joined_are_the_text_for_every_mutant() {
    for mutant in mutants() {
        let text = mutant["text"].as_str().unwrap();
        let tree = parse(text);
        let joined: String = tree.tokens().map(|token| token.range.slice(text)).collect();
        assert_eq!(joined, text);
        assert_eq!(tree.errors().is_empty(), tree.reading() != Reading::Refused, "{text:?}");
        for error in tree.errors() {
            assert!(
                text.get(error.range.as_usize()).is_some(),
                "{text:?}: {error:?} splits a character"
            );
            assert!(error.range.start() <= error.offset, "{text:?}: {error:?}");
        }
    }
}

#[test]
fn tokens_joined_are_the_text_for_every_case_and_every_truncation() {
    let mut checked = 0;
    for (file, text, _) in cases() {
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        // The long cases differ little from one end to the next.
        let step = text.len() / 100 + 1;
        for end in ends.step_by(step).chain([text.len()]) {
            let part = &text[..end];
            let tree = parse(part);
            let mut at = 0;
            for token in tree.tokens() {
                assert_eq!(token.range.start(), at, "{file} up to {end}: hole or overlap");
                assert!(!token.range.is_empty(), "{file} up to {end}: empty {:?}", token.kind);
                assert!(
                    part.get(token.range.as_usize()).is_some(),
                    "{file} up to {end}: splits a character"
                );
                at = token.range.end();
            }
            assert_eq!(at as usize, part.len(), "{file} up to {end}: tail missing");
            checked += 1;
        }
    }
    assert!(checked > 10_000, "only {checked} texts");
}

#[test]
fn nodes_lie_within_their_parents_and_in_order() {
    for (file, text, _) in cases() {
        let tree = parse(text.as_str());
        let Some(root) = tree.root() else { continue };
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            let mut at = node.range().start();
            for child in node.children() {
                let range = child.range();
                assert!(
                    at <= range.start() && range.end() <= node.range().end(),
                    "{file}: {child:?} in {node:?}"
                );
                at = range.end();
                waiting.push(child);
            }
        }
    }
}
