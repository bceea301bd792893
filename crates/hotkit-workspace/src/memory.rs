//! Texts that stand in the place of files: what an editor has not saved yet, standard input, and what a fix would make.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::project::lexical;

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
