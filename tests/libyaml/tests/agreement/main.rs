//! hotkit's reader against libyaml: for any text the same verdict in the same words, and the same events with the same marks.

mod texts;

use std::path::PathBuf;

use hotkit_libyaml_oracle as libyaml;
use hotkit_syntax::{Dialect, ErrorClass, Event, EventKind, Events, Mark, SyntaxError, parse};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// The number of texts follows `PROPTEST_CASES`; small texts are cheap, so there are more of them than of usual cases.
fn config() -> Config {
    let usual = Config::default();
    Config {
        cases: usual.cases.saturating_mul(8),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..usual
    }
}

fn as_libyaml(text: &str, event: &Event<'_>) -> libyaml::Event {
    let (implicit, quoted_implicit) = match event.kind {
        // libyaml has no such flag for these.
        EventKind::StreamStart
        | EventKind::StreamEnd
        | EventKind::Alias
        | EventKind::SequenceEnd
        | EventKind::MappingEnd => (true, false),
        _ => (event.implicit, event.quoted_implicit),
    };
    libyaml::Event {
        kind: event.kind,
        anchor: event.anchor_name(text).map(str::to_owned),
        tag: event.tag.as_ref().map(|tag| tag.name.clone()),
        value: event.value.to_string(),
        implicit,
        quoted_implicit,
        start: in_bytes(text, event.start_mark(text), event.start),
        end: in_bytes(text, event.end_mark(text), event.end),
    }
}

/// The mark with its index in bytes, as libyaml-rs counts.
fn in_bytes(text: &str, mark: Mark, offset: u32) -> Mark {
    let uncounted = if text.starts_with('\u{feff}') { 3 } else { 0 };
    Mark {
        index: offset.min(text.len() as u32) - uncounted,
        ..mark
    }
}

fn stop_as_libyaml(text: &str, error: &SyntaxError) -> libyaml::Stop {
    let is_reader = error.class == ErrorClass::Reader;
    libyaml::Stop {
        class: error.class,
        problem: error.problem.clone(),
        context: error.context.map(str::to_owned),
        mark: if is_reader {
            Mark::default()
        } else {
            in_bytes(text, error.mark(text), error.offset)
        },
        offset: if is_reader { error.offset } else { 0 },
    }
}

fn ours(text: &str) -> (Vec<libyaml::Event>, Option<libyaml::Stop>) {
    let mut events = Vec::new();
    for event in Events::new(text, Dialect::Libyaml) {
        match event {
            Ok(event) => events.push(as_libyaml(text, &event)),
            Err(stop) => return (events, Some(stop_as_libyaml(text, &stop))),
        }
    }
    (events, None)
}

/// The first difference between the two readers, in words.
fn difference(text: &str) -> Option<String> {
    let (wanted, wanted_stop) = libyaml::read(text);
    let (found, found_stop) = ours(text);
    let longer = wanted.len().max(found.len());
    if let Some(at) = (0..longer).find(|at| wanted.get(*at) != found.get(*at)) {
        let (wanted, found) = (wanted.get(at), found.get(at));
        return Some(format!(
            "event {at}\nlibyaml {wanted:?} {wanted_stop:?}\nours    {found:?} {found_stop:?}"
        ));
    }
    (wanted_stop != found_stop).then(|| format!("verdict\nlibyaml {wanted_stop:?}\nours    {found_stop:?}"))
}

/// What must hold of the tree for any text: its tokens are the text, and its verdict is never better than the readers'.
fn broken_law(text: &str) -> Option<String> {
    let tree = parse(text);
    let joined: String = tree.tokens().map(|token| token.range.slice(text)).collect();
    if joined != text {
        return Some(format!("the tokens are {joined:?}"));
    }
    let outside = |error: &&SyntaxError| text.get(error.range.as_usize()).is_none();
    let wrong = tree.errors().iter().find(outside)?;
    Some(format!("no text is at the range of {wrong:?}"))
}

/// libyaml-rs takes the longest simple key in bytes, which matters to long lines alone.
fn is_comparable(text: &str) -> bool {
    text.is_ascii() || text.lines().all(|line| line.len() < 1_000)
}

fn check(text: &str) -> Result<(), TestCaseError> {
    prop_assume!(is_comparable(text));
    match difference(text).or_else(|| broken_law(text)) {
        Some(words) => Err(TestCaseError::fail(format!("{text:?}\n{words}"))),
        None => Ok(()),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn changed_oddities_are_read_as_libyaml_reads_them(text in texts::changed(texts::oddity())) {
        check(&text)?;
    }

    #[test]
    fn templates_are_read_as_libyaml_reads_them(text in texts::template()) {
        check(&text)?;
    }

    #[test]
    fn changed_templates_are_read_as_libyaml_reads_them(text in texts::changed(texts::template())) {
        check(&text)?;
    }

    #[test]
    fn heaps_of_indicators_are_read_as_libyaml_reads_them(text in texts::heap()) {
        check(&text)?;
    }
}

#[test]
fn the_yaml_test_suite_is_read_as_libyaml_reads_it() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/yaml-test-suite/cases.jsonl");
    let lines = std::fs::read_to_string(file).expect("the documents lie beside the test");
    let mut differences = Vec::new();
    let mut accepted = 0;
    for line in lines.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let text = case["text"].as_str().expect("each case has its text");
        accepted += usize::from(libyaml::read(text).1.is_none());
        if let Some(words) = difference(text).or_else(|| broken_law(text)) {
            differences.push(format!("{}: {text:?}\n{words}", case["id"]));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    // libyaml reads YAML 1.1 and with it most of the suite, which is for 1.2.
    assert!(
        (250..lines.lines().count()).contains(&accepted),
        "libyaml accepts {accepted}"
    );
}
