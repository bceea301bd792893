//! What an editor adds to the disk: texts that are not saved yet, and what was read for the runs before.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hotkit_model::{Document, FileKind};
use rustc_hash::FxHashMap;

use crate::project::lexical;
use crate::store::{Use, document};

/// Bytes of text whose documents are kept; beyond it those that were not asked for the longest time go.
const MOST_KEPT: usize = 4 * 1024 * 1024;

/// Texts in the place of files, whether there is such a file or not.
#[derive(Clone, Debug, Default)]
pub struct Unsaved {
    texts: FxHashMap<PathBuf, Arc<str>>,
}

impl Unsaved {
    /// Puts a text in the place of a file.
    pub fn insert(&mut self, file: &Path, text: Arc<str>) {
        self.texts.insert(real(file), text);
    }

    /// The text in the place of a file, its path without symbolic links.
    pub(crate) fn get(&self, real: &Path) -> Option<&Arc<str>> {
        self.texts.get(real)
    }
}

/// The path without symbolic links, as far as it leads anywhere.
#[must_use]
pub fn real(file: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(file) {
        return real;
    }
    let folder = file.parent().and_then(|it| fs::canonicalize(it).ok());
    match (folder, file.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => lexical(file),
    }
}

/// A text as what it was read for; `None` where it is nothing that can be checked.
pub(crate) type ReadText = Option<(FileKind, Arc<Document>)>;

/// Documents of the runs before, by file and purpose: whose text is still the same need not be read again.
#[derive(Debug, Default)]
pub struct Kept {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    documents: FxHashMap<(PathBuf, Use), Entry>,
    bytes: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    text: Arc<str>,
    document: ReadText,
    used: u64,
}

impl Kept {
    /// The document of a text that stands in the place of a file; what is neither template nor environment counts as a
    /// template where it is `named` as one, and is nothing otherwise.
    #[must_use]
    pub fn document(&self, file: &Path, text: &Arc<str>, named: bool) -> Option<Arc<Document>> {
        let purpose = if named { Use::Named } else { Use::Found };
        let read = self.get(file, purpose, text).unwrap_or_else(|| {
            let read = document(text, purpose);
            self.put(file, purpose, Arc::clone(text), read.clone());
            read
        });
        read.map(|(_, document)| document)
    }

    /// What reading this text for this purpose gave before.
    pub(crate) fn get(&self, file: &Path, purpose: Use, text: &str) -> Option<ReadText> {
        let mut inner = self.lock();
        inner.clock += 1;
        let now = inner.clock;
        let mut key = (file.to_owned(), purpose);
        if let Some(entry) = inner.documents.get_mut(&key).filter(|it| it.is_of(text)) {
            entry.used = now;
            return Some(entry.document.clone());
        }
        // What was recognised as a template is read as one in the same way.
        let recognised = [Use::Found, Use::Named];
        for other in recognised.into_iter().filter(|_| purpose == Use::Template) {
            key.1 = other;
            if let Some(entry) = inner.documents.get_mut(&key).filter(|it| it.is_of(text))
                && let Some((FileKind::Template, _)) = entry.document
            {
                entry.used = now;
                return Some(entry.document.clone());
            }
        }
        None
    }

    /// Keeps what reading gave.
    pub(crate) fn put(&self, file: &Path, purpose: Use, text: Arc<str>, document: ReadText) {
        let mut inner = self.lock();
        inner.clock += 1;
        inner.bytes += text.len();
        let used = inner.clock;
        let entry = Entry { text, document, used };
        if let Some(old) = inner.documents.insert((file.to_owned(), purpose), entry) {
            inner.bytes -= old.text.len();
        }
        inner.forget_the_oldest();
    }

    /// A panic while it was held leaves entries that are whole: each is put in at once.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn is_of(&self, text: &str) -> bool {
        std::ptr::eq(&raw const *self.text, &raw const *text) || &*self.text == text
    }
}

impl Inner {
    fn forget_the_oldest(&mut self) {
        while self.bytes > MOST_KEPT && self.documents.len() > 1 {
            let ages = self.documents.iter().map(|(key, entry)| (entry.used, key));
            let Some(oldest) = ages.min().map(|(_, key)| key.clone()) else {
                return;
            };
            if let Some(entry) = self.documents.remove(&oldest) {
                self.bytes -= entry.text.len();
            }
        }
    }
}
