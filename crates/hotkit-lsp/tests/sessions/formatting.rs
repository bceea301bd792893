//! Formatting as an editor asks for it: the whole text, a part, and the line that was just typed.

use serde_json::{Value, json};

use crate::client::{Client, Profile};

const UNTIDY: &str = "\
heat_template_version: 2018-08-31
resources:
    a:
        type:   T
    b:
        type:   T
";

fn session(config: &str) -> Client {
    let mut client = Client::with_files(Profile::Push, &[("hotkit.yaml", config), ("t.yaml", UNTIDY)]);
    client.open("t.yaml", UNTIDY);
    client
}

/// The text with the edits of an answer; every character of these texts is one byte.
fn edited(text: &str, answer: &Value) -> String {
    let offset = |place: &Value| {
        let line = place["line"].as_u64().unwrap() as usize;
        let lines: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        lines + place["character"].as_u64().unwrap() as usize
    };
    let mut after = text.to_owned();
    // They come in order and do not touch each other, so the last one may be made first.
    for edit in answer.as_array().unwrap().iter().rev() {
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        after.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    after
}

fn request(client: &Client, what: &Value) -> Value {
    let mut params = json!({
        "textDocument": {"uri": client.uri("t.yaml")},
        "options": {"tabSize": 8, "insertSpaces": false},
    });
    for (key, value) in what.as_object().unwrap() {
        params[key] = value.clone();
    }
    params
}

fn lines(first: u32, last: u32) -> Value {
    json!({"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}})
}

#[test]
fn the_whole_text() {
    let mut client = session("");
    let answer = client.ask("textDocument/formatting", request(&client, &json!({})));
    let tidy = UNTIDY
        .replace("        type:   T", "    type: T")
        .replace("\n    a", "\n  a")
        .replace("\n    b", "\n  b");
    assert_eq!(edited(UNTIDY, &answer), tidy);
}

#[test]
fn as_the_configuration_wants_it_and_not_as_the_editor_does() {
    let mut client = session("format: { indent: 4 }\n");
    let answer = client.ask("textDocument/formatting", request(&client, &json!({})));
    assert_eq!(edited(UNTIDY, &answer), UNTIDY.replace("type:   T", "type: T"));
    // Nobody knows what a mistaken one wants.
    let mut client = session("format: { indent: four }\n");
    let answer = client.ask("textDocument/formatting", request(&client, &json!({})));
    assert_eq!(answer, Value::Null);
}

#[test]
fn some_lines_and_no_other() {
    let mut client = session("");
    let params = request(&client, &json!({"range": lines(5, 6)}));
    let answer = client.ask("textDocument/rangeFormatting", params);
    let expected = UNTIDY.replace("    b:\n        type:   T", "    b:\n      type: T");
    assert_eq!(edited(UNTIDY, &answer), expected);
}

#[test]
fn the_line_that_was_typed() {
    let mut client = session("format: { indent: 4 }\n");
    let typed = json!({"position": {"line": 4, "character": 0}, "ch": "\n"});
    let answer = client.ask("textDocument/onTypeFormatting", request(&client, &typed));
    assert_eq!(edited(UNTIDY, &answer), UNTIDY.replacen("type:   T", "type: T", 1));
}

#[test]
fn line_ends_are_changed_as_a_whole() {
    let mixed = "heat_template_version: 2018-08-31\r\nresources: {}\nparameters: {}\n";
    let mut client = session("");
    client.open("t.yaml", mixed);
    let answer = client.ask("textDocument/formatting", request(&client, &json!({})));
    assert_eq!(
        answer[0]["range"],
        json!({"start": {"line": 0, "character": 33}, "end": {"line": 1, "character": 0}})
    );
    assert_eq!(edited(mixed, &answer), mixed.replace('\r', ""));
}
