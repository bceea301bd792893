//! The cases of `tests/conformance/`: verdict, place and graph are those that the engine gave.
//!
//! What differs stands in `known.txt` with its reason. The test fails on a difference that is not in the list, and on an
//! entry of the list that has become right, so the list only shrinks.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use hotkit_text::Diagnostic;
use hotkit_workspace::{CheckRequest, CheckResult, Project, check};
use serde_json::Value;

/// 20 November 2026, in seconds since 1970: about the day on which the engine was asked. One constraint asks whether a date
/// has passed (P-032).
const DAY_OF_THE_VERDICTS: i64 = 1_795_132_800;

/// How an answer can differ from the engine's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Difference {
    /// The engine accepts, we refuse.
    FalseAlarm,
    /// The engine refuses, we accept.
    Miss,
    /// Both refuse, and none of our places contains the engine's or lies in it.
    Place,
    /// Both accept, and the edges of the graph differ.
    Graph,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Difference::FalseAlarm => "false-alarm",
            Difference::Miss => "miss",
            Difference::Place => "place",
            Difference::Graph => "graph",
        })
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance")
}

fn lines(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn id(line: &Value) -> String {
    line["id"].as_str().unwrap().to_owned()
}

/// What `hotkit check --stack` says of a case; parameters arrive as the command line has them, as text.
fn run(case: &Value) -> CheckResult {
    let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    let parameters = case["parameters"].as_object().unwrap();
    let request = CheckRequest {
        paths: vec![text(&case["template"])],
        environments: case["environments"].as_array().unwrap().iter().map(text).collect(),
        parameters: parameters
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect(),
        stack: true,
        now: Some(DAY_OF_THE_VERDICTS),
        ..CheckRequest::default()
    };
    let base = folder().join(case["base"].as_str().unwrap_or(""));
    check(&Project::open(base, false), &request, &|_| {}).unwrap()
}

/// All differences of one case from the engine's verdict, with what each of the two says.
fn differences(case: &Value, verdict: &Value) -> Vec<(Difference, String)> {
    let result = run(case);
    let refusals: Vec<&Diagnostic> = result.diagnostics.iter().filter(|it| it.refused).collect();
    let engine = &verdict["stack"];
    let engine_says = || format!("engine: {} {}", engine["path"], engine["message"]);
    let mut found = Vec::new();
    match (engine["verdict"].as_str().unwrap(), refusals.as_slice()) {
        ("accept", []) => {}
        ("accept", [first, ..]) => found.push((Difference::FalseAlarm, shown(first))),
        (_, []) => found.push((Difference::Miss, engine_says())),
        (_, [first, ..]) => {
            let place = dotted(engine["path"].as_str().unwrap_or_default());
            if !place.is_empty() && !refusals.iter().any(|it| is_at(it, &place)) {
                found.push((Difference::Place, format!("{}; ours: {}", engine_says(), shown(first))));
            }
        }
    }
    found.extend(other_edges(&result, verdict).map(|it| (Difference::Graph, it)));
    found
}

fn shown(finding: &Diagnostic) -> String {
    let path = finding.path.as_deref().unwrap_or_default();
    format!("{} {path} {}", finding.rule, finding.message)
}

/// A path with positions as `.0`: the engine writes them so in some places, and as `[0]` in others.
fn dotted(path: &str) -> String {
    path.replace('[', ".").replace(']', "")
}

/// True where the finding's path contains the place or lies in it, as text: the engine names some places one step higher or
/// lower than where the fault is written.
fn is_at(finding: &Diagnostic, place: &str) -> bool {
    let path = dotted(finding.path.as_deref().unwrap_or_default());
    path.starts_with(place) || !path.is_empty() && place.starts_with(&path)
}

/// The edges that only one of both has, where the engine got as far as a graph.
fn other_edges(result: &CheckResult, verdict: &Value) -> Option<String> {
    if verdict["stack"]["verdict"] != "accept" || verdict["facts_from"] != "stack" {
        return None;
    }
    let edges = verdict["edges"].as_array()?;
    let wanted: BTreeSet<(String, String)> = edges
        .iter()
        .map(|it| serde_json::from_value(it.clone()).unwrap())
        .collect();
    let found: BTreeSet<(String, String)> = result.edges.iter().flatten().cloned().collect();
    let missing: Vec<_> = wanted.difference(&found).collect();
    let extra: Vec<_> = found.difference(&wanted).collect();
    (found != wanted || result.edges.is_none()).then(|| format!("missing {missing:?}, too much {extra:?}"))
}

/// The entries of `known.txt`: `ID DIFFERENCE REASON`.
fn known() -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(folder().join("known.txt")).unwrap();
    let mut entries = BTreeSet::new();
    for line in text.lines().filter(|it| !it.is_empty() && !it.starts_with('#')) {
        let mut columns = line.splitn(3, ' ');
        let mut column = || columns.next().unwrap_or_default().to_owned();
        let entry = (column(), column());
        assert!(column().len() > 9, "no reason: {line}");
        assert!(entries.insert(entry), "twice: {line}");
    }
    entries
}

#[test]
fn answers_are_those_of_the_engine() {
    let verdicts: BTreeMap<String, Value> = lines("verdicts.jsonl").into_iter().map(|it| (id(&it), it)).collect();
    let mut left = known();
    let mut report = String::new();
    for case in lines("cases.jsonl") {
        let id = id(&case);
        for (difference, words) in differences(&case, &verdicts[&id]) {
            if !left.remove(&(id.clone(), difference.to_string())) {
                report.push_str(&format!("{id} {difference}: {words}\n"));
            }
        }
    }
    for (id, difference) in left {
        report.push_str(&format!("{id} {difference}: right, so it must leave known.txt\n"));
    }
    assert_eq!(report, "", "differences:\n{report}");
}

#[test]
fn every_case_has_its_verdict_and_its_check() {
    let cases: Vec<String> = lines("cases.jsonl").iter().map(id).collect();
    assert!(cases.len() > 1000, "{} cases", cases.len());
    let verdicts: BTreeMap<String, Value> = lines("verdicts.jsonl").into_iter().map(|it| (id(&it), it)).collect();
    let index: BTreeMap<String, Value> = lines("index.jsonl").into_iter().map(|it| (id(&it), it)).collect();
    for case in &cases {
        assert_eq!(index[case]["verdict"], verdicts[case]["stack"]["verdict"], "{case}");
    }
    assert_eq!((verdicts.len(), index.len()), (cases.len(), cases.len()));
}
