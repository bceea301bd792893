//! Comparing hotkit's answers with the engine's, in this process: verdict, place and graph.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::thread;

use hotkit_text::Diagnostic;
use hotkit_workspace::{CheckRequest, CheckResult, Project, check};
use serde_json::{Value, json};

use crate::case::{Case, is_decided, judged_cases};

/// About the day on which the engine is asked, in seconds since 1970: one constraint looks at the clock (P-032).
fn now() -> Option<i64> {
    let elapsed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .ok()?;
    i64::try_from(elapsed.as_secs()).ok()
}

/// Checks every case of a folder; `out` gets the differences, one a line. The sentence holds the figures.
pub(crate) fn compare(folder: &Path, out: Option<&Path>) -> Result<String, String> {
    let judged = judged_cases(folder)?;
    let threads = thread::available_parallelism().map_or(1, |it| it.get());
    let parts: Vec<Vec<Answer>> = thread::scope(|scope| {
        let chunks = judged.chunks(judged.len().div_ceil(threads).max(1));
        let workers: Vec<_> = chunks
            .map(|chunk| {
                scope.spawn(move || {
                    chunk
                        .iter()
                        .map(|(case, verdict)| answer(folder, case, verdict))
                        .collect()
                })
            })
            .collect();
        workers.into_iter().map(|it| it.join().unwrap_or_default()).collect()
    });
    let mut figures = Figures::default();
    let mut differences = String::new();
    for ((case, verdict), answer) in judged.iter().zip(parts.into_iter().flatten()) {
        if let Some(difference) = figures.count(verdict, &answer) {
            let line = described(case, verdict, &answer, difference);
            differences.push_str(&(line.to_string() + "\n"));
        }
    }
    if let Some(out) = out {
        fs::write(out, &differences).map_err(|error| format!("cannot write {}: {error}", out.display()))?;
    }
    Ok(figures.sentence())
}

/// What hotkit says of a case.
enum Answer {
    Undecided,
    Panicked,
    Checked(CheckResult),
}

fn answer(folder: &Path, case: &Case, verdict: &Value) -> Answer {
    if !is_decided(verdict) {
        return Answer::Undecided;
    }
    let request = CheckRequest {
        paths: vec![case.template.clone()],
        environments: case.environments.clone(),
        parameters: case.parameters.clone(),
        stack: true,
        now: now(),
        ..CheckRequest::default()
    };
    let project = Project::open(folder.join(&case.base), false);
    match catch_unwind(|| check(&project, &request, &|_| {})) {
        Ok(Ok(result)) => Answer::Checked(result),
        Ok(Err(_)) | Err(_) => Answer::Panicked,
    }
}

fn refusals(result: &CheckResult) -> impl Iterator<Item = &Diagnostic> {
    result.diagnostics.iter().filter(|it| it.refused)
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

fn edges(verdict: &Value) -> Option<BTreeSet<(String, String)>> {
    if verdict["stack"]["verdict"] != "accept" || verdict["facts_from"] != "stack" {
        return None;
    }
    let name = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    Some(
        verdict["edges"]
            .as_array()?
            .iter()
            .map(|it| (name(&it[0]), name(&it[1])))
            .collect(),
    )
}

fn found_edges(result: &CheckResult) -> BTreeSet<(String, String)> {
    result.edges.iter().flatten().cloned().collect()
}

#[derive(Default)]
struct Figures {
    cases: usize,
    undecided: usize,
    refused: usize,
    by_kind: BTreeMap<&'static str, usize>,
    graphs: usize,
    places: usize,
}

impl Figures {
    /// Counts an answer, and says what is wrong with it.
    fn count(&mut self, verdict: &Value, answer: &Answer) -> Option<&'static str> {
        let kind = match answer {
            Answer::Undecided => {
                self.undecided += 1;
                return None;
            }
            Answer::Panicked => Some("crash"),
            Answer::Checked(result) => self.kind(verdict, result),
        };
        self.cases += 1;
        self.refused += usize::from(verdict["stack"]["verdict"] == "reject");
        if let Some(kind) = kind {
            *self.by_kind.entry(kind).or_default() += 1;
        }
        kind
    }

    fn kind(&mut self, verdict: &Value, result: &CheckResult) -> Option<&'static str> {
        let is_refused = refusals(result).next().is_some();
        match (verdict["stack"]["verdict"] == "reject", is_refused) {
            (false, true) => Some("false alarm"),
            (true, false) => Some("miss"),
            (true, true) => {
                let place = dotted(verdict["stack"]["path"].as_str().filter(|it| !it.is_empty())?);
                self.places += 1;
                (!refusals(result).any(|it| is_at(it, &place))).then_some("place")
            }
            (false, false) => {
                let edges = edges(verdict)?;
                self.graphs += 1;
                (edges != found_edges(result)).then_some("graph")
            }
        }
    }

    fn sentence(&self) -> String {
        let count = |kind: &str| self.by_kind.get(kind).copied().unwrap_or_default();
        let wrong = count("false alarm") + count("miss") + count("crash");
        let share = |wrong: usize, all: usize| 100.0 * (all - wrong) as f64 / all.max(1) as f64;
        format!(
            "{} cases ({} undecided left out), {} refused by the engine: verdict {:.2} %, {} false alarms, {} misses, \
             {} crashes; place {:.1} % of {}; graph {:.2} % of {}",
            self.cases,
            self.undecided,
            self.refused,
            share(wrong, self.cases),
            count("false alarm"),
            count("miss"),
            count("crash"),
            share(count("place"), self.places),
            self.places,
            share(count("graph"), self.graphs),
            self.graphs,
        )
    }
}

fn described(case: &Case, verdict: &Value, answer: &Answer, difference: &str) -> Value {
    let mut line = json!({
        "kind": difference,
        "id": case.id,
        "template": case.template,
        "environments": case.environments,
        "parameters": case.parameters,
        "origin": case.origin,
        "engine": {
            "stage": verdict["stack"]["stage"],
            "path": verdict["stack"]["path"],
            "message": verdict["stack"]["message"],
        },
    });
    if let Answer::Checked(result) = answer {
        let ours = refusals(result).take(3).map(|it| json!([it.rule, it.path, it.message]));
        line["ours"] = ours.collect();
        if let (Some(wanted), "graph") = (edges(verdict), difference) {
            let found = found_edges(result);
            line["missing"] = json!(wanted.difference(&found).take(5).collect::<Vec<_>>());
            line["extra"] = json!(found.difference(&wanted).take(5).collect::<Vec<_>>());
        }
    }
    line
}
