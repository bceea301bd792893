//! One session that asks for everything.

use serde_json::{Value, json};

use crate::client::{Client, Profile};

const TEXT: &str = "\
heat_template_version: 2018-08-31
parameters:
  image:
    type: string
    default: cirros
resources:
  net:
    type: OS::Neutron::Net
  port:
    type: OS::Neutron::Port
    properties:
      network: {get_resource: net}
      name: {get_param: image}
outputs:
  ip:
    value: {get_attr: [port, fixed_ips]}
";

fn session(profile: Profile) -> Client {
    let mut client = Client::with_files(profile, &[("t.yaml", TEXT)]);
    client.open("t.yaml", TEXT);
    client
}

#[test]
fn everything_is_answered_to_every_kind_of_editor() {
    for profile in [Profile::Push, Profile::Pull, Profile::Bare] {
        let mut client = session(profile);
        let document = json!({"textDocument": {"uri": client.uri("t.yaml")}});
        for method in [
            "documentSymbol",
            "foldingRange",
            "documentLink",
            "codeLens",
            "semanticTokens/full",
        ] {
            let answer = client.ask(&format!("textDocument/{method}"), document.clone());
            assert!(!answer.is_null(), "{method}");
        }
        for method in [
            "hover",
            "definition",
            "documentHighlight",
            "prepareRename",
            "prepareCallHierarchy",
        ] {
            let at = client.at("t.yaml", 11, 31);
            let answer = client.ask(&format!("textDocument/{method}"), at);
            assert!(!answer.is_null(), "{method}");
        }
        let found = client.ask("workspace/symbol", json!({"query": "prt"}));
        assert_eq!(found[0]["name"], "port");
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
        let mut params = document.clone();
        params["range"] = range;
        let hints = client.ask("textDocument/inlayHint", params);
        let labels: Vec<&str> = hints
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["label"].as_str().unwrap())
            .collect();
        assert_eq!(labels, ["wave 1", "wave 2", "= cirros"], "{profile:?}");
    }
}

#[test]
fn rename_changes_every_place_once() {
    let mut client = session(Profile::Push);
    let mut params = client.at("t.yaml", 11, 31);
    params["newName"] = json!("subnet 2");
    let edit = client.ask("textDocument/rename", params);
    let edits = edit["documentChanges"][0]["edits"].as_array().unwrap();
    let texts: Vec<&str> = edits.iter().map(|it| it["newText"].as_str().unwrap()).collect();
    assert_eq!(texts, ["subnet 2", "subnet 2"]);
    let mut params = client.at("t.yaml", 11, 31);
    params["newName"] = json!("port");
    let id = client.request("textDocument/rename", params);
    assert_eq!(
        client.answer(id)["error"]["message"],
        "there is a resource `port` already"
    );
}

#[test]
fn a_misspelt_name_is_mended() {
    let mut client = session(Profile::Push);
    let range = json!({"start": {"line": 11, "character": 33}, "end": {"line": 11, "character": 33}});
    client.change("t.yaml", 2, json!([{"range": range, "text": "t"}]));
    let found = client.findings("t.yaml", 2);
    assert_eq!(found.len(), 1, "{found:?}");
    let params = json!({
        "textDocument": {"uri": client.uri("t.yaml")}, "range": found[0]["range"],
        "context": {"diagnostics": found},
    });
    let actions = client.ask("textDocument/codeAction", params);
    let titles: Vec<&Value> = actions.as_array().unwrap().iter().map(|it| &it["title"]).collect();
    let fix = actions.as_array().unwrap().iter().find(|it| it["kind"] == "quickfix");
    assert!(fix.is_some(), "{titles:?}");
    assert!(
        titles.iter().any(|it| *it == "Declare the resource `nett`"),
        "{titles:?}"
    );
    assert!(
        titles.iter().any(|it| *it == "Ignore `undefined-reference` here"),
        "{titles:?}"
    );
}

#[test]
fn the_graph_is_told_as_data() {
    let mut client = session(Profile::Push);
    let graph = client.ask("hotkit/graph", client.at("t.yaml", 9, 8));
    assert_eq!(graph["at"], "port");
    assert_eq!(graph["waves"], 2);
    assert_eq!(graph["edges"][0]["from"], "port");
    assert_eq!(graph["edges"][0]["to"], "net");
}

#[test]
fn a_renamed_file_keeps_its_references() {
    let parent = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: nested.yaml\n";
    let nested = "heat_template_version: 2018-08-31\nresources:\n  b:\n    type: OS::Heat::Value\n    properties:\n      value: {get_file: x.sh}\n";
    let files = [("parent.yaml", parent), ("nested.yaml", nested), ("x.sh", "")];
    let mut client = Client::with_files(Profile::Push, &files);
    let renamed = json!({"files": [{"oldUri": client.uri("nested.yaml"), "newUri": client.uri("lib/nested.yaml")}]});
    let edit = client.ask("workspace/willRenameFiles", renamed);
    assert_eq!(
        edit["changes"][client.uri("parent.yaml")][0]["newText"],
        "lib/nested.yaml"
    );
    assert_eq!(edit["changes"][client.uri("nested.yaml")][0]["newText"], "../x.sh");
}
