//! One run of `check`: which files, with which inputs, and everything there is to say about them.
//!
//! Each root is judged by itself, on all cores; what that gave is held as few bytes. When all have been judged, findings are
//! told file by file, so that no more than a few texts and findings stand in memory, however many files there are.

mod judge;
mod judged;
mod merge;
mod setup;
mod tell;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use hotkit_analysis::Stack;
use hotkit_lint::Selection;
use hotkit_text::{Diagnostic, FileId, Files};
use smol_str::SmolStr;

use crate::baseline::Baseline;
use crate::cache::{self, Cache, Held, New, Sources, World};
use crate::cloud::CloudError;
use crate::config::{ConfigChoice, ConfigFault, Configs};
use crate::discovery::{Naming, candidates, normalise};
use crate::parallel;
use crate::project::Project;
use crate::shelf::{Print, Prints, Shelf};
use crate::store::{Kind, Store, Use};
use judge::{Graph, Setting, edges, environment_faults, judge, nested_by, remapped_by};
use judged::Kept;
use tell::Telling;

pub use merge::merge;
pub(crate) use merge::once_each;
pub(crate) use setup::{not_utf8, parameters, unreadable};
pub use tell::Part;

/// With more roots than these no verdict holds a graph.
const MOST_GRAPHS: usize = 16;

/// Where files are named that cannot be read, besides as paths.
const ENVIRONMENT_OPTION: &str = "-e";
const PARAMETER_OPTION: &str = "--parameter-file";
const STACKS_OPTION: &str = "`stacks` in hotkit.yaml";

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
    /// The file that says what the cloud has.
    pub cloud: Option<String>,
    /// Ask shellcheck about scripts, whatever the configuration says.
    pub shellcheck: bool,
    /// The folder in which verdicts are kept from run to run, empty for the one of the project; `None` where none are.
    pub cache: Option<String>,
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
    /// The paths of those files, sorted.
    pub paths: Vec<String>,
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
    /// What could not be done beside the check itself, a sentence each.
    pub notes: Vec<String>,
    /// Roots whose verdict was one of an earlier run.
    pub from_cache: usize,
    /// Why verdicts could not be kept for the next run.
    pub cache_fault: Option<String>,
    /// Findings by path of the file and rule, those of the engine whether they are shown or not: what a change may not add to.
    pub(crate) counts: BTreeMap<(String, &'static str), usize>,
    /// Findings that the baseline holds; they are not among the others.
    pub in_baseline: usize,
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
    /// A folder that cannot be a cache.
    #[error("cannot use {path} as cache: {why}")]
    Cache {
        /// The folder.
        path: String,
        /// Why.
        why: String,
    },
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
    let mut collected = Collected::default();
    let result = check_each(project, request, progress, &mut |part| collected.add(&part))?;
    Ok(collected.into(result))
}

/// As [`check`], for any number of files: findings are handed over file by file, in the order of the paths, and are not in the
/// result.
///
/// # Errors
/// Where the request cannot be understood; then nothing was handed over.
pub fn check_each(
    project: &Project,
    request: &CheckRequest,
    progress: &(dyn Fn(Progress<'_>) + Sync),
    told: &mut dyn FnMut(Part),
) -> Result<CheckResult, CheckError> {
    let project = &admitted(project, request);
    let mut run = Run::new(project, request)?;
    let cache = run.cache()?;
    let verdicts = run.verdicts(cache.as_ref(), progress);
    let mut result = run.finish(verdicts.iter().map(|it| it.bytes(cache.as_ref())).collect(), told)?;
    if let Some(cache) = &cache {
        let used: Vec<Print> = verdicts.iter().filter_map(Verdict::used).collect();
        result.from_cache = used.len();
        let new: Vec<New> = verdicts.into_iter().filter_map(Verdict::new_entry).collect();
        result.cache_fault = cache.save(&used, &new).err();
    }
    Ok(result)
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
    paths: BTreeSet<String>,
}

impl Inspection {
    /// Every path that was asked for, whether it leads anywhere or not; sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }
}

/// As [`check`], without the graph, which the stacks hold; what was read is kept at hand.
///
/// # Errors
/// Where the request cannot be understood.
pub fn inspect(
    project: &Project,
    request: &CheckRequest,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Inspection, CheckError> {
    let project = &admitted(project, request);
    let mut run = Run::new(project, request)?;
    run.setting.graph = Graph::Unwanted;
    let counter = Counter::new(run.jobs.len(), progress);
    let mut judged = parallel::map(&run.jobs, |(path, purpose)| {
        let root = judge(&run.setting, path, *purpose);
        counter.count(path, root.judged.diagnostics.len());
        (path.clone(), root)
    });
    let has_template = judged.iter().any(|(_, it)| it.is_template());
    let mut verdicts = Vec::new();
    for path in &run.setting.environments {
        if has_template {
            verdicts.push(environment_faults(&run.setting, path).to_bytes());
        } else {
            judged.push((path.clone(), judge(&run.setting, path, Use::Environment)));
        }
    }
    let mut inspection = Inspection::default();
    for (path, root) in judged {
        inspection
            .paths
            .extend(root.store.paths().into_iter().map(str::to_owned));
        verdicts.push(root.judged.to_bytes());
        if root.judged.kind.is_some() {
            inspection.stacks.push((path, root.stack));
            inspection.missing_values.push(root.missing_values);
        }
    }
    let mut collected = Collected::default();
    let bytes = verdicts.iter().map(Vec::as_slice).collect();
    let result = run.finish(bytes, &mut |part| collected.add(&part))?;
    inspection.result = collected.into(result);
    inspection.config_files = run.setting.configs().files();
    Ok(inspection)
}

/// What was handed over file by file, as one.
#[derive(Default)]
struct Collected {
    files: Files,
    paths: Vec<String>,
    numbers: BTreeMap<String, FileId>,
    diagnostics: Vec<Diagnostic>,
    counts: BTreeMap<(String, &'static str), usize>,
}

impl Collected {
    fn add(&mut self, part: &Part) {
        self.paths.push(part.path.clone());
        for (rule, count) in &part.counts {
            self.counts.insert((part.path.clone(), rule), *count);
        }
        let numbers = merge::renumber(&part.files, &mut self.files, &mut self.numbers);
        let renumbered = part.diagnostics.iter().map(|it| merge::renumbered(it, &numbers));
        self.diagnostics.extend(renumbered);
    }

    fn into(self, result: CheckResult) -> CheckResult {
        CheckResult {
            files: self.files,
            paths: self.paths,
            diagnostics: self.diagnostics,
            counts: self.counts,
            ..result
        }
    }
}

/// The project, with what the command line names.
fn admitted(project: &Project, request: &CheckRequest) -> Project {
    let mut project = project.clone();
    setup::admit(&mut project, request);
    project
}

/// What is known before the first root is judged.
struct Run<'r> {
    setting: Setting<'r>,
    jobs: Vec<(String, Use)>,
    baseline: Option<Baseline>,
    unreadable: Vec<Unreadable>,
}

/// A verdict on a root.
enum Verdict {
    /// One of this run: its bytes; and, where it may be kept, its key and the length of what stands before them.
    New(Vec<u8>, Option<(Print, usize)>),
    /// One of an earlier run, and what it is to be replaced by where only the stamps of its files are others.
    Held(Print, Held, Option<Vec<u8>>),
}

impl Verdict {
    fn bytes<'v>(&'v self, cache: Option<&'v Cache>) -> &'v [u8] {
        match self {
            Verdict::New(bytes, kept) => &bytes[kept.map_or(0, |(_, start)| start)..],
            Verdict::Held(_, held, _) => cache.and_then(|it| it.verdict(*held)).unwrap_or_default(),
        }
    }

    fn used(&self) -> Option<Print> {
        match self {
            Verdict::Held(key, ..) => Some(*key),
            Verdict::New(..) => None,
        }
    }

    fn new_entry(self) -> Option<New> {
        match self {
            Verdict::New(bytes, Some((key, _))) | Verdict::Held(key, _, Some(bytes)) => Some(New { key, bytes }),
            Verdict::New(_, None) | Verdict::Held(_, _, None) => None,
        }
    }
}

impl<'r> Run<'r> {
    fn new(project: &'r Project, request: &'r CheckRequest) -> Result<Run<'r>, CheckError> {
        let command_line =
            Selection::parse(&request.select, &request.ignore).map_err(|error| setup::unknown_rule(&error))?;
        let (mut candidates, unsearchable) = candidates(project, &request.paths, request.naming);
        let baseline = setup::read_baseline(project, request)?;
        let release = request.release.as_deref().map(setup::release_range).transpose()?;
        let cloud = setup::cloud_contents(project, request)?;
        let mut configs = Configs::new(request.config.clone());
        configs.run_chain(project);
        let mut has_release = release.is_some();
        let mut has_contract = false;
        candidates.retain(|it| {
            let settings = configs.settings(project, &it.path);
            has_release |= settings.release.is_some();
            has_contract |= settings.policy.has_contract(&command_line);
            !settings.excluded || it.named
        });
        if let Some((path, why)) = configs.unreadable.pop() {
            return Err(CheckError::Unreadable { path, why });
        }
        if !configs.faults.is_empty() {
            return Err(CheckError::Config(configs.faults));
        }
        let as_stack = setup::is_stack(request);
        let mut jobs = setup::jobs(candidates, as_stack);
        jobs.extend(request.found.iter().map(|it| (normalise(it), Use::Found)));
        let mut run = Run {
            setting: Setting {
                project,
                request,
                command_line,
                as_stack,
                graph: if jobs.len() <= MOST_GRAPHS {
                    Graph::Kept
                } else {
                    Graph::Later
                },
                environments: request.environments.iter().map(|it| normalise(it)).collect(),
                parameters: Vec::new(),
                cloud,
                release,
                remapped: BTreeSet::new(),
                nested: BTreeSet::new(),
                notes: Mutex::default(),
                configs: Mutex::new(configs),
                shelf: Arc::new(Shelf::default()),
            },
            jobs,
            baseline,
            unreadable: unsearchable.into_iter().map(Unreadable::from).collect(),
        };
        if has_release || has_contract {
            run.setting.shelf.keep_roots();
        }
        if has_release {
            run.setting.remapped = remapped_by(&run.setting, &run.jobs);
        }
        if has_contract {
            run.setting.nested = nested_by(&run.setting, &run.jobs);
        }
        let first_template = run.first_template();
        run.setting.parameters = parameters(
            project,
            &request.parameters,
            &request.parameter_files,
            first_template.as_deref(),
            &mut run.unreadable,
        );
        Ok(run)
    }

    /// The first template among the roots, where files with values are sought beside it.
    fn first_template(&self) -> Option<String> {
        if self.setting.request.parameter_files.is_empty() {
            return None;
        }
        let is_template = |(path, purpose): &&(String, Use)| {
            let mut store = Store::sharing(Arc::clone(&self.setting.shelf));
            store.load(self.setting.project, [(path.clone(), *purpose)]);
            store.is_template(path, *purpose)
        };
        self.jobs.iter().find(is_template).map(|(path, _)| path.clone())
    }

    /// The cache, where one was asked for.
    fn cache(&mut self) -> Result<Option<Cache>, CheckError> {
        let Some(named) = &self.setting.request.cache else {
            return Ok(None);
        };
        let (folder, shown) = cache::home(self.setting.project, &mut self.setting.configs(), named);
        let cache = Cache::open(&folder, shown.clone(), self.options());
        cache.map(Some).map_err(|why| CheckError::Cache { path: shown, why })
    }

    /// What a verdict depends on besides the root and what is read for it.
    fn options(&self) -> Print {
        let (setting, request) = (&self.setting, self.setting.request);
        let mut prints = Prints::default();
        for texts in [&request.select, &request.ignore, &setting.environments] {
            prints.add_all(texts.iter().map(String::as_str));
        }
        let remapped: Vec<&str> = setting.remapped.iter().map(String::as_str).collect();
        prints.add_all(remapped.into_iter());
        for (name, value) in &setting.parameters {
            prints.add(name.as_bytes());
            prints.add(format!("{value:?}").as_bytes());
        }
        let rest = (
            &setting.release,
            setting.as_stack,
            &request.config,
            request.now.is_some(),
            request.shellcheck,
        );
        prints.add(format!("{rest:?} {:?}", setting.cloud).as_bytes());
        prints.add(setting.project.prefix().as_bytes());
        prints.end()
    }

    /// A verdict on every root, and on the files of `-e`.
    fn verdicts(&self, cache: Option<&Cache>, progress: &(dyn Fn(Progress<'_>) + Sync)) -> Vec<Verdict> {
        let counter = Counter::new(self.jobs.len(), progress);
        let mut verdicts = parallel::map(&self.jobs, |(path, purpose)| {
            let verdict = self.verdict(cache, path, *purpose);
            let kept = Kept::read(verdict.bytes(cache));
            let found = kept.map_or(0, |it| it.files.iter().map(|it| it.count).sum());
            counter.count(path, found);
            verdict
        });
        let has_template = verdicts.iter().any(|it| is_template(it.bytes(cache)));
        for path in &self.setting.environments {
            verdicts.push(if has_template {
                Verdict::New(environment_faults(&self.setting, path).to_bytes(), None)
            } else {
                self.verdict(cache, path, Use::Environment)
            });
        }
        verdicts
    }

    fn verdict(&self, cache: Option<&Cache>, path: &str, purpose: Use) -> Verdict {
        let Some(cache) = cache else {
            return Verdict::New(judge(&self.setting, path, purpose).judged.to_bytes(), None);
        };
        let settings = |folder: &str| self.setting.configs().print(self.setting.project, folder);
        let world = World {
            project: self.setting.project,
            shelf: &self.setting.shelf,
            settings: &settings,
        };
        let key = key(
            path,
            purpose,
            self.setting.nested.contains(path),
            self.setting.graph == Graph::Kept,
        );
        if let Some(found) = cache.find(key, &world)
            && cache.verdict(found.held).and_then(Kept::read).is_some()
        {
            return Verdict::Held(key, found.held, found.renewed);
        }
        let root = judge(&self.setting, path, purpose);
        let bytes = root.judged.to_bytes();
        match root.store.looks() {
            // Which names there are beside a file that is missing is not told by what was looked at.
            Some(looks) if !root.is_of_the_moment && root.judged.unreadable.is_empty() => {
                let folders: BTreeSet<&str> = root.judged.files.iter().map(|it| folder_of(&it.path)).collect();
                let settings = folders.into_iter().map(|it| (it, settings(it))).collect();
                let entry = cache::entry(&Sources { looks, settings }, &bytes);
                let start = entry.len() - bytes.len();
                Verdict::New(entry, Some((key, start)))
            }
            _ => Verdict::New(bytes, None),
        }
    }

    /// Tells everything, once all verdicts are there.
    fn finish(&mut self, verdicts: Vec<&[u8]>, told: &mut dyn FnMut(Part)) -> Result<CheckResult, CheckError> {
        let faults = std::mem::take(&mut self.setting.configs().faults);
        if !faults.is_empty() {
            return Err(CheckError::Config(faults));
        }
        let mut result = CheckResult {
            judged_as_stack: self.setting.as_stack,
            unreadable: std::mem::take(&mut self.unreadable),
            notes: self.setting.notes(),
            ..CheckResult::default()
        };
        self.setting.shelf.forget_documents();
        let telling = Telling::new(&self.setting, self.baseline.as_ref(), verdicts, &mut result);
        if let ([only], Graph::Later) = (result.templates.as_slice(), self.setting.graph) {
            let purpose = self.jobs.iter().find(|(path, _)| path == only).map(|it| it.1);
            let root = judge(&self.setting, only, purpose.unwrap_or(Use::Template));
            result.edges = root.stack.as_ref().map(edges);
            result.missing_values = root.missing_values.iter().map(ToString::to_string).collect();
            if result.judged_as_stack {
                result.missing_values.clear();
            }
        }
        telling.tell(&mut result, told);
        Ok(result)
    }
}

/// What a root is known by in the cache.
fn key(path: &str, purpose: Use, is_nested: bool, has_graph: bool) -> Print {
    let mut prints = Prints::default();
    prints.add(path.as_bytes());
    prints.add(format!("{purpose:?} {is_nested} {has_graph}").as_bytes());
    prints.end()
}

/// The folder of a file, as paths name it.
fn folder_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => "",
    }
}

fn is_template(verdict: &[u8]) -> bool {
    Kept::read(verdict).is_some_and(|it| it.kind == Some(Kind::Template) && it.is_readable)
}

/// Counts what is done, for whoever watches.
struct Counter<'p> {
    done: AtomicUsize,
    findings: AtomicUsize,
    total: usize,
    progress: &'p (dyn Fn(Progress<'_>) + Sync),
}

impl<'p> Counter<'p> {
    fn new(total: usize, progress: &'p (dyn Fn(Progress<'_>) + Sync)) -> Counter<'p> {
        Counter {
            done: AtomicUsize::new(0),
            findings: AtomicUsize::new(0),
            total,
            progress,
        }
    }

    fn count(&self, path: &str, found: usize) {
        (self.progress)(Progress {
            done: self.done.fetch_add(1, Ordering::Relaxed) + 1,
            total: self.total,
            findings: self.findings.fetch_add(found, Ordering::Relaxed) + found,
            path,
        });
    }
}
