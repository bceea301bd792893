//! What a run has read so far, so that files which many name are read once.
//!
//! Room is bounded: in a folder of a hundred thousand templates what was read long ago is forgotten, and read again where it
//! is needed again. So nobody may rely on reading the same twice; who must know what was read keeps its [`Print`].

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::{fs, io};

use hotkit_model::FileKind;
use rustc_hash::FxHashMap;

use crate::memory::ReadText;
use crate::project::{Located, Project};
use crate::store::{Use, read_before};

/// What bytes are known by: nobody can make others with the same print.
pub(crate) type Print = [u8; 16];

/// Bytes that may be at hand, by a rough count.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// How many bytes a document takes for each byte of its text, roughly.
const DOCUMENT: usize = 10;

/// Folders that are remembered: files of one folder come one after the other.
const MOST_FOLDERS: usize = 1024;

/// What an entry takes besides its text.
const ENTRY: usize = 200;

/// The print of a text or file.
pub(crate) fn print_of(bytes: &[u8]) -> Print {
    shortened(&blake3::hash(bytes))
}

fn shortened(hash: &blake3::Hash) -> Print {
    let mut print = Print::default();
    print.copy_from_slice(&hash.as_bytes()[..16]);
    print
}

/// The print of several things in their order.
#[derive(Default)]
pub(crate) struct Prints(blake3::Hasher);

impl Prints {
    /// Adds a thing, and where it ends.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds several things, and where they end.
    pub(crate) fn add_all<'t>(&mut self, texts: impl ExactSizeIterator<Item = &'t str>) {
        self.add(&(texts.len() as u64).to_le_bytes());
        for text in texts {
            self.add(text.as_bytes());
        }
    }

    pub(crate) fn end(&self) -> Print {
        shortened(&self.0.finalize())
    }
}

/// What a located file holds.
#[derive(Debug)]
pub(crate) enum Contents {
    Text(Arc<str>, OnceLock<Print>),
    /// Bytes that are no UTF-8.
    Bytes(Vec<u8>, OnceLock<Print>),
    /// Why it cannot be read, and whether there is no such file.
    Unreadable(String, bool),
}

impl Contents {
    fn read(project: &Project, real: &Path) -> Contents {
        if let Some(text) = project.unsaved(real) {
            return Contents::Text(Arc::clone(text), OnceLock::new());
        }
        match project.read(real).map(String::from_utf8) {
            Ok(Ok(text)) => Contents::Text(text.into(), OnceLock::new()),
            Ok(Err(error)) => Contents::Bytes(error.into_bytes(), OnceLock::new()),
            Err((why, missing)) => Contents::Unreadable(why, missing),
        }
    }

    /// What the bytes are known by; `None` where they cannot be read.
    pub(crate) fn print(&self) -> Option<Print> {
        match self {
            Contents::Text(text, print) => Some(*print.get_or_init(|| print_of(text.as_bytes()))),
            Contents::Bytes(bytes, print) => Some(*print.get_or_init(|| print_of(bytes))),
            Contents::Unreadable(..) => None,
        }
    }

    fn weight(&self) -> usize {
        ENTRY
            + match self {
                Contents::Text(text, _) => text.len(),
                Contents::Bytes(bytes, _) => bytes.len(),
                Contents::Unreadable(..) => 0,
            }
    }
}

/// Everything that a verdict can learn from a path: whether it leads anywhere, where to, and what is there.
pub(crate) fn state(project: &Project, located: &Located, contents: Option<&Contents>) -> Print {
    let mut prints = Prints::default();
    match located {
        Located::Missing => prints.add(b"missing"),
        Located::Outside => prints.add(b"outside"),
        Located::OutsideMissing => prints.add(b"outside, missing"),
        Located::Unreachable(why) => {
            prints.add(b"unreachable");
            prints.add(why.as_bytes());
        }
        Located::Real(real) => {
            prints.add(b"real");
            // From the working folder: in another copy of the project the same file is the same.
            prints.add(project.shown(real).as_bytes());
        }
    }
    match contents {
        None => prints.add(b"unread"),
        Some(Contents::Unreadable(why, _)) => {
            prints.add(b"unreadable");
            prints.add(why.as_bytes());
        }
        Some(contents) => prints.add(&contents.print().unwrap_or_default()),
    }
    prints.end()
}

/// The shelf. Threads share it.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    places: FxHashMap<String, Located>,
    /// Folders, and their paths without symbolic links.
    folders: FxHashMap<PathBuf, PathBuf>,
    contents: FxHashMap<PathBuf, Arc<Contents>>,
    documents: FxHashMap<(PathBuf, Use), (Arc<str>, ReadText)>,
    /// What was put in, the oldest first, with its weight.
    order: VecDeque<(Key, usize)>,
    weight: usize,
    /// Whether documents of roots are put in.
    has_roots: bool,
}

#[derive(Debug)]
enum Key {
    Place(String),
    Contents(PathBuf),
    Document(PathBuf, Use),
}

impl Shelf {
    /// From here on documents of roots are kept, too: every root is read twice.
    pub(crate) fn keep_roots(&self) {
        self.lock().has_roots = true;
    }

    /// As [`Project::locate`].
    pub(crate) fn located(&self, project: &Project, path: &str) -> Located {
        if let Some(known) = self.lock().places.get(path) {
            return known.clone();
        }
        let located = project.locate_by(path, |absolute| self.canonical(absolute));
        let mut inner = self.lock();
        inner.places.insert(path.to_owned(), located.clone());
        inner.remember(Key::Place(path.to_owned()), 2 * path.len() + ENTRY);
        located
    }

    /// As [`fs::canonicalize`], which walks the whole path: of a folder it is asked once.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        // Elsewhere names may be spelt in several ways, and only the system tells the one that counts.
        let can_differ = !cfg!(target_os = "linux");
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return fs::canonicalize(path);
        };
        let is_whole = path.as_os_str().as_encoded_bytes().ends_with(name.as_encoded_bytes());
        if can_differ || !is_whole || fs::symlink_metadata(path)?.is_symlink() {
            return fs::canonicalize(path);
        }
        if let Some(real) = self.lock().folders.get(folder) {
            return Ok(real.join(name));
        }
        let real = fs::canonicalize(folder)?;
        let file = real.join(name);
        let mut inner = self.lock();
        if inner.folders.len() == MOST_FOLDERS {
            inner.folders.clear();
        }
        inner.folders.insert(folder.to_owned(), real);
        Ok(file)
    }

    /// What a located file holds.
    pub(crate) fn contents(&self, project: &Project, real: &Path) -> Arc<Contents> {
        if let Some(known) = self.lock().contents.get(real) {
            return Arc::clone(known);
        }
        let contents = Arc::new(Contents::read(project, real));
        let mut inner = self.lock();
        inner.contents.insert(real.to_owned(), Arc::clone(&contents));
        inner.remember(Key::Contents(real.to_owned()), contents.weight());
        contents
    }

    /// The text of a located file as what it is used for. A root is mostly read for itself alone, and its memory is best used
    /// for the next one at once; who names it reads it again, and then it is kept.
    pub(crate) fn document(&self, project: &Project, real: &Path, purpose: Use, text: &Arc<str>) -> ReadText {
        let mut key = (real.to_owned(), purpose);
        // What was recognised as a template is read as one in the same way.
        let purposes: &[Use] = if purpose == Use::Template {
            &[purpose, Use::Found]
        } else {
            &[purpose]
        };
        {
            let inner = self.lock();
            for also in purposes {
                key.1 = *also;
                let known = inner.documents.get(&key).filter(|(its, _)| its == text);
                if let Some((_, document)) = known
                    && (*also == purpose || matches!(document, Some((FileKind::Template, _))))
                {
                    return document.clone();
                }
            }
        }
        key.1 = purpose;
        let document = read_before(project, real, purpose, text);
        let mut inner = self.lock();
        if matches!(purpose, Use::Found | Use::Named) && !inner.has_roots {
            return document;
        }
        inner.documents.insert(key, (Arc::clone(text), document.clone()));
        let weight = document.as_ref().map_or(0, |_| text.len() * DOCUMENT) + ENTRY;
        inner.remember(Key::Document(real.to_owned(), purpose), weight);
        document
    }

    /// Lets go of everything that was read from texts: what is left to do needs the texts alone.
    pub(crate) fn forget_documents(&self) {
        let mut inner = self.lock();
        inner.order.retain(|(key, _)| !matches!(key, Key::Document(..)));
        inner.weight = inner.order.iter().map(|(_, weight)| weight).sum();
        inner.documents.clear();
    }

    /// The [`state`] of a path.
    pub(crate) fn state(&self, project: &Project, path: &str) -> Print {
        let located = self.located(project, path);
        match &located {
            Located::Real(real) => state(project, &located, Some(&self.contents(project, real))),
            _ => state(project, &located, None),
        }
    }

    /// A panic while it was held leaves entries that are whole: each is put in at once.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Counts what was put in, and forgets the oldest where there is too much.
    fn remember(&mut self, key: Key, weight: usize) {
        self.order.push_back((key, weight));
        self.weight += weight;
        while self.weight > MOST_BYTES
            && let Some((key, weight)) = self.order.pop_front()
        {
            self.weight -= weight;
            match key {
                Key::Place(path) => drop(self.places.remove(&path)),
                Key::Contents(real) => drop(self.contents.remove(&real)),
                Key::Document(real, purpose) => drop(self.documents.remove(&(real, purpose))),
            }
        }
    }
}
