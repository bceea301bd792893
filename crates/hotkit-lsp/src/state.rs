//! Everything that the server knows between two messages, in one place.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use hotkit_model::Document;
use hotkit_text::SourceFile;
use hotkit_workspace::{CONFIG_NAME, Inspection, Kept, Project, Surveyed, Unsaved, real};
use tokio::sync::{Notify, watch};
use tower_lsp_server::ls_types::{
    Diagnostic, MessageType, SemanticToken, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
};

use crate::convert::{Encoding, path_of};
use crate::publish::Message;
use crate::settings::{Abilities, Settings};
use crate::text::changed;

/// Completed types that are remembered.
const MOST_RECENT: usize = 16;

/// The state with its lock, and the ways to hear of changes.
#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    /// Told where there is something to check, or nothing any more.
    pub(crate) work: Condvar,
    /// Told where there is something to say.
    pub(crate) news: Notify,
    /// Counts the runs of the checker.
    pub(crate) runs: watch::Sender<u64>,
}

impl Shared {
    pub(crate) fn new() -> Shared {
        Shared {
            state: Mutex::default(),
            work: Condvar::new(),
            news: Notify::new(),
            runs: watch::Sender::new(0),
        }
    }

    /// The state. What panics while it is held leaves each field whole, so that the server lives on.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for work; the state is given back locked.
    pub(crate) fn wait<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.work.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the server knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) encoding: Encoding,
    pub(crate) abilities: Abilities,
    pub(crate) settings: Settings,
    /// Folders of the workspace, the longest path first: of nested ones the inner one counts.
    folders: Vec<PathBuf>,
    /// Texts that the editor has open.
    pub(crate) open: BTreeMap<Uri, Open>,
    /// What the last run over each open text gave.
    pub(crate) results: BTreeMap<Uri, RootResult>,
    /// Open texts that must be checked (again).
    pub(crate) dirty: BTreeSet<Uri>,
    /// What the editor was told of each file.
    pub(crate) published: BTreeMap<PathBuf, Told>,
    /// Files whose findings belonged to texts that were closed: to be told anew.
    pub(crate) orphans: BTreeSet<PathBuf>,
    /// Configurations with mistakes that the editor was told of.
    pub(crate) faulty: BTreeSet<PathBuf>,
    /// Documents that were read.
    pub(crate) kept: Arc<Kept>,
    /// Templates and environments of each folder, where that was asked.
    pub(crate) surveys: BTreeMap<PathBuf, Arc<Vec<Surveyed>>>,
    /// Types that were completed, the last one first.
    pub(crate) recent_types: Vec<String>,
    /// The colours that the editor has of each open text.
    pub(crate) colours: BTreeMap<Uri, Colours>,
    /// Mistakes in the settings that the user was told of.
    pub(crate) told: BTreeSet<String>,
    /// What the editor is to be told, the first one first.
    pub(crate) unsaid: VecDeque<Message>,
    /// True where the editor has gone.
    pub(crate) closing: bool,
    clock: u64,
}

/// The findings of a file as the editor has them.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The address under which it knows the file.
    pub(crate) uri: Uri,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// False where it has pulled them, or will.
    pub(crate) pushed: bool,
}

/// An answer with all colours of a text.
#[derive(Clone, Debug)]
pub(crate) struct Colours {
    /// Its name.
    pub(crate) id: String,
    pub(crate) data: Arc<Vec<SemanticToken>>,
}

/// A text that the editor has open.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    /// Its file without symbolic links, as it was when it was opened.
    pub(crate) file: PathBuf,
    /// The editor's number of the text.
    pub(crate) version: i32,
    /// The text; its name is how findings show the file.
    pub(crate) source: Arc<SourceFile>,
    /// True where the editor says that it is a template, whatever it holds.
    pub(crate) named: bool,
    /// The text, read; filled by whoever needs it first.
    pub(crate) document: Arc<OnceLock<Option<Arc<Document>>>>,
    /// When it was changed last.
    pub(crate) changed: u64,
}

/// What a run over an open text gave.
#[derive(Clone, Debug)]
pub(crate) struct RootResult {
    /// The text that it speaks of.
    pub(crate) version: i32,
    /// Everything that was found, and what was read for it.
    pub(crate) inspection: Arc<Inspection>,
    /// The files that were asked for, whether there or not; without symbolic links.
    pub(crate) files: BTreeSet<PathBuf>,
    /// The files that findings speak of: the name under which each is shown, and the file itself.
    pub(crate) names: BTreeMap<String, PathBuf>,
    /// The folder that the names of files start from.
    pub(crate) folder: PathBuf,
}

impl State {
    /// Puts the folders of the workspace in place.
    pub(crate) fn set_folders(&mut self, folders: Vec<PathBuf>) {
        let mut folders: Vec<PathBuf> = folders.iter().map(|it| real(it)).collect();
        folders.sort_by(|a, b| (b.as_os_str().len().cmp(&a.as_os_str().len())).then_with(|| a.cmp(b)));
        folders.dedup();
        self.folders = folders;
        self.surveys.clear();
        self.check_all();
    }

    pub(crate) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The folder that a file belongs to: one of the workspace's, else its own.
    pub(crate) fn folder_of(&self, file: &Path) -> PathBuf {
        let folder = self.folders.iter().find(|it| file.starts_with(it));
        let own = || file.parent().map_or_else(|| PathBuf::from("/"), Path::to_owned);
        folder.cloned().unwrap_or_else(own)
    }

    /// The project of a file, with every text that is not saved yet.
    pub(crate) fn project_of(&self, file: &Path) -> Project {
        Project::open(self.folder_of(file), false).with_memory(Arc::new(self.unsaved()), Arc::clone(&self.kept))
    }

    fn unsaved(&self) -> Unsaved {
        let mut unsaved = Unsaved::default();
        for open in self.open.values() {
            unsaved.insert(&open.file, Arc::clone(open.source.text()));
        }
        unsaved
    }

    /// Takes up a text.
    pub(crate) fn did_open(&mut self, item: TextDocumentItem) {
        let file = real(&path_of(&item.uri, self.folders.last().map(PathBuf::as_path)));
        let shown = Project::open(self.folder_of(&file), false).shown(&file);
        let clock = self.tick();
        let open = Open {
            file: file.clone(),
            version: item.version,
            source: Arc::new(SourceFile::new(shown, item.text)),
            named: matches!(item.language_id.as_str(), "hot" | "heat" | "heat-template"),
            document: Arc::default(),
            changed: clock,
        };
        self.open.insert(item.uri.clone(), open);
        self.dirty.insert(item.uri);
        self.file_changed(&file);
    }

    /// Changes a text; what was never opened is left alone.
    pub(crate) fn did_change(&mut self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let clock = self.tick();
        let encoding = self.encoding;
        let Some(open) = self.open.get_mut(uri) else { return };
        open.source = changed(&open.source, changes, encoding);
        open.version = version;
        open.document = Arc::default();
        open.changed = clock;
        let file = open.file.clone();
        self.dirty.insert(uri.clone());
        self.file_changed(&file);
    }

    /// Lets go of a text: the file on the disk counts again.
    pub(crate) fn did_close(&mut self, uri: &Uri) {
        let Some(open) = self.open.remove(uri) else { return };
        self.dirty.remove(uri);
        self.colours.remove(uri);
        if let Some(result) = self.results.remove(uri) {
            self.orphans.extend(result.names.into_values());
        }
        self.orphans.insert(open.file.clone());
        self.file_changed(&open.file);
    }

    /// A file is not what it was: every text whose findings rest on it must be checked again.
    pub(crate) fn file_changed(&mut self, real: &Path) {
        if real.file_name().is_some_and(|it| it == CONFIG_NAME) {
            self.check_all();
        }
        let concerned = self.results.iter().filter(|(_, it)| it.files.contains(real));
        self.dirty.extend(concerned.map(|(uri, _)| uri.clone()));
    }

    /// Files appeared, went or changed outside of the editor.
    pub(crate) fn files_changed(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        self.surveys.clear();
        for file in files {
            let file = real(&file);
            if file
                .file_name()
                .is_some_and(|it| it == CONFIG_NAME || it == ".hotkitignore")
            {
                self.check_all();
            }
            // Where a folder was renamed or removed, everything in it was.
            let concerns = |it: &RootResult| it.files.iter().any(|path| path.starts_with(&file));
            let concerned = self.results.iter().filter(|(_, it)| concerns(it));
            self.dirty.extend(concerned.map(|(uri, _)| uri.clone()));
        }
    }

    /// Takes over settings.
    pub(crate) fn set(&mut self, settings: Settings) {
        if self.settings != settings {
            self.settings = settings;
            self.told.clear();
            self.check_all();
        }
    }

    /// Leaves messages to be sent; findings of a file that are not sent yet are nothing beside newer ones.
    pub(crate) fn say(&mut self, messages: impl IntoIterator<Item = Message>) {
        for message in messages {
            if let Message::Diagnostics(uri, ..) = &message {
                self.unsaid
                    .retain(|it| !matches!(it, Message::Diagnostics(its, ..) if its == uri));
            }
            self.unsaid.push_back(message);
        }
    }

    /// Says a mistake in the settings, unless it was said since they changed.
    pub(crate) fn say_once(&mut self, words: String) {
        if self.told.insert(words.clone()) {
            self.say([Message::Show(MessageType::ERROR, words)]);
        }
    }

    /// Everything must be checked again.
    pub(crate) fn check_all(&mut self) {
        self.dirty.extend(self.open.keys().cloned());
    }

    /// A type was completed.
    pub(crate) fn used(&mut self, name: &str) {
        // A name of a type is short; whatever else somebody sends is none.
        if name.len() > 256 {
            return;
        }
        self.recent_types.retain(|it| it != name);
        self.recent_types.insert(0, name.to_owned());
        self.recent_types.truncate(MOST_RECENT);
    }

    /// Keeps the colours that an open text has now; the name of the answer, and the one before.
    pub(crate) fn exchange_colours(&mut self, uri: &Uri, data: Arc<Vec<SemanticToken>>) -> (String, Option<Colours>) {
        let id = self.tick().to_string();
        if !self.open.contains_key(uri) {
            return (id, None);
        }
        let colours = Colours { id: id.clone(), data };
        (id, self.colours.insert(uri.clone(), colours))
    }

    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }
}
