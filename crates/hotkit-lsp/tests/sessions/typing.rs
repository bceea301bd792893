//! Every template typed from the first character to the last: the server answers at each place, and offers what was then
//! written wherever the word is one that it can know.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::{Client, Profile};

/// Places of one template at which the server is asked.
const MOST_PLACES: usize = 60;

fn templates(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Words of the language: wherever one of them stands, it must have been offered.
fn is_known(word: &str) -> bool {
    hotkit_schema::resource_type(word).is_some_and(|it| !it.hidden)
        || hotkit_schema::function_names().contains(&word) && word.contains('_')
        || matches!(
            word,
            "parameters" | "resources" | "outputs" | "properties" | "type" | "depends_on"
        )
}

/// True where the word is one of the language and no name, no prose and no value of the author's.
fn is_vocabulary(before: &str, behind: &str, word: &str) -> bool {
    let is_type = word.contains("::");
    let is_prose = ["description:", "label:"].iter().any(|it| before.contains(it));
    // Names of parameters and outputs, which stand one step below the section, may be any word.
    let is_name = before.len() == 2 && before.trim().is_empty();
    let is_value = before.trim_end().ends_with(':') && !is_type;
    !is_prose
        && !is_name
        && !is_value
        && if is_type {
            before.ends_with("type: ")
        } else {
            behind.starts_with(':')
        }
}

fn labels(completion: &Value) -> Vec<String> {
    let items = completion.as_array().into_iter().flatten();
    items.map(|it| it["label"].as_str().unwrap().to_owned()).collect()
}

/// The places where a word of the language begins outside of comments, as a plain reading of the lines has it.
fn places(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let depth = line.len() - line.trim_start().len();
        let is_inside = block.is_some_and(|it| content.trim().is_empty() || depth > it);
        if !is_inside {
            block = None;
            let code = content.split(" #").next().unwrap_or("");
            if !code.trim_start().starts_with('#') {
                let mut start = None;
                let ends = |it: char| !(it.is_alphanumeric() || "_:".contains(it));
                for (offset, character) in code.char_indices().chain([(code.len(), ' ')]) {
                    match start {
                        None if !ends(character) => start = Some(offset),
                        Some(from) if ends(character) => {
                            let word = code[from..offset].trim_end_matches(':');
                            let before = &code[..from];
                            let in_quotes = before.matches(['"', '\'']).count() % 2 == 1;
                            if is_known(word) && !in_quotes && is_vocabulary(before, &code[offset..], word) {
                                found.push((at + from, word.to_owned()));
                            }
                            start = None;
                        }
                        _ => {}
                    }
                }
            }
            if content.ends_with(['|', '>']) || content.ends_with("|-") || content.ends_with(">-") {
                block = Some(depth);
            }
        }
        at += line.len();
    }
    found
}

fn place(text: &str) -> Value {
    let line = text.matches('\n').count();
    let start = text.rfind('\n').map_or(0, |it| it + 1);
    json!({"line": line, "character": text[start..].encode_utf16().count()})
}

fn type_through(client: &mut Client, name: &str, text: &str, missed: &mut Vec<String>, asked: &mut usize) {
    let places = places(text);
    let step = places.len().div_ceil(MOST_PLACES).max(1);
    client.open(name, "");
    let (mut version, mut written) = (1, String::new());
    for (offset, word) in places.into_iter().step_by(step) {
        // All that stands before the word, and then its first letters.
        for typed in [0, word.len().min(3)] {
            let upto = &text[..offset + typed];
            let start = place(&written);
            let new = upto[written.len()..].to_owned();
            version += 1;
            client.change(
                name,
                version,
                json!([{"range": {"start": start, "end": start}, "text": new}]),
            );
            written = upto.to_owned();
            let uri = client.uri(name);
            let at = json!({"textDocument": {"uri": uri}, "position": place(upto)});
            let offered = labels(&client.ask("textDocument/completion", at.clone()));
            *asked += 1;
            if !offered.contains(&word) {
                let line = upto.rsplit('\n').next().unwrap_or("");
                missed.push(format!("{name}: {line}| wants {word}, of {} offered", offered.len()));
            }
            client.ask("textDocument/hover", at.clone());
            client.ask("textDocument/signatureHelp", at);
        }
    }
    let uri = client.uri(name);
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
}

fn check(files: &[PathBuf], most_missed: usize) {
    let mut client = Client::with_files(Profile::Push, &[]);
    let (mut missed, mut asked) = (Vec::new(), 0);
    for (number, file) in files.iter().enumerate() {
        let Ok(text) = std::fs::read_to_string(file) else {
            continue;
        };
        type_through(&mut client, &format!("t{number}.yaml"), &text, &mut missed, &mut asked);
    }
    assert!(
        missed.len() * 1000 <= asked * most_missed,
        "{} of {asked} words were not offered:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn our_corpus_typed_through() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let files: Vec<PathBuf> = templates(&folder)
        .into_iter()
        .filter(|it| std::fs::read_to_string(it).is_ok_and(|text| text.starts_with("heat_template_version")))
        .collect();
    check(&files, 5);
}

#[test]
fn real_templates_typed_through() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/openstack+heat-templates");
    if !folder.exists() {
        println!("skipped: there are no templates of other people beside this repository");
        return;
    }
    let files: Vec<PathBuf> = templates(&folder)
        .into_iter()
        .filter(|it| std::fs::read_to_string(it).is_ok_and(|text| text.starts_with("heat_template_version")))
        .step_by(7)
        .take(30)
        .collect();
    check(&files, 20);
}
