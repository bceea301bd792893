//! Edits count in the order in which they came, whatever is asked in between.

use serde_json::{Value, json};

use crate::client::{Client, Profile};

/// The place of a byte in UTF-16, as a slow and plain loop finds it.
fn place(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    json!({"line": line, "character": before[start..].encode_utf16().count()})
}

fn boundary(text: &str, wanted: usize) -> usize {
    let mut at = wanted.min(text.len());
    // Between CR and LF there is no place that the protocol could name.
    while !text.is_char_boundary(at) || (at > 0 && text[..at].ends_with('\r')) {
        at -= 1;
    }
    at
}

#[test]
fn two_thousand_edits_with_requests_in_between() {
    const PIECES: [&str; 8] = ["é", "😀", "\r\n", "x: y", "#", " ", "{a: ", "'"];
    let mut text =
        "heat_template_version: 2018-08-31\r\n# é😀 here it goes\r\nresources:\r\n  a:\r\n    type: OS::Heat::None\r\n"
            .to_owned();
    let mut client = Client::with_files(Profile::Push, &[]);
    client.open("t.yaml", &text);
    let mut state = 0x2545_f491_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut asked = Vec::new();
    for version in 2..2002_i64 {
        let start = boundary(&text, random(text.len() + 1));
        let end = if random(3) == 0 {
            boundary(&text, start + random(12)).max(start)
        } else {
            start
        };
        let piece = if text.len() > 2000 {
            ""
        } else {
            PIECES[random(PIECES.len())]
        };
        let range = json!({"start": place(&text, start), "end": place(&text, end)});
        text.replace_range(start..end, piece);
        client.change("t.yaml", version, json!([{"range": range, "text": piece}]));
        let line = random(8) as u32;
        match version % 40 {
            0 => asked.push(client.request("textDocument/hover", client.at("t.yaml", line, 4))),
            10 => asked.push(client.request("textDocument/completion", client.at("t.yaml", line, 2))),
            20 => {
                let params = json!({"textDocument": {"uri": client.uri("t.yaml")}});
                asked.push(client.request("textDocument/documentSymbol", params));
            }
            _ => {}
        }
    }
    for id in asked {
        assert!(client.answer(id).get("error").is_none());
    }
    // What the server has now is what we have: a full text with the same content gives the same findings.
    let found = client.findings("t.yaml", 2001);
    client.open("same.yaml", &text);
    assert_eq!(found, client.findings("same.yaml", 1));
    let whole = json!({"start": {"line": 0, "character": 0}, "end": place(&text, text.len())});
    client.change(
        "t.yaml",
        2002,
        json!([{"range": whole, "text": "heat_template_version: 2018-08-32\n"}]),
    );
    let found = client.findings("t.yaml", 2002);
    assert_eq!(found[0]["code"], "unknown-version");
    assert_eq!(found.len(), 1);
}

#[test]
fn a_burst_ends_with_the_findings_of_the_last_text() {
    let mut client = Client::with_files(Profile::Pull, &[]);
    client.open("t.yaml", "heat_template_version: 2018-08-31\nresources: {}\n");
    let at = |character: u32| json!({"line": 1, "character": character});
    for version in (2..302_i64).step_by(2) {
        let range = json!({"start": at(9), "end": at(9)});
        client.change("t.yaml", version, json!([{"range": range, "text": "x"}]));
        let range = json!({"start": at(9), "end": at(10)});
        client.change("t.yaml", version + 1, json!([{"range": range, "text": ""}]));
    }
    let params = json!({"textDocument": {"uri": client.uri("t.yaml")}});
    let report = client.ask("textDocument/diagnostic", params);
    assert_eq!(report["items"].as_array().unwrap().len(), 0, "{report}");
}

#[test]
fn what_a_closed_text_takes_back_does_not_overtake_what_is_found_afterwards() {
    // Many files have findings through the parent, so that taking them back takes a while.
    const COUNT: usize = 150;
    let nested = "heat_template_version: 2018-08-31\nparameters: {size: {type: nummer, default: 1}}\n";
    let names: Vec<String> = (0..COUNT).map(|it| format!("n{it:03}.yaml")).collect();
    let resources = names.iter().map(|it| format!("  {}: {{type: {it}}}\n", &it[..4]));
    let parent = format!(
        "heat_template_version: 2018-08-31\nresources:\n{}",
        resources.collect::<String>()
    );
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), nested)).collect();
    let mut client = Client::with_files(Profile::Push, &files);
    let close = |client: &mut Client, path: &str| {
        let uri = client.uri(path);
        client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    };
    let last = names[COUNT - 1].as_str();
    let uri = client.uri(last);
    for round in 0..5 {
        client.open("parent.yaml", &parent);
        client.until(|pushed| pushed.len() > COUNT && pushed.values().filter(|it| !it.1.is_empty()).count() == COUNT);
        close(&mut client, "parent.yaml");
        client.open(last, nested);
        client.until(|pushed| pushed.values().filter(|it| !it.1.is_empty()).count() == 1);
        let params = json!({"textDocument": {"uri": uri}});
        client.ask("textDocument/codeLens", params);
        assert_eq!(client.pushed[&uri].0, Some(1), "round {round}");
        close(&mut client, last);
        client.until(|pushed| pushed[&uri].1.is_empty());
    }
}

#[test]
fn what_waits_for_a_check_is_answered_when_the_session_ends() {
    let mut text = "heat_template_version: 2018-08-31\nresources:\n".to_owned();
    for number in 0..4000 {
        text.push_str(&format!(
            "  r{number}: {{ type: OS::Heat::Value, properties: {{ value: {number} }} }}\n"
        ));
    }
    for profile in [Profile::Push, Profile::Pull] {
        let mut client = Client::with_files(profile, &[]);
        client.open("t.yaml", &text);
        // The first text is being checked; this one never will be.
        client.change("t.yaml", 2, json!([{"text": format!("{text}\n")}]));
        let document = json!({"uri": client.uri("t.yaml")});
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
        let waiting = [
            client.request(
                "textDocument/inlayHint",
                json!({"textDocument": document, "range": range}),
            ),
            client.request("textDocument/codeLens", json!({"textDocument": document})),
            client.request("textDocument/diagnostic", json!({"textDocument": document})),
            client.leave(),
        ];
        for id in waiting {
            assert!(client.answer(id).get("error").is_none(), "{profile:?} {id}");
        }
    }
}
