//! What a project holds, as an editor asks for it: its templates and environments, single documents, names in a folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use hotkit_analysis::wanted;
use hotkit_model::{Document, FileKind};

use crate::config::{ConfigChoice, Configs};
use crate::discovery::{Naming, candidates, normalise};
use crate::parallel;
use crate::project::{Located, Project};
use crate::store::{Use, read_file};

/// Files of a folder that are looked into. Beyond it the folder is no project of templates.
const MOST_FILES: usize = 20_000;

/// Names of one folder that are listed.
const MOST_NAMES: usize = 5_000;

/// A template or environment of the project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Surveyed {
    /// Its path.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// The paths of the files that it names.
    pub references: Vec<String>,
}

/// Every template and environment below the project's working folder, in the order of their paths.
#[must_use]
pub fn survey(project: &Project) -> Vec<Surveyed> {
    // What is only looked through once is not kept.
    let project = &project.clone().without_kept();
    let (mut found, _) = candidates(project, &[String::new()], Naming::Meant);
    found.truncate(MOST_FILES);
    let surveyed = parallel::map(&found, |candidate| {
        let (kind, document) = read_file(project, &candidate.path, Use::Found)?;
        let mut references: Vec<String> = wanted(&candidate.path, &document).into_iter().map(|it| it.0).collect();
        references.sort_unstable();
        references.dedup();
        let path = candidate.path.clone();
        Some(Surveyed { path, kind, references })
    });
    surveyed.into_iter().flatten().collect()
}

/// The document at a path, where it is a template or environment; `as_template` takes any text for a template.
#[must_use]
pub fn document(project: &Project, path: &str, as_template: bool) -> Option<Arc<Document>> {
    let purpose = if as_template { Use::Template } else { Use::Found };
    read_file(project, &normalise(path), purpose).map(|(_, document)| document)
}

/// Whether there is a file at a path that may be read; nothing is opened.
#[must_use]
pub fn exists(project: &Project, path: &str) -> bool {
    matches!(project.locate(&normalise(path)), Located::Real(_))
}

/// The names in a folder, sorted; those of folders end in `/`. Hidden ones are left out.
#[must_use]
pub fn names_in(project: &Project, folder: &str) -> Vec<String> {
    let Located::Real(real) = project.locate(folder) else {
        return Vec::new();
    };
    let Ok(entries) = fs::read_dir(real) else {
        return Vec::new();
    };
    let name = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok().filter(|it| !it.starts_with('.'))?;
        Some(if entry.path().is_dir() {
            format!("{name}/")
        } else {
            name
        })
    };
    let mut names: Vec<String> = entries.flatten().take(MOST_NAMES).filter_map(name).collect();
    names.sort_unstable();
    names
}

/// The environments that the configuration gives to a template, in their order; those of its first stack.
#[must_use]
pub fn environments_of(project: &Project, path: &str) -> Vec<String> {
    let mut configs = Configs::new(ConfigChoice::default());
    let stacks = configs.stacks(project, path);
    stacks.into_iter().next().map_or_else(Vec::new, |it| it.environments)
}

/// The inputs of the first stack that the configuration makes of a template: environments in their order, and parameters.
#[must_use]
pub fn inputs_of(project: &Project, path: &str) -> (Vec<String>, Vec<(String, String)>) {
    let mut configs = Configs::new(ConfigChoice::default());
    let first = configs.stacks(project, path).into_iter().next();
    first.map_or_else(Default::default, |it| (it.environments, it.parameters))
}

/// Whether a path of the system is a folder.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Seconds since 1970, for what may have expired; `None` where the clock stands before.
#[must_use]
pub fn now() -> Option<i64> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(elapsed.as_secs()).ok()
}
