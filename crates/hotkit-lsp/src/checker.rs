//! The thread that keeps the findings of all open texts up to date, through the one driver.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread;

use hotkit_model::Document;
use hotkit_text::SourceFile;
use hotkit_workspace::{CheckError, CheckRequest, Inspection, Kept, Project, inspect, now, real, run_settings};
use tower_lsp_server::ls_types::{MessageType, Uri};

use crate::publish::{self, Message};
use crate::settings::Settings;
use crate::state::{RootResult, Shared, State};

/// Walks over trees are bounded for a stack of the main thread's size.
const STACK: usize = 8 * 1024 * 1024;

/// Starts the thread; it ends when the state says that the editor has gone.
pub(crate) fn start(shared: Arc<Shared>) {
    let work = move || {
        while let Some(job) = next(&shared) {
            let uri = job.uri.clone();
            let old = catch_unwind(AssertUnwindSafe(|| run(&shared, job))).unwrap_or_else(|panic| {
                let words = format!("checking {} failed: {}", uri.as_str(), words_of(panic.as_ref()));
                shared.lock().say([Message::Log(MessageType::ERROR, words)]);
                None
            });
            shared.news.notify_one();
            shared.runs.send_modify(|runs| *runs += 1);
            // Letting go of a large stack takes its time: nobody waits for it, and the lock is free.
            drop(old);
        }
    };
    // Without a thread there are no findings; everything else works.
    let started = thread::Builder::new()
        .name("checker".to_owned())
        .stack_size(STACK)
        .spawn(work);
    drop(started);
}

/// What a panic said.
pub(crate) fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied())
        .unwrap_or("it does not say why")
        .to_owned()
}

/// One text to be checked, as it was when the work was taken up.
struct Job {
    uri: Uri,
    version: i32,
    file: PathBuf,
    source: Arc<SourceFile>,
    named: bool,
    document: Arc<OnceLock<Option<Arc<Document>>>>,
    kept: Arc<Kept>,
    /// The editor's settings, as they were then.
    settings: Settings,
    project: Project,
    request: CheckRequest,
}

/// Waits for work. The text that was changed last comes first: somebody is looking at it.
fn next(shared: &Shared) -> Option<Job> {
    let mut state = shared.lock();
    loop {
        if state.closing {
            return None;
        }
        let open = state
            .dirty
            .iter()
            .filter_map(|uri| Some((state.open.get(uri)?.changed, uri.clone())));
        if let Some((_, uri)) = open.max_by_key(|(changed, _)| *changed) {
            state.dirty.remove(&uri);
            return job(&state, uri);
        }
        state.dirty.clear();
        state = shared.wait(state);
    }
}

fn job(state: &State, uri: Uri) -> Option<Job> {
    let open = state.open.get(&uri)?;
    let path = open.source.path().to_owned();
    let mut request = CheckRequest {
        environments: state.settings.environments.clone(),
        select: state.settings.select.clone(),
        ignore: state.settings.ignore.clone(),
        release: Some(state.settings.release.trim().to_owned()).filter(|it| !it.is_empty()),
        now: now(),
        ..CheckRequest::default()
    };
    if open.named {
        request.paths.push(path);
    } else {
        request.found.push(path);
    }
    Some(Job {
        version: open.version,
        file: open.file.clone(),
        source: Arc::clone(&open.source),
        named: open.named,
        document: Arc::clone(&open.document),
        kept: Arc::clone(&state.kept),
        settings: state.settings.clone(),
        project: state.project_of(&open.file),
        request,
        uri,
    })
}

/// Checks one text, puts the result in place, and says what the editor must be told. Gives back what is of no use any more.
fn run(shared: &Shared, job: Job) -> Option<RootResult> {
    // Whoever comes first reads the text; the driver finds it among what is kept.
    job.document
        .get_or_init(|| job.kept.document(&job.file, job.source.text(), job.named));
    let mut faults = Vec::new();
    let mut mistake = None;
    let mut rests_on = Vec::new();
    let inspected = run_settings(&job.project, &job.request.config)
        .map_err(CheckError::Config)
        .and_then(|settings| {
            rests_on.extend(settings.baseline.iter().chain(&settings.cloud).cloned());
            let mut request = CheckRequest {
                baseline: settings.baseline,
                cloud: settings.cloud,
                ..job.request.clone()
            };
            match inspect(&job.project, &request, &|_| {}) {
                Err(error @ CheckError::Cloud(_)) => {
                    // Without the cloud there is still much to say.
                    mistake = Some(format!(
                        "hotkit: {error}. Nothing is compared with the cloud until that is mended."
                    ));
                    request.cloud = None;
                    inspect(&job.project, &request, &|_| {})
                }
                inspected => inspected,
            }
        });
    let inspection = inspected.unwrap_or_else(|error| {
        match error {
            CheckError::Config(mistakes) => faults = mistakes,
            other => mistake = Some(in_settings(&other)),
        }
        Inspection::default()
    });
    let mut result = result(&job, inspection);
    result
        .files
        .extend(rests_on.iter().map(|it| real(&job.project.absolute(it))));
    let mut state = shared.lock();
    // Settings that have changed since are nobody's concern.
    if let Some(words) = mistake.filter(|_| job.settings == state.settings) {
        state.say_once(words);
    }
    let messages = publish::configurations(&mut state, &job.file, &job.project, &faults);
    state.say(messages);
    let is_present = state.open.get(&job.uri).is_some_and(|it| it.version == job.version);
    if !is_present {
        // A newer text is waiting, or none any more.
        return Some(result);
    }
    let mut touched = std::mem::take(&mut state.orphans);
    touched.extend(result.names.values().cloned());
    let old = state.results.insert(job.uri.clone(), result);
    let again = old.as_ref().is_some_and(|it| it.version == job.version);
    touched.extend(old.iter().flat_map(|it| it.names.values().cloned()));
    let messages = publish::diagnostics(&mut state, &job.uri, touched, again);
    state.say(messages);
    old
}

/// What is wrong with the editor's settings: nothing else can keep a run from being carried out.
fn in_settings(error: &CheckError) -> String {
    let (setting, suggestion) = match error {
        CheckError::UnknownRule { suggestion, .. } => ("`hotkit.select` or `hotkit.ignore`", suggestion.as_ref()),
        CheckError::UnknownRelease { suggestion, .. } => ("`hotkit.release`", suggestion.as_ref()),
        CheckError::Unreadable { .. } => ("`hotkit.environments`", None),
        // Told in other words, or not asked for.
        CheckError::Config(_) | CheckError::Cloud(_) | CheckError::Cache { .. } => ("`hotkit`", None),
    };
    let suggestion = suggestion
        .map(|it| format!("; did you mean `{it}`?"))
        .unwrap_or_default();
    format!("hotkit: {error}{suggestion} Nothing is checked until {setting} in the settings is mended.")
}

fn result(job: &Job, inspection: Inspection) -> RootResult {
    let absolute = |path: &str| job.project.absolute(path);
    let mut files: BTreeSet<PathBuf> = inspection.paths().map(|it| real(&absolute(it))).collect();
    files.insert(job.file.clone());
    let found = &inspection.result;
    let mut names = BTreeMap::new();
    for finding in &found.diagnostics {
        for id in std::iter::once(finding.file).chain(finding.related.iter().map(|it| it.file)) {
            let name = found.files.get(id).path();
            if !names.contains_key(name) {
                names.insert(name.to_owned(), real(&absolute(name)));
            }
        }
    }
    RootResult {
        version: job.version,
        names,
        inspection: Arc::new(inspection),
        files,
        folder: job.project.working_folder().to_owned(),
    }
}
