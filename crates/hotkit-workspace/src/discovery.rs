//! Which files a command speaks of: files as they are named, folders searched.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use hotkit_text::nearest;
use ignore::{DirEntry, WalkBuilder, WalkState};
use rustc_hash::FxHashSet;

use crate::disk;
use crate::parallel;
use crate::project::{Project, lexical};

/// Endings of the files in a folder that are looked into. The ending only says where to look, never what a file is.
const EXTENSIONS: [&str; 6] = ["yaml", "yml", "template", "json", "env", "hot"];

/// Folders of one search that are watched.
const MOST_FOLDERS: usize = 20_000;

/// Files that one thread looks for alone. A folder that holds more is walked anew by several.
const MOST_ALONE: usize = 4_000;

/// Names of one folder among which a missing file is sought.
const MOST_SIBLINGS: usize = 10_000;

/// A file to be looked into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Candidate {
    /// Its path.
    pub(crate) path: String,
    /// True where the user named it, false where it was found in a folder.
    pub(crate) named: bool,
}

/// Something that cannot be read, and why, in words that follow `cannot read PATH:`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unsearchable {
    pub(crate) path: String,
    pub(crate) why: String,
}

/// What a file that the command line names is taken for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Naming {
    /// A template or an environment, wherever it lies.
    #[default]
    Meant,
    /// What it would be if its folder had been named: nothing, where ignore files, `exclude` or its content say so. Programs
    /// that hand over every changed file, such as pre-commit, want that.
    AsFound,
}

/// The files of these paths, in the order of the paths, those of a folder sorted; a file may occur twice.
pub(crate) fn candidates(project: &Project, paths: &[String], naming: Naming) -> (Vec<Candidate>, Vec<Unsearchable>) {
    let mut found = Vec::new();
    let mut unsearchable = Vec::new();
    for path in paths {
        let path = normalise(path);
        if project.absolute(&path).is_dir() {
            search(project, &path, &mut found, &mut unsearchable);
        } else {
            found.push(Candidate { path, named: true });
        }
    }
    if naming == Naming::AsFound {
        as_found(project, &mut found);
    }
    (found, unsearchable)
}

/// Leaves of the named files those that a search of the working folder finds, too. What lies outside of it is judged by its
/// content alone; what is missing stays, so that it is told.
fn as_found(project: &Project, candidates: &mut Vec<Candidate>) {
    let mut everything = Vec::new();
    search(project, "", &mut everything, &mut Vec::new());
    let everything: FxHashSet<String> = everything.into_iter().map(|it| it.path).collect();
    candidates.retain_mut(|it| {
        let is_elsewhere = it.path.starts_with("..") || Path::new(&it.path).is_absolute();
        if it.named && project.absolute(&it.path).is_file() {
            it.named = false;
            return is_elsewhere || everything.contains(&it.path);
        }
        true
    });
}

/// Walks through everything in a folder and below it that ignore files leave. A folder may come without its `.git`, as in an
/// archive: its ignore files count all the same.
fn walker(start: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(start);
    builder.require_git(false).add_custom_ignore_filename(".hotkitignore");
    builder
}

/// The folders in which candidates are sought, without symbolic links.
pub(crate) fn searched_folders(project: &Project, paths: &[String]) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let start = lexical(&project.absolute(&normalise(path)));
        if !start.is_dir() {
            continue;
        }
        let entries = walker(&start).build().flatten();
        let found = entries.filter(|it| it.file_type().is_some_and(|it| it.is_dir()));
        folders.extend(found.take(MOST_FOLDERS).map(DirEntry::into_path));
    }
    folders
}

/// Candidates in a folder and below it. Hidden files and folders are left out, and what ignore files name.
fn search(project: &Project, folder: &str, found: &mut Vec<Candidate>, unsearchable: &mut Vec<Unsearchable>) {
    let start = project.absolute(folder);
    let mut below = Below::default();
    for entry in walker(&start).build() {
        below.add(entry);
        if below.files.len() > MOST_ALONE && parallel::has_threads() {
            below = by_several(&start);
            break;
        }
    }
    below.files.sort_unstable();
    found.extend(below.files.into_iter().map(|path| Candidate {
        path: shown(folder, &start, &path),
        named: false,
    }));
    let lost = below.errors.iter().filter_map(|error| lost(error, &start, folder));
    let known = unsearchable.len();
    unsearchable.extend(lost);
    unsearchable[known..].sort_unstable_by(|one, other| one.path.cmp(&other.path));
}

/// What a walk came upon.
#[derive(Default)]
struct Below {
    files: Vec<PathBuf>,
    errors: Vec<ignore::Error>,
}

impl Below {
    fn add(&mut self, entry: Result<DirEntry, ignore::Error>) {
        match entry {
            Ok(entry) if is_file(&entry) => self.files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => self.errors.push(error),
        }
    }
}

/// Everything below a large folder, in any order. Several threads look for it, and each reads the names in a folder before it asks
/// for ignore files, so that those are not asked for which are not there.
fn by_several(start: &Path) -> Below {
    let all = Mutex::new(Below::default());
    walker(start).build_parallel().run(|| {
        Box::new(|entry| {
            all.lock().unwrap_or_else(PoisonError::into_inner).add(entry);
            WalkState::Continue
        })
    });
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Whether an entry of a folder is a file whose name may be that of a template or environment. A link to a folder, or to nothing,
/// is no file.
fn is_file(entry: &DirEntry) -> bool {
    let is_file = |kind: FileType| kind.is_file() || (kind.is_symlink() && entry.path().is_file());
    is_candidate(entry.path()) && entry.file_type().is_some_and(is_file)
}

/// Whether a file of this name may be a template or environment.
pub(crate) fn is_candidate(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(it)))
}

/// A place that could not be searched; `None` for faults of ignore files, whose sound lines count all the same.
fn lost(error: &ignore::Error, start: &Path, folder: &str) -> Option<Unsearchable> {
    let why = disk::reason(error.io_error()?);
    let path = place_of(error).map_or_else(|| folder.to_owned(), |it| shown(folder, start, &it));
    Some(Unsearchable { path, why })
}

fn place_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

/// The path of something below a folder, as it is shown.
fn shown(folder: &str, start: &Path, path: &Path) -> String {
    let below = path.strip_prefix(start).unwrap_or(path);
    let mut result = folder.to_owned();
    for part in below {
        if !result.is_empty() && !result.ends_with('/') {
            result.push('/');
        }
        result.push_str(&part.to_string_lossy());
    }
    result
}

/// A path from the command line without `.`, doubled slashes, and `..` where that can be told from the text; the working
/// folder is the empty path.
pub(crate) fn normalise(path: &str) -> String {
    match hotkit_analysis::resolve("", path) {
        hotkit_analysis::Resolved::Path(path) => path,
        hotkit_analysis::Resolved::Remote(path) => path,
    }
}

/// The name in the same folder that was most likely meant by a path that leads nowhere.
pub(crate) fn nearest_path(project: &Project, path: &str) -> Option<String> {
    let (folder, name) = path
        .rsplit_once('/')
        .map_or(("", path), |(folder, name)| (folder, name));
    let siblings = fs::read_dir(project.absolute(folder)).ok()?;
    let mut names: Vec<String> = siblings
        .take(MOST_SIBLINGS)
        .filter_map(|it| it.ok()?.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    let found = nearest(name, names.iter().map(String::as_str))?;
    Some(if path.contains('/') {
        format!("{folder}/{found}")
    } else {
        found.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{MOST_ALONE, Naming, candidates};
    use crate::project::Project;

    #[test]
    fn ignore_files_count_in_a_folder_that_several_search() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            ".gitignore",
            "/one/part-3/\nskipped.yaml\n/one/part-4/inner/anchored.yaml\n",
        );
        write("one/.hotkitignore", "part-5/\n!skipped.yaml\n");
        let mut wanted = vec!["one/top.yaml".to_owned(), "top.yaml".to_owned()];
        write("top.yaml", "");
        write("one/top.yaml", "");
        let parts = 8;
        for part in 0..parts {
            for number in 0..=(MOST_ALONE / (parts - 2)) {
                let path = format!("one/part-{part}/inner/{number}.yaml");
                write(&path, "");
                if part != 3 && part != 5 {
                    wanted.push(path);
                }
            }
            for (name, is_found) in [
                ("skipped", part != 3 && part != 5),
                ("anchored", ![3, 4, 5].contains(&part)),
            ] {
                let path = format!("one/part-{part}/inner/{name}.yaml");
                write(&path, "");
                if is_found {
                    wanted.push(path);
                }
            }
            write(&format!("one/part-{part}/.hidden/it.yaml"), "");
        }
        assert!(wanted.len() > MOST_ALONE, "{}", wanted.len());
        let (mut found, lost) = candidates(&Project::open(root, false), &[String::new()], Naming::Meant);
        wanted.sort();
        found.sort_by(|one, other| one.path.cmp(&other.path));
        let found: Vec<String> = found.into_iter().map(|it| it.path).collect();
        assert_eq!(found, wanted);
        assert_eq!(lost, []);
    }
}
