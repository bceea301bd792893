//! Findings: pushed and pulled, the same as the command's, and kept right when other files change.

use std::collections::BTreeSet;
use std::path::Path;

use hotkit_workspace::{CheckRequest, Project, check, now};
use serde_json::{Value, json};

use crate::client::{Client, Profile};

const PARENT: &str = "\
heat_template_version: 2018-08-31
resources:
  web:
    type: nested.yaml
    properties:
      size: 1
";
const NESTED: &str = "\
heat_template_version: 2018-08-31
parameters:
  size:
    type: number
";

fn rules(found: &[Value]) -> Vec<&str> {
    found.iter().map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn an_edit_brings_and_takes_a_finding() {
    let text = "heat_template_version: 2018-08-31\nresources:\n  é😀:\n    type: OS::Heat::None\noutputs:\n  x:\n    value: {get_attr: [é😀, show]}\n";
    let mut client = Client::with_files(Profile::Push, &[]);
    client.open("t.yaml", text);
    assert!(client.findings("t.yaml", 1).is_empty());
    // The name has three UTF-16 units.
    let range = json!({"start": {"line": 6, "character": 26}, "end": {"line": 6, "character": 26}});
    client.change("t.yaml", 2, json!([{"range": range, "text": "x"}]));
    let found = client.findings("t.yaml", 2);
    assert_eq!(rules(&found), ["undefined-reference"]);
    assert_eq!(
        found[0]["range"],
        json!({"start": {"line": 6, "character": 23}, "end": {"line": 6, "character": 27}})
    );
    let range = json!({"start": {"line": 6, "character": 26}, "end": {"line": 6, "character": 27}});
    client.change("t.yaml", 3, json!([{"range": range, "text": ""}]));
    assert!(client.findings("t.yaml", 3).is_empty());
}

#[test]
fn findings_are_pulled_by_editors_that_pull() {
    let mut client = Client::with_files(Profile::Pull, &[]);
    client.open("t.yaml", "heat_template_version: 2018-08-31\nresorces: {}\n");
    let params = json!({"textDocument": {"uri": client.uri("t.yaml")}});
    let report = client.ask("textDocument/diagnostic", params);
    assert_eq!(report["kind"], "full");
    assert_eq!(rules(report["items"].as_array().unwrap()), ["unknown-section"]);
    assert!(
        client
            .pushed
            .get(&client.uri("t.yaml"))
            .is_none_or(|it| it.1.is_empty())
    );
}

#[test]
fn an_editor_that_pulls_hears_of_findings_that_came_without_an_edit() {
    let mut client = Client::with_files(Profile::Pull, &[]);
    client.open("t.yaml", "heat_template_version: 2018-08-31\nresorces: {}\n");
    let params = json!({"textDocument": {"uri": client.uri("t.yaml")}});
    let report = client.ask("textDocument/diagnostic", params.clone());
    assert_eq!(rules(report["items"].as_array().unwrap()), ["unknown-section"]);
    std::fs::write(client.folder().join("hotkit.yaml"), "rules: {unknown-section: off}\n").unwrap();
    let config = client.uri("hotkit.yaml");
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": config, "type": 1}]}),
    );
    client.until_requested("workspace/diagnostic/refresh", 0);
    let report = client.ask("textDocument/diagnostic", params);
    assert!(report["items"].as_array().unwrap().is_empty(), "{report}");
}

#[test]
fn a_file_that_is_no_template_has_no_findings() {
    let mut client = Client::with_files(Profile::Push, &[]);
    client.open("playbook.yaml", "- hosts: all\n  tasks: [\n");
    assert!(client.findings("playbook.yaml", 1).is_empty());
}

#[test]
fn a_parent_is_judged_anew_when_its_nested_template_changes() {
    let mut client = Client::with_files(Profile::Push, &[("nested.yaml", NESTED)]);
    client.open("parent.yaml", PARENT);
    assert!(client.findings("parent.yaml", 1).is_empty());
    client.open("nested.yaml", &NESTED.replace("size", "count"));
    let uri = client.uri("parent.yaml");
    client.until(|pushed| {
        pushed
            .get(&uri)
            .is_some_and(|it| rules(&it.1).contains(&"unknown-property"))
    });
    // Closed without saving: the file on the disk counts again.
    let nested = client.uri("nested.yaml");
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": nested}}));
    client.until(|pushed| pushed.get(&uri).is_some_and(|it| it.1.is_empty()));
}

#[test]
fn files_that_are_not_open_have_findings_through_others_and_news_from_the_disk_count() {
    let broken = NESTED.replace("type: number", "type: nummer");
    let mut client = Client::with_files(Profile::Push, &[("nested.yaml", &broken)]);
    client.open("parent.yaml", PARENT);
    let nested = client.uri("nested.yaml");
    client.until(|pushed| pushed.get(&nested).is_some_and(|it| !it.1.is_empty()));
    std::fs::write(client.folder().join("nested.yaml"), NESTED).unwrap();
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": nested, "type": 2}]}),
    );
    client.until(|pushed| pushed.get(&nested).is_some_and(|it| it.1.is_empty()));
}

#[test]
fn a_configuration_with_mistakes_is_told_at_its_line() {
    let mut client = Client::with_files(Profile::Push, &[("hotkit.yaml", "rulez: {}\n")]);
    client.open("t.yaml", "heat_template_version: 2018-08-31\n");
    let config = client.uri("hotkit.yaml");
    client.until(|pushed| pushed.get(&config).is_some_and(|it| !it.1.is_empty()));
    std::fs::write(client.folder().join("hotkit.yaml"), "").unwrap();
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": config, "type": 2}]}),
    );
    client.until(|pushed| pushed.get(&config).is_some_and(|it| it.1.is_empty()));
}

#[test]
fn mistakes_in_the_settings_are_shown_once() {
    let mut client = Client::with_files(Profile::Push, &[]);
    let set = |client: &mut Client, settings: Value| {
        client.tell(
            "workspace/didChangeConfiguration",
            json!({"settings": {"hotkit": settings}}),
        );
    };
    set(&mut client, json!({"select": ["unused-parametr"]}));
    client.open("t.yaml", "heat_template_version: 2018-08-31\nresorces: {}\n");
    client.open("u.yaml", "heat_template_version: 2018-08-31\nresorces: {}\n");
    client.findings("t.yaml", 1);
    client.findings("u.yaml", 1);
    client.until_shown(1);
    assert!(
        client.shown[0].contains("`unused-parametr`; did you mean `unused-parameter`?"),
        "{:?}",
        client.shown
    );
    set(&mut client, json!({"select": "security"}));
    client.until_shown(2);
    assert!(client.shown[1].contains("stay as they were"), "{:?}", client.shown);
    set(&mut client, json!({"ignore": ["unused-parametr"]}));
    client.until_shown(3);
    set(&mut client, json!({}));
    client.until(|pushed| pushed.len() == 2 && pushed.values().all(|it| it.1.len() == 1));
    assert_eq!(client.shown.len(), 3, "{:?}", client.shown);
}

#[test]
fn mistakes_in_a_configuration_go_with_the_last_text_that_rests_on_it() {
    let mut client = Client::with_files(Profile::Push, &[("hotkit.yaml", "rulez: {}\n")]);
    client.open("a/t.yaml", "heat_template_version: 2018-08-31\n");
    client.open("u.yaml", "heat_template_version: 2018-08-31\n");
    let config = client.uri("hotkit.yaml");
    let close = |client: &mut Client, path: &str| {
        let uri = client.uri(path);
        client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    };
    client.until(|pushed| pushed.get(&config).is_some_and(|it| !it.1.is_empty()));
    close(&mut client, "u.yaml");
    client.ask("workspace/symbol", json!({"query": ""}));
    assert_eq!(client.pushed[&config].1.len(), 1);
    close(&mut client, "a/t.yaml");
    client.until(|pushed| pushed.get(&config).is_some_and(|it| it.1.is_empty()));
}

#[test]
fn a_cloud_that_changes_or_breaks_is_heard_of() {
    let template = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Nova::KeyPair\n    properties: {name: x}\n  s:\n    type: OS::Nova::Server\n    properties: {flavor: m1.tiny, image: i, networks: [{network: n}]}\n";
    let files = [
        ("hotkit.yaml", "cloud: cloud.yaml\n"),
        ("cloud.yaml", "flavors: {m1.small: {vcpus: 1, ram: 2}}\n"),
    ];
    let mut client = Client::with_files(Profile::Push, &files);
    let cloud = client.uri("cloud.yaml");
    let uri = client.uri("t.yaml");
    let write = |client: &mut Client, text: &str| {
        std::fs::write(client.folder().join("cloud.yaml"), text).unwrap();
        client.tell(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [{"uri": cloud, "type": 2}]}),
        );
    };
    let has = |pushed: &std::collections::BTreeMap<String, (Option<i64>, Vec<Value>)>| {
        pushed
            .get(&uri)
            .is_some_and(|it| rules(&it.1).contains(&"not-in-cloud"))
    };
    client.open("t.yaml", template);
    client.until(has);
    write(&mut client, "flavors: {m1.tiny: {vcpus: 1, ram: 2}}\n");
    client.until(|pushed| !has(pushed));
    write(&mut client, "flavors: [\n");
    client.until_shown(1);
    assert!(client.shown[0].contains("cloud.yaml"), "{:?}", client.shown);
    write(&mut client, "flavors: {m1.small: {vcpus: 1, ram: 2}}\n");
    client.until(has);
}

#[test]
fn findings_are_pushed_of_files_that_are_not_open_and_pulled_of_those_that_are() {
    let broken = NESTED.replace("type: number", "type: nummer");
    let mut client = Client::with_files(Profile::Pull, &[("nested.yaml", &broken)]);
    client.open("parent.yaml", PARENT);
    let nested = client.uri("nested.yaml");
    client.until(|pushed| pushed.get(&nested).is_some_and(|it| !it.1.is_empty()));
    client.open("nested.yaml", &broken);
    client.until(|pushed| pushed[&nested].1.is_empty());
    let report = client.ask("textDocument/diagnostic", json!({"textDocument": {"uri": nested}}));
    assert_eq!(rules(report["items"].as_array().unwrap()), ["unknown-parameter-type"]);
    // Closed: they are still those of the parent.
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": nested}}));
    client.until(|pushed| !pushed[&nested].1.is_empty());
}

#[test]
fn an_address_that_is_spelt_otherwise_is_the_same_file() {
    let broken = NESTED.replace("type: number", "type: nummer");
    let mut client = Client::with_files(Profile::Push, &[("nested.yaml", &broken)]);
    client.open("parent.yaml", PARENT);
    let nested = client.uri("nested.yaml");
    client.until(|pushed| pushed.get(&nested).is_some_and(|it| !it.1.is_empty()));
    client.open("neste%64.yaml", &broken);
    assert_eq!(client.findings("neste%64.yaml", 1).len(), 1);
    client.until(|pushed| pushed[&nested].1.is_empty());
}

/// One finding as text: file, rule, place, first line of the message.
type Told = (String, String, u64, u64, String);

fn told(uri: &str, found: &Value) -> Told {
    let start = &found["range"]["start"];
    let message = found["message"].as_str().unwrap().lines().next().unwrap().to_owned();
    (
        uri.to_owned(),
        found["code"].as_str().unwrap().to_owned(),
        start["line"].as_u64().unwrap(),
        start["character"].as_u64().unwrap(),
        message,
    )
}

/// What `hotkit check FILE` says, as the protocol counts it.
fn told_by_the_command(folder: &Path, path: &str) -> BTreeSet<Told> {
    let project = Project::open(folder, false);
    let request = CheckRequest {
        found: vec![path.to_owned()],
        now: now(),
        ..CheckRequest::default()
    };
    let result = check(&project, &request, &|_| {}).unwrap();
    let told = result.diagnostics.iter().map(|it| {
        let file = result.files.get(it.file);
        let place = file.lines().utf16_position(file.text(), it.range.start());
        let uri = format!(
            "file://{}",
            hotkit_workspace::real(&project.absolute(file.path())).display()
        );
        let message = it.message.lines().next().unwrap_or("").to_owned();
        (
            uri,
            it.rule.to_owned(),
            u64::from(place.line),
            u64::from(place.column),
            message,
        )
    });
    told.collect()
}

/// Every template below a folder, each opened by itself: the server says what the command says.
fn compare(folder: &Path, most: usize) {
    let project = Project::open(folder, false);
    let mut files: Vec<String> = hotkit_workspace::survey(&project)
        .into_iter()
        .map(|it| it.path)
        .collect();
    let step = files.len().div_ceil(most).max(1);
    files = files.into_iter().step_by(step).collect();
    assert!(!files.is_empty(), "no templates in {}", folder.display());
    let mut client = Client::over(Profile::Push, folder);
    for path in files {
        let Ok(text) = std::fs::read_to_string(folder.join(&path)) else {
            continue;
        };
        if path.contains([' ', '%', '#', '+']) {
            // Addresses are spelt in more than one way; this test writes them as they are.
            continue;
        }
        client.pushed.clear();
        client.open(&path, &text);
        client.findings(&path, 1);
        // Findings of other files are told in the same breath, before the answer to anything asked afterwards.
        client.ask(
            "workspace/executeCommand",
            json!({"command": "hotkit.explain", "arguments": ["get_file"]}),
        );
        let mut found = BTreeSet::new();
        for (uri, (_, diagnostics)) in &client.pushed {
            found.extend(diagnostics.iter().map(|it| told(uri, it)));
        }
        let wanted: BTreeSet<Told> = told_by_the_command(folder, &path)
            .into_iter()
            .filter(|it| !it.0.contains([' ', '%', '#']))
            .collect();
        assert_eq!(found, wanted, "{path}");
        let uri = client.uri(&path);
        client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }
}

#[test]
fn the_server_says_what_the_command_says_of_our_corpus() {
    compare(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../corpus")
            .canonicalize()
            .unwrap(),
        200,
    );
}

#[test]
fn the_server_says_what_the_command_says_of_real_templates() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/openstack+heat-templates");
    match folder.canonicalize() {
        Ok(folder) => compare(&folder, 60),
        Err(_) => println!("skipped: there are no templates of other people beside this repository"),
    }
}
