//! One run of `check`: which files, with which inputs, and everything there is to say about them.
//!
//! Each root is judged by itself, on all cores; what that gave is held as few bytes. When all have been judged, findings are
//! told file by file, so that no more than a few texts and findings stand in memory, however many files there are.

mod judge;
mod judged;
mod merge;
mod request;
mod run;
mod setup;
mod tell;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use hotkit_analysis::Stack;
use hotkit_text::{Diagnostic, FileId, Files};
use smol_str::SmolStr;

use crate::cache::New;
use crate::parallel;
use crate::project::Project;
use crate::shelf::Print;
use crate::store::Use;
use judge::{GraphSource, environment_faults, judge};
use run::{Counter, Run, Verdict};

pub use merge::merge;
pub(crate) use merge::once_each;
pub use request::{CheckError, CheckRequest, CheckResult, Progress, Unreadable};
pub(crate) use setup::{not_utf8, parameters, unreadable};
pub use tell::Part;

/// Where files are named that cannot be read, besides as paths.
const ENVIRONMENT_OPTION: &str = "-e";
const PARAMETER_OPTION: &str = "--parameter-file";
const STACKS_OPTION: &str = "`stacks` in hotkit.yaml";

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
    let mut result = run.finish(verdicts.iter().map(Verdict::bytes).collect(), told)?;
    if let Some(cache) = &cache {
        let used: Vec<Print> = verdicts.iter().filter_map(Verdict::used).collect();
        result.from_cache = used.len();
        let new: Vec<New<'_>> = verdicts.iter().filter_map(Verdict::new_entry).collect();
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
    run.setting.graph = GraphSource::Unwanted;
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
