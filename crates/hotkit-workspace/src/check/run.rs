//! One run: the roots, a verdict on each, made or found in the cache, and what they come to.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use hotkit_lint::Selection;

use super::judge::{GraphSource, Setting, edges, environment_faults, judge, nested_by, remapped_by};
use super::judged::{Judged, Kept};
use super::tell::Telling;
use super::{CheckError, CheckRequest, CheckResult, Part, Progress, Unreadable, setup};
use crate::baseline::Baseline;
use crate::cache::{self, Cache, New, Sources, World};
use crate::config::Configs;
use crate::discovery::{candidates, normalise};
use crate::parallel;
use crate::project::Project;
use crate::shelf::{Print, Prints, Shelf};
use crate::store::{Kind, Store, Use};

/// With more roots than these no verdict holds a graph.
pub(super) const MOST_GRAPHS: usize = 16;

/// What is known before the first root is judged.
pub(super) struct Run<'r> {
    pub(super) setting: Setting<'r>,
    pub(super) jobs: Vec<(String, Use)>,
    baseline: Option<Baseline>,
    unreadable: Vec<Unreadable>,
}

/// A verdict on a root.
pub(super) struct Verdict {
    bytes: Vec<u8>,
    /// Where in them the verdict begins: before it stands what it was made from, where it is to be kept.
    start: usize,
    cached: Cached,
}

/// What a verdict has to do with the cache, and its key there.
#[derive(Clone, Copy)]
enum Cached {
    /// It is not kept.
    Not,
    /// It was made in this run, and is to be kept.
    New(Print),
    /// It was made in an earlier run.
    Held(Print),
    /// The same, and it is to be kept with other stamps.
    Renewed(Print),
}

impl Verdict {
    fn new(judged: &Judged) -> Verdict {
        Verdict {
            bytes: judged.to_bytes(),
            start: 0,
            cached: Cached::Not,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    pub(super) fn used(&self) -> Option<Print> {
        match self.cached {
            Cached::Held(key) | Cached::Renewed(key) => Some(key),
            Cached::New(_) | Cached::Not => None,
        }
    }

    pub(super) fn new_entry(&self) -> Option<New<'_>> {
        match self.cached {
            Cached::New(key) | Cached::Renewed(key) => Some(New {
                key,
                bytes: &self.bytes,
            }),
            Cached::Held(_) | Cached::Not => None,
        }
    }
}

impl<'r> Run<'r> {
    pub(super) fn new(project: &'r Project, request: &'r CheckRequest) -> Result<Run<'r>, CheckError> {
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
                    GraphSource::Kept
                } else {
                    GraphSource::Later
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
        run.setting.parameters = setup::parameters(
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
    pub(super) fn cache(&mut self) -> Result<Option<Cache>, CheckError> {
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
    pub(super) fn verdicts(&self, cache: Option<&Cache>, progress: &(dyn Fn(Progress<'_>) + Sync)) -> Vec<Verdict> {
        let counter = Counter::new(self.jobs.len(), progress);
        let mut verdicts = parallel::map(&self.jobs, |(path, purpose)| {
            let verdict = self.verdict(cache, path, *purpose);
            let kept = Kept::read(verdict.bytes());
            let found = kept.map_or(0, |it| it.files.iter().map(|it| it.count).sum());
            counter.count(path, found);
            verdict
        });
        let has_template = verdicts.iter().any(|it| is_template(it.bytes()));
        for path in &self.setting.environments {
            verdicts.push(if has_template {
                Verdict::new(&environment_faults(&self.setting, path))
            } else {
                self.verdict(cache, path, Use::Environment)
            });
        }
        verdicts
    }

    fn verdict(&self, cache: Option<&Cache>, path: &str, purpose: Use) -> Verdict {
        let Some(cache) = cache else {
            return Verdict::new(&judge(&self.setting, path, purpose).judged);
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
            self.setting.graph == GraphSource::Kept,
        );
        if let Some(found) = cache.find(key, &world)
            && Kept::read(&found.bytes[found.start..]).is_some()
        {
            let cached = if found.is_renewed {
                Cached::Renewed(key)
            } else {
                Cached::Held(key)
            };
            return Verdict {
                bytes: found.bytes,
                start: found.start,
                cached,
            };
        }
        let root = judge(&self.setting, path, purpose);
        let verdict = Verdict::new(&root.judged);
        match root.store.looks() {
            // Which names there are beside a file that is missing is not told by what was looked at.
            Some(looks) if !root.is_of_the_moment && root.judged.unreadable.is_empty() => {
                let folders: BTreeSet<&str> = root.judged.files.iter().map(|it| folder_of(&it.path)).collect();
                let settings = folders.into_iter().map(|it| (it, settings(it))).collect();
                let bytes = cache::entry(&Sources { looks, settings }, &verdict.bytes);
                Verdict {
                    start: bytes.len() - verdict.bytes.len(),
                    bytes,
                    cached: Cached::New(key),
                }
            }
            _ => verdict,
        }
    }

    /// Tells everything, once all verdicts are there.
    pub(super) fn finish(
        &mut self,
        verdicts: Vec<&[u8]>,
        told: &mut dyn FnMut(Part),
    ) -> Result<CheckResult, CheckError> {
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
        if let ([only], GraphSource::Later) = (result.templates.as_slice(), self.setting.graph) {
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
pub(super) struct Counter<'p> {
    done: AtomicUsize,
    findings: AtomicUsize,
    total: usize,
    progress: &'p (dyn Fn(Progress<'_>) + Sync),
}

impl<'p> Counter<'p> {
    pub(super) fn new(total: usize, progress: &'p (dyn Fn(Progress<'_>) + Sync)) -> Counter<'p> {
        Counter {
            done: AtomicUsize::new(0),
            findings: AtomicUsize::new(0),
            total,
            progress,
        }
    }

    pub(super) fn count(&self, path: &str, found: usize) {
        (self.progress)(Progress {
            done: self.done.fetch_add(1, Ordering::Relaxed) + 1,
            total: self.total,
            findings: self.findings.fetch_add(found, Ordering::Relaxed) + found,
            path,
        });
    }
}
