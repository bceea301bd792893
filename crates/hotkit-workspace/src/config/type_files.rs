//! The files that `types.schemas` names: found by path or pattern, read, and told at the line that names them where they
//! cannot be used.

use std::path::Path;
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use hotkit_schema::ResourceType;
use hotkit_text::{SourceFile, TextRange};
use ignore::WalkBuilder;

use super::{ConfigFault, relative, type_schema};
use crate::disk;
use crate::project::{Located, Project};

/// Files of one pattern that are read. Heat itself has some two hundred types.
const MOST_FILES: usize = 2_000;

/// Bytes of a file that are read. The largest schema of Heat's own types has 60 KiB.
const LARGEST_SCHEMA: usize = 4 * 1024 * 1024;

/// The types in the files that a text in a configuration names, what is wrong with them, and the files.
pub(super) fn read(
    project: &Project,
    folder: &Path,
    named: &str,
    config: &Arc<SourceFile>,
    range: TextRange,
) -> (Vec<&'static ResourceType>, Vec<ConfigFault>, Vec<String>) {
    let mut types = Vec::new();
    let mut faults = Vec::new();
    let mut fault = |message: String, label: &str, help: Option<&str>| {
        faults.push(ConfigFault {
            file: Arc::clone(config),
            range,
            message,
            label: label.to_owned(),
            help: help.map(str::to_owned),
        });
    };
    let paths = match files(project, folder, named) {
        Ok(paths) => paths,
        Err(why) => {
            fault(
                format!("`{named}` is no pattern for files: {why}"),
                "not a pattern",
                None,
            );
            return (types, faults, Vec::new());
        }
    };
    if paths.is_empty() {
        fault(format!("no file fits `{named}`"), "nothing fits", None);
    }
    for path in &paths {
        match text(project, path) {
            Err(why) => fault(format!("cannot read {path}: {why}"), "cannot be read", None),
            Ok(text) => match type_schema::read(&text) {
                Ok(resource_type) if hotkit_schema::resource_type(resource_type.name).is_some() => fault(
                    format!(
                        "{path} describes `{}`, which is a type of Heat itself",
                        resource_type.name
                    ),
                    "not of a plug-in",
                    Some("hotkit knows more of it than such a file says: leave the file out"),
                ),
                Ok(resource_type) => types.push(resource_type),
                Err(why) => fault(
                    format!("{path}:{}: {}", why.line, why.message),
                    "describes no resource type",
                    Some("it must hold what `openstack orchestration resource type show TYPE` prints, as YAML or JSON"),
                ),
            },
        }
    }
    (types, faults, paths)
}

/// The paths that are meant, as the project shows them, sorted.
fn files(project: &Project, folder: &Path, named: &str) -> Result<Vec<String>, String> {
    let shown = |path: &Path| relative(project.working_folder(), path);
    if !named.contains(['*', '?', '[', '{']) {
        return Ok(vec![shown(&folder.join(named))]);
    }
    let pattern = named.trim_start_matches("./");
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    let matcher: GlobMatcher = glob.map_err(|error| error.kind().to_string())?.compile_matcher();
    let plain: Vec<&str> = pattern
        .split('/')
        .take_while(|it| !it.contains(['*', '?', '[', '{']))
        .collect();
    // Ignore files and hidden names mean nothing here: the pattern alone says what is meant.
    let walk = WalkBuilder::new(folder.join(plain.join("/")))
        .standard_filters(false)
        .build();
    let fits = walk.flatten().map(ignore::DirEntry::into_path).filter(|path| {
        let below = path.strip_prefix(folder);
        below.is_ok_and(|below| matcher.is_match(below)) && path.is_file()
    });
    let mut paths: Vec<String> = fits.take(MOST_FILES).map(|path| shown(&path)).collect();
    paths.sort_unstable();
    Ok(paths)
}

fn text(project: &Project, path: &str) -> Result<String, String> {
    let real = match project.locate(path) {
        Located::Real(real) => real,
        Located::Missing => return Err("there is no such file".to_owned()),
        Located::Outside | Located::OutsideMissing => return Err("it lies outside the project".to_owned()),
        Located::Unreachable(why) => return Err(why),
    };
    let bytes = match project.unsaved(&real) {
        Some(text) => text.as_bytes().to_vec(),
        None => disk::read(&real)?,
    };
    if bytes.len() > LARGEST_SCHEMA {
        return Err("it is larger than 4 MiB".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}
