//! Every template typed from the first character to the last, each an edit of its own: the server answers at each place,
//! offers what was then written wherever a person would ask for it, and makes no edit that one would have to take back.

mod wanted;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::{Client, Profile};

/// Characters between two places at which questions are asked that nobody waits for.
const STRIDE: usize = 41;

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
    let is_template = |text: String| text.lines().any(|it| it.starts_with("heat_template_version"));
    found.retain(|it| std::fs::read_to_string(it).is_ok_and(is_template));
    found
}

/// One text on its way.
struct Typist<'c> {
    client: &'c mut Client,
    name: String,
    version: i64,
    written: String,
    line: usize,
    character: usize,
    /// Questions whose answers are looked at in the end.
    pending: Vec<i64>,
}

impl Typist<'_> {
    fn place(&self) -> Value {
        json!({"line": self.line, "character": self.character})
    }

    fn at(&self) -> Value {
        json!({"textDocument": {"uri": self.client.uri(&self.name)}, "position": self.place()})
    }

    fn key(&mut self, character: char) {
        let start = self.place();
        self.version += 1;
        let change = json!([{"range": {"start": start, "end": start}, "text": character}]);
        self.client.change(&self.name, self.version, change);
        self.written.push(character);
        if character == '\n' {
            (self.line, self.character) = (self.line + 1, 0);
        } else {
            self.character += character.len_utf16();
        }
    }

    /// Whether the word is offered; choosing it writes the word at the place where it begins, and changes nothing else.
    fn is_offered(&mut self, word: &str, typed: usize) -> bool {
        let at = self.at();
        let items = self.client.ask("textDocument/completion", at);
        let items = items.as_array().into_iter().flatten();
        let Some(item) = items.into_iter().find(|it| it["label"] == word) else {
            return false;
        };
        let edit = &item["textEdit"];
        let range = if edit["insert"].is_null() {
            &edit["range"]
        } else {
            &edit["insert"]
        };
        let start = json!({"line": self.line, "character": self.character - word[..typed].encode_utf16().count()});
        assert_eq!(
            range,
            &json!({"start": start, "end": self.place()}),
            "{} {word}",
            self.name
        );
        let new = edit["newText"].as_str().unwrap();
        // A call behind a key comes with its braces.
        assert!(new.trim_start_matches("{ ").starts_with(word), "{item}");
        true
    }

    /// What the line break or bracket that was typed brings about: nothing but blanks come and go.
    fn look_at_edits(&mut self, typed: char) {
        let mut params = self.at();
        params["ch"] = json!(typed);
        params["options"] = json!({"tabSize": 2, "insertSpaces": true});
        let edits = self.client.ask("textDocument/onTypeFormatting", params);
        let lines: Vec<&str> = self.written.split_inclusive('\n').collect();
        for edit in edits.as_array().into_iter().flatten() {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            assert_eq!(start["line"], end["line"], "{}: {edit}", self.name);
            let line = lines
                .get(start["line"].as_u64().unwrap() as usize)
                .copied()
                .unwrap_or("");
            let units: Vec<u16> = line.encode_utf16().collect();
            let taken =
                &units[start["character"].as_u64().unwrap() as usize..end["character"].as_u64().unwrap() as usize];
            let taken = String::from_utf16(taken).unwrap();
            let given = edit["newText"].as_str().unwrap();
            assert!(
                taken.trim().is_empty() && given.trim().is_empty(),
                "{}: {edit}",
                self.name
            );
        }
    }

    fn ask_in_passing(&mut self, count: usize) {
        let methods = [
            "completion",
            "hover",
            "signatureHelp",
            "definition",
            "documentHighlight",
            "prepareCallHierarchy",
        ];
        let at = self.at();
        let method = format!("textDocument/{}", methods[count % methods.len()]);
        self.pending.push(self.client.request(&method, at));
    }
}

/// What became of the words that were asked for.
#[derive(Default)]
struct Outcome {
    asked: usize,
    missed: Vec<String>,
}

fn type_through(client: &mut Client, name: &str, text: &str, outcome: &mut Outcome) {
    client.open(name, "");
    let wanted: BTreeMap<usize, String> = wanted::wanted(text);
    let mut typist = Typist {
        client,
        name: name.to_owned(),
        version: 1,
        written: String::new(),
        line: 0,
        character: 0,
        pending: Vec::new(),
    };
    // The word that is being written, if it is one that one asks for: before its first letter, and behind some of them.
    let mut current: Option<(usize, &str)> = None;
    for (count, (offset, character)) in text.char_indices().enumerate() {
        if let Some(word) = wanted.get(&offset) {
            current = Some((offset, word));
        }
        if let Some((start, word)) = current {
            let typed = offset - start;
            let is_asked = typed == 0 || typed == 2 && count % 5 == 0;
            if typed < word.len() && is_asked {
                outcome.asked += 1;
                if !typist.is_offered(word, typed) {
                    let line = typist.written.rsplit('\n').next().unwrap_or("").to_owned();
                    outcome.missed.push(format!("{name}: {line}| wants {word}"));
                }
            }
        }
        typist.key(character);
        if matches!(character, '\n' | '}' | ']') && count % 2 == 0 {
            typist.look_at_edits(character);
        } else if count % STRIDE == 0 {
            typist.ask_in_passing(count / STRIDE);
        }
    }
    assert_eq!(typist.written, text);
    for id in std::mem::take(&mut typist.pending) {
        let answer = typist.client.answer(id);
        assert!(answer.get("error").is_none(), "{name}: {answer}");
    }
    let version = typist.version;
    let found = client.findings(name, version);
    // Typed, the text is the one that was meant: it has the findings of the whole.
    let whole = format!("whole-{name}");
    client.open(&whole, text);
    let as_a_whole = client.findings(&whole, 1);
    let rules = |found: &[Value]| -> Vec<(Value, Value)> {
        found
            .iter()
            .map(|it| (it["range"].clone(), it["code"].clone()))
            .collect()
    };
    assert_eq!(rules(&found), rules(&as_a_whole), "{name}");
    for name in [name, &whole] {
        let uri = client.uri(name);
        client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }
}

/// `most_missed` of a thousand words may be missing: those of data that only look like the language.
fn check(files: &[PathBuf], most_missed: usize) -> String {
    let mut client = Client::with_files(Profile::Push, &[]);
    let mut outcome = Outcome::default();
    for (number, file) in files.iter().enumerate() {
        let text = std::fs::read_to_string(file).unwrap();
        type_through(&mut client, &format!("t{number}.yaml"), &text, &mut outcome);
    }
    let Outcome { asked, missed } = outcome;
    assert!(asked > 20 * files.len(), "{asked} words in {} files", files.len());
    assert!(
        missed.len() * 1000 <= asked * most_missed,
        "{} of {asked} words were not offered:\n{}",
        missed.len(),
        missed.join("\n")
    );
    format!(
        "{} files typed, {} of {asked} words were not offered\n{}",
        files.len(),
        missed.len(),
        missed.join("\n")
    )
}

#[test]
fn our_corpus_typed_through() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    println!("{}", check(&templates(&folder), 5));
}

#[test]
fn real_templates_typed_through() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if !folder.exists() {
        println!("skipped: there are no templates of other people beside this repository");
        return;
    }
    let mut files = templates(&folder);
    files.retain(|it| std::fs::metadata(it).is_ok_and(|it| it.len() < 8_000));
    let step = files.len() / 30;
    let files: Vec<PathBuf> = files.into_iter().step_by(step).take(30).collect();
    println!("{}", check(&files, 20));
}
