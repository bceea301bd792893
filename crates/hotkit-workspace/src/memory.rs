//! What an editor adds to the disk: texts that are not saved yet, and what was read for the runs before.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hotkit_model::{Document, FileKind};
use rustc_hash::FxHashMap;

use crate::project::lexical;
use crate::store::{Use, document};

/// Bytes of text whose documents are kept; beyond it those that were not asked for the longest time go. A document takes some
/// fifteen times the memory of its text.
const MOST_KEPT: usize = 1024 * 1024;

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

    pub(crate) fn is_empty(&self) -> bool {
        self.texts.is_empty()
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

    /// What reading this text for this purpose gave before. What is known of another text of the file is let go first: two
    /// large documents are more than anybody needs.
    pub(crate) fn get(&self, file: &Path, purpose: Use, text: &str) -> Option<ReadText> {
        let mut key = (file.to_owned(), purpose);
        let former = self.lock().take_former(&key, text);
        // That takes its time, and nobody has to wait for it.
        drop(former);
        let mut inner = self.lock();
        inner.clock += 1;
        let now = inner.clock;
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
    /// The entry of this key, where it is of another text.
    fn take_former(&mut self, key: &(PathBuf, Use), text: &str) -> Option<Entry> {
        if self.documents.get(key)?.is_of(text) {
            return None;
        }
        let former = self.documents.remove(key)?;
        self.bytes -= former.text.len();
        Some(former)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "/a/server.yaml";

    fn text(resources: usize) -> Arc<str> {
        let resource = |it| format!("  server_{it}:\n    type: OS::Nova::Server\n");
        let resources: String = (0..resources).map(resource).collect();
        format!("heat_template_version: 2021-04-16\nresources:\n{resources}").into()
    }

    fn kept(kept: &Kept) -> (usize, usize) {
        let inner = kept.lock();
        (inner.documents.len(), inner.bytes)
    }

    #[test]
    fn the_same_text_is_read_once() {
        let memory = Kept::default();
        let first = memory.document(Path::new(FILE), &text(1), true).unwrap();
        let second = memory.document(Path::new(FILE), &text(1), true).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn a_former_text_is_let_go_before_the_next_is_read() {
        let memory = Kept::default();
        let _ = memory.document(Path::new(FILE), &text(2), true);
        assert!(memory.get(Path::new(FILE), Use::Named, &text(1)).is_none());
        assert_eq!(kept(&memory), (0, 0));
        let _ = memory.document(Path::new(FILE), &text(1), true);
        assert_eq!(kept(&memory), (1, text(1).len()));
    }

    #[test]
    fn what_was_not_asked_for_the_longest_time_goes() {
        let memory = Kept::default();
        let large = text(10_000);
        for name in ["/a/1.yaml", "/a/2.yaml", "/a/1.yaml", "/a/3.yaml"] {
            let _ = memory.document(Path::new(name), &large, true);
        }
        let holds = |name| memory.get(Path::new(name), Use::Named, &large).is_some();
        assert_eq!(
            [holds("/a/1.yaml"), holds("/a/2.yaml"), holds("/a/3.yaml")],
            [true, false, true]
        );
        assert!(kept(&memory).1 <= MOST_KEPT);
    }
}
