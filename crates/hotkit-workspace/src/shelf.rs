//! What a run has read so far, so that files which many name are read once.
//!
//! Room is bounded: in a folder of a hundred thousand templates what was read long ago is forgotten, and read again where it
//! is needed again. So nobody may rely on reading the same twice; who must know what was read keeps its [`Print`].

use std::cell::Cell;
use std::collections::VecDeque;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::{fs, io};

use hotkit_model::FileKind;
use rustc_hash::FxHashMap;

use crate::memory::ReadText;
use crate::project::{Located, Project};
use crate::stamp::Stamp;
use crate::store::{Use, read_before};

/// What bytes are known by: nobody can make others with the same print.
pub(crate) type Print = [u8; 16];

/// Bytes that may be at hand, by a rough count.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The same where every root is read twice: the roots of an ordinary project are then still at hand.
const MOST_BYTES_OF_ROOTS: usize = 32 * 1024 * 1024;

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
    Text(Arc<str>, Marks),
    /// Bytes that are no UTF-8.
    Bytes(Vec<u8>, Marks),
    /// Why it cannot be read, and whether there is no such file.
    Unreadable(String, bool),
}

/// What bytes are known by, and the file that holds them.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    print: OnceLock<Print>,
    stamp: Option<Stamp>,
}

impl Contents {
    fn read(project: &Project, real: &Path) -> Contents {
        if let Some(text) = project.unsaved(real) {
            return Contents::Text(Arc::clone(text), Marks::default());
        }
        let (bytes, stamp) = match project.read(real) {
            Ok(read) => read,
            Err((why, missing)) => return Contents::Unreadable(why, missing),
        };
        let marks = Marks {
            print: OnceLock::new(),
            stamp,
        };
        match String::from_utf8(bytes) {
            Ok(text) => Contents::Text(text.into(), marks),
            Err(error) => Contents::Bytes(error.into_bytes(), marks),
        }
    }

    /// What the bytes are known by; `None` where they cannot be read.
    pub(crate) fn print(&self) -> Option<Print> {
        match self {
            Contents::Text(text, marks) => Some(*marks.print.get_or_init(|| print_of(text.as_bytes()))),
            Contents::Bytes(bytes, marks) => Some(*marks.print.get_or_init(|| print_of(bytes))),
            Contents::Unreadable(..) => None,
        }
    }

    /// The stamp of the file, and what its bytes are known by.
    fn seen(&self) -> Option<Seen> {
        let (Contents::Text(_, marks) | Contents::Bytes(_, marks)) = self else {
            return None;
        };
        Some(Seen {
            stamp: marks.stamp?,
            print: self.print()?,
        })
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

/// A file that was read while it was at rest: as long as it has this stamp, it holds the bytes of this print.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Seen {
    pub(crate) stamp: Stamp,
    pub(crate) print: Print,
}

/// What was found at a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Look {
    /// Everything that a verdict can learn from a path: whether it leads anywhere, where to, and what is there.
    pub(crate) state: Print,
    /// The file, where it can be known again without being read.
    pub(crate) seen: Option<Seen>,
}

impl Look {
    pub(crate) fn new(project: &Project, located: &Located, contents: Option<&Contents>) -> Look {
        let bytes = match contents {
            Some(Contents::Unreadable(why, _)) => Bytes::Unreadable(why),
            read => read.and_then(Contents::print).map_or(Bytes::Unread, Bytes::Read),
        };
        Look {
            state: state(project, located, bytes),
            seen: contents.and_then(Contents::seen),
        }
    }
}

/// What became of the bytes at a path.
enum Bytes<'c> {
    Unread,
    Unreadable(&'c str),
    Read(Print),
}

fn state(project: &Project, located: &Located, bytes: Bytes<'_>) -> Print {
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
    match bytes {
        Bytes::Unread => prints.add(b"unread"),
        Bytes::Unreadable(why) => {
            prints.add(b"unreadable");
            prints.add(why.as_bytes());
        }
        Bytes::Read(print) => prints.add(&print),
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
    /// What the bytes of files are known by that were not read, because they have the stamps of an earlier run.
    seen: FxHashMap<Stamp, Print>,
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
        self.located_now(project, path).0
    }

    /// As [`Shelf::located`], with what the system says of the file, where it was asked in this call.
    fn located_now(&self, project: &Project, path: &str) -> (Located, Option<Metadata>) {
        if let Some(known) = self.lock().places.get(path) {
            return (known.clone(), None);
        }
        let metadata = Cell::new(None);
        let located = project.locate_by(path, |absolute| {
            let (real, own) = self.canonical(absolute)?;
            metadata.set(own);
            Ok(real)
        });
        let mut inner = self.lock();
        inner.places.insert(path.to_owned(), located.clone());
        inner.remember(Key::Place(path.to_owned()), 2 * path.len() + ENTRY);
        (located, metadata.into_inner())
    }

    /// As [`fs::canonicalize`], which walks the whole path: of a folder it is asked once. With what the system says of a file
    /// that is no link.
    fn canonical(&self, path: &Path) -> io::Result<(PathBuf, Option<Metadata>)> {
        let whole = || fs::canonicalize(path).map(|real| (real, None));
        // Elsewhere names may be spelt in several ways, and only the system tells the one that counts.
        if !cfg!(target_os = "linux") {
            return whole();
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return whole();
        };
        let is_whole = path.as_os_str().as_encoded_bytes().ends_with(name.as_encoded_bytes());
        if !is_whole {
            return whole();
        }
        let metadata = fs::symlink_metadata(path)?;
        if metadata.is_symlink() {
            return whole();
        }
        let known = self.lock().folders.get(folder).map(|real| real.join(name));
        if let Some(file) = known {
            return Ok((file, Some(metadata)));
        }
        // A folder that is no link either lies where the one around it does.
        let (real, _) = self.canonical(folder)?;
        let file = real.join(name);
        let mut inner = self.lock();
        if inner.folders.len() == MOST_FOLDERS {
            inner.folders.clear();
        }
        inner.folders.insert(folder.to_owned(), real);
        Ok((file, Some(metadata)))
    }

    /// What a located file holds.
    pub(crate) fn contents(&self, project: &Project, real: &Path) -> Arc<Contents> {
        if let Some(known) = self.lock().contents.get(real) {
            return Arc::clone(known);
        }
        let contents = Arc::new(Contents::read(project, real));
        let mut inner = self.lock();
        inner.recognise(&contents);
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

    /// What there is at a path by now. A file that has the stamp of the earlier look still is not read again.
    pub(crate) fn look_again(&self, project: &Project, path: &str, before: &Look) -> Look {
        let (located, metadata) = self.located_now(project, path);
        let Located::Real(real) = &located else {
            return Look::new(project, &located, None);
        };
        match &before.seen {
            Some(seen) if project.stamp(real, metadata) == Some(seen.stamp) => {
                self.lock().seen.insert(seen.stamp, seen.print);
                Look {
                    state: state(project, &located, Bytes::Read(seen.print)),
                    seen: before.seen,
                }
            }
            _ => Look::new(project, &located, Some(&self.contents(project, real))),
        }
    }

    /// A panic while it was held leaves entries that are whole: each is put in at once.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Bytes that an earlier run has seen need not be looked through to know them.
    fn recognise(&self, contents: &Contents) {
        if let Contents::Text(_, marks) | Contents::Bytes(_, marks) = contents
            && let Some(print) = marks.stamp.and_then(|it| self.seen.get(&it))
        {
            // Nobody else has the contents yet.
            let _ = marks.print.set(*print);
        }
    }

    /// Counts what was put in, and forgets the oldest where there is too much.
    fn remember(&mut self, key: Key, weight: usize) {
        self.order.push_back((key, weight));
        self.weight += weight;
        let room = if self.has_roots {
            MOST_BYTES_OF_ROOTS
        } else {
            MOST_BYTES
        };
        while self.weight > room
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
