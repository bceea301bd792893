//! Mends findings by their own fixes, in rounds, and keeps nothing that it could not prove to be an improvement.
//!
//! A round takes the fixes that do not touch each other, puts the new texts in the place of the files in memory, and
//! checks everything again. What was mended must be gone, and nothing may be there that was not there before; else the
//! fixes of that file are tried one by one, and what does not hold is left alone. A file that was laid out is laid out again
//! at the end. The disk is written to once, after that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hotkit_format::{Outcome, format};
use hotkit_syntax::parse;
use hotkit_text::{Diagnostic, Edit, apply_edits};

use crate::check::{CheckError, CheckRequest, CheckResult, check};
use crate::config::layout;
use crate::disk;
use crate::memory::real;
use crate::project::{Located, Project};

/// Rounds after which a fix must have come to rest.
const MOST_ROUNDS: usize = 100;

/// What a run of fixes gave.
#[derive(Debug, Default)]
pub struct FixResult {
    /// What there is to say about the changed texts.
    pub result: CheckResult,
    /// The files that change, by path.
    pub files: Vec<FixedFile>,
    /// How many findings were mended.
    pub fixed: usize,
    /// How many fixes were not made because more would have been wrong with them than without.
    pub rejected: usize,
}

/// A file with its text before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FixedFile {
    /// Its path.
    pub path: String,
    /// The text that was read.
    pub before: Arc<str>,
    /// The text that takes its place.
    pub after: Arc<str>,
}

/// A file that could not be replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unwritable {
    /// Its path.
    pub path: String,
    /// Why, in words that follow `cannot write PATH:`.
    pub why: String,
}

/// Mends what can be mended, in memory. `unsafe_too` takes the fixes that may change what a template means as well.
///
/// # Errors
/// As [`check`].
pub fn fix(project: &Project, request: &CheckRequest, unsafe_too: bool) -> Result<FixResult, CheckError> {
    let mut state = State {
        project: project.clone(),
        fixed: 0,
        texts: BTreeMap::new(),
        rejected: BTreeSet::new(),
        one_by_one: BTreeSet::new(),
    };
    let mut result = check(project, request, &|_| ())?;
    for _ in 0..MOST_ROUNDS {
        let chosen = state.choose(&result, unsafe_too);
        if chosen.is_empty() {
            break;
        }
        if let Some(better) = state.attempt(request, &result, chosen)? {
            result = better;
        }
    }
    if let Some(tidy) = state.tidy(request, &result)? {
        result = tidy;
    }
    let files = state
        .texts
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(path, (before, after))| FixedFile { path, before, after })
        .collect();
    Ok(FixResult {
        result,
        files,
        fixed: state.fixed,
        rejected: state.rejected.len(),
    })
}

/// Writes what changed to the disk, each file whole or not at all. Returns those that could not be written; the others are.
#[must_use]
pub fn write(project: &Project, files: &[FixedFile]) -> Vec<Unwritable> {
    let mut failed = Vec::new();
    for file in files {
        let written = match project.locate(&file.path) {
            Located::Real(real) => disk::replace(&real, file.before.as_bytes(), file.after.as_bytes()),
            _ => Err("it is not there any more".to_owned()),
        };
        if let Err(why) = written {
            let path = file.path.clone();
            failed.push(Unwritable { path, why });
        }
    }
    failed
}

/// What tells one fix from another: path of the file, rule, what it does, and the texts it puts in.
type FixKey = (String, &'static str, String, Vec<String>);

/// The fixes of one file in one round.
#[derive(Default)]
struct Choice {
    edits: Vec<Edit>,
    /// How many findings of each rule must be gone.
    mended: BTreeMap<&'static str, usize>,
    keys: Vec<FixKey>,
}

struct State {
    project: Project,
    fixed: usize,
    /// By path the text as it was read, and as it is by now.
    texts: BTreeMap<String, (Arc<str>, Arc<str>)>,
    /// Fixes that made something worse.
    rejected: BTreeSet<FixKey>,
    /// Files of which one fix a round is made.
    one_by_one: BTreeSet<String>,
}

impl State {
    /// By path the fixes that can be made together, the first in the text first.
    fn choose(&self, result: &CheckResult, unsafe_too: bool) -> BTreeMap<String, Choice> {
        let mut chosen: BTreeMap<String, Choice> = BTreeMap::new();
        for diagnostic in &result.diagnostics {
            let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.safe || unsafe_too) else {
                continue;
            };
            let path = result.files.get(diagnostic.file).path();
            let key = key_of(path, diagnostic);
            if fix.edits.is_empty() || self.rejected.contains(&key) {
                continue;
            }
            let choice = chosen.entry(path.to_owned()).or_default();
            let is_same = fix.edits.iter().all(|edit| choice.edits.contains(edit));
            let is_free = || {
                !fix.edits
                    .iter()
                    .any(|edit| choice.edits.iter().any(|it| touch(it, edit)))
            };
            if is_same {
                *choice.mended.entry(diagnostic.rule).or_default() += 1;
            } else if is_free() && (choice.edits.is_empty() || !self.one_by_one.contains(path)) {
                choice.edits.extend(fix.edits.iter().cloned());
                *choice.mended.entry(diagnostic.rule).or_default() += 1;
                choice.keys.push(key);
            }
        }
        chosen.retain(|_, choice| !choice.edits.is_empty());
        chosen
    }

    /// Makes the chosen fixes where that makes nothing worse; returns the findings afterwards. `None`: nothing was done
    /// but to learn what cannot be.
    fn attempt(
        &mut self,
        request: &CheckRequest,
        before: &CheckResult,
        chosen: BTreeMap<String, Choice>,
    ) -> Result<Option<CheckResult>, CheckError> {
        let mut unsaved = (**self.project.all_unsaved()).clone();
        let mut texts = Vec::new();
        for (path, choice) in &chosen {
            let Some((file, text)) = text_of(before, path) else {
                continue;
            };
            match apply_edits(&text, &choice.edits) {
                Some(after) => {
                    let after: Arc<str> = after.into();
                    unsaved.insert(&real(&self.project.absolute(file)), Arc::clone(&after));
                    texts.push((path.clone(), text, after));
                }
                None => self.rejected.extend(choice.keys.iter().cloned()),
            }
        }
        if texts.is_empty() {
            return Ok(None);
        }
        let project = self.project.clone().with_unsaved(Arc::new(unsaved));
        let after = check(&project, request, &|_| ())?;
        let worse = worse_files(before, &after, &chosen);
        if worse.is_empty() {
            self.fixed += chosen.values().flat_map(|it| it.mended.values()).sum::<usize>();
            self.project = project;
            for (path, text, after) in texts {
                let entry = self.texts.entry(path).or_insert_with(|| (text, Arc::clone(&after)));
                entry.1 = after;
            }
            return Ok(Some(after));
        }
        self.learn(&worse, &chosen);
        Ok(None)
    }

    /// Lays out the files again that were laid out before they were mended; returns the findings afterwards. `None`: there is
    /// nothing to lay out, or something else would be found then.
    fn tidy(&mut self, request: &CheckRequest, mended: &CheckResult) -> Result<Option<CheckResult>, CheckError> {
        let mut unsaved = (**self.project.all_unsaved()).clone();
        let mut tidied = Vec::new();
        for (path, (before, after)) in &self.texts {
            let style = layout(&self.project, &request.config, path).map_err(CheckError::Config)?;
            if before == after || format(&parse(Arc::clone(before)), &style) != Outcome::Unchanged {
                continue;
            }
            if let Outcome::Changed(formatted) = format(&parse(Arc::clone(after)), &style) {
                let text: Arc<str> = formatted.text.into();
                unsaved.insert(&real(&self.project.absolute(path)), Arc::clone(&text));
                tidied.push((path.clone(), text));
            }
        }
        if tidied.is_empty() {
            return Ok(None);
        }
        let project = self.project.clone().with_unsaved(Arc::new(unsaved));
        let result = check(&project, request, &|_| ())?;
        if result.counts != mended.counts {
            return Ok(None);
        }
        self.project = project;
        for (path, text) in tidied {
            if let Some((_, after)) = self.texts.get_mut(&path) {
                *after = text;
            }
        }
        Ok(Some(result))
    }

    /// What went wrong in a file is put down to its own fixes; where it has none, to those of all files.
    fn learn(&mut self, worse: &BTreeSet<String>, chosen: &BTreeMap<String, Choice>) {
        let own: Vec<&String> = worse.iter().filter(|path| chosen.contains_key(*path)).collect();
        let blamed: Vec<&String> = if own.is_empty() { chosen.keys().collect() } else { own };
        for path in blamed {
            let Some(choice) = chosen.get(path) else { continue };
            if choice.keys.len() == 1 {
                self.rejected.extend(choice.keys.iter().cloned());
            } else {
                self.one_by_one.insert(path.clone());
            }
        }
    }
}

/// True where two edits cannot be made together: they share bytes, or put texts at the same place.
fn touch(one: &Edit, other: &Edit) -> bool {
    one.range == other.range || (one.range.start() < other.range.end() && other.range.start() < one.range.end())
}

fn key_of(path: &str, diagnostic: &Diagnostic) -> FixKey {
    let fix = diagnostic.fix.as_ref();
    let place = diagnostic.path.clone().unwrap_or_default();
    let title = fix.map(|it| it.title.as_str()).unwrap_or_default();
    let texts = fix.map(|it| it.edits.iter().map(|edit| edit.replacement.clone()).collect());
    let what = format!("{place} {title} {}", diagnostic.message);
    (path.to_owned(), diagnostic.rule, what, texts.unwrap_or_default())
}

fn text_of<'r>(result: &'r CheckResult, path: &str) -> Option<(&'r str, Arc<str>)> {
    let mut files = result.files.iter();
    let (_, file) = files.find(|(_, it)| it.path() == path)?;
    Some((file.path(), Arc::clone(file.text())))
}

/// The files in which something is found that was not, or is still found that was mended.
fn worse_files(before: &CheckResult, after: &CheckResult, chosen: &BTreeMap<String, Choice>) -> BTreeSet<String> {
    let mut worse = BTreeSet::new();
    for ((path, rule), count) in &after.counts {
        let known = before.counts.get(&(path.clone(), *rule)).copied().unwrap_or_default();
        let mended = chosen.get(path).and_then(|it| it.mended.get(rule)).copied();
        if *count > known.saturating_sub(mended.unwrap_or_default()) {
            worse.insert(path.clone());
        }
    }
    if after.unreadable.len() > before.unreadable.len() {
        worse.extend(chosen.keys().cloned());
    }
    worse
}
