//! One root: what it names is read, it is judged with its inputs, and everything that was found becomes one [`Judged`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hotkit_analysis::{
    Analysis, CloudContents, FileSet, FileState, Inputs, PlugIns, Problem, Stack, Verdict, analyze, analyze_environment,
};
use hotkit_eval::{Value, clock_was_read};
use hotkit_lint::{Ignores, RuleSet, Selection, ShellScript};
use hotkit_model::FileKind;
use hotkit_schema::find_release;
use hotkit_text::Diagnostic;
use smol_str::SmolStr;

use super::judged::{Judged, Source};
use super::merge::once_each;
use super::setup::{not_utf8, unreadable};
use super::{CheckRequest, ENVIRONMENT_OPTION, STACKS_OPTION};
use crate::config::{self, Configs, PathSettings};
use crate::parameter;
use crate::project::Project;
use crate::releases::remapped;
use crate::shelf::{Print, Shelf, print_of};
use crate::shellcheck::shellcheck;
use crate::store::{Kind, Outcome, Store, Use};

/// Where the graph and the missing values come from, which are told of a single template only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum GraphSource {
    /// Every verdict holds them.
    Kept,
    /// No verdict holds them: there are too many roots. Where one of them is the only template after all, it is judged once more.
    Later,
    /// Nobody asks for them.
    Unwanted,
}

/// What holds for every root of a run.
pub(super) struct Setting<'r> {
    pub(super) project: &'r Project,
    pub(super) request: &'r CheckRequest,
    /// What the command line says of rules.
    pub(super) command_line: Selection,
    pub(super) as_stack: bool,
    pub(super) graph: GraphSource,
    pub(super) environments: Vec<String>,
    pub(super) parameters: Vec<(SmolStr, Value)>,
    /// What the cloud has, where a file says so.
    pub(super) cloud: Option<Arc<CloudContents>>,
    /// The releases that the command line names.
    pub(super) release: Option<(String, String)>,
    /// Types that environments among the files of the run give another meaning.
    pub(super) remapped: BTreeSet<String>,
    /// Templates that others of the run nest; only where rules ask for it.
    pub(super) nested: BTreeSet<String>,
    /// What could not be done beside the check itself.
    pub(super) notes: Mutex<BTreeSet<String>>,
    pub(super) configs: Mutex<Configs>,
    pub(super) shelf: Arc<Shelf>,
}

impl Setting<'_> {
    /// What was read stays whole whatever happens to those who hold it.
    pub(super) fn configs(&self) -> MutexGuard<'_, Configs> {
        self.configs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the configurations say of a file, and the command line on top.
    pub(super) fn settings(&self, path: &str) -> PathSettings {
        let mut settings = self.configs().settings(self.project, path);
        if self.release.is_some() {
            settings.release.clone_from(&self.release);
        }
        settings
    }

    fn inputs(&self, path: &str) -> Inputs {
        Inputs {
            template: path.to_owned(),
            environments: self.environments.clone(),
            parameters: self.parameters.clone(),
            stack: self.as_stack,
            now: self.request.now,
            cloud: self.cloud.clone(),
            plug_ins: self.plug_ins(path),
        }
    }

    /// The types that the configurations of a template know beside Heat's.
    fn plug_ins(&self, path: &str) -> PlugIns {
        PlugIns::of(self.settings(path).plug_ins)
    }

    /// What could not be done beside the check itself, a sentence each.
    pub(super) fn notes(&self) -> Vec<String> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.iter().cloned().collect()
    }
}

/// A root that was judged, with what it was judged by.
pub(super) struct Root {
    pub(super) judged: Judged,
    /// Its stack, where it is a template that could be read.
    pub(super) stack: Option<Stack>,
    pub(super) missing_values: Vec<SmolStr>,
    pub(super) store: Store,
    /// True where the verdict depends on the time of day.
    pub(super) is_of_the_moment: bool,
}

impl Root {
    /// Whether it is a template that could be read.
    pub(super) fn is_template(&self) -> bool {
        self.judged.kind == Some(Kind::Template) && self.judged.is_readable
    }

    fn new(store: Store) -> Root {
        Root {
            judged: Judged::default(),
            stack: None,
            missing_values: Vec::new(),
            store,
            is_of_the_moment: false,
        }
    }
}

/// Judges what is at a path, read for a purpose.
pub(super) fn judge(setting: &Setting<'_>, path: &str, purpose: Use) -> Root {
    let mut root = Root::new(Store::sharing(Arc::clone(&setting.shelf)));
    let environments = setting.environments.iter().map(|it| (it.clone(), Use::Environment));
    let jobs = std::iter::once((path.to_owned(), purpose)).chain(environments);
    root.store.load(setting.project, jobs);
    let judged = &mut root.judged;
    match root.store.outcome(path, purpose) {
        None => {}
        Some(Outcome::Unreadable { why, missing }) => {
            let option = (purpose == Use::Environment).then_some(ENVIRONMENT_OPTION);
            judged
                .unreadable
                .push(unreadable(setting.project, path, why, missing, option));
        }
        Some(Outcome::NotUtf8 { file, offset, .. }) => {
            judged.own = Some(file);
            judged.kind = (purpose != Use::Environment).then_some(Kind::Template);
            judged.is_refused = judged.kind.is_some();
            judged.diagnostics.push(not_utf8(file, offset));
        }
        Some(Outcome::Read { index, kind }) => {
            judged.own = root.store.file_of_index(index);
            judged.kind = Some(kind);
            judged.is_readable = true;
            // What was noted before is none of its business.
            let _ = clock_was_read();
            judge_read(setting, path, kind, &mut root);
            root.is_of_the_moment |= clock_was_read();
        }
    }
    root.judged.files = sources(setting.project, &root.store);
    root
}

/// What is wrong with a file of `-e` as a file, where it is judged together with templates.
pub(super) fn environment_faults(setting: &Setting<'_>, path: &str) -> Judged {
    let mut store = Store::sharing(Arc::clone(&setting.shelf));
    store.load(setting.project, [(path.to_owned(), Use::Environment)]);
    let mut judged = Judged::default();
    match store.outcome(path, Use::Environment) {
        Some(Outcome::Unreadable { why, missing }) => {
            let it = unreadable(setting.project, path, why, missing, Some(ENVIRONMENT_OPTION));
            judged.unreadable.push(it);
        }
        Some(Outcome::NotUtf8 { file, offset, .. }) => judged.diagnostics.push(not_utf8(file, offset)),
        Some(Outcome::Read { .. }) | None => {}
    }
    judged.files = sources(setting.project, &store);
    judged
}

/// The types that environments among these files give another meaning.
pub(super) fn remapped_by(setting: &Setting<'_>, jobs: &[(String, Use)]) -> BTreeSet<String> {
    let of_one = crate::parallel::map(jobs, |(path, purpose)| {
        let mut store = Store::sharing(Arc::clone(&setting.shelf));
        store.load(setting.project, [(path.clone(), *purpose)]);
        remapped(&store)
    });
    of_one.into_iter().flatten().collect()
}

/// The templates among these files, and others, that templates or environments among them have as types.
pub(super) fn nested_by(setting: &Setting<'_>, jobs: &[(String, Use)]) -> BTreeSet<String> {
    let of_one = crate::parallel::map(jobs, |(path, purpose)| {
        let mut store = Store::sharing(Arc::clone(&setting.shelf));
        store.load(setting.project, [(path.clone(), *purpose)]);
        store.nested()
    });
    of_one.into_iter().flatten().collect()
}

fn sources(project: &Project, store: &Store) -> Vec<Source> {
    let files = store.files().iter();
    let source = |((_, file), (real, text)): ((_, &hotkit_text::SourceFile), (&std::path::Path, Print))| Source {
        path: file.path().to_owned(),
        place: print_of(project.shown(real).as_bytes()),
        text,
        has_comments: Ignores::may_be_in(file.text()),
    };
    files.zip(store.sources()).map(source).collect()
}

fn judge_read(setting: &Setting<'_>, path: &str, kind: Kind, root: &mut Root) {
    if kind == Kind::Environment {
        let problems = analyze_environment(&root.store, path);
        let (settings, wanted) = wanted(setting, &root.store);
        root.judged.diagnostics = hotkit_lint::check(problems, &wanted, root.store.files());
        add_for_releases(setting, &settings, root);
        return;
    }
    let stacks = match setting.as_stack {
        true => Vec::new(),
        false => configured_stacks(setting, path, root),
    };
    let (settings, wanted) = wanted(setting, &root.store);
    let is_nested = setting.nested.contains(path);
    let store = &root.store;
    let mut problems: Vec<Problem> = Vec::new();
    let mut linted = Vec::new();
    let mut refused = false;
    let mut first: Option<Analysis> = None;
    let asked = setting.request.shellcheck || setting.settings(path).shellcheck;
    let mut scripts = Vec::new();
    let mut bare = setting.inputs(path);
    if !stacks.is_empty() {
        // Each stack is compared with the cloud; a default that none of them takes is nobody's concern.
        bare.cloud = None;
    }
    for inputs in std::iter::once(bare).chain(stacks) {
        let mut analysis = analyze(store, &inputs);
        linted.extend(hotkit_lint::lint(store, &analysis, &inputs, &wanted, is_nested));
        if asked {
            scripts.extend(hotkit_lint::shell_scripts(store, &analysis, &inputs));
        }
        refused |= analysis.problems.iter().any(|it| it.verdict == Verdict::Refused);
        problems.append(&mut analysis.problems);
        first.get_or_insert(analysis);
    }
    let mut diagnostics = hotkit_lint::check(problems, &wanted, store.files());
    diagnostics.extend(linted);
    diagnostics.extend(remarks(setting, &scripts));
    let judged = &mut root.judged;
    judged.diagnostics = diagnostics;
    judged.is_refused = refused;
    if let Some(analysis) = first {
        if setting.graph == GraphSource::Kept {
            judged.edges = analysis.root.as_ref().map(edges);
            judged.missing_values = analysis.missing_values.iter().map(ToString::to_string).collect();
        }
        root.stack = analysis.root;
        root.missing_values = analysis.missing_values;
    }
    add_for_releases(setting, &settings, root);
    let diagnostics = std::mem::take(&mut root.judged.diagnostics);
    root.judged.diagnostics = once_each(diagnostics, root.store.files());
    // What another program says is not kept: it may be there tomorrow, or another one.
    root.is_of_the_moment = asked;
}

/// What shellcheck says of scripts.
fn remarks(setting: &Setting<'_>, scripts: &[ShellScript]) -> Vec<Diagnostic> {
    if scripts.is_empty() {
        return Vec::new();
    }
    let (remarks, notes) = shellcheck(scripts);
    let mut all = setting.notes.lock().unwrap_or_else(PoisonError::into_inner);
    all.extend(notes);
    remarks
}

/// By path of the file what holds for it, and the rules that may speak in any of them.
fn wanted(setting: &Setting<'_>, store: &Store) -> (BTreeMap<String, PathSettings>, RuleSet) {
    let files = store.files().iter();
    let settings: BTreeMap<String, PathSettings> = files
        .map(|(_, it)| (it.path().to_owned(), setting.settings(it.path())))
        .collect();
    let wanted = config::union(settings.values(), &setting.command_line);
    (settings, wanted)
}

/// The stacks that the configurations make of a template: what each is given.
fn configured_stacks(setting: &Setting<'_>, path: &str, root: &mut Root) -> Vec<Inputs> {
    let stacks = setting.configs().stacks(setting.project, path);
    let mut inputs = Vec::with_capacity(stacks.len());
    for stack in stacks {
        let environments = stack.environments.iter().map(|it| (it.clone(), Use::Environment));
        root.store.load(setting.project, environments);
        for path in &stack.environments {
            if let Some(Outcome::Unreadable { why, missing }) = root.store.outcome(path, Use::Environment) {
                let it = unreadable(setting.project, path, why, missing, Some(STACKS_OPTION));
                root.judged.unreadable.push(it);
            }
        }
        inputs.push(Inputs {
            template: path.to_owned(),
            environments: stack.environments,
            parameters: parameter::values(&stack.parameters),
            stack: !stack.partial,
            now: setting.request.now,
            cloud: setting.cloud.clone(),
            plug_ins: setting.plug_ins(path),
        });
    }
    inputs
}

/// What the releases lack that the files are meant for.
fn add_for_releases(setting: &Setting<'_>, settings: &BTreeMap<String, PathSettings>, root: &mut Root) {
    if settings.values().all(|it| it.release.is_none()) {
        return;
    }
    let mut remapped = remapped(&root.store);
    remapped.extend(setting.remapped.iter().cloned());
    let mut findings: Vec<Diagnostic> = Vec::new();
    for (id, file) in root.store.files().iter() {
        let release = settings.get(file.path()).and_then(|it| it.release.as_ref());
        let Some((oldest, newest)) =
            release.and_then(|(oldest, newest)| find_release(oldest).zip(find_release(newest)))
        else {
            continue;
        };
        if let FileState::Read(_, document) = root.store.file(file.path(), FileKind::Template) {
            let needs = hotkit_lint::needs(document, &remapped);
            findings.extend(hotkit_lint::for_releases(id, &needs, oldest, newest));
        }
    }
    root.judged.diagnostics.extend(findings);
}

/// The edges of the stack by name, sorted.
pub(super) fn edges(stack: &Stack) -> Vec<(String, String)> {
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
