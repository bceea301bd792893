//! The templates of `corpus/`: sound ones are accepted, and every fault of their twins is found at its place.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hotkit_report::{Look, Report, Summary, concise};
use hotkit_text::Diagnostic;
use hotkit_workspace::{CheckRequest, CheckResult, Project, check};
use serde_json::Value;

/// A template with its inputs, as a line of `cases.jsonl` says.
struct Case {
    id: String,
    request: CheckRequest,
}

/// A line of `faults.txt`.
struct Fault {
    /// `FILE:line:column`
    place: String,
    words: String,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

fn run(request: &CheckRequest) -> CheckResult {
    let project = Project::open(corpus(), false);
    let result = check(&project, request, &|_| {}).unwrap();
    assert_eq!(result.unreadable, [], "{request:?}");
    result
}

fn lines(path: &str) -> Vec<Value> {
    let text = fs::read_to_string(corpus().join(path)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn cases() -> Vec<Case> {
    lines("cases.jsonl").iter().map(case).collect()
}

fn case(line: &Value) -> Case {
    let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    let parameters = line["parameters"].as_object().unwrap();
    Case {
        id: text(&line["id"]),
        request: CheckRequest {
            paths: vec![text(&line["template"])],
            environments: line["environments"].as_array().unwrap().iter().map(text).collect(),
            parameters: parameters
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            stack: true,
            ..CheckRequest::default()
        },
    }
}

/// The faults of a case that the engine refuses.
fn faults(case: &Case) -> Vec<Fault> {
    let template = Path::new(&case.request.paths[0]);
    let folder = template.parent().unwrap();
    let text = fs::read_to_string(corpus().join(folder).join("faults.txt")).unwrap();
    let mut faults = Vec::new();
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        let mut columns = line.split("  ");
        let (place, words) = (columns.next().unwrap(), columns.next().unwrap());
        if words.starts_with("accepted by Heat") {
            continue;
        }
        let place = match place.matches(':').count() {
            1 => format!("{}:{place}", template.display()),
            _ => format!("{}/{place}", folder.display()),
        };
        faults.push(Fault {
            place,
            words: words.to_owned(),
        });
    }
    faults
}

fn place(result: &CheckResult, diagnostic: &Diagnostic) -> String {
    let file = result.files.get(diagnostic.file);
    let position = file.position(diagnostic.range.start());
    format!("{}:{}:{}", file.path(), position.line + 1, position.column + 1)
}

/// Findings as `concise` shows them.
fn shown<'a>(result: &CheckResult, diagnostics: impl Iterator<Item = &'a Diagnostic>) -> String {
    let diagnostics: Vec<Diagnostic> = diagnostics.cloned().collect();
    let report = Report {
        files: &result.files,
        diagnostics: &diagnostics,
        graph: None,
        summary: &Summary::default(),
    };
    concise(&report, &Look::default())
}

#[test]
fn sound_templates_are_accepted() {
    let mut alarms = String::new();
    for case in cases().iter().filter(|it| !it.id.ends_with("/faulty")) {
        let without_inputs = CheckRequest {
            paths: case.request.paths.clone(),
            ..CheckRequest::default()
        };
        for request in [&case.request, &without_inputs] {
            let result = run(request);
            alarms.push_str(&shown(&result, result.diagnostics.iter().filter(|it| it.refused)));
            assert_eq!(result.templates.len(), 1, "{}", case.id);
        }
    }
    assert_eq!(alarms, "", "refused although Heat accepts:\n{alarms}");
}

#[test]
fn every_fault_is_found_at_its_place() {
    let mut missed = String::new();
    for case in cases().iter().filter(|it| it.id.ends_with("/faulty")) {
        let result = run(&case.request);
        let refused: Vec<String> = result
            .diagnostics
            .iter()
            .filter(|it| it.refused)
            .map(|it| place(&result, it))
            .collect();
        if result.refused_templates.is_empty() {
            missed.push_str(&format!("{} is not refused\n", case.id));
        }
        for fault in faults(case).iter().filter(|it| !refused.contains(&it.place)) {
            missed.push_str(&format!("{}  {}\n", fault.place, fault.words));
        }
    }
    assert_eq!(missed, "", "missed:\n{missed}");
}

#[test]
fn nothing_that_heat_accepts_is_refused_in_the_twins() {
    let mut alarms = String::new();
    for case in cases().iter().filter(|it| it.id.ends_with("/faulty")) {
        let result = run(&case.request);
        let faults = faults(case);
        let alarm = |it: &&Diagnostic| it.refused && faults.iter().all(|fault| fault.place != place(&result, it));
        alarms.push_str(&shown(&result, result.diagnostics.iter().filter(alarm)));
    }
    assert_eq!(alarms, "", "refused beside the faults:\n{alarms}");
}

#[test]
fn edges_are_those_of_the_engine() {
    let verdicts: BTreeMap<String, Value> = lines("verdicts.jsonl")
        .into_iter()
        .map(|it| (it["id"].as_str().unwrap().to_owned(), it))
        .collect();
    let mut differences = String::new();
    for case in cases() {
        let Some(edges) = verdicts[&case.id]["edges"].as_array() else {
            continue;
        };
        let mut expected: Vec<(String, String)> = edges
            .iter()
            .map(|it| serde_json::from_value(it.clone()).unwrap())
            .collect();
        expected.sort_unstable();
        let found = run(&case.request).edges.unwrap();
        let missing = expected
            .iter()
            .filter(|it| !found.contains(it))
            .map(|it| ("missing", it));
        let extra = found
            .iter()
            .filter(|it| !expected.contains(it))
            .map(|it| ("too much", it));
        for (what, (resource, required)) in missing.chain(extra) {
            differences.push_str(&format!("{}: {what}: {resource} -> {required}\n", case.id));
        }
    }
    assert_eq!(differences, "");
}

#[test]
fn findings_of_the_twins() {
    for case in cases().iter().filter(|it| it.id.ends_with("/faulty")) {
        let result = run(&case.request);
        let name = case.id.replace("/faulty", "");
        insta::assert_snapshot!(name, shown(&result, result.diagnostics.iter()));
    }
}
