//! What a run depended on, for whoever runs again when it changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::check::{CheckRequest, Inspection};
use crate::config::{CONFIG_NAME, ConfigChoice};
use crate::discovery::{is_candidate, normalise, searched_folders};
use crate::memory::real;
use crate::project::{Project, lexical};

/// Files that say which files are searched for, beside the configuration.
const IGNORE_NAMES: [&str; 3] = [".gitignore", ".ignore", ".hotkitignore"];

/// The files that took part in a run, and the folders in which others may come up.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Watched {
    files: BTreeSet<PathBuf>,
    /// Folders that were searched.
    searched: BTreeSet<PathBuf>,
}

impl Watched {
    /// What a run depended on: all that it read or looked for in vain, and where it searched. Without an inspection, since the run
    /// could not be carried out, what the request names.
    #[must_use]
    pub fn of(project: &Project, request: &CheckRequest, inspection: Option<&Inspection>) -> Watched {
        let mut watched = Watched::default();
        let parameter_files = request.parameter_files.iter().map(|(_, file)| file);
        let named = request
            .paths
            .iter()
            .chain(&request.environments)
            .chain(&request.baseline);
        for path in named.chain(parameter_files) {
            watched.add(&project.absolute(&normalise(path)));
        }
        for folder in project
            .working_folder()
            .ancestors()
            .take_while(|it| it.starts_with(project.root()))
        {
            watched.add(&folder.join(CONFIG_NAME));
        }
        if let ConfigChoice::File(path) = &request.config {
            watched.add(&project.absolute(path));
        }
        for path in inspection.into_iter().flat_map(Inspection::paths) {
            watched.add(&project.absolute(path));
        }
        for path in inspection.map(|it| it.config_files.as_slice()).unwrap_or_default() {
            watched.add(path);
        }
        watched.searched = searched_folders(project, &request.paths);
        watched
    }

    fn add(&mut self, path: &Path) {
        let path = lexical(path);
        if path.is_dir() {
            return;
        }
        let real = real(&path);
        self.files.insert(path);
        self.files.insert(real);
    }

    /// The folders whose entries must be looked at, without what lies below them.
    #[must_use]
    pub fn folders(&self) -> BTreeSet<PathBuf> {
        let parents = self.files.iter().filter_map(|it| it.parent()).map(Path::to_owned);
        let all = parents.chain(self.searched.iter().cloned());
        all.filter(|it| it.is_dir()).collect()
    }

    /// Whether a change of this path can change what a run says.
    #[must_use]
    pub fn concerns(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        if name == CONFIG_NAME {
            return true;
        }
        let is_searched = path.parent().is_some_and(|it| self.searched.contains(it));
        let is_folder = self.searched.contains(path) || path.is_dir();
        is_searched && (IGNORE_NAMES.contains(&name) || !name.starts_with('.') && (is_candidate(path) || is_folder))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Watched;
    use crate::{CheckRequest, Project, inspect};

    const TEMPLATE: &str = "\
heat_template_version: 2018-08-31
resources:
  a: { type: parts/nested.yaml }
  b: { type: missing.yaml }
";

    fn watched(paths: &[&str]) -> (tempfile::TempDir, Watched) {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("in/a.yaml", TEMPLATE);
        write("in/parts/nested.yaml", "heat_template_version: 2018-08-31\n");
        write("in/parts/other.yaml", "heat_template_version: 2018-08-31\n");
        write("in/deep/.gitignore", "ignored\n");
        write("in/deep/ignored/x.yaml", "heat_template_version: 2018-08-31\n");
        write("e.yaml", "parameters: {}\n");
        fs::create_dir(folder.path().join(".git")).unwrap();
        let project = Project::open(folder.path(), false);
        let request = CheckRequest {
            paths: paths.iter().map(|it| (*it).to_owned()).collect(),
            environments: vec!["e.yaml".to_owned()],
            ..CheckRequest::default()
        };
        let inspection = inspect(&project, &request, &|_| ()).unwrap();
        (folder, Watched::of(&project, &request, Some(&inspection)))
    }

    #[test]
    fn of_a_named_template_what_it_leads_to() {
        let (folder, watched) = watched(&["in/a.yaml"]);
        let root = fs::canonicalize(folder.path()).unwrap();
        for (path, counts) in [
            ("in/a.yaml", true),
            ("in/parts/nested.yaml", true),
            ("in/missing.yaml", true),
            ("e.yaml", true),
            ("hotkit.yaml", true),
            ("in/hotkit.yaml", true),
            ("in/parts/other.yaml", false),
            ("in/new.yaml", false),
            ("in/a.yaml~", false),
        ] {
            assert_eq!(watched.concerns(&root.join(path)), counts, "{path}");
        }
        let folders: Vec<_> = watched.folders().into_iter().collect();
        for folder in ["", "in", "in/parts"] {
            assert!(
                folders.contains(&root.join(folder).components().collect()),
                "{folder:?} in {folders:?}"
            );
        }
    }

    #[test]
    fn of_a_folder_what_may_come_up_in_it() {
        let (folder, watched) = watched(&["in"]);
        let root = fs::canonicalize(folder.path()).unwrap();
        for (path, counts) in [
            ("in/new.yaml", true),
            ("in/deep/new.json", true),
            ("in/deep/.gitignore", true),
            ("in/deep/note.txt", false),
            ("in/deep/ignored/x.yaml", false),
            ("in/.new.yaml.swp", false),
            ("new.yaml", false),
        ] {
            assert_eq!(watched.concerns(&root.join(path)), counts, "{path}");
        }
        assert!(!watched.folders().iter().any(|it| it.ends_with("ignored")));
        assert!(watched.concerns(Path::new("/elsewhere/hotkit.yaml")));
    }
}
