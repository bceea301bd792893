//! Sessions with the language server: the text in front of the first byte 255 is opened, the bytes behind it are what the
//! editor does with it. Every request is answered once, whatever was edited in between, and nothing panics on any thread.

#![no_main]

use std::collections::BTreeSet;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};

const URI: &str = "file:///hotkit-fuzz/a.yaml";

/// What is typed.
const TYPED: [&str; 16] = [
    "", "\n", "  ", ":", "- ", "é😀", "\"", "'", "{ get_param: ", "}", "type: OS::Nova::Server\n", "properties:", "resources:\n  a:\n",
    "# hotkit: ignore[engine]", "\t", "*a &a",
];

/// What is asked about a place.
const ASKED: [&str; 14] = [
    "completion", "hover", "definition", "typeDefinition", "references", "documentHighlight", "prepareRename", "rename",
    "signatureHelp", "selectionRange", "rangeFormatting", "codeAction", "inlayHint", "prepareCallHierarchy",
];

/// What is asked about a text.
const ASKED_OF_ALL: [&str; 8] = [
    "documentSymbol", "foldingRange", "semanticTokens/full", "formatting", "codeLens", "documentLink", "diagnostic",
    "documentColor",
];

/// Steps of one session.
const MOST: usize = 40;

/// Patience with an answer; far beyond what any should take.
const PATIENCE: Duration = Duration::from_secs(30);

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|it| *it == 255).unwrap_or(bytes.len());
    let text = String::from_utf8_lossy(&bytes[..end]);
    let steps = bytes.get(end + 1..).unwrap_or_default();
    let mut session = Session::default();
    session.begin(&text);
    for step in steps.chunks_exact(5).take(MOST) {
        session.step(step, &text);
    }
    session.request("shutdown", Value::Null);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(8 * 1024 * 1024)
        .enable_all()
        .build()
        .expect("threads");
    runtime.block_on(run(session));
    runtime.shutdown_background();
});

/// What the editor sends.
#[derive(Default)]
struct Session {
    messages: Vec<Value>,
    requests: BTreeSet<i64>,
    version: i64,
}

impl Session {
    fn tell(&mut self, method: &str, params: Value) {
        self.messages.push(json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn request(&mut self, method: &str, params: Value) {
        let id = self.requests.len() as i64 + 1;
        self.requests.insert(id);
        self.messages.push(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
    }

    fn begin(&mut self, text: &str) {
        let abilities = json!({"textDocument": {"diagnostic": {}, "publishDiagnostics": {"versionSupport": true}}});
        self.request("initialize", json!({"processId": null, "rootUri": "file:///hotkit-fuzz", "capabilities": abilities}));
        self.tell("initialized", json!({}));
        self.open(text);
    }

    fn open(&mut self, text: &str) {
        self.version += 1;
        let item = json!({"uri": URI, "languageId": "yaml", "version": self.version, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    fn step(&mut self, step: &[u8], text: &str) {
        let [kind, line, character, length, choice] = step else { return };
        let start = json!({"line": line, "character": character});
        let end = json!({"line": u32::from(*line) + u32::from(length / 64), "character": length});
        let document = json!({"uri": URI});
        match kind % 8 {
            0..=2 => {
                self.version += 1;
                let typed = TYPED[usize::from(*choice) % TYPED.len()];
                let change = json!({"range": {"start": start, "end": end}, "text": typed});
                let document = json!({"uri": URI, "version": self.version});
                self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
            }
            3..=5 => {
                let method = format!("textDocument/{}", ASKED[usize::from(*choice) % ASKED.len()]);
                let params = json!({
                    "textDocument": document, "position": start, "positions": [start], "range": {"start": start, "end": end},
                    "newName": TYPED[usize::from(*length) % TYPED.len()], "context": {"includeDeclaration": true, "diagnostics": []},
                    "options": {"tabSize": 2, "insertSpaces": true},
                });
                self.request(&method, params);
            }
            6 => {
                let method = match choice % 16 {
                    8 => "hotkit/graph".to_owned(),
                    9 => "hotkit/plan".to_owned(),
                    10 => "workspace/symbol".to_owned(),
                    it => format!("textDocument/{}", ASKED_OF_ALL[usize::from(it) % ASKED_OF_ALL.len()]),
                };
                self.request(&method, json!({"textDocument": document, "query": "a", "options": {"tabSize": 2, "insertSpaces": true}}));
            }
            _ => match choice % 4 {
                0 => self.tell("textDocument/didClose", json!({"textDocument": document})),
                1 => self.open(text),
                2 => self.tell("$/cancelRequest", json!({"id": self.requests.len()})),
                // What no editor should send.
                _ => self.request("textDocument/hover", json!({"textDocument": 1, "position": "there"})),
            },
        }
    }
}

async fn run(session: Session) {
    let (ours, its) = tokio::io::duplex(1 << 20);
    let (input, output) = tokio::io::split(its);
    let server = tokio::spawn(hotkit_lsp::serve_over(input, output));
    let (reader, mut writer) = tokio::io::split(ours);
    let mut waiting = session.requests;
    let reading = tokio::spawn(async move {
        let mut reader = BufReader::new(reader);
        while !waiting.is_empty() {
            let Ok(Some(message)) = tokio::time::timeout(PATIENCE, read(&mut reader)).await else {
                panic!("no answer to {waiting:?}");
            };
            if message.get("method").is_none() {
                let id = message["id"].as_i64().expect("our requests have numbers");
                assert!(waiting.remove(&id), "answered twice: {message}");
                assert_ne!(message["error"]["code"], -32603, "an internal error: {message}");
            }
        }
    });
    for message in session.messages {
        let text = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{text}", text.len());
        writer.write_all(frame.as_bytes()).await.expect("the server reads");
    }
    reading.await.expect("every request is answered");
    let text = json!({"jsonrpc": "2.0", "method": "exit"}).to_string();
    let frame = format!("Content-Length: {}\r\n\r\n{text}", text.len());
    let _ = writer.write_all(frame.as_bytes()).await;
    drop(writer);
    let _ = tokio::time::timeout(PATIENCE, server).await.expect("the server ends");
}

async fn read(reader: &mut BufReader<impl AsyncRead + Unpin>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await.unwrap_or(0) == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        if let Some(number) = line.strip_prefix("Content-Length: ") {
            length = number.trim().parse().expect("a number");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await.ok()?;
    Some(serde_json::from_slice(&body).expect("JSON"))
}
