//! Findings as the protocol's diagnostics: which file has which, and what the editor must be told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hotkit_text::{Diagnostic as Finding, Files};
use hotkit_workspace::{ConfigFault, Project, merge, real};
use serde_json::json;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, MessageType, NumberOrString,
    Uri,
};

use crate::convert::{Places, severity};
use crate::state::{RootResult, Shared, State, Told};

/// What is said to the editor.
#[derive(Debug)]
pub(crate) enum Message {
    /// The findings of a file; the version of its text, where it is open.
    Diagnostics(Uri, Vec<Diagnostic>, Option<i32>),
    /// Findings that the editor has pulled may be others by now.
    Refresh,
    /// For the user.
    Show(MessageType, String),
    /// For the log.
    Log(MessageType, String),
}

/// Says what is to be said, in the order in which it was found, until the editor has gone. Nobody else speaks of findings:
/// of two that do, the slower one would have the last word.
pub(crate) async fn send(shared: Arc<Shared>, client: Client) {
    loop {
        let (next, is_closing) = {
            let mut state = shared.lock();
            (state.unsaid.pop_front(), state.closing)
        };
        match next {
            Some(Message::Diagnostics(uri, diagnostics, version)) => {
                client.publish_diagnostics(uri, diagnostics, version).await;
            }
            Some(Message::Refresh) => {
                // The answer says nothing, and an editor may be slow to give it.
                let client = client.clone();
                tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
            }
            Some(Message::Show(kind, words)) => client.show_message(kind, words).await,
            Some(Message::Log(kind, words)) => client.log_message(kind, words).await,
            None if is_closing => return,
            None => shared.news.notified().await,
        }
    }
}

/// What must be told after a run over `root`, whose findings, present and former, lie in the files `touched`. `again`: its
/// text is the one of the run before, so that an editor has no reason to pull by itself.
pub(crate) fn diagnostics(state: &mut State, root: &Uri, touched: BTreeSet<PathBuf>, again: bool) -> Vec<Message> {
    let mut messages = Vec::new();
    let root_file = state.open.get(root).map(|it| it.file.clone());
    let mut files: Vec<PathBuf> = root_file.iter().cloned().collect();
    files.extend(touched.into_iter().filter(|it| Some(it) != root_file.as_ref()));
    let mut is_news = false;
    for file in files {
        let opened = state.open.iter().find(|(_, open)| open.file == file);
        let opened = opened.map(|(uri, open)| (uri.clone(), open.version));
        let is_root = opened.as_ref().is_some_and(|(uri, _)| uri == root);
        let Some(uri) = opened
            .as_ref()
            .map(|it| it.0.clone())
            .or_else(|| Uri::from_file_path(&file))
        else {
            continue;
        };
        let found = of_file(state, &file);
        let before = state.published.get(&file);
        let is_same = before.map_or(found.is_empty(), |it| it.diagnostics == found);
        is_news |= (!is_root || again) && !is_same;
        let version = opened.as_ref().map(|it| it.1);
        // Who pulls the findings of open texts must not get them twice.
        let pushed = opened.is_none() || !state.abilities.pull;
        let is_elsewhere = before.is_some_and(|it| it.uri != uri || it.pushed != pushed);
        if let Some(old) = before.filter(|it| is_elsewhere && it.pushed && !it.diagnostics.is_empty()) {
            messages.push(Message::Diagnostics(old.uri.clone(), Vec::new(), None));
        }
        if pushed && (is_root || !is_same || is_elsewhere) {
            messages.push(Message::Diagnostics(uri.clone(), found.clone(), version));
        }
        if found.is_empty() && !is_root {
            state.published.remove(&file);
        } else {
            let told = Told {
                uri,
                diagnostics: found,
                pushed,
            };
            state.published.insert(file, told);
        }
    }
    if is_news && state.abilities.pull && state.abilities.refresh_diagnostics {
        messages.push(Message::Refresh);
    }
    messages
}

/// Mistakes in the configurations above an open file, and news of those that were mended. Where the file was closed while it
/// was checked there is nothing to say: nobody would hear of a mistake's being mended.
pub(crate) fn configurations(
    state: &mut State,
    file: &Path,
    project: &Project,
    faults: &[ConfigFault],
) -> Vec<Message> {
    if !state.open.values().any(|it| it.file == file) {
        return Vec::new();
    }
    let mut found: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    for fault in faults {
        let places = Places {
            source: &fault.file,
            encoding: state.encoding,
        };
        let help = fault.help.iter().map(|it| format!("\n{it}"));
        let message = std::iter::once(fault.message.clone()).chain(help).collect();
        let diagnostic = Diagnostic {
            range: places.range(fault.range),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some("hotkit".to_owned()),
            message,
            ..Diagnostic::default()
        };
        let config = real(&project.absolute(fault.file.path()));
        found.entry(config).or_default().push(diagnostic);
    }
    let above = |config: &Path| config.parent().is_some_and(|folder| file.starts_with(folder));
    let mended = state.faulty.iter().filter(|it| above(it) && !found.contains_key(*it));
    let mut told: BTreeMap<PathBuf, Vec<Diagnostic>> = mended.map(|it| (it.clone(), Vec::new())).collect();
    state.faulty.retain(|it| !told.contains_key(it));
    state.faulty.extend(found.keys().cloned());
    told.extend(found);
    let messages = told
        .into_iter()
        .filter_map(|(config, diagnostics)| Some(Message::Diagnostics(uri_of(state, &config)?, diagnostics, None)));
    messages.collect()
}

/// Takes back the mistakes of configurations that no open text rests on any more: nobody would hear of their being mended.
pub(crate) fn forgotten_configurations(state: &mut State) -> Vec<Message> {
    let is_needed = |config: &PathBuf| {
        let folder = config.parent();
        folder.is_some_and(|folder| state.open.values().any(|open| open.file.starts_with(folder)))
    };
    let forgotten: Vec<PathBuf> = state.faulty.iter().filter(|it| !is_needed(it)).cloned().collect();
    state.faulty.retain(|it| !forgotten.contains(it));
    let messages = forgotten
        .iter()
        .filter_map(|it| Some(Message::Diagnostics(uri_of(state, it)?, Vec::new(), None)));
    messages.collect()
}

/// The findings of one file, from every open text that leads to it.
pub(crate) fn of_file(state: &State, file: &Path) -> Vec<Diagnostic> {
    let (files, findings, names) = findings(state, file);
    let context = Context {
        state,
        files: &files,
        names: &names,
    };
    findings.iter().map(|it| context.diagnostic(it)).collect()
}

/// The same before they are converted: the files that they speak of, and where each name leads.
pub(crate) fn findings(state: &State, file: &Path) -> (Files, Vec<Finding>, BTreeMap<String, PathBuf>) {
    let concerned: Vec<&RootResult> = state
        .results
        .values()
        .filter(|it| it.names.values().any(|it| it == file))
        .collect();
    let (files, all, names) = match concerned.as_slice() {
        [] => return (Files::default(), Vec::new(), BTreeMap::new()),
        [only] => {
            let result = &only.inspection.result;
            (result.files.clone(), result.diagnostics.clone(), only.names.clone())
        }
        [first, ..] => {
            // Names are relative to a folder, so that only results of one folder can be told as one; the innermost folder
            // of a file is the one that it belongs to.
            let folder = &first.folder;
            let same = || concerned.iter().filter(|it| it.folder == *folder);
            let (files, merged) = merge(same().map(|it| &it.inspection.result));
            let names = same().flat_map(|it| it.names.clone()).collect();
            (files, merged, names)
        }
    };
    let of_file = |it: &Finding| names.get(files.get(it.file).path()).is_some_and(|it| it == file);
    let found = all.into_iter().filter(of_file).collect();
    (files, found, names)
}

struct Context<'s> {
    state: &'s State,
    files: &'s Files,
    names: &'s BTreeMap<String, PathBuf>,
}

impl Context<'_> {
    fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let source = self.files.get(finding.file);
        let places = Places {
            source,
            encoding: self.state.encoding,
        };
        let related = self.state.abilities.related_information.then(|| {
            let related = finding.related.iter().filter_map(|it| {
                let source = self.files.get(it.file);
                let places = Places {
                    source,
                    encoding: self.state.encoding,
                };
                Some(DiagnosticRelatedInformation {
                    location: Location::new(self.uri(source.path())?, places.range(it.range)),
                    message: it.label.clone(),
                })
            });
            related.collect::<Vec<_>>()
        });
        Diagnostic {
            range: places.range(finding.range),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.rule.to_owned())),
            code_description: None,
            source: Some("hotkit".to_owned()),
            message: message(finding),
            related_information: related.filter(|it| !it.is_empty()),
            tags: tags(finding),
            data: Some(json!({ "refused": finding.refused, "path": finding.path })),
        }
    }

    fn uri(&self, path: &str) -> Option<Uri> {
        uri_of(self.state, self.names.get(path)?)
    }
}

/// The editor's address of a file.
pub(crate) fn uri_of(state: &State, file: &Path) -> Option<Uri> {
    let open = state.open.iter().find(|(_, open)| open.file == file);
    open.map(|(uri, _)| uri.clone()).or_else(|| Uri::from_file_path(file))
}

/// What is wrong, and below it what to do.
fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if let Some(name) = &finding.suggestion {
        message.push_str(&format!("\ndid you mean `{name}`?"));
    }
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    message
}

fn tags(finding: &Finding) -> Option<Vec<DiagnosticTag>> {
    let mut tags = Vec::new();
    if finding.rule.starts_with("unused-") {
        tags.push(DiagnosticTag::UNNECESSARY);
    }
    if finding.group == hotkit_text::Group::Deprecated {
        tags.push(DiagnosticTag::DEPRECATED);
    }
    (!tags.is_empty()).then_some(tags)
}

#[cfg(test)]
mod tests {
    use hotkit_text::{SourceFile, TextRange};
    use tower_lsp_server::ls_types::TextDocumentItem;

    use super::*;

    #[test]
    fn what_was_closed_while_it_was_checked_says_nothing_of_its_configuration() {
        let folder = std::env::temp_dir().canonicalize().unwrap();
        let file = folder.join("a.yaml");
        let uri = Uri::from_file_path(&file).unwrap();
        let fault = ConfigFault {
            file: Arc::new(SourceFile::new("hotkit.yaml", "rulez: {}\n")),
            range: TextRange::new(0, 5),
            message: "the configuration has no key `rulez`".to_owned(),
            label: String::new(),
            help: None,
        };
        let project = Project::open(&folder, false);
        let mut state = State::default();
        let item = TextDocumentItem::new(uri.clone(), "yaml".to_owned(), 1, String::new());
        state.did_open(item);
        let told = configurations(&mut state, &file, &project, std::slice::from_ref(&fault));
        assert_eq!((told.len(), state.faulty.len()), (1, 1));
        state.did_close(&uri);
        assert_eq!(forgotten_configurations(&mut state).len(), 1);
        let told = configurations(&mut state, &file, &project, &[fault]);
        assert_eq!((told.len(), state.faulty.len()), (0, 0));
    }
}
