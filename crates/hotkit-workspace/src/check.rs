//! One run of `check`: which files, with which inputs, and everything there is to say about them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hotkit_analysis::{
    Analysis, CloudContents, FileSet, FileState, Inputs, PlugIns, Problem, Stack, Verdict, analyze, analyze_environment,
};
use hotkit_eval::Value;
use hotkit_lint::{Selection, ShellScript, UnknownRule};
use hotkit_model::{Document, FileKind};
use hotkit_schema::{find_release, releases};
use hotkit_text::{Diagnostic, FileId, Files, Group, Severity, TextRange, nearest};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::baseline::Baseline;
use crate::cloud::{CloudError, read_cloud};
use crate::config::{self, ConfigChoice, ConfigFault, Configs, PathSettings};
use crate::discovery::{Candidate, Naming, Unsearchable, candidates, nearest_path, normalise};
use crate::project::{Located, Project};
use crate::releases::remapped;
use crate::shellcheck::shellcheck;
use crate::sift::{Sieve, sift};
use crate::store::{Kind, Outcome, Store, Use};
use crate::{disk, parallel, parameter};

/// What shall be checked, and how.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// Templates, environments and folders, relative to the project's working folder.
    pub paths: Vec<String>,
    /// What the files among them are taken for.
    pub naming: Naming,
    /// Single files that are checked only where they are templates or environments, as those of a folder are.
    pub found: Vec<String>,
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
    /// Which configuration counts.
    pub config: ConfigChoice,
    /// The file with the findings that are known.
    pub baseline: Option<String>,
    /// The releases of Heat that are meant: one, or two with `..` between them.
    pub release: Option<String>,
    /// Ask shellcheck about scripts, whatever the configuration says.
    pub shellcheck: bool,
    /// The file that says what the cloud has.
    pub cloud: Option<String>,
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
    /// Findings by path of the file and rule, those of the engine whether they are shown or not: what a change may not add to.
    pub(crate) counts: BTreeMap<(String, &'static str), usize>,
    /// Findings that the baseline holds; they are not among the others.
    pub in_baseline: usize,
    /// What could not be done beside the check itself, a sentence each.
    pub notes: Vec<String>,
    /// Entries of the baseline that are found no more.
    pub gone_from_baseline: usize,
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
#[derive(Clone, Debug, thiserror::Error)]
pub enum CheckError {
    /// A name in `select` or `ignore` that is neither a rule nor a group.
    #[error("there is no rule or group `{name}`")]
    UnknownRule {
        /// The name.
        name: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
    /// Mistakes in configurations.
    #[error("the configuration has mistakes")]
    Config(Vec<ConfigFault>),
    /// A file that the run cannot do without.
    #[error("cannot read {path}: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// A cloud file that cannot be used.
    #[error("cannot use the cloud file {}{}: {}", .0.path, .0.at(), .0.message)]
    Cloud(CloudError),
    /// A release that hotkit does not know.
    #[error("hotkit knows no release `{name}`")]
    UnknownRelease {
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
    inspect(project, request, progress).map(|it| it.result)
}

/// A run with everything that it was made from, for those who go on asking: editors.
#[derive(Debug, Default)]
pub struct Inspection {
    /// What [`check`] says.
    pub result: CheckResult,
    /// The stacks of the templates that were judged, by path, in their order; `None` where one could not be read.
    pub stacks: Vec<(String, Option<Stack>)>,
    /// Parameters without a value, by template, in the same order.
    pub missing_values: Vec<Vec<SmolStr>>,
    /// Where configurations were looked for, and the files that they name.
    pub(crate) config_files: Vec<PathBuf>,
    store: Store,
}

impl Inspection {
    /// Every path that was asked for, whether it leads anywhere or not; sorted.
    #[must_use]
    pub fn paths(&self) -> Vec<&str> {
        self.store.paths()
    }

    /// The document behind a path, whatever it was read as.
    #[must_use]
    pub fn document(&self, path: &str) -> Option<(FileId, &Document)> {
        self.store.document(path)
    }

    /// The files of the run, as analysis sees them.
    #[must_use]
    pub fn files(&self) -> &dyn FileSet {
        &self.store
    }
}

/// As [`check`]; what was read is kept at hand.
///
/// # Errors
/// Where the request cannot be understood.
pub fn inspect(
    project: &Project,
    request: &CheckRequest,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Inspection, CheckError> {
    let selection = Selection::parse(&request.select, &request.ignore).map_err(|error| unknown_rule(&error))?;
    let mut project = project.clone();
    admit(&mut project, request);
    let (mut candidates, unsearchable) = candidates(&project, &request.paths, request.naming);
    let baseline = read_baseline(&project, request)?;
    let release = request.release.as_deref().map(release_range).transpose()?;
    let cloud = contents(&project, request)?;
    let mut configs = Configs::new(request.config.clone());
    configs.run_chain(&project);
    candidates.retain(|it| !configs.settings(&project, &it.path).excluded || it.named);
    if let Some((path, why)) = configs.unreadable.pop() {
        return Err(CheckError::Unreadable { path, why });
    }
    if !configs.faults.is_empty() {
        return Err(CheckError::Config(configs.faults));
    }
    let as_stack = is_stack(request);
    let environments: Vec<String> = request.environments.iter().map(|it| normalise(it)).collect();
    let mut jobs = jobs(candidates, as_stack);
    jobs.extend(request.found.iter().map(|it| (normalise(it), Use::Found)));

    let mut store = Store::default();
    let all = jobs
        .iter()
        .cloned()
        .chain(environments.iter().map(|it| (it.clone(), Use::Environment)));
    store.load(&project, all);

    let mut result = CheckResult {
        judged_as_stack: as_stack,
        unreadable: unsearchable.into_iter().map(Unreadable::from).collect(),
        ..CheckResult::default()
    };
    let mut extra = Vec::new();
    let mut roots = roots(&project, &store, jobs, &mut result, &mut extra);
    environment_roots(&project, &store, &environments, &mut roots, &mut result, &mut extra);
    let nested = store.nested();
    for root in &mut roots {
        root.plug_ins = PlugIns::of(configs.settings(&project, &root.path).plug_ins);
        root.is_nested = nested.contains(&root.path);
    }
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
        plug_ins: PlugIns::default(),
        cloud: cloud.clone(),
    };
    let stacks = match as_stack {
        true => Vec::new(),
        false => configured_stacks(
            &project,
            &mut store,
            &mut configs,
            &roots,
            (request, cloud.as_ref()),
            &mut result.unreadable,
        ),
    };
    let mut settings: BTreeMap<String, PathSettings> = BTreeMap::new();
    for (_, file) in store.files().iter() {
        settings.insert(file.path().to_owned(), configs.settings(&project, file.path()));
    }
    if !configs.faults.is_empty() {
        return Err(CheckError::Config(configs.faults));
    }
    if release.is_some() {
        for settings in settings.values_mut() {
            settings.release.clone_from(&release);
        }
    }
    extra.extend(for_releases(&store, &settings));
    let judging = Judging {
        selection: config::union(settings.values(), &selection),
        settings,
        command_line: selection,
        baseline,
        prefix: project.prefix(),
    };
    let (mut analyses, linted): (Vec<Analysis>, Vec<Vec<Diagnostic>>) =
        analyses(&store, &roots, &inputs, &judging.selection, progress)
            .into_iter()
            .unzip();
    extra.extend(linted.into_iter().flatten());
    let of_stacks = parallel::map(&stacks, |(root, inputs)| {
        (root.path.clone(), judge(&store, root, inputs, &judging.selection))
    });
    let mut judged = Vec::with_capacity(of_stacks.len());
    for (path, (analysis, linted)) in of_stacks {
        judged.push((path, analysis));
        extra.extend(linted);
    }
    let of_roots = roots
        .iter()
        .zip(&analyses)
        .map(|(root, analysis)| (&root.path, &inputs, analysis));
    let of_stacks = stacks
        .iter()
        .zip(&judged)
        .map(|((root, inputs), (_, analysis))| (&root.path, inputs, analysis));
    let scripts = scripts(&store, &judging, request, of_roots.chain(of_stacks));
    let (remarks, notes) = shellcheck(&scripts);
    extra.extend(remarks);
    result.notes = notes;
    finish(&store, &judging, &roots, &mut analyses, &mut judged, extra, &mut result);
    let mut inspection = Inspection {
        result,
        config_files: configs.files(),
        store,
        ..Inspection::default()
    };
    for (root, analysis) in roots.into_iter().zip(analyses) {
        inspection.stacks.push((root.path, analysis.root));
        inspection.missing_values.push(analysis.missing_values);
    }
    Ok(inspection)
}

/// What the cloud has, where the request names a file that says so.
fn contents(project: &Project, request: &CheckRequest) -> Result<Option<Arc<CloudContents>>, CheckError> {
    let Some(path) = &request.cloud else { return Ok(None) };
    let cloud = read_cloud(project, path).map_err(CheckError::Cloud)?;
    Ok(Some(Arc::new(cloud.contents())))
}

/// The scripts about which shellcheck is asked: those of the templates for which that is wanted, with the inputs of each judgement.
fn scripts<'a>(
    store: &Store,
    judging: &Judging,
    request: &CheckRequest,
    judged: impl Iterator<Item = (&'a String, &'a Inputs, &'a Analysis)>,
) -> Vec<ShellScript> {
    let mut scripts = Vec::new();
    for (path, inputs, analysis) in judged {
        if request.shellcheck || judging.settings.get(path).is_some_and(|it| it.shellcheck) {
            let mut inputs = inputs.clone();
            inputs.template.clone_from(path);
            scripts.extend(hotkit_lint::shell_scripts(store, analysis, &inputs));
        }
    }
    scripts
}

/// The stacks that the configurations make of the templates, with what they are given.
fn configured_stacks(
    project: &Project,
    store: &mut Store,
    configs: &mut Configs,
    roots: &[Root],
    (request, cloud): (&CheckRequest, Option<&Arc<CloudContents>>),
    unreadable_files: &mut Vec<Unreadable>,
) -> Vec<(Root, Inputs)> {
    let mut stacks = Vec::new();
    for root in roots.iter().filter(|it| it.kind == Kind::Template && it.readable) {
        for stack in configs.stacks(project, &root.path) {
            store.load(
                project,
                stack.environments.iter().map(|it| (it.clone(), Use::Environment)),
            );
            for path in &stack.environments {
                if let Some(Outcome::Unreadable { why, missing }) = store.outcome(path, Use::Environment) {
                    let it = unreadable(project, path, why, missing, Some("`stacks` in hotkit.yaml"));
                    if !unreadable_files.contains(&it) {
                        unreadable_files.push(it);
                    }
                }
            }
            let inputs = Inputs {
                template: String::new(),
                environments: stack.environments,
                parameters: parameter::values(&stack.parameters),
                stack: !stack.partial,
                now: request.now,
                plug_ins: PlugIns::default(),
                cloud: cloud.cloned(),
            };
            stacks.push((root.clone(), inputs));
        }
    }
    stacks
}

/// What decides which findings are told.
struct Judging {
    /// The rules that may speak somewhere.
    selection: Selection,
    /// By path of the file what the configurations say.
    settings: BTreeMap<String, PathSettings>,
    command_line: Selection,
    baseline: Option<Baseline>,
    prefix: String,
}

/// What the releases lack that the templates are meant for.
fn for_releases(store: &Store, settings: &BTreeMap<String, PathSettings>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if settings.values().all(|it| it.release.is_none()) {
        return findings;
    }
    let remapped = remapped(store);
    for (id, file) in store.files().iter() {
        let release = settings.get(file.path()).and_then(|it| it.release.as_ref());
        let Some((oldest, newest)) =
            release.and_then(|(oldest, newest)| find_release(oldest).zip(find_release(newest)))
        else {
            continue;
        };
        if let FileState::Read(_, document) = store.file(file.path(), FileKind::Template) {
            let needs = hotkit_lint::needs(document, &remapped);
            findings.extend(hotkit_lint::for_releases(id, &needs, oldest, newest));
        }
    }
    findings
}

/// The releases that a text on the command line names.
fn release_range(text: &str) -> Result<(String, String), CheckError> {
    config::release_range(text).ok_or_else(|| {
        let wrong = text.split("..").map(str::trim).find(|it| find_release(it).is_none());
        let names = releases().iter().flat_map(|it| [it.name, it.code_name]);
        CheckError::UnknownRelease {
            name: wrong.unwrap_or(text).to_owned(),
            suggestion: wrong.and_then(|it| nearest(it, names)).map(str::to_owned),
        }
    })
}

fn read_baseline(project: &Project, request: &CheckRequest) -> Result<Option<Baseline>, CheckError> {
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
    for path in &request.found {
        project.admit_named(&normalise(path));
    }
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
    /// The types that its configurations know beside Heat's.
    plug_ins: PlugIns,
    /// Another template of the run nests it.
    is_nested: bool,
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
                plug_ins: PlugIns::default(),
                is_nested: false,
            }),
            Some(Outcome::NotUtf8 { index, file, offset }) if seen.insert(index) => {
                extra.push(not_utf8(file, offset));
                roots.push(Root {
                    path,
                    kind: Kind::Template,
                    readable: false,
                    plug_ins: PlugIns::default(),
                    is_nested: false,
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
                plug_ins: PlugIns::default(),
                is_nested: false,
            }),
            Some(Outcome::Read { .. }) | None => {}
        }
    }
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
fn analyses(
    store: &Store,
    roots: &[Root],
    inputs: &Inputs,
    selection: &Selection,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Vec<(Analysis, Vec<Diagnostic>)> {
    let done = AtomicUsize::new(0);
    let findings = AtomicUsize::new(0);
    parallel::map(roots, |root| {
        let (analysis, linted) = judge(store, root, inputs, selection);
        let found = analysis.problems.len() + linted.len();
        progress(Progress {
            done: done.fetch_add(1, Ordering::Relaxed) + 1,
            total: roots.len(),
            findings: findings.fetch_add(found, Ordering::Relaxed) + found,
            path: &root.path,
        });
        (analysis, linted)
    })
}

/// The judgement of a root, and what rules find by looking at its stacks.
fn judge(store: &Store, root: &Root, inputs: &Inputs, selection: &Selection) -> (Analysis, Vec<Diagnostic>) {
    match root.kind {
        Kind::Template if root.readable => {
            let mut inputs = inputs.clone();
            inputs.template.clone_from(&root.path);
            inputs.plug_ins.clone_from(&root.plug_ins);
            let analysis = analyze(store, &inputs);
            let linted = hotkit_lint::lint(store, &analysis, &inputs, selection, root.is_nested);
            (analysis, linted)
        }
        Kind::Environment => {
            let analysis = Analysis {
                problems: analyze_environment(store, &root.path),
                ..Analysis::default()
            };
            (analysis, Vec::new())
        }
        Kind::Template | Kind::Other => (Analysis::default(), Vec::new()),
    }
}

fn finish(
    store: &Store,
    judging: &Judging,
    roots: &[Root],
    analyses: &mut [Analysis],
    stacks: &mut [(String, Analysis)],
    extra: Vec<Diagnostic>,
    result: &mut CheckResult,
) {
    let is_refused_stack = |path: &str| {
        let mut of_path = stacks.iter().filter(|(it, _)| it == path);
        of_path.any(|(_, analysis)| analysis.problems.iter().any(|it| it.verdict == Verdict::Refused))
    };
    let templates = || {
        roots
            .iter()
            .zip(&*analyses)
            .filter(|(root, _)| root.kind == Kind::Template)
    };
    result.files_checked = store.documents();
    result.templates = templates().map(|(root, _)| root.path.clone()).collect();
    result.refused_templates = templates()
        .filter(|(root, it)| is_refused(root, it) || is_refused_stack(&root.path))
        .map(|(root, _)| root.path.clone())
        .collect();
    if let [(_, only)] = templates().collect::<Vec<_>>().as_slice() {
        result.edges = only.root.as_ref().map(edges);
        if !result.judged_as_stack {
            result.missing_values = only.missing_values.iter().map(ToString::to_string).collect();
        }
    }
    let all = analyses.iter_mut().chain(stacks.iter_mut().map(|(_, it)| it));
    let problems: Vec<Problem> = all.flat_map(|it| std::mem::take(&mut it.problems)).collect();
    let mut diagnostics = hotkit_lint::check(problems, &judging.selection, store.files());
    diagnostics.extend(extra);
    let diagnostics = once_each(diagnostics, store.files());
    let files = store.files();
    let roots_only = |path: &str| !result.judged_as_stack && roots.iter().any(|it| it.path == path);
    let sieve = Sieve {
        command_line: &judging.command_line,
        settings: &|path| judging.settings.get(path).cloned().unwrap_or_default(),
        is_judged: &roots_only,
    };
    let engine = diagnostics.iter().filter(|it| it.group == Group::Engine);
    let mut counted: Vec<(FileId, &'static str)> = engine.map(|it| (it.file, it.rule)).collect();
    result.diagnostics = once_each(sift(diagnostics, files, &sieve), files);
    let others = result.diagnostics.iter().filter(|it| it.group != Group::Engine);
    counted.extend(others.map(|it| (it.file, it.rule)));
    for (file, rule) in counted {
        *result
            .counts
            .entry((files.get(file).path().to_owned(), rule))
            .or_default() += 1;
    }
    if let Some(baseline) = &judging.baseline {
        let (known, gone) = baseline.sift(files, &judging.prefix, &mut result.diagnostics);
        (result.in_baseline, result.gone_from_baseline) = (known, gone);
    }
    result.files = store.files().clone();
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

/// The findings of several runs as one run would tell them: each once, with the worst verdict, in their order.
#[must_use]
pub fn merge<'r>(results: impl IntoIterator<Item = &'r CheckResult>) -> (Files, Vec<Diagnostic>) {
    let mut files = Files::default();
    let mut numbers: BTreeMap<String, FileId> = BTreeMap::new();
    let mut all = Vec::new();
    for result in results {
        let mut renumbered = |id: FileId| {
            let path = result.files.get(id).path();
            match numbers.get(path) {
                Some(number) => *number,
                None => {
                    let number = files.add(result.files.shared(id));
                    numbers.insert(path.to_owned(), number);
                    number
                }
            }
        };
        for diagnostic in &result.diagnostics {
            let mut diagnostic = diagnostic.clone();
            diagnostic.file = renumbered(diagnostic.file);
            for related in &mut diagnostic.related {
                related.file = renumbered(related.file);
            }
            all.push(diagnostic);
        }
    }
    let merged = once_each(all, &files);
    (files, merged)
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

/// Less is worse; of equally bad ones the shorter way to the place is told. What a condition comes to Heat finds where the
/// condition is used, and names that place.
fn badness(diagnostic: &Diagnostic) -> (bool, Severity, bool, usize) {
    let path = diagnostic.path.as_deref().unwrap_or_default();
    // Behind what leads into a nested stack.
    let inside = path.rsplit_once(">.").map_or(path, |(_, inside)| inside);
    let in_definition = inside.starts_with("conditions.") || inside.starts_with("Conditions.");
    (!diagnostic.refused, diagnostic.severity, in_definition, path.len())
}
