//! Where the project is, and whether a file belongs to it.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::memory::{Kept, Unsaved};
use crate::stamp::Stamp;
use crate::{disk, git};

/// A working folder, and what may be read from there.
#[derive(Clone, Debug)]
pub struct Project {
    working_folder: PathBuf,
    root: PathBuf,
    /// Roots of templates and folders outside that the user named.
    further_roots: Vec<PathBuf>,
    /// Single files outside that the user named.
    further_files: Vec<PathBuf>,
    allow_outside: bool,
    unsaved: Arc<Unsaved>,
    kept: Option<Arc<Kept>>,
    /// Files are read as they were at this revision, and not from the disk.
    revision: Option<String>,
}

/// What is found at a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Located {
    /// Something that may be read; the path without symbolic links.
    Real(PathBuf),
    /// Nothing.
    Missing,
    /// It lies outside the project; whether there is something is not told.
    Outside,
    /// Outside the project, and not there.
    OutsideMissing,
    /// Why it cannot be reached.
    Unreachable(String),
}

impl Project {
    /// The project around a working folder: the folder with `.git` in it or above it, else the working folder itself.
    #[must_use]
    pub fn open(working_folder: impl AsRef<Path>, allow_outside: bool) -> Project {
        let given = working_folder.as_ref();
        let working_folder = fs::canonicalize(given).unwrap_or_else(|_| given.to_owned());
        Project {
            root: root_above(&working_folder),
            working_folder,
            further_roots: Vec::new(),
            further_files: Vec::new(),
            allow_outside,
            unsaved: Arc::default(),
            kept: None,
            revision: None,
        }
    }

    /// The same project with texts in the place of what the disk has, and with what was read before at hand.
    #[must_use]
    pub fn with_memory(mut self, unsaved: Arc<Unsaved>, kept: Arc<Kept>) -> Project {
        self.unsaved = unsaved;
        self.kept = Some(kept);
        self
    }

    /// The same project with texts in the place of what the disk has.
    #[must_use]
    pub fn with_unsaved(mut self, unsaved: Arc<Unsaved>) -> Project {
        self.unsaved = unsaved;
        self
    }

    /// The same project, nothing kept at hand.
    pub(crate) fn without_kept(mut self) -> Project {
        self.kept = None;
        self
    }

    /// The folder outside which nothing is read.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that relative paths start from.
    #[must_use]
    pub fn working_folder(&self) -> &Path {
        &self.working_folder
    }

    /// The way from the root of the project to the working folder, with `/` between its parts; empty where they are the same,
    /// or where the working folder lies elsewhere.
    #[must_use]
    pub fn prefix(&self) -> String {
        let below = self.working_folder.strip_prefix(&self.root).unwrap_or(Path::new(""));
        below.to_string_lossy().replace('\\', "/")
    }

    /// Opens the project of a template or folder that the user named by a path that leads outside: what the command line
    /// says is the user's will. A symbolic link within the project is the project's word only, and stays shut.
    pub(crate) fn admit_named(&mut self, path: &str) {
        if let Some(real) = self.named_outside(path) {
            let folder = if real.is_dir() {
                real.as_path()
            } else {
                real.parent().unwrap_or(&real)
            };
            self.further_roots.push(root_above(folder));
        }
    }

    /// As [`Project::admit_named`], for a single file: what lies beside it stays shut.
    pub(crate) fn admit_named_file(&mut self, path: &str) {
        let real = self.named_outside(path);
        self.further_files.extend(real);
    }

    fn named_outside(&self, path: &str) -> Option<PathBuf> {
        let absolute = self.absolute(path);
        if lexical(&absolute).starts_with(&self.root) {
            return None;
        }
        fs::canonicalize(absolute).ok().filter(|real| !self.is_inside(real))
    }

    /// The same project as it was at a revision of git.
    pub(crate) fn at_revision(&self, revision: &str) -> Project {
        Project {
            revision: Some(revision.to_owned()),
            further_roots: Vec::new(),
            further_files: Vec::new(),
            ..self.clone()
        }
    }

    /// The bytes of a located file, with its stamp where it can be known again by that; otherwise why there are none, and whether
    /// there is no such file.
    pub(crate) fn read(&self, real: &Path) -> Result<(Vec<u8>, Option<Stamp>), (String, bool)> {
        match &self.revision {
            Some(revision) => git::file(&self.root, revision, real).map(|bytes| (bytes, None)),
            None => {
                let (bytes, metadata) = disk::read_with_metadata(real).map_err(|why| (why, false))?;
                Ok((bytes, Stamp::at_rest(&metadata)))
            }
        }
    }

    /// The stamp of a located file, which need not have been read; `None` where its bytes are not those on the disk. The system
    /// is asked where it has not been.
    pub(crate) fn stamp(&self, real: &Path, asked: Option<Metadata>) -> Option<Stamp> {
        if self.revision.is_some() || self.unsaved(real).is_some() {
            return None;
        }
        let metadata = asked.map_or_else(|| fs::metadata(real).ok(), Some)?;
        Stamp::of(&metadata)
    }

    /// What is at a path, and whether it may be read. Opens nothing.
    pub(crate) fn locate(&self, path: &str) -> Located {
        self.locate_by(path, |absolute| fs::canonicalize(absolute))
    }

    /// As [`Project::locate`], with a way to ask for the path without symbolic links.
    pub(crate) fn locate_by(&self, path: &str, canonical: impl Fn(&Path) -> io::Result<PathBuf>) -> Located {
        let absolute = self.absolute(path);
        if self.revision.is_some() {
            // Whether it was there shows when it is read; what lies outside was never part of it.
            let lexical = lexical(&absolute);
            return if lexical.starts_with(&self.root) {
                Located::Real(lexical)
            } else {
                Located::OutsideMissing
            };
        }
        match canonical(&absolute) {
            Ok(real) if self.is_inside(&real) => Located::Real(real),
            Ok(_) => Located::Outside,
            Err(_) if self.unsaved.get(&lexical(&absolute)).is_some() => Located::Real(lexical(&absolute)),
            Err(error) if !self.is_inside(&lexical(&absolute)) => match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => Located::OutsideMissing,
                _ => Located::Outside,
            },
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Located::Missing,
            Err(error) => Located::Unreachable(disk::reason(&error)),
        }
    }

    /// The path as the system has it, `.` and `..` left as they are.
    #[must_use]
    pub fn absolute(&self, path: &str) -> PathBuf {
        self.working_folder.join(path)
    }

    /// The path of a file as findings show it: relative where it lies below the working folder.
    #[must_use]
    pub fn shown(&self, file: &Path) -> String {
        let below = file.strip_prefix(&self.working_folder).unwrap_or(file);
        below.to_string_lossy().replace('\\', "/")
    }

    /// What stands in the place of a file; its path without symbolic links.
    pub(crate) fn unsaved(&self, real: &Path) -> Option<&Arc<str>> {
        self.unsaved.get(real)
    }

    pub(crate) fn kept(&self) -> Option<&Kept> {
        self.kept.as_deref()
    }

    /// All texts that stand in the place of files.
    pub(crate) fn all_unsaved(&self) -> &Arc<Unsaved> {
        &self.unsaved
    }

    fn is_inside(&self, path: &Path) -> bool {
        let mut roots = std::iter::once(&self.root).chain(&self.further_roots);
        self.allow_outside
            || roots.any(|root| path.starts_with(root))
            || self.further_files.iter().any(|file| file == path)
    }
}

/// The nearest folder with `.git`, from `folder` upwards; else `folder`.
fn root_above(folder: &Path) -> PathBuf {
    let root = folder.ancestors().find(|it| it.join(".git").exists());
    root.unwrap_or(folder).to_owned()
}

/// An absolute path with `.` and `..` worked in, as far as the text tells.
pub(crate) fn lexical(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}
