//! From a request to what holds for every root of a run: inputs, what may be read, why something cannot be.

use std::sync::Arc;

use hotkit_analysis::CloudContents;
use hotkit_eval::Value;
use hotkit_lint::UnknownRule;
use hotkit_schema::{find_release, releases};
use hotkit_text::{Diagnostic, FileId, TextRange, nearest};
use smol_str::SmolStr;

use super::{CheckError, CheckRequest, Unreadable};
use crate::baseline::Baseline;
use crate::cloud::read_cloud;
use crate::config;
use crate::discovery::{Candidate, Unsearchable, nearest_path, normalise};
use crate::project::{Located, Project};
use crate::store::Use;
use crate::{disk, parameter};

/// The releases that a text on the command line names.
pub(super) fn release_range(text: &str) -> Result<(String, String), CheckError> {
    config::release_range(text).ok_or_else(|| {
        let wrong = text.split("..").map(str::trim).find(|it| find_release(it).is_none());
        let names = releases().iter().flat_map(|it| [it.name, it.code_name]);
        CheckError::UnknownRelease {
            name: wrong.unwrap_or(text).to_owned(),
            suggestion: wrong.and_then(|it| nearest(it, names)).map(str::to_owned),
        }
    })
}

/// What the cloud has, where the request names a file that says so.
pub(super) fn cloud_contents(
    project: &Project,
    request: &CheckRequest,
) -> Result<Option<Arc<CloudContents>>, CheckError> {
    let Some(path) = &request.cloud else { return Ok(None) };
    let cloud = read_cloud(project, path).map_err(CheckError::Cloud)?;
    Ok(Some(Arc::new(cloud.contents())))
}

pub(super) fn read_baseline(project: &Project, request: &CheckRequest) -> Result<Option<Baseline>, CheckError> {
    let Some(path) = &request.baseline else {
        return Ok(None);
    };
    let text = disk::read(&project.absolute(path))
        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()));
    let baseline = text.and_then(|text| Baseline::read(&text));
    let unreadable = |why| CheckError::Unreadable {
        path: path.clone(),
        why,
    };
    baseline.map(Some).map_err(unreadable)
}

pub(super) fn unknown_rule(error: &UnknownRule) -> CheckError {
    CheckError::UnknownRule {
        name: error.name.to_string(),
        suggestion: error.suggestion.as_ref().map(ToString::to_string),
    }
}

/// What the command line names may be read, wherever it lies.
pub(super) fn admit(project: &mut Project, request: &CheckRequest) {
    for path in &request.paths {
        project.admit_named(&normalise(path));
    }
    let files = request.parameter_files.iter().map(|(_, file)| file);
    for path in &request.found {
        project.admit_named(&normalise(path));
    }
    for file in request.environments.iter().chain(files) {
        project.admit_named_file(&normalise(file));
    }
}

pub(super) fn is_stack(request: &CheckRequest) -> bool {
    let inputs = [&request.parameters, &request.parameter_files];
    request.stack || !request.environments.is_empty() || inputs.iter().any(|it| !it.is_empty())
}

/// What each candidate is read for. The one file that a stack shall be created from is the template, whatever it holds.
pub(super) fn jobs(candidates: Vec<Candidate>, as_stack: bool) -> Vec<(String, Use)> {
    let alone = candidates.len() == 1;
    let purpose = |named| match named {
        true if as_stack && alone => Use::Template,
        true => Use::Named,
        false => Use::Found,
    };
    candidates.into_iter().map(|it| (it.path, purpose(it.named))).collect()
}

impl From<Unsearchable> for Unreadable {
    fn from(it: Unsearchable) -> Unreadable {
        Unreadable {
            path: it.path,
            why: it.why,
            option: None,
            suggestion: None,
            outside: false,
        }
    }
}

pub(crate) fn unreadable(
    project: &Project,
    path: &str,
    why: String,
    missing: bool,
    option: Option<&'static str>,
) -> Unreadable {
    Unreadable {
        path: path.to_owned(),
        why,
        option,
        suggestion: if missing { nearest_path(project, path) } else { None },
        outside: project.locate(path) == Located::Outside,
    }
}

/// The values of the command line. Files replace values of the same name, as python-heatclient has it, and are sought where
/// it seeks them, in the folder of the template; then in the working folder, where a shell completes them.
pub(crate) fn parameters(
    project: &Project,
    given: &[(String, String)],
    given_files: &[(String, String)],
    template: Option<&str>,
    unreadable_files: &mut Vec<Unreadable>,
) -> Vec<(SmolStr, Value)> {
    let mut values = parameter::values(given);
    for (name, file) in given_files {
        let beside = template.and_then(|template| match hotkit_analysis::resolve(template, file) {
            hotkit_analysis::Resolved::Path(path) => Some(path),
            hotkit_analysis::Resolved::Remote(_) => None,
        });
        let beside = beside.filter(|path| matches!(project.locate(path), Located::Real(_)));
        let path = beside.unwrap_or_else(|| normalise(file));
        match parameter_text(project, &path) {
            Ok(text) => {
                let name = SmolStr::new(name);
                values.retain(|(known, _)| *known != name);
                values.push((name, Value::text(text)));
            }
            Err((why, missing)) => {
                unreadable_files.push(unreadable(project, &path, why, missing, Some(super::PARAMETER_OPTION)));
            }
        }
    }
    values
}

fn parameter_text(project: &Project, path: &str) -> Result<String, (String, bool)> {
    let real = match project.locate(path) {
        Located::Real(real) => real,
        Located::Missing | Located::OutsideMissing => return Err(("there is no such file".to_owned(), true)),
        Located::Outside => return Err(("it lies outside the project".to_owned(), false)),
        Located::Unreachable(why) => return Err((why, false)),
    };
    let bytes = disk::read(&real).map_err(|why| (why, false))?;
    String::from_utf8(bytes).map_err(|_| ("it is not UTF-8".to_owned(), false))
}

/// A file that Heat's client cannot even decode: the finding at the replacement character of its first bad byte.
pub(crate) fn not_utf8(file: FileId, offset: u32) -> Diagnostic {
    let replacement = char::REPLACEMENT_CHARACTER.len_utf8() as u32;
    hotkit_lint::not_utf8(file, TextRange::new(offset, offset + replacement))
}
