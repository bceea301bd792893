//! `hotkit plan` over whole folders: what an update does is what the engine says, and every plan fits its schema.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hotkit_workspace::{Change, PlanRequest, PlanResult, Project, Side, plan};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn side(case: &Value) -> Side {
    let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    let parameters = case["parameters"].as_object().unwrap();
    Side {
        template: text(&case["template"]),
        environments: case["environments"].as_array().unwrap().iter().map(text).collect(),
        parameters: parameters
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect(),
        ..Side::default()
    }
}

fn actions(changes: &[Change]) -> BTreeMap<String, &'static str> {
    changes
        .iter()
        .map(|it| (it.name.to_string(), it.action.name()))
        .collect()
}

fn compared(folder: &Path, pair: &Value) -> PlanResult {
    let request = PlanRequest {
        new: side(&pair["new"]),
        old: Some(side(&pair["old"])),
        ..PlanRequest::default()
    };
    plan(&Project::open(folder, false), &request).unwrap()
}

#[test]
fn updates_do_what_the_engine_says() {
    let folder = root().join("tests/conformance");
    let verdicts: BTreeMap<String, Value> = lines(&folder.join("update_verdicts.jsonl"))
        .into_iter()
        .map(|it| (it["id"].as_str().unwrap().to_owned(), it))
        .collect();
    let words = [
        ("added", "create"),
        ("deleted", "delete"),
        ("updated", "update"),
        ("replaced", "replace"),
        ("unchanged", "unchanged"),
    ];
    let mut compared_actions = 0;
    for pair in lines(&folder.join("pairs.jsonl")) {
        let id = pair["id"].as_str().unwrap();
        let verdict = &verdicts[id];
        let Some(expected) = verdict["expected"].as_object() else {
            continue;
        };
        let result = compared(&folder, &pair);
        let update = result
            .update
            .unwrap_or_else(|| panic!("{id}: {:?}", result.diagnostics));
        let ours = actions(&update.changes);
        for (key, action) in words {
            for name in expected[key].as_array().unwrap() {
                let name = name.as_str().unwrap();
                assert_eq!(ours.get(name), Some(&action), "{id}: {name}");
                compared_actions += 1;
            }
        }
    }
    assert!(compared_actions > 35, "{compared_actions}");
}

#[test]
fn immutable_parameters_are_refused() {
    let folder = root().join("tests/conformance");
    let pairs = lines(&folder.join("pairs.jsonl"));
    let pair = |id: &str| pairs.iter().find(|it| it["id"] == id).unwrap();
    let refused = |id: &str| compared(&folder, pair(id)).update.unwrap().refused;
    assert_eq!(refused("U-027-immutable-parameter").len(), 1);
    assert!(refused("U-028-immutable-parameter-same").is_empty());
}

fn hotkit(folder: &Path, arguments: &[String]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_hotkit"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .env("LC_ALL", "C.UTF-8")
        .env_remove("HOTKIT_STACK_NAME")
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

fn validator(name: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("schemas").join(name)).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn fits(validator: &jsonschema::Validator, text: &str, what: &str) -> Value {
    let document: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{what}: {error}: {text}"));
    let errors: Vec<String> = validator
        .iter_errors(&document)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {}", errors.join("\n"));
    document
}

/// The command line of a case of `corpus/`.
fn arguments(case: &Value, further: &[&str]) -> Vec<String> {
    let mut arguments = vec!["plan".to_owned(), case["template"].as_str().unwrap().to_owned()];
    for environment in case["environments"].as_array().unwrap() {
        arguments.extend(["-e".to_owned(), environment.as_str().unwrap().to_owned()]);
    }
    for (name, value) in case["parameters"].as_object().unwrap() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        arguments.extend(["--parameter".to_owned(), format!("{name}={value}")]);
    }
    arguments.extend(further.iter().map(|it| (*it).to_owned()));
    arguments
}

#[test]
fn every_plan_of_the_corpus_fits_the_schema_and_draws() {
    let folder = root().join("corpus");
    let validator = validator("plan.schema.json");
    let mut planned = 0;
    for case in lines(&folder.join("cases.jsonl")) {
        let id = case["id"].as_str().unwrap();
        let (text, status) = hotkit(&folder, &arguments(&case, &["--format", "json"]));
        let document = fits(&validator, &text, id);
        if document["verdict"] == "refused" {
            assert_eq!(status, Some(1), "{id}");
            continue;
        }
        planned += 1;
        waves_respect_edges(&document, id);
        for format in ["pretty", "markdown", "html"] {
            let (text, status) = hotkit(&folder, &arguments(&case, &["--format", format]));
            assert!(matches!(status, Some(0 | 1)), "{id} {format}");
            assert!(text.len() > 100, "{id} {format}: {text}");
        }
    }
    assert!(planned > 25, "{planned}");
}

/// Whoever waits starts in a later wave, and not before those that it waits for have ended.
fn waves_respect_edges(stack: &Value, id: &str) {
    let resources = stack["resources"].as_object().unwrap();
    for (name, resource) in resources {
        for requirement in resource["requires"].as_array().unwrap() {
            let required = &resources[requirement["resource"].as_str().unwrap()];
            let number = |it: &Value, key: &str| it[key].as_u64().unwrap();
            assert!(number(required, "wave") < number(resource, "wave"), "{id} {name}");
            let ended = number(required, "start") + number(required, "seconds");
            assert!(ended <= number(resource, "start"), "{id} {name}");
        }
        if let Some(nested) = resource.get("nested") {
            waves_respect_edges(nested, &format!("{id} {name}"));
        }
    }
}

#[test]
fn update_plans_fit_the_schema() {
    let folder = root().join("tests/conformance");
    let validator = validator("plan.schema.json");
    for pair in lines(&folder.join("pairs.jsonl")) {
        let id = pair["id"].as_str().unwrap();
        let old = pair["old"]["template"].as_str().unwrap();
        let (text, _) = hotkit(
            &folder,
            &arguments(&pair["new"], &["--against", old, "--format", "json"]),
        );
        fits(&validator, &text, id);
    }
}
