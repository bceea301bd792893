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

#[test]
fn the_graph_has_its_picture_even_of_a_broken_text() {
    let mut client = session(Profile::Push);
    let document = json!({"uri": client.uri("t.yaml")});
    let graph = client.ask("hotkit/graph", json!({"textDocument": document, "resource": "port"}));
    assert_eq!(graph["state"], "accepted");
    assert!(graph["svg"].as_str().unwrap().contains("data-name=\"port\""));
    assert_eq!(graph["detail"]["properties"]["name"]["value"], "cirros");
    assert_eq!(graph["names"][0]["resources"], json!(["port"]));
    let range = json!({"start": {"line": 11, "character": 33}, "end": {"line": 11, "character": 33}});
    client.change("t.yaml", 2, json!([{"range": range, "text": "t"}]));
    let graph = client.ask("hotkit/graph", json!({"textDocument": document}));
    assert_eq!(graph["state"], "refused");
    assert_eq!(graph["problems"][0]["resource"], "port");
    assert!(graph["svg"].as_str().unwrap().contains("data-name=\"port\""));
    let plan = client.ask("hotkit/plan", json!({"textDocument": document}));
    assert_eq!(plan["html"], Value::Null);
    assert_eq!(plan["problems"][0]["rule"], "undefined-reference");
}

#[test]
fn the_plan_is_a_page_and_compares_with_another_file() {
    let old = TEXT.replace("name: {get_param: image}", "name: old");
    let mut client = Client::with_files(Profile::Push, &[("t.yaml", TEXT), ("old.yaml", &old)]);
    client.open("t.yaml", TEXT);
    let document = json!({"uri": client.uri("t.yaml")});
    let plan = client.ask("hotkit/plan", json!({"textDocument": document}));
    assert!(plan["html"].as_str().unwrap().contains("cirros"));
    let plan = client.ask("hotkit/plan", json!({"textDocument": document, "against": "old.yaml"}));
    assert!(plan["html"].as_str().unwrap().contains("old.yaml"));
    let plan = client.ask(
        "hotkit/plan",
        json!({"textDocument": document, "against": "git:nowhere"}),
    );
    assert_eq!(plan["html"], Value::Null);
    assert!(!plan["problem"].as_str().unwrap().is_empty());
}

#[test]
fn a_parameter_without_a_value_makes_the_verdict_conditional() {
    let text = TEXT.replace("    default: cirros\n", "");
    let mut client = Client::with_files(Profile::Push, &[("t.yaml", &text)]);
    client.open("t.yaml", &text);
    let document = json!({"uri": client.uri("t.yaml")});
    let graph = client.ask("hotkit/graph", json!({"textDocument": document}));
    assert_eq!(graph["state"], "conditional");
    assert_eq!(graph["missing"], json!(["image"]));
    assert!(graph["svg"].as_str().unwrap().contains("data-name=\"port\""));
}

#[test]
fn a_type_that_was_chosen_comes_first() {
    let mut client = session(Profile::Push);
    let first = |client: &mut Client| {
        let items = client.ask("textDocument/completion", client.at("t.yaml", 7, 10));
        let mut items = items.as_array().unwrap().clone();
        items.sort_by_key(|it| it["sortText"].as_str().unwrap().to_owned());
        items[0].clone()
    };
    assert_eq!(first(&mut client)["label"], "OS::Neutron::Port");
    let items = client.ask("textDocument/completion", client.at("t.yaml", 7, 10));
    let volume = items
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["label"] == "OS::Cinder::Volume");
    client.ask("workspace/executeCommand", volume.unwrap()["command"].clone());
    assert_eq!(first(&mut client)["label"], "OS::Cinder::Volume");
}

#[test]
fn words_are_plain_where_the_editor_shows_no_markdown() {
    for profile in [Profile::Push, Profile::Bare] {
        let mut client = session(profile);
        let items = client.ask("textDocument/completion", client.at("t.yaml", 7, 10));
        let words = items.as_array().unwrap().iter().find_map(|it| it.get("documentation"));
        let words = words.unwrap().as_str().unwrap();
        assert!(!words.is_empty() && !words.contains("**"), "{profile:?}: {words}");
    }
}

/// Types that `types.schemas` describes are completed and explained like those of Heat.
#[test]
fn types_of_plug_ins() {
    let described = "\
resource_type: ACME::Store::Bucket
description: A place for things.
properties:
  label: { type: string, required: true, description: What it is called. }
attributes:
  address: { type: string, description: Where it is reached. }
";
    let text = "\
heat_template_version: 2018-08-31
resources:
  one:
    type: ACME::Store::Bucket
    properties:
      label: photos
outputs:
  address:
    value: {get_attr: [one, address]}
";
    let files = [
        ("t.yaml", text),
        ("hotkit.yaml", "types: { schemas: bucket.yaml }\n"),
        ("bucket.yaml", described),
    ];
    let mut client = Client::with_files(Profile::Push, &files);
    client.open("t.yaml", text);
    let labels = |completion: &Value| -> Vec<String> {
        let items = completion["items"].as_array().or(completion.as_array()).unwrap();
        items
            .iter()
            .map(|it| it["label"].as_str().unwrap().to_owned())
            .collect()
    };
    for (line, character, label) in [(3, 14, "ACME::Store::Bucket"), (5, 8, "label"), (8, 30, "address")] {
        let at = client.at("t.yaml", line, character);
        let found = labels(&client.ask("textDocument/completion", at));
        assert!(found.iter().any(|it| it == label), "{label} is not in {found:?}");
    }
    for (line, character, words) in [
        (3, 16, "A place for things."),
        (5, 8, "What it is called."),
        (8, 30, "Where it is reached."),
    ] {
        let at = client.at("t.yaml", line, character);
        let found = client.ask("textDocument/hover", at).to_string();
        assert!(found.contains(words), "{words:?} is not in {found}");
    }
}

/// The numbers of an answer with colours.
fn numbers(tokens: &Value) -> Vec<u64> {
    tokens
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_u64().unwrap())
        .collect()
}

#[test]
fn the_difference_of_colours_leads_to_all_of_them() {
    let mut client = session(Profile::Push);
    let document = json!({"textDocument": {"uri": client.uri("t.yaml")}});
    let before = client.ask("textDocument/semanticTokens/full", document.clone());
    let mut since = document.clone();
    since["previousResultId"] = before["resultId"].clone();
    let same = client.ask("textDocument/semanticTokens/full/delta", since.clone());
    assert_eq!(same["edits"], json!([]));
    since["previousResultId"] = same["resultId"].clone();
    let range = json!({"start": {"line": 6, "character": 0}, "end": {"line": 6, "character": 0}});
    client.change(
        "t.yaml",
        2,
        json!([{"range": range, "text": "  é😀:\n    type: OS::Heat::None\n"}]),
    );
    let delta = client.ask("textDocument/semanticTokens/full/delta", since.clone());
    let edit = &delta["edits"][0];
    let (start, gone) = (
        edit["start"].as_u64().unwrap() as usize,
        edit["deleteCount"].as_u64().unwrap() as usize,
    );
    let mut data = numbers(&before["data"]);
    data.splice(start..start + gone, numbers(&edit["data"]));
    let all = client.ask("textDocument/semanticTokens/full", document);
    assert_eq!(data, numbers(&all["data"]));
    assert!(numbers(&edit["data"]).len() < data.len() / 2, "{delta}");
    // An answer that was not the last one says nothing: all colours come again.
    let again = client.ask("textDocument/semanticTokens/full/delta", since);
    assert_eq!(numbers(&again["data"]), data);
}

#[test]
fn rules_are_offered_in_comments_those_that_were_found_first() {
    let mut client = session(Profile::Push);
    let range = json!({"start": {"line": 11, "character": 34}, "end": {"line": 11, "character": 34}});
    client.change("t.yaml", 2, json!([{"range": range, "text": "  # hotkit: ignore["}]));
    let range = json!({"start": {"line": 11, "character": 33}, "end": {"line": 11, "character": 33}});
    client.change("t.yaml", 3, json!([{"range": range, "text": "x"}]));
    client.findings("t.yaml", 3);
    let mut items = client
        .ask("textDocument/completion", client.at("t.yaml", 11, 54))
        .as_array()
        .unwrap()
        .clone();
    items.sort_by_key(|it| it["sortText"].as_str().unwrap().to_owned());
    assert_eq!(items[0]["label"], "undefined-reference");
    let labels: Vec<&str> = items.iter().map(|it| it["label"].as_str().unwrap()).collect();
    assert!(
        labels.contains(&"unused-parameter") && labels.contains(&"security"),
        "{labels:?}"
    );
}

/// The titles of what is offered for a finding.
fn offered_for(client: &mut Client, path: &str, version: i64, rule: &str) -> (Vec<String>, Value) {
    let found = client.findings(path, version);
    let finding = found.iter().find(|it| it["code"] == rule);
    let finding = finding
        .unwrap_or_else(|| panic!("{rule} is not among {found:?}"))
        .clone();
    let params = json!({
        "textDocument": {"uri": client.uri(path)}, "range": finding["range"], "context": {"diagnostics": [finding]},
    });
    let actions = client.ask("textDocument/codeAction", params);
    let titles = actions.as_array().unwrap().iter();
    let titles = titles.map(|it| it["title"].as_str().unwrap().to_owned()).collect();
    (titles, actions)
}

const NETWORK: &str = "\
heat_template_version: 2018-08-31
resources:
  net: {type: OS::Neutron::Net}
  subnet:
    type: OS::Neutron::Subnet
    properties: {network: {get_resource: net}, cidr: 10.0.0.0/24}
  router: {type: OS::Neutron::Router}
  way:
    type: OS::Neutron::RouterInterface
    properties: {router: {get_resource: router}, subnet: {get_resource: subnet}}
  port:
    type: OS::Neutron::Port
    properties:
      network: {get_resource: net}
      fixed_ips: [{subnet: {get_resource: subnet}}]
  address:
    type: OS::Neutron::FloatingIP
    properties: {floating_network: public, port_id: {get_resource: port}}
";

#[test]
fn a_race_is_mended_by_depends_on() {
    let mut client = Client::with_files(Profile::Push, &[]);
    // Heat adds the edge by itself where the port is one of the template, and not where it is one of a server.
    let server = "  server:\n    type: OS::Nova::Server\n    properties: {flavor: m1, image: i, networks: [{network: {get_resource: net}}]}\n";
    let text = NETWORK
        .replace("  address:\n", &format!("{server}  address:\n"))
        .replace(
            "port_id: {get_resource: port}",
            "port_id: {get_attr: [server, addresses, inner, 0, port]}",
        );
    client.open("t.yaml", &text);
    let (titles, actions) = offered_for(&mut client, "t.yaml", 1, "floating-ip-race");
    assert!(titles.contains(&"Add depends_on: way".to_owned()), "{titles:?}");
    assert!(
        titles.contains(&"Ignore `floating-ip-race` here".to_owned()),
        "{titles:?}"
    );
    let fix = actions
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["title"] == "Add depends_on: way");
    let edit = &fix.unwrap()["edit"]["documentChanges"][0]["edits"][0];
    assert!(edit["newText"].as_str().unwrap().contains("depends_on: way"), "{edit}");
}

#[test]
fn an_id_and_a_missing_file_are_mended() {
    let text = TEXT.replace(
        "network: {get_resource: net}",
        "network: 6f2a1c9e-0b7d-4c1e-9a43-2d8e5f7b1c60",
    );
    let mut client = Client::with_files(Profile::Push, &[]);
    client.open("t.yaml", &text);
    let (titles, _) = offered_for(&mut client, "t.yaml", 1, "hard-coded-id");
    assert!(
        titles.contains(&"Ask for it with the parameter `network`".to_owned()),
        "{titles:?}"
    );
    client.open(
        "u.yaml",
        "heat_template_version: 2018-08-31\nresources:\n  a: {type: lib/n.yaml}\n",
    );
    let (titles, actions) = offered_for(&mut client, "u.yaml", 1, "missing-file");
    assert!(titles.contains(&"Create `lib/n.yaml`".to_owned()), "{titles:?}");
    let create = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(create["kind"], "create");
    assert_eq!(create["uri"], client.uri("lib/n.yaml"));
}

#[test]
fn who_waits_for_whom_as_calls_and_lines_above() {
    let mut client = Client::with_files(Profile::Push, &[]);
    client.open("t.yaml", NETWORK);
    let item = client.ask("textDocument/prepareCallHierarchy", client.at("t.yaml", 4, 3))[0].clone();
    assert_eq!(item["name"], "subnet");
    assert_eq!(item["detail"], "OS::Neutron::Subnet");
    let names = |calls: &Value, end: &str| -> Vec<String> {
        let calls = calls.as_array().unwrap().iter();
        calls.map(|it| it[end]["name"].as_str().unwrap().to_owned()).collect()
    };
    let incoming = client.ask("callHierarchy/incomingCalls", json!({"item": item}));
    assert_eq!(names(&incoming, "from"), ["way", "port"]);
    assert_eq!(
        incoming[0]["fromRanges"][0]["start"],
        json!({"line": 9, "character": 72})
    );
    let outgoing = client.ask("callHierarchy/outgoingCalls", json!({"item": item}));
    assert_eq!(names(&outgoing, "to"), ["net"]);
    let document = json!({"textDocument": {"uri": client.uri("t.yaml")}});
    let lenses = client.ask("textDocument/codeLens", document);
    let titles: Vec<&str> = lenses
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["command"]["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles.len(), 6, "{titles:?}");
    assert_eq!(titles[1], "depends on 1 · used by 2 · wave 2");
}
