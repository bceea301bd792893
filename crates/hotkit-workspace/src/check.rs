//! One run of `check`: which files, with which inputs, and everything there is to say about them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use hotkit_analysis::{Analysis, Inputs, Problem, Verdict, analyze, analyze_environment};
use hotkit_eval::Value;
use hotkit_lint::{Selection, UnknownRule};
use hotkit_text::{Diagnostic, FileId, Files, Severity, TextRange};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::discovery::{Candidate, Unsearchable, candidates, nearest_path, normalise};
use crate::project::{Located, Project};
use crate::store::{Kind, Outcome, Store, Use};
use crate::{disk, parallel, parameter};

/// What shall be checked, and how.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// Templates, environments and folders, relative to the project's working folder.
    pub paths: Vec<String>,
    /// Environment files in their order, as `openstack stack create -e` takes them.
    pub environments: Vec<String>,
    /// Names and values of parameters, in their order.
    pub parameters: Vec<(String, String)>,
    /// Names of parameters, and the files that hold their values.
    pub parameter_files: Vec<(String, String)>,
    /// Judge as a stack creation with exactly these inputs. Any input implies it.
    pub stack: bool,
    /// The time in seconds since 1970, for what may have expired; `None` where that shall not be judged.
    pub now: Option<i64>,
    /// Rules and groups that are on; empty for those that are on by themselves.
    pub select: Vec<String>,
    /// Rules and groups that are off.
    pub ignore: Vec<String>,
}

/// How far a run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress<'a> {
    /// Files that are done.
    pub done: usize,
    /// Files there are.
    pub total: usize,
    /// What was found so far.
    pub findings: usize,
    /// The file that was done last.
    pub path: &'a str,
}

/// Everything there is to say.
#[derive(Debug, Default)]
pub struct CheckResult {
    /// Every file that a finding speaks of.
    pub files: Files,
    /// The findings, sorted by the path of the file and the place in it.
    pub diagnostics: Vec<Diagnostic>,
    /// Names of resources and of those they wait for, sorted; only where exactly one template was checked and could be read.
    pub edges: Option<Vec<(String, String)>>,
    /// Templates and environments that were read, those that others name among them.
    pub files_checked: usize,
    /// The templates that were judged, in their order.
    pub templates: Vec<String>,
    /// Those of them that Heat refuses.
    pub refused_templates: Vec<String>,
    /// Parameters without a value, in the order of the template; only where one template was checked, and not as a stack.
    pub missing_values: Vec<String>,
    /// True where the verdict is that of a stack creation with exactly the values given.
    pub judged_as_stack: bool,
    /// What was named, or found, and could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// A file or folder that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Its path.
    pub path: String,
    /// Why, in words that follow `cannot read PATH:`.
    pub why: String,
    /// The option that named it: `-e`, `--parameter-file`; `None` for paths.
    pub option: Option<&'static str>,
    /// A path that was most likely meant.
    pub suggestion: Option<String>,
    /// True where `--allow-outside` would have it read.
    pub outside: bool,
}

/// Why nothing could be checked at all.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CheckError {
    /// A name in `select` or `ignore` that is neither a rule nor a group.
    #[error("there is no rule or group `{name}`")]
    UnknownRule {
        /// The name.
        name: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
}

/// Checks what the request names. Files that cannot be read are told in the result; the others are checked all the same.
///
/// `progress` is called from several threads, once for every file that is done.
///
/// # Errors
/// Where the request cannot be understood.
pub fn check(
    project: &Project,
    request: &CheckRequest,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<CheckResult, CheckError> {
    let selection = Selection::parse(&request.select, &request.ignore).map_err(|error| unknown_rule(&error))?;
    let mut project = project.clone();
    admit(&mut project, request);
    let (candidates, unsearchable) = candidates(&project, &request.paths);
    let as_stack = is_stack(request);
    let environments: Vec<String> = request.environments.iter().map(|it| normalise(it)).collect();
    let jobs = jobs(candidates, as_stack);

    let mut store = Store::default();
    let all = jobs
        .iter()
        .cloned()
        .chain(environments.iter().map(|it| (it.clone(), Use::Environment)));
    store.load(&project, all);

    let mut result = CheckResult {
        judged_as_stack: as_stack,
        unreadable: unsearchable.into_iter().map(in_folder).collect(),
        ..CheckResult::default()
    };
    let mut extra = Vec::new();
    let mut roots = roots(&project, &store, jobs, &mut result, &mut extra);
    environment_roots(&project, &store, &environments, &mut roots, &mut result, &mut extra);
    let first_template = roots
        .iter()
        .find(|it| it.kind == Kind::Template)
        .map(|it| it.path.as_str());
    let parameters = parameters(
        &project,
        &request.parameters,
        &request.parameter_files,
        first_template,
        &mut result.unreadable,
    );
    let inputs = Inputs {
        template: String::new(),
        environments,
        parameters,
        stack: as_stack,
        now: request.now,
    };
    let analyses = analyses(&store, &roots, &inputs, progress);
    finish(store, &selection, &roots, analyses, extra, &mut result);
    Ok(result)
}

fn unknown_rule(error: &UnknownRule) -> CheckError {
    CheckError::UnknownRule {
        name: error.name.to_string(),
        suggestion: error.suggestion.as_ref().map(ToString::to_string),
    }
}

/// What the command line names may be read, wherever it lies.
fn admit(project: &mut Project, request: &CheckRequest) {
    for path in &request.paths {
        project.admit_named(&normalise(path));
    }
    let files = request.parameter_files.iter().map(|(_, file)| file);
    for file in request.environments.iter().chain(files) {
        project.admit_named_file(&normalise(file));
    }
}

fn is_stack(request: &CheckRequest) -> bool {
    let inputs = [&request.parameters, &request.parameter_files];
    request.stack || !request.environments.is_empty() || inputs.iter().any(|it| !it.is_empty())
}

/// What each candidate is read for. The one file that a stack shall be created from is the template, whatever it holds.
fn jobs(candidates: Vec<Candidate>, as_stack: bool) -> Vec<(String, Use)> {
    let alone = candidates.len() == 1;
    let purpose = |named| match named {
        true if as_stack && alone => Use::Template,
        true => Use::Named,
        false => Use::Found,
    };
    candidates.into_iter().map(|it| (it.path, purpose(it.named))).collect()
}

/// A file that is judged by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Root {
    path: String,
    kind: Kind,
    /// False where its text could not even be decoded.
    readable: bool,
}

/// The roots among the candidates, each file once, under its first path.
fn roots(
    project: &Project,
    store: &Store,
    jobs: Vec<(String, Use)>,
    result: &mut CheckResult,
    extra: &mut Vec<Diagnostic>,
) -> Vec<Root> {
    let mut roots = Vec::new();
    let mut seen = FxHashSet::default();
    for (path, purpose) in jobs {
        match store.outcome(&path, purpose) {
            Some(Outcome::Read { index, kind }) if seen.insert(index) => roots.push(Root {
                path,
                kind,
                readable: true,
            }),
            Some(Outcome::NotUtf8 { index, file, offset }) if seen.insert(index) => {
                extra.push(not_utf8(file, offset));
                roots.push(Root {
                    path,
                    kind: Kind::Template,
                    readable: false,
                });
            }
            // Met under another name before, or nothing that is checked.
            Some(Outcome::Read { .. } | Outcome::NotUtf8 { .. }) | None => {}
            Some(Outcome::Unreadable { why, missing }) => {
                let it = unreadable(project, &path, why, missing, None);
                if !result.unreadable.contains(&it) {
                    result.unreadable.push(it);
                }
            }
        }
    }
    roots
}

/// What there is to say about the files of `-e`. They are judged with the templates, and by themselves where there is none.
fn environment_roots(
    project: &Project,
    store: &Store,
    environments: &[String],
    roots: &mut Vec<Root>,
    result: &mut CheckResult,
    extra: &mut Vec<Diagnostic>,
) {
    let has_template = roots.iter().any(|it| it.kind == Kind::Template && it.readable);
    for path in environments {
        match store.outcome(path, Use::Environment) {
            Some(Outcome::Unreadable { why, missing }) => {
                let it = unreadable(project, path, why, missing, Some("-e"));
                if !result.unreadable.contains(&it) {
                    result.unreadable.push(it);
                }
            }
            Some(Outcome::NotUtf8 { file, offset, .. }) => extra.push(not_utf8(file, offset)),
            Some(Outcome::Read { .. }) if !has_template => roots.push(Root {
                path: path.clone(),
                kind: Kind::Environment,
                readable: true,
            }),
            Some(Outcome::Read { .. }) | None => {}
        }
    }
}

fn in_folder(it: Unsearchable) -> Unreadable {
    Unreadable {
        path: it.path,
        why: it.why,
        option: None,
        suggestion: None,
        outside: false,
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
                unreadable_files.push(unreadable(project, &path, why, missing, Some("--parameter-file")));
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

/// Judges every root, in their order.
fn analyses(store: &Store, roots: &[Root], inputs: &Inputs, progress: &(dyn Fn(Progress<'_>) + Sync)) -> Vec<Analysis> {
    let done = AtomicUsize::new(0);
    let findings = AtomicUsize::new(0);
    parallel::map(roots, |root| {
        let analysis = judge(store, root, inputs);
        let found = analysis.problems.len();
        progress(Progress {
            done: done.fetch_add(1, Ordering::Relaxed) + 1,
            total: roots.len(),
            findings: findings.fetch_add(found, Ordering::Relaxed) + found,
            path: &root.path,
        });
        analysis
    })
}

fn judge(store: &Store, root: &Root, inputs: &Inputs) -> Analysis {
    match root.kind {
        Kind::Template if root.readable => {
            let mut inputs = inputs.clone();
            inputs.template.clone_from(&root.path);
            analyze(store, &inputs)
        }
        Kind::Environment => Analysis {
            problems: analyze_environment(store, &root.path),
            ..Analysis::default()
        },
        Kind::Template | Kind::Other => Analysis::default(),
    }
}

fn finish(
    store: Store,
    selection: &Selection,
    roots: &[Root],
    analyses: Vec<Analysis>,
    extra: Vec<Diagnostic>,
    result: &mut CheckResult,
) {
    let templates = || {
        roots
            .iter()
            .zip(&analyses)
            .filter(|(root, _)| root.kind == Kind::Template)
    };
    result.files_checked = store.documents();
    result.templates = templates().map(|(root, _)| root.path.clone()).collect();
    result.refused_templates = templates()
        .filter(|(root, it)| is_refused(root, it))
        .map(|(root, _)| root.path.clone())
        .collect();
    if let [(_, only)] = templates().collect::<Vec<_>>().as_slice() {
        result.edges = only.root.as_ref().map(edges);
        if !result.judged_as_stack {
            result.missing_values = only.missing_values.iter().map(ToString::to_string).collect();
        }
    }
    let problems: Vec<Problem> = analyses.into_iter().flat_map(|it| it.problems).collect();
    let mut diagnostics = hotkit_lint::check(problems, selection, store.files());
    let is_on = |it: &Diagnostic| hotkit_lint::rule(it.rule).is_some_and(|rule| selection.is_on(rule));
    diagnostics.extend(extra.into_iter().filter(is_on));
    result.diagnostics = once_each(diagnostics, store.files());
    result.files = store.into_files();
}

fn is_refused(root: &Root, analysis: &Analysis) -> bool {
    !root.readable || analysis.problems.iter().any(|it| it.verdict == Verdict::Refused)
}

/// The edges of the stack by name, sorted.
fn edges(stack: &hotkit_analysis::Stack) -> Vec<(String, String)> {
    let name = |index: usize| stack.resources[index].name.to_string();
    let mut edges: Vec<_> = stack
        .graph
        .edges
        .iter()
        .map(|it| (name(it.requirer), name(it.required)))
        .collect();
    edges.sort_unstable();
    edges
}

/// Several roots meet the same fault in a file that they share: it is told once, with the worst verdict of all.
pub(crate) fn once_each(diagnostics: Vec<Diagnostic>, files: &Files) -> Vec<Diagnostic> {
    type Place<'a> = (&'a str, TextRange, &'static str, String);
    let mut by_place: BTreeMap<Place<'_>, Diagnostic> = BTreeMap::new();
    for diagnostic in diagnostics {
        let path = files.get(diagnostic.file).path();
        let place = (path, diagnostic.range, diagnostic.rule, diagnostic.message.clone());
        match by_place.get(&place) {
            Some(known) if badness(known) <= badness(&diagnostic) => {}
            _ => drop(by_place.insert(place, diagnostic)),
        }
    }
    by_place.into_values().collect()
}

/// Less is worse; of equally bad ones the shorter way to the place is told.
fn badness(diagnostic: &Diagnostic) -> (bool, Severity, usize) {
    let way = diagnostic.path.as_ref().map_or(0, String::len);
    (!diagnostic.refused, diagnostic.severity, way)
}
