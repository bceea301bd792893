//! An editor as small as can be: it sends what it is told to, and keeps what comes back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};

/// Patience with a server that shares its machine with others.
const PATIENCE: Duration = Duration::from_secs(120);

/// Abilities of editors, as far as the server asks for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Profile {
    /// Everything is pushed, UTF-16, snippets.
    Push,
    /// Findings are pulled, UTF-8.
    Pull,
    /// Nothing at all.
    Bare,
}

impl Profile {
    fn capabilities(self) -> Value {
        match self {
            Profile::Push => json!({
                "general": {"positionEncodings": ["utf-16"]},
                "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
                "textDocument": {
                    "publishDiagnostics": {"versionSupport": true, "relatedInformation": true},
                    "completion": {"completionItem": {"snippetSupport": true, "insertReplaceSupport": true}},
                    "hover": {"contentFormat": ["markdown"]},
                    "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                    "definition": {"linkSupport": true},
                    "semanticTokens": {"requests": {"full": {"delta": true}, "range": true}, "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"]},
                },
            }),
            Profile::Pull => json!({
                "general": {"positionEncodings": ["utf-8", "utf-16"]},
                "workspace": {"diagnostics": {"refreshSupport": true}},
                "textDocument": {"diagnostic": {"dynamicRegistration": false}},
            }),
            Profile::Bare => json!({}),
        }
    }
}

/// The editor's end of a session.
pub(crate) struct Client {
    to_server: Sender<Value>,
    from_server: Receiver<Value>,
    answers: BTreeMap<i64, Value>,
    /// The last findings that were pushed, with the version they speak of.
    pub(crate) pushed: BTreeMap<String, (Option<i64>, Vec<Value>)>,
    /// What the user was shown.
    pub(crate) shown: Vec<String>,
    /// Requests of the server, by method.
    pub(crate) requested: BTreeMap<String, usize>,
    next_id: i64,
    folder: PathBuf,
    thread: Option<JoinHandle<()>>,
    has_left: bool,
    _temporary: Option<TempDir>,
}

impl Client {
    /// A session over a new folder with these files.
    pub(crate) fn with_files(profile: Profile, files: &[(&str, &str)]) -> Client {
        let folder = TempDir::new().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let path = folder.path().canonicalize().unwrap();
        let mut client = Client::over(profile, &path);
        client._temporary = Some(folder);
        client
    }

    /// A session over a folder.
    pub(crate) fn over(profile: Profile, folder: &Path) -> Client {
        let (to_server, for_server) = channel();
        let (to_client, from_server) = channel();
        let thread = std::thread::Builder::new()
            .spawn(move || session(for_server, to_client))
            .unwrap();
        let mut client = Client {
            to_server,
            from_server,
            answers: BTreeMap::new(),
            pushed: BTreeMap::new(),
            shown: Vec::new(),
            requested: BTreeMap::new(),
            next_id: 0,
            folder: folder.to_owned(),
            thread: Some(thread),
            has_left: false,
            _temporary: None,
        };
        let root = format!("file://{}", folder.display());
        let params = json!({
            "processId": null, "rootUri": root, "capabilities": profile.capabilities(),
            "workspaceFolders": [{"uri": root, "name": "w"}],
        });
        client.ask("initialize", params);
        client.tell("initialized", json!({}));
        client
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.folder.display())
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        self.to_server.send(message).unwrap();
    }

    /// Sends a request; its answer can be asked for later.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let message = json!({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params});
        self.to_server.send(message).unwrap();
        self.next_id
    }

    /// The whole answer to a request: `result` or `error`.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return answer;
            }
            self.receive(end);
        }
    }

    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Says that the session ends; its answer can be asked for later.
    pub(crate) fn leave(&mut self) -> i64 {
        self.has_left = true;
        self.request("shutdown", Value::Null)
    }

    fn receive(&mut self, end: Instant) {
        let left = end.saturating_duration_since(Instant::now());
        let message = self.from_server.recv_timeout(left).expect("an answer in time");
        if message.get("method").is_none() {
            let id = message["id"].as_i64().unwrap();
            self.answers.insert(id, message);
        } else if let Some(id) = message.get("id") {
            let answer = json!({"jsonrpc": "2.0", "id": id, "result": null});
            self.to_server.send(answer).unwrap();
            let method = message["method"].as_str().unwrap().to_owned();
            *self.requested.entry(method).or_default() += 1;
        } else if message["method"] == "window/showMessage" {
            self.shown
                .push(message["params"]["message"].as_str().unwrap().to_owned());
        } else if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let found = params["diagnostics"].as_array().unwrap().clone();
            let uri = params["uri"].as_str().unwrap().to_owned();
            self.pushed.insert(uri, (params["version"].as_i64(), found));
        }
    }

    pub(crate) fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        let item = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    pub(crate) fn change(&mut self, path: &str, version: i64, changes: Value) {
        let document = json!({"uri": self.uri(path), "version": version});
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": changes}),
        );
    }

    /// The findings that are pushed for a version of an open text.
    pub(crate) fn findings(&mut self, path: &str, version: i64) -> Vec<Value> {
        let uri = self.uri(path);
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some((Some(found), diagnostics)) = self.pushed.get(&uri)
                && *found == version
            {
                return diagnostics.clone();
            }
            self.receive(end);
        }
    }

    /// Receives until what was pushed is as wanted.
    pub(crate) fn until(&mut self, wanted: impl Fn(&BTreeMap<String, (Option<i64>, Vec<Value>)>) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(&self.pushed) {
            self.receive(end);
        }
    }

    /// Receives until the user was shown so many messages.
    pub(crate) fn until_shown(&mut self, count: usize) {
        let end = Instant::now() + PATIENCE;
        while self.shown.len() < count {
            self.receive(end);
        }
    }

    /// Receives until the server has asked for something once more than so often.
    pub(crate) fn until_requested(&mut self, method: &str, before: usize) {
        let end = Instant::now() + PATIENCE;
        while self.requested.get(method).copied().unwrap_or_default() <= before {
            self.receive(end);
        }
    }

    /// `at` as parameters of a request about a place.
    pub(crate) fn at(&self, path: &str, line: u32, character: u32) -> Value {
        json!({"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}})
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        if !self.has_left {
            self.ask("shutdown", Value::Null);
        }
        self.tell("exit", Value::Null);
        self.thread.take().unwrap().join().unwrap();
    }
}

/// The server on a runtime of its own, and the two ways between it and the test.
fn session(for_server: Receiver<Value>, to_client: Sender<Value>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(8 * 1024 * 1024)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async move {
        let (ours, its) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(its);
        let server = tokio::spawn(hotkit_lsp::serve_over(input, output));
        let (reader, writer) = tokio::io::split(ours);
        let reading = tokio::spawn(read(reader, to_client));
        let (queue, messages) = tokio::sync::mpsc::unbounded_channel();
        std::thread::spawn(move || {
            while let Ok(message) = for_server.recv() {
                if queue.send(message).is_err() {
                    return;
                }
            }
        });
        write(writer, messages).await;
        server.await.unwrap();
        reading.abort();
    });
    runtime.shutdown_background();
}

async fn write(mut writer: WriteHalf<DuplexStream>, mut messages: tokio::sync::mpsc::UnboundedReceiver<Value>) {
    while let Some(message) = messages.recv().await {
        let text = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{text}", text.len());
        if writer.write_all(frame.as_bytes()).await.is_err() || message["method"] == "exit" {
            return;
        }
    }
}

async fn read(reader: ReadHalf<DuplexStream>, to_client: Sender<Value>) {
    let mut reader = BufReader::new(reader);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            if line == "\r\n" {
                break;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).await.is_err() {
            return;
        }
        if to_client.send(serde_json::from_slice(&body).unwrap()).is_err() {
            return;
        }
    }
}
