//! Messages of the editor: each handler changes the state or takes a snapshot, and leaves the rest to others.
//!
//! Handlers of notifications do their work before the first `.await`, so that messages count in the order in which they came.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::request::{GotoTypeDefinitionParams, GotoTypeDefinitionResponse};
use tower_lsp_server::ls_types::*;
use tower_lsp_server::{Client, LanguageServer};

use crate::answers;
use crate::capabilities::{USED, capabilities};
use crate::checker::{self, words_of};
use crate::convert::path_of;
use crate::publish::{self, Message, of_file};
use crate::settings::{Abilities, Settings, encoding};
use crate::snapshot::Snapshot;
use crate::state::{Shared, State};

/// The server of one editor.
#[derive(Debug)]
pub(crate) struct Server {
    client: Client,
    shared: Arc<Shared>,
}

impl Server {
    pub(crate) fn new(client: Client) -> Server {
        Server {
            client,
            shared: Arc::new(Shared::new()),
        }
    }

    /// Changes the state and wakes the checker. A fault of ours leaves the server alive.
    fn change(&self, change: impl FnOnce(&mut State)) {
        let outcome = catch_unwind(AssertUnwindSafe(|| change(&mut self.shared.lock())));
        drop(outcome);
        self.shared.work.notify_one();
        self.shared.news.notify_one();
    }

    /// The snapshot of an open text, as it is now.
    fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        let state = self.shared.lock();
        Snapshot::of(&self.shared, &state, uri)
    }

    /// Answers about an open text, from a snapshot that is taken at once; about others there is nothing to say.
    async fn ask<T: Send + 'static>(
        &self,
        uri: &Uri,
        answer: impl FnOnce(&Snapshot) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(snapshot) = self.snapshot(uri) else {
            return Ok(None);
        };
        self.work(move || answer(&snapshot)).await
    }

    /// As [`Server::ask`], once the text as it is now has been checked: for answers that rest on the graph.
    async fn ask_checked<T: Send + 'static>(
        &self,
        uri: &Uri,
        answer: impl FnOnce(&Snapshot) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        self.checked(uri).await;
        self.ask(uri, answer).await
    }

    /// Work on a thread that may take its time. A panic is an error of this one request.
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        match tokio::task::spawn_blocking(work).await {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let words = match error.try_into_panic() {
                    Ok(panic) => words_of(panic.as_ref()),
                    Err(_) => "it was cut short".to_owned(),
                };
                self.client
                    .log_message(MessageType::ERROR, format!("a request failed: {words}"))
                    .await;
                Err(Error {
                    code: ErrorCode::InternalError,
                    message: words.into(),
                    data: None,
                })
            }
        }
    }

    /// Waits until the present text of a file has been checked, or will never be: the editor is about to go, and is owed an
    /// answer all the same.
    async fn checked(&self, uri: &Uri) {
        let mut runs = self.shared.runs.subscribe();
        loop {
            {
                let state = self.shared.lock();
                let Some(open) = state.open.get(uri) else { return };
                let is_checked = state.results.get(uri).is_some_and(|it| it.version == open.version);
                if state.closing || (is_checked && !state.dirty.contains(uri)) {
                    return;
                }
            }
            if runs.changed().await.is_err() {
                return;
            }
        }
    }

    /// Where an edit was asked for a text that is another one by now.
    fn outdated() -> Error {
        Error {
            code: ErrorCode::ContentModified,
            message: "the text has changed".into(),
            data: None,
        }
    }

    async fn load_settings(&self) {
        if !self.shared.lock().abilities.configuration {
            return;
        }
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some("hotkit".to_owned()),
        };
        let Ok(values) = self.client.configuration(vec![item]).await else {
            return;
        };
        if let Some(value) = values.first() {
            self.set(value).await;
        }
    }

    /// Takes over what an editor sends as settings; false where it sends none.
    async fn set(&self, value: &Value) -> bool {
        match Settings::from_value(value) {
            Ok(Some(settings)) => self.change(|state| state.set(settings)),
            Ok(None) => return false,
            Err(words) => self.client.show_message(MessageType::ERROR, words).await,
        }
        true
    }

    /// The plan of a template as a page.
    pub(crate) async fn plan(&self, params: PlanParams) -> Result<Option<Value>> {
        self.ask(&params.text_document.uri, move |it| {
            answers::plan(it, params.against.as_deref())
        })
        .await
    }

    /// The dependency graph of a template: names, types, waves, edges, and their picture.
    pub(crate) async fn graph(&self, params: GraphParams) -> Result<Option<Value>> {
        self.ask_checked(&params.text_document.uri, move |it| {
            answers::graph(it, params.position, params.resource.as_deref())
        })
        .await
    }
}

/// What `hotkit/graph` is asked.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GraphParams {
    text_document: TextDocumentIdentifier,
    /// The cursor.
    position: Option<Position>,
    /// The resource that is told in full, instead of the one at the cursor.
    resource: Option<String>,
}

/// What `hotkit/plan` is asked.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanParams {
    text_document: TextDocumentIdentifier,
    /// A file, or `git:REV`: the plan of the update from it.
    against: Option<String>,
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let abilities = Abilities::of(&params.capabilities);
        let encoding = encoding(&params);
        let settings = params.initialization_options.as_ref().map(Settings::from_value);
        let (settings, mistake) = match settings {
            Some(Ok(settings)) => (settings, None),
            Some(Err(words)) => (None, Some(words)),
            None => (None, None),
        };
        let folders = folders(&params);
        self.change(|state| {
            state.abilities = abilities;
            state.encoding = encoding;
            state.settings = settings.unwrap_or_default();
            state.set_folders(folders);
            state.say(mistake.map(|words| Message::Show(MessageType::ERROR, words)));
        });
        checker::start(Arc::clone(&self.shared));
        Ok(InitializeResult {
            capabilities: capabilities(encoding, abilities),
            server_info: Some(ServerInfo {
                name: "hotkit".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        tokio::spawn(publish::send(Arc::clone(&self.shared), self.client.clone()));
        if self.shared.lock().abilities.watch_files {
            let watcher = FileSystemWatcher {
                glob_pattern: GlobPattern::String("**/*".to_owned()),
                kind: None,
            };
            let options = DidChangeWatchedFilesRegistrationOptions {
                watchers: vec![watcher],
            };
            let registration = Registration {
                id: "files".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: serde_json::to_value(options).ok(),
            };
            if let Err(error) = self.client.register_capability(vec![registration]).await {
                let words = format!("the editor does not tell of changed files: {error}");
                self.client.log_message(MessageType::WARNING, words).await;
            }
        }
        self.load_settings().await;
    }

    async fn shutdown(&self) -> Result<()> {
        self.change(|state| state.closing = true);
        // Whoever waits for a run waits no longer.
        self.shared.runs.send_modify(|runs| *runs += 1);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.change(|state| state.did_open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.change(|state| state.did_change(&document.uri, document.version, params.content_changes));
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {}

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.change(|state| {
            state.did_close(&params.text_document.uri);
            let orphans = std::mem::take(&mut state.orphans);
            let mut messages = publish::diagnostics(state, &params.text_document.uri, orphans, false);
            messages.extend(publish::forgotten_configurations(state));
            state.say(messages);
        });
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if !self.set(&params.settings).await {
            self.load_settings().await;
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.change(|state| {
            let path = |it: &WorkspaceFolder| path_of(&it.uri, None);
            let removed: Vec<_> = params
                .event
                .removed
                .iter()
                .map(|it| hotkit_workspace::real(&path(it)))
                .collect();
            let mut folders: Vec<_> = state
                .folders()
                .iter()
                .filter(|it| !removed.contains(it))
                .cloned()
                .collect();
            folders.extend(params.event.added.iter().map(path));
            state.set_folders(folders);
        });
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let files: Vec<_> = params.changes.iter().map(|it| path_of(&it.uri, None)).collect();
        self.change(|state| state.files_changed(files));
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        let files: Vec<_> = params.files.iter().filter_map(|it| file_of(&it.uri)).collect();
        self.change(|state| state.files_changed(files));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        let names = params.files.iter().flat_map(|it| [&it.old_uri, &it.new_uri]);
        let files: Vec<_> = names.filter_map(|it| file_of(it)).collect();
        self.change(|state| state.files_changed(files));
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        let files: Vec<_> = params.files.iter().filter_map(|it| file_of(&it.uri)).collect();
        self.change(|state| state.files_changed(files));
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let renamed: Vec<_> = params
            .files
            .iter()
            .filter_map(|it| Some((file_of(&it.old_uri)?, file_of(&it.new_uri)?)))
            .collect();
        let shared = Arc::clone(&self.shared);
        self.work(move || answers::renamed_files(&shared, &renamed)).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        self.checked(&uri).await;
        let items = {
            let state = self.shared.lock();
            state
                .open
                .get(&uri)
                .map(|open| of_file(&state, &open.file))
                .unwrap_or_default()
        };
        let report = RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: None, items },
        };
        Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(
            report,
        )))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        self.ask(&at.text_document.uri, move |it| answers::completion(it, at.position))
            .await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, move |it| answers::hover(it, at.position))
            .await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, move |it| answers::signature(it, at.position))
            .await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, move |it| {
            answers::targets(it, at.position, hotkit_ide::navigation::definition)
        })
        .await
    }

    async fn goto_type_definition(
        &self,
        params: GotoTypeDefinitionParams,
    ) -> Result<Option<GotoTypeDefinitionResponse>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, move |it| {
            answers::targets(it, at.position, hotkit_ide::navigation::type_definition)
        })
        .await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let at = params.text_document_position;
        let with_declaration = params.context.include_declaration;
        self.ask(&at.text_document.uri, move |it| {
            answers::references(it, at.position, with_declaration)
        })
        .await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, move |it| answers::highlight(it, at.position))
            .await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.ask(&params.text_document.uri, answers::symbols).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let shared = Arc::clone(&self.shared);
        self.work(move || answers::workspace_symbols(&shared, &params.query))
            .await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let position = params.position;
        let found = self
            .ask(&params.text_document.uri, move |it| {
                answers::prepare_rename(it, position)
            })
            .await?;
        found.transpose()
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let at = params.text_document_position;
        let found = self
            .ask(&at.text_document.uri, move |it| {
                let edit = answers::rename(it, at.position, &params.new_name)?;
                // An edit of a text that is another one by now would land anywhere.
                Some(if it.is_present() { edit } else { Err(Server::outdated()) })
            })
            .await?;
        found.transpose()
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(&params.text_document.uri, answers::links).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(&params.text_document.uri, answers::folding).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask(&params.text_document.uri, move |it| {
            answers::selection(it, &params.positions)
        })
        .await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        self.ask(&params.text_document.uri, |it| {
            answers::colours(it).map(SemanticTokensResult::Tokens)
        })
        .await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        self.ask(&params.text_document.uri, move |it| {
            answers::colours_since(it, &params.previous_result_id)
        })
        .await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.ask(&params.text_document.uri, move |it| {
            answers::colours_of_part(it, params.range).map(SemanticTokensRangeResult::Tokens)
        })
        .await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.ask(&params.text_document.uri, |it| answers::formatting(it, None))
            .await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.ask(&params.text_document.uri, move |it| {
            answers::formatting(it, Some(params.range))
        })
        .await
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let at = params.text_document_position;
        self.ask(&at.text_document.uri, move |it| {
            answers::formatting_on_type(it, at.position, &params.ch)
        })
        .await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.ask_checked(&params.text_document.uri, move |it| answers::hints(it, params.range))
            .await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.ask_checked(&params.text_document.uri, answers::lenses).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask_checked(&params.text_document.uri, move |it| {
            answers::actions(it, params.range, &params.context)
        })
        .await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, move |it| {
            answers::prepare_hierarchy(it, at.position)
        })
        .await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let name = params.item.name;
        self.ask_checked(&params.item.uri, move |it| answers::incoming(it, &name))
            .await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let name = params.item.name;
        self.ask_checked(&params.item.uri, move |it| answers::outgoing(it, &name))
            .await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        match params.command.as_str() {
            "hotkit.explain" => {
                let what = params
                    .arguments
                    .first()
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
                self.work(move || answers::explain(&what).map(|text| json!(text))).await
            }
            "hotkit.graph" => {
                let uri = params
                    .arguments
                    .first()
                    .and_then(|it| serde_json::from_value::<Uri>(it.clone()).ok());
                let Some(uri) = uri else {
                    return Err(Error::invalid_params("hotkit.graph wants the address of a template"));
                };
                self.ask_checked(&uri, |it| answers::graph(it, None, None)).await
            }
            USED => {
                if let Some(name) = params.arguments.first().and_then(Value::as_str) {
                    self.shared.lock().used(name);
                }
                Ok(None)
            }
            other => Err(Error::invalid_params(format!("there is no command `{other}`"))),
        }
    }
}

/// The folders of the workspace; of an editor that knows only one, that one.
fn folders(params: &InitializeParams) -> Vec<std::path::PathBuf> {
    if let Some(folders) = params.workspace_folders.as_ref().filter(|it| !it.is_empty()) {
        return folders.iter().map(|it| path_of(&it.uri, None)).collect();
    }
    #[expect(deprecated, reason = "older editors give nothing else")]
    let root = params.root_uri.as_ref();
    root.map(|it| path_of(it, None)).into_iter().collect()
}

fn file_of(uri: &str) -> Option<std::path::PathBuf> {
    let uri: Uri = uri.parse().ok()?;
    Some(path_of(&uri, None))
}
