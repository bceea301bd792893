//! The formatter against libyaml: what libyaml reads from a text, it reads from the text that is laid out.
//!
//! The formatter proves its results with hotkit's own reader and with one of YAML 1.2. Here the reader that Heat asks has the
//! word, over documents that were thought of, found, changed at random, and made up.

#[path = "../../../../crates/hotkit-format/tests/format/generate.rs"]
mod generate;
#[path = "../../../../crates/hotkit-format/tests/format/styles.rs"]
mod styles;

use std::fs;
use std::path::PathBuf;

use hotkit_format::{Functions, Outcome, Quotes, Style, VersionQuotes, format};
use hotkit_libyaml_oracle::{Event, read};
use hotkit_syntax::{Mark, parse};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// What came of a text.
#[derive(PartialEq, Eq)]
enum Held {
    /// libyaml does not read it.
    Unreadable,
    /// It stays as it is.
    Same,
    /// It was laid out.
    LaidOut,
}

/// Holds the law over a text.
fn held(text: &str, style: &Style) -> Result<Held, String> {
    let Some(before) = events(text) else {
        return Ok(Held::Unreadable);
    };
    let after = match format(&parse(text), style) {
        Outcome::Changed(formatted) => formatted.text,
        Outcome::Unproven(doubt) => return Err(format!("not proved: {doubt:?}")),
        // What Heat refuses although libyaml reads it is refused here, too.
        Outcome::Unchanged | Outcome::Skipped(_) | Outcome::Refused(_) => return Ok(Held::Same),
    };
    match events(&after) {
        Some(read) if read == before => Ok(Held::LaidOut),
        Some(_) => Err(format!("libyaml reads other data from\n{after}")),
        None => Err(format!("libyaml does not read\n{after}")),
    }
}

/// What libyaml reads, without places; `None` where it does not read to the end.
fn events(text: &str) -> Option<Vec<Event>> {
    let (events, stop) = read(text);
    let nowhere = |event| Event {
        start: Mark::default(),
        end: Mark::default(),
        ..event
    };
    stop.is_none().then(|| events.into_iter().map(nowhere).collect())
}

/// Holds the law over texts with names; at least `least` of them must have been laid out.
fn hold(texts: impl IntoIterator<Item = (String, String)>, least: usize) {
    let mut broken = Vec::new();
    let mut laid_out = 0;
    for (name, text) in texts {
        match held(&text, &Style::default()) {
            Ok(held) => laid_out += usize::from(held == Held::LaidOut),
            Err(why) => broken.push(format!("{name}: {why}")),
        }
    }
    let shown = broken[..broken.len().min(5)].join("\n");
    assert!(broken.is_empty(), "{} texts:\n{shown}", broken.len());
    assert!(laid_out >= least, "only {laid_out} were laid out");
}

fn beside(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The texts of a file with one JSON object a line.
fn texts_in(path: &str) -> Vec<(String, String)> {
    let lines = fs::read_to_string(beside(path)).expect("the cases are there");
    let texts = lines.lines().enumerate().map(|(number, line)| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case is JSON");
        let text = case["text"].as_str().expect("a case has a text").to_owned();
        (format!("line {}", number + 1), text)
    });
    texts.collect()
}

#[test]
fn odd_documents() {
    let folder = beside("../../crates/hotkit-syntax/tests/oddities/cases");
    let files = fs::read_dir(folder).expect("the cases are there");
    let texts = files.filter_map(|file| {
        let path = file.expect("the folder can be read").path();
        Some((path.display().to_string(), fs::read_to_string(path).ok()?))
    });
    hold(texts, 45);
}

#[test]
fn odd_documents_changed_at_random() {
    hold(texts_in("../../crates/hotkit-syntax/tests/oddities/mutants.jsonl"), 280);
}

#[test]
fn the_yaml_test_suite() {
    hold(texts_in("tests/yaml-test-suite/cases.jsonl"), 55);
}

proptest! {
    #![proptest_config(Config { cases: 4_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn documents_that_nobody_has_written(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        choices in prop::collection::vec(any::<u8>(), 16),
    ) {
        let text = generate::document(&bytes);
        // What is written otherwise gives other events; blanks and line ends must not.
        let style = Style {
            section_order: false,
            key_order: false,
            quotes: Quotes::Keep,
            version_quotes: VersionQuotes::Keep,
            functions: Functions::Keep,
            ..styles::style(&choices)
        };
        let held = held(&text, &style);
        prop_assert!(held.is_ok(), "{style:?}\n{text}\n{text:?}\n{}", held.err().unwrap_or_default());
    }
}
