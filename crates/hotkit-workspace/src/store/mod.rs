//! The files of a run: each read and parsed once, however many files name it.

mod sent;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hotkit_analysis::{FileSet, FileState, wanted};
use hotkit_model::{Content, Document, FileKind, read};
use hotkit_schema::{VERSION_KEYS, environment::SECTIONS};
use hotkit_text::{FileId, Files, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::memory::ReadText;
use crate::project::{Located, Project};
use crate::shelf::{Contents, Look, Print, Shelf};
use crate::{disk, parallel};
use sent::base64_lines;

/// Paths that are followed in one run.
const MOST_PATHS: usize = 200_000;

/// Names under which one file is followed. Symbolic links in a circle can give it any number of them.
const MOST_NAMES: usize = 1000;

/// Bytes at the beginning of a file among which a version key is sought where the whole cannot be read.
pub(crate) const BEGINNING: u64 = 64 * 1024;

const TOO_MANY_PATHS: &str = "more files are named than can be followed";

/// What a file is read for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Use {
    /// As a template, whatever it holds.
    Template,
    /// As an environment, whatever it holds.
    Environment,
    /// As what it is; what is neither counts as a template.
    Named,
    /// As what it is, if that is a template or an environment.
    Found,
    /// As a text that another file includes: only a template among them is of interest (N-017).
    Included,
}

/// All files that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Store {
    files: Files,
    contents: Vec<Loaded>,
    by_path: FxHashMap<String, Entry>,
    by_real: FxHashMap<PathBuf, usize>,
    /// What has been asked for already.
    asked: FxHashSet<(String, Use)>,
    /// What was found at each path, for whoever must know whether it is still so.
    looks: FxHashMap<String, Look>,
    /// True where something was looked at that `looks` does not tell.
    is_unsure: bool,
    /// True where the texts of included files are wanted, too.
    keep_texts: bool,
    shelf: Arc<Shelf>,
}

/// What a path leads to.
#[derive(Clone, Debug)]
enum Entry {
    /// Index in `contents`.
    Loaded(usize),
    Missing,
    Outside,
    OutsideMissing,
    Unreadable(String),
}

/// A file that was read.
#[derive(Debug, Default)]
struct Loaded {
    /// Its number, where its text can be shown.
    file: Option<FileId>,
    /// Its text as `get_file` gives it, where somebody includes it or a plan wants every text.
    text: Option<Arc<str>>,
    template: Option<Arc<Document>>,
    environment: Option<Arc<Document>>,
    /// What it is, where it was looked at for that.
    kind: Option<Kind>,
    /// Paths that lead to it.
    names: usize,
    /// The path without symbolic links.
    real: PathBuf,
    contents: Option<Arc<Contents>>,
    /// Where its bytes are not UTF-8: the first of them.
    not_utf8: Option<u32>,
}

/// What a root turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Template,
    Environment,
    /// Neither; only where it was found in a folder.
    Other,
}

/// How reading a root ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// It was read; the index says which files are the same.
    Read { index: usize, kind: Kind },
    /// Not UTF-8: its text with replacement characters, and the offset of the first.
    NotUtf8 { index: usize, file: FileId, offset: u32 },
    /// Why it was not read, in words that follow `cannot read FILE:`; and whether there is no such file.
    Unreadable { why: String, missing: bool },
}

/// What reading one path gave.
enum Fetched {
    Entry(Entry),
    /// What it holds, which cannot be read.
    Unread(Arc<Contents>, Entry),
    /// Nothing that anybody wants to know.
    Nothing,
    /// The file was read already.
    Known(usize),
    Text {
        real: PathBuf,
        contents: Arc<Contents>,
        text: Arc<str>,
        document: ReadText,
    },
    NotUtf8 {
        real: PathBuf,
        contents: Arc<Contents>,
        text: Option<Arc<str>>,
        offset: u32,
        /// As Heat's client sends what is no text.
        encoded: Option<Arc<str>>,
    },
}

impl Store {
    /// A store that keeps the texts of included files, for a dry run.
    pub(crate) fn with_texts() -> Store {
        Store {
            keep_texts: true,
            ..Store::default()
        }
    }

    /// A store that shares what was read with others.
    pub(crate) fn sharing(shelf: Arc<Shelf>) -> Store {
        Store {
            shelf,
            ..Store::default()
        }
    }

    /// Reads these paths, and everything that they name, directly or through others.
    pub(crate) fn load(&mut self, project: &Project, roots: impl IntoIterator<Item = (String, Use)>) {
        let mut waiting: Vec<(String, Use)> = roots.into_iter().collect();
        while !waiting.is_empty() {
            // Templates first: who is read as one has been looked at for inclusion too.
            waiting.sort_by_key(|(_, purpose)| *purpose);
            waiting.retain(|job| self.is_new(job));
            let fetched = parallel::map(&waiting, |(path, purpose)| self.fetch(project, path, *purpose));
            let mut next = Vec::new();
            for ((path, purpose), (located, fetched)) in waiting.into_iter().zip(fetched) {
                self.note(project, &path, &located, &fetched);
                self.insert(path, purpose, fetched, &mut next);
            }
            waiting = next;
        }
    }

    /// Every path that was asked for, sorted.
    pub(crate) fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.by_path.keys().map(String::as_str).collect();
        paths.sort_unstable();
        paths
    }

    /// The files with their texts, to be shown.
    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// Every path that was asked for with what was found there, sorted; `None` where not everything that was found is told
    /// by that.
    pub(crate) fn looks(&self) -> Option<Vec<(&str, Look)>> {
        let mut looks: Vec<(&str, Look)> = self.looks.iter().map(|(path, look)| (path.as_str(), *look)).collect();
        looks.sort_unstable();
        (!self.is_unsure).then_some(looks)
    }

    /// Each file that can be shown, in the order of their numbers: its path without symbolic links, and what its bytes are
    /// known by.
    pub(crate) fn sources(&self) -> Vec<(&Path, Print)> {
        let mut sources: Vec<(FileId, &Path, Print)> = self
            .contents
            .iter()
            .filter_map(|it| Some((it.file?, it.real.as_path(), it.contents.as_ref()?.print()?)))
            .collect();
        sources.sort_unstable();
        sources.into_iter().map(|(_, real, print)| (real, print)).collect()
    }

    /// Whether a root is a template, readable or not.
    pub(crate) fn is_template(&self, path: &str, purpose: Use) -> bool {
        match self.outcome(path, purpose) {
            Some(Outcome::Read { kind, .. }) => kind == Kind::Template,
            Some(Outcome::NotUtf8 { .. }) => true,
            Some(Outcome::Unreadable { .. }) | None => false,
        }
    }

    /// The number of a file by its index in an [`Outcome`].
    pub(crate) fn file_of_index(&self, index: usize) -> Option<FileId> {
        self.contents.get(index)?.file
    }

    /// Keeps what was found at a path.
    fn note(&mut self, project: &Project, path: &str, located: &Located, fetched: &Fetched) {
        let contents = match fetched {
            Fetched::Text { contents, .. } | Fetched::NotUtf8 { contents, .. } | Fetched::Unread(contents, _) => {
                Some(contents)
            }
            Fetched::Known(index) => self.contents[*index].contents.as_ref(),
            Fetched::Entry(_) => None,
            // What decided are the bytes at its beginning.
            Fetched::Nothing => {
                self.is_unsure = true;
                return;
            }
        };
        let look = Look::new(project, located, contents.map(|it| &**it));
        let known = *self.looks.entry(path.to_owned()).or_insert(look);
        self.is_unsure |= known.state != look.state;
    }

    /// The templates that other templates, or environments, of the run have as types.
    pub(crate) fn nested(&self) -> FxHashSet<String> {
        let mut nested = FxHashSet::default();
        for path in self.paths() {
            let Some(Entry::Loaded(index)) = self.by_path.get(path) else {
                continue;
            };
            let Some(loaded) = self.contents.get(*index) else {
                continue;
            };
            for document in loaded.template.iter().chain(&loaded.environment) {
                let named = wanted(path, document).into_iter();
                nested.extend(
                    named
                        .filter(|it| it.1 == FileKind::Template && it.0 != path)
                        .map(|it| it.0),
                );
            }
        }
        nested
    }

    /// How reading a root ended. `None` for what was found in a folder and is neither template nor environment.
    pub(crate) fn outcome(&self, path: &str, purpose: Use) -> Option<Outcome> {
        let index = match self.by_path.get(path)? {
            Entry::Loaded(index) => *index,
            _ if purpose == Use::Found => return self.unreadable_candidate(path),
            entry => return Some(unreadable(entry)),
        };
        let loaded = self.contents.get(index)?;
        if let Some(offset) = loaded.not_utf8 {
            let file = loaded.file?;
            return Some(Outcome::NotUtf8 { index, file, offset });
        }
        let kind = match purpose {
            Use::Environment => Kind::Environment,
            Use::Template => Kind::Template,
            Use::Named | Use::Found | Use::Included => loaded.kind?,
        };
        (kind != Kind::Other).then_some(Outcome::Read { index, kind })
    }

    /// What was found in a folder and cannot be read is told only where it would have been checked.
    fn unreadable_candidate(&self, path: &str) -> Option<Outcome> {
        match self.by_path.get(path)? {
            entry @ Entry::Unreadable(_) => Some(unreadable(entry)),
            _ => None,
        }
    }

    fn is_new(&mut self, job: &(String, Use)) -> bool {
        if self.asked.contains(job) {
            return false;
        }
        let covered = job.1 == Use::Included && self.asked.contains(&(job.0.clone(), Use::Template));
        if self.asked.len() >= MOST_PATHS {
            let entry = Entry::Unreadable(TOO_MANY_PATHS.to_owned());
            self.by_path.entry(job.0.clone()).or_insert(entry);
            return false;
        }
        self.asked.insert(job.clone());
        !covered
    }

    fn fetch(&self, project: &Project, path: &str, purpose: Use) -> (Located, Fetched) {
        let located = self.shelf.located(project, path);
        let fetched = match &located {
            Located::Real(real) => self.fetch_real(project, real, purpose),
            Located::Missing => Fetched::Entry(Entry::Missing),
            Located::Outside => Fetched::Entry(Entry::Outside),
            Located::OutsideMissing => Fetched::Entry(Entry::OutsideMissing),
            Located::Unreachable(why) => Fetched::Entry(Entry::Unreadable(why.clone())),
        };
        (located, fetched)
    }

    fn fetch_real(&self, project: &Project, real: &Path, purpose: Use) -> Fetched {
        if let Some(index) = self.by_real.get(real)
            && self.contents[*index].serves(purpose)
        {
            return Fetched::Known(*index);
        }
        let contents = self.shelf.contents(project, real);
        let real = real.to_owned();
        match &*contents {
            Contents::Text(text, _) => {
                let read = self.as_read(text, purpose);
                let document = self.shelf.document(project, &real, purpose, &read);
                let text = Arc::clone(text);
                Fetched::Text {
                    real,
                    contents,
                    text,
                    document,
                }
            }
            Contents::Unreadable(_, true) => Fetched::Unread(contents, Entry::Missing),
            Contents::Unreadable(..)
                if purpose == Use::Found && !begins_as_template(&disk::beginning(&real, BEGINNING)) =>
            {
                Fetched::Nothing
            }
            Contents::Unreadable(why, false) => {
                let entry = Entry::Unreadable(why.clone());
                Fetched::Unread(contents, entry)
            }
            Contents::Bytes(bytes, _) => {
                let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len) as u32;
                let shown = match purpose {
                    Use::Included => false,
                    Use::Found => begins_as_template(bytes),
                    Use::Template | Use::Environment | Use::Named => true,
                };
                let text = shown.then(|| String::from_utf8_lossy(bytes).into());
                let encoded = self.keep_texts.then(|| base64_lines(bytes).into());
                Fetched::NotUtf8 {
                    real,
                    contents,
                    text,
                    offset,
                    encoded,
                }
            }
        }
    }

    /// The text as Heat's client reads a template: without the blanks at its end, so that a block of text that ends the file
    /// loses its last line break (0.1).
    fn as_read(&self, text: &Arc<str>, purpose: Use) -> Arc<str> {
        if self.keep_texts && matches!(purpose, Use::Template | Use::Included) && text.ends_with(char::is_whitespace) {
            text.trim_end().into()
        } else {
            Arc::clone(text)
        }
    }

    fn insert(&mut self, path: String, purpose: Use, fetched: Fetched, next: &mut Vec<(String, Use)>) {
        let index = match fetched {
            Fetched::Entry(entry) | Fetched::Unread(_, entry) => {
                self.by_path.entry(path).or_insert(entry);
                return;
            }
            Fetched::Nothing => return,
            Fetched::Known(index) => index,
            Fetched::Text {
                real,
                contents,
                text,
                document,
            } => {
                let index = self.index_of(real, contents);
                if (self.keep_texts || purpose == Use::Included) && self.contents[index].text.is_none() {
                    self.contents[index].text = Some(Arc::clone(&text));
                }
                if document.is_some() {
                    self.file_of(index, &path, text);
                }
                self.contents[index].put(purpose, document);
                index
            }
            Fetched::NotUtf8 {
                real,
                contents,
                text,
                offset,
                encoded,
            } => {
                let index = self.index_of(real, contents);
                self.contents[index].not_utf8 = Some(offset);
                self.contents[index].text = encoded;
                if let Some(text) = text {
                    self.file_of(index, &path, text);
                }
                index
            }
        };
        let loaded = &mut self.contents[index];
        loaded.names += 1;
        if loaded.names > MOST_NAMES && matches!(purpose, Use::Template | Use::Included) {
            self.by_path.insert(path, Entry::Unreadable(TOO_MANY_PATHS.to_owned()));
            return;
        }
        for document in loaded.template.iter().chain(&loaded.environment) {
            next.extend(
                wanted(&path, document)
                    .into_iter()
                    .map(|(path, kind)| (path, purpose_of(kind))),
            );
        }
        self.by_path.insert(path, Entry::Loaded(index));
    }

    fn index_of(&mut self, real: PathBuf, contents: Arc<Contents>) -> usize {
        if let Some(index) = self.by_real.get(&real) {
            let first = self.contents[*index]
                .contents
                .get_or_insert_with(|| Arc::clone(&contents));
            // Read twice, and not the same.
            self.is_unsure |= first.print() != contents.print();
            return *index;
        }
        let index = self.contents.len();
        self.contents.push(Loaded {
            real: real.clone(),
            contents: Some(contents),
            ..Loaded::default()
        });
        self.by_real.insert(real, index);
        index
    }

    /// Gives a file its number, at the first reading that shows its text.
    fn file_of(&mut self, index: usize, path: &str, text: Arc<str>) {
        let loaded = &mut self.contents[index];
        if loaded.file.is_none() {
            loaded.file = Some(self.files.add(Arc::new(SourceFile::new(path, text))));
        }
    }
}

impl Loaded {
    /// True where nothing would be learnt from reading it again for this.
    fn serves(&self, purpose: Use) -> bool {
        if self.not_utf8.is_some() {
            return self.file.is_some() || purpose == Use::Included;
        }
        match purpose {
            Use::Template => self.template.is_some(),
            Use::Environment => self.environment.is_some(),
            Use::Named | Use::Found => self.kind.is_some(),
            Use::Included => self.text.is_some() || self.template.is_some(),
        }
    }

    /// Keeps what reading it for this gave; what was known before stays.
    fn put(&mut self, purpose: Use, document: ReadText) {
        if matches!(purpose, Use::Named | Use::Found) {
            let kind = match &document {
                Some((FileKind::Template, _)) => Kind::Template,
                Some((FileKind::Environment, _)) => Kind::Environment,
                Some((FileKind::Unknown, _)) | None => Kind::Other,
            };
            self.kind.get_or_insert(kind);
        }
        match document {
            Some((FileKind::Template, document)) => drop(self.template.get_or_insert(document)),
            Some((FileKind::Environment, document)) => drop(self.environment.get_or_insert(document)),
            Some((FileKind::Unknown, _)) | None => {}
        }
    }
}

impl FileSet for Store {
    fn file(&self, path: &str, kind: FileKind) -> FileState<'_> {
        let loaded = match self.by_path.get(path) {
            None | Some(Entry::Missing) => return FileState::Missing,
            Some(Entry::Outside) => return FileState::Outside,
            Some(Entry::OutsideMissing) => return FileState::OutsideMissing,
            Some(Entry::Unreadable(why)) => return FileState::Unreadable(why),
            Some(Entry::Loaded(index)) => &self.contents[*index],
        };
        let document = match kind {
            FileKind::Template | FileKind::Unknown => &loaded.template,
            FileKind::Environment => &loaded.environment,
        };
        match (loaded.file, document) {
            (Some(file), Some(document)) => FileState::Read(file, document),
            // An included text that is no template is of no interest; neither is what is no text at all.
            _ => FileState::Binary,
        }
    }

    fn text(&self, path: &str) -> Option<Arc<str>> {
        match self.by_path.get(path)? {
            Entry::Loaded(index) => {
                let loaded = &self.contents[*index];
                let of_document = || Some(Arc::clone(loaded.template.as_ref()?.tree.text()));
                loaded.text.clone().or_else(of_document)
            }
            _ => None,
        }
    }
}

/// One file by itself, as what it is used for.
pub(crate) fn read_file(project: &Project, path: &str, purpose: Use) -> ReadText {
    let Located::Real(real) = project.locate(path) else {
        return None;
    };
    let text = match project.unsaved(&real) {
        Some(text) => Arc::clone(text),
        None => String::from_utf8(disk::read(&real).ok()?).ok()?.into(),
    };
    read_before(project, &real, purpose, &text)
}

/// As [`document`], with what an editor's runs before have read.
pub(crate) fn read_before(project: &Project, real: &Path, purpose: Use, text: &Arc<str>) -> ReadText {
    let Some(kept) = project.kept() else {
        return document(text, purpose);
    };
    if let Some(document) = kept.get(real, purpose, text) {
        return document;
    }
    let document = document(text, purpose);
    kept.put(real, purpose, Arc::clone(text), document.clone());
    document
}

/// The text as what it is used for; `None` where it is nothing that can be checked.
pub(crate) fn document(text: &Arc<str>, purpose: Use) -> ReadText {
    let of_kind = |kind| Some((kind, Arc::new(read(Arc::clone(text), kind))));
    match purpose {
        Use::Template => of_kind(FileKind::Template),
        Use::Environment => of_kind(FileKind::Environment),
        Use::Named => recognised(text).or_else(|| of_kind(FileKind::Template)),
        Use::Found => may_be_ours(text).then(|| recognised(text))?,
        Use::Included => {
            let document = mentions(text, &[VERSION_KEYS]).then(|| recognised(text))?;
            document.filter(|(kind, _)| *kind == FileKind::Template)
        }
    }
}

/// The text as a template or environment, if it is one.
fn recognised(text: &Arc<str>) -> ReadText {
    let document = read(Arc::clone(text), FileKind::Unknown);
    let kind = match document.content {
        Content::Template(_) => FileKind::Template,
        Content::Environment(_) => FileKind::Environment,
        Content::Other => return None,
    };
    Some((kind, Arc::new(document)))
}

/// Whether a file may be a template or an environment: most files of a folder are seen here to be neither.
pub(crate) fn may_be_ours(text: &str) -> bool {
    mentions(text, &[VERSION_KEYS, SECTIONS])
}

/// Most files of a folder are neither template nor environment, and none without one of these words is.
fn mentions(text: &str, words: &[&[&str]]) -> bool {
    words.iter().flat_map(|it| it.iter()).any(|word| text.contains(word))
}

/// True where some line begins with a version key: then a file that cannot be read as text was meant as a template.
pub(crate) fn begins_as_template(bytes: &[u8]) -> bool {
    bytes.split(|it| *it == b'\n' || *it == b'\r').any(|line| {
        let start = line
            .iter()
            .position(|it| !b" \t{\"'".contains(it))
            .unwrap_or(line.len());
        VERSION_KEYS.iter().any(|key| line[start..].starts_with(key.as_bytes()))
    })
}

fn purpose_of(kind: FileKind) -> Use {
    match kind {
        FileKind::Template => Use::Template,
        FileKind::Environment => Use::Environment,
        FileKind::Unknown => Use::Included,
    }
}

/// Why a root was not read.
fn unreadable(entry: &Entry) -> Outcome {
    let (why, missing) = match entry {
        Entry::Missing | Entry::OutsideMissing => ("there is no such file", true),
        Entry::Outside => ("it lies outside the project", false),
        Entry::Unreadable(why) => (why.as_str(), false),
        Entry::Loaded(_) => ("it was read", false),
    };
    Outcome::Unreadable {
        why: why.to_owned(),
        missing,
    }
}
