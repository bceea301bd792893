//! The table of checks agrees with the rules, with the list of checks, and with what is said of the engine's cases.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hotkit_text::Group;
use hotkit_workspace::{CheckRequest, Project, check};

use super::{SECTIONS, checks, corrections, section};
use crate::case::judged_cases;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The check that a case shows, by the case's id.
fn check_of_cases() -> BTreeMap<String, String> {
    let index = crate::case::lines(&root().join("tests/conformance/index.jsonl")).unwrap();
    let text = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap().to_owned();
    index.iter().map(|it| (text(it, "id"), text(it, "check"))).collect()
}

#[test]
fn every_check_stands_once_in_its_section() {
    let checks = checks().unwrap();
    let ids: BTreeSet<&str> = checks.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), checks.len(), "a check stands twice");
    for check in &checks {
        assert!(SECTIONS.iter().any(|(it, _)| *it == section(check.id)), "{}", check.id);
        assert!(!check.words.is_empty() && !check.words.ends_with('.'), "{}", check.id);
        assert!(!check.words.contains('|'), "{} breaks the table", check.id);
    }
    for check in check_of_cases().values() {
        assert!(ids.contains(check.as_str()), "{check} has cases and no line");
    }
}

/// The list of the engine's checks lies outside of the repository.
#[test]
fn every_check_of_the_list_has_a_line() {
    let Ok(list) = fs::read_to_string(root().join("../shared/spec/engine_checks.md")) else {
        println!("skipped: there is no ../shared/spec/engine_checks.md");
        return;
    };
    let checks = checks().unwrap();
    let known: BTreeSet<String> = checks.iter().map(|it| it.id.to_owned()).collect();
    let listed: BTreeSet<String> = ids_of(&list).into_iter().collect();
    assert_eq!(known, listed);
}

/// The ids in a text, also where one row stands for several: `PR-010…PR-014`, `X-KEY-1…4`.
fn ids_of(text: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for word in text.split(|it: char| !it.is_ascii_alphanumeric() && it != '-' && it != '…') {
        let (first, last) = word.split_once('…').unwrap_or((word, word));
        let Some((stem, number)) = first.rsplit_once('-') else {
            continue;
        };
        let (Ok(from), Ok(to)) = (number.parse::<u32>(), last.rsplit('-').next().unwrap_or(last).parse()) else {
            continue;
        };
        let fits = |it: char| it.is_ascii_uppercase() || it == '-';
        if !stem.chars().all(fits) || !SECTIONS.iter().any(|(letters, _)| *letters == section(stem)) {
            continue;
        }
        let width = number.len();
        ids.extend((from..=to).map(|number| format!("{stem}-{number:0width$}")));
    }
    ids
}

#[test]
fn ids_of_texts() {
    let cases = [
        ("| T-001 | text must parse", "T-001"),
        ("N-005, N-006", "N-005 N-006"),
        ("PR-010…PR-012", "PR-010 PR-011 PR-012"),
        ("| X-KEY-1…3 |", "X-KEY-1 X-KEY-2 X-KEY-3"),
        ("F-DG-1: list of two", "F-DG-1"),
        ("allowed_values `R-003r-null` AL-1 U-001 2013-05-23", ""),
    ];
    for (text, wanted) in cases {
        assert_eq!(ids_of(text).join(" "), wanted, "{text}");
    }
}

#[test]
fn corrections_are_of_checks() {
    let checks = checks().unwrap();
    let mut corrected: Vec<&str> = Vec::new();
    for (id, words) in corrections() {
        assert!(checks.iter().any(|it| it.id == id) && !corrected.contains(&id), "{id}");
        assert!(!words.contains('|') && !words.ends_with('.'), "{id}");
        corrected.push(id);
    }
    assert!(corrected.contains(&"N-008"), "the table was not read");
}

#[test]
fn checks_without_a_rule_say_why() {
    let accepts = |words: &str| words.strip_prefix("accepted: ").is_some_and(|it| !it.is_empty());
    let reason = |words: &str| {
        words
            .strip_prefix("not known offline: ")
            .is_some_and(|it| it.len() > 20)
    };
    for check in checks().unwrap() {
        assert!(
            !check.rules.is_empty() || accepts(check.words) || reason(check.words),
            "{} has neither a rule nor a reason",
            check.id
        );
        assert!(
            check.rules.is_empty() || !check.words.starts_with("not known offline"),
            "{}",
            check.id
        );
    }
}

#[test]
fn rules_exist_and_every_refusal_has_its_check() {
    let checks = checks().unwrap();
    let named: BTreeSet<&str> = checks.iter().flat_map(|it| it.rules.iter().copied()).collect();
    let rules: BTreeSet<&str> = hotkit_lint::rules().iter().map(|it| it.name).collect();
    let engine = hotkit_lint::rules().iter().filter(|it| it.group == Group::Engine);
    let engine: BTreeSet<&str> = engine.map(|it| it.name).collect();
    let unknown: Vec<_> = named.difference(&rules).collect();
    let unnamed: Vec<_> = engine.difference(&named).collect();
    assert!(unknown.is_empty(), "no such rules: {unknown:?}");
    assert!(unnamed.is_empty(), "rules of no check: {unnamed:?}");
}

/// Where a case of a check is refused, one of the check's rules says so.
#[test]
fn cases_are_refused_by_the_rules_of_their_checks() {
    let checks = checks().unwrap();
    let rules: BTreeMap<&str, &Vec<&str>> = checks.iter().map(|it| (it.id, &it.rules)).collect();
    let check_of_cases = check_of_cases();
    let folder = root().join("tests/conformance");
    for (case, verdict) in judged_cases(&folder).unwrap() {
        if verdict["stack"]["verdict"] != "reject" {
            continue;
        }
        let request = CheckRequest {
            paths: vec![case.template.clone()],
            environments: case.environments.clone(),
            parameters: case.parameters.clone(),
            stack: true,
            ..CheckRequest::default()
        };
        let result = check(&Project::open(folder.join(&case.base), false), &request, &|_| {}).unwrap();
        let refusals = result.diagnostics.iter().filter(|it| it.refused);
        let found: BTreeSet<&str> = refusals.map(|it| it.rule).collect();
        let wanted = rules[check_of_cases[&case.id].as_str()];
        assert!(
            found.is_empty() || wanted.iter().any(|it| found.contains(it)),
            "{} is refused by {found:?}, not by {wanted:?}",
            case.id
        );
    }
}
