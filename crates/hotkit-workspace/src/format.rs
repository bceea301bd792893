//! One run of `fmt`: which files, and what became of each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hotkit_format::{Choice, Doubt, Outcome, Refusal, Skipped, Style};
use hotkit_model::{FileKind, recognise};
use hotkit_syntax::{Tree, parse};
use hotkit_text::{LineIndex, TextRange};
use rustc_hash::FxHashSet;

use crate::check::{CheckError, Unreadable};
use crate::config::{ConfigChoice, Configs};
use crate::discovery::{Candidate, Naming, candidates, nearest_path, normalise};
use crate::project::{Located, Project};
use crate::store::{BEGINNING, begins_as_template, may_be_ours};
use crate::{disk, parallel};

/// What shall be formatted, and how.
#[derive(Clone, Debug)]
pub struct FormatRequest {
    /// Templates, environments and folders, relative to the project's working folder.
    pub paths: Vec<String>,
    /// What the files among them are taken for.
    pub naming: Naming,
    /// Choices about the layout, on top of what the configurations say.
    pub choices: Vec<Choice>,
    /// Which configuration counts.
    pub config: ConfigChoice,
    /// First and last line, counted from one, where not the whole of each file is meant.
    pub lines: Option<(u32, u32)>,
    /// What to do about files that would change.
    pub mode: FormatMode,
}

/// What to do about files that would change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormatMode {
    /// Replace them.
    Write,
    /// Leave them, and give both texts.
    Preview,
}

/// What became of the files, in the order in which they were named; those of a folder sorted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FormatResult {
    /// The files, each once.
    pub files: Vec<FormatFile>,
    /// What was named, or found, and could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// A file and what became of it.
#[derive(Clone, PartialEq, Debug)]
pub struct FormatFile {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub state: FormatState,
}

/// What became of a text.
#[derive(Clone, PartialEq, Debug)]
pub enum FormatState {
    /// It is laid out already.
    Unchanged,
    /// It would become, or became, another one that means the same.
    Changed {
        /// The text before.
        before: Arc<str>,
        /// The text after.
        after: String,
    },
    /// There is nothing to lay out.
    Skipped(Skipped),
    /// It cannot be read.
    Broken(Broken),
    /// A bug: what it would become could not be proved to mean the same. The line at which it shows, counted from one.
    Unproven(Doubt, Option<u32>),
    /// Why it could not be replaced, in words that follow `cannot write FILE:`.
    NotWritten(String),
}

/// Why a text cannot be read, or not by most.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// In words.
    pub why: String,
    /// Heat reads it all the same, with its last resort, which most other readers have not.
    pub is_read_by_heat: bool,
    /// The line, counted from one.
    pub line: Option<u32>,
}

/// Formats what the request names. Files that cannot be read, or not by Heat, are told in the result; the others are
/// formatted all the same. Of folders, what the configurations exclude is passed over.
///
/// # Errors
/// The mistakes in configurations, before anything is written.
pub fn format(project: &Project, request: &FormatRequest) -> Result<FormatResult, CheckError> {
    let mut project = project.clone();
    for path in &request.paths {
        project.admit_named(&normalise(path));
    }
    let (candidates, unsearchable) = candidates(&project, &request.paths, request.naming);
    let mut unreadable: Vec<Unreadable> = unsearchable.into_iter().map(Unreadable::from).collect();
    let mut configs = Configs::new(request.config.clone());
    configs.run_chain(&project);
    let mut jobs = Vec::new();
    for (candidate, real) in located(&project, candidates, &mut unreadable) {
        let settings = configs.settings(&project, &candidate.path);
        if candidate.named || !settings.excluded {
            let choices = settings.format.iter().chain(&request.choices);
            let style = choices.fold(Style::default(), |style, choice| style.with(*choice));
            jobs.push((candidate, real, style));
        }
    }
    if let Some((path, why)) = configs.unreadable.pop() {
        return Err(CheckError::Unreadable { path, why });
    }
    if !configs.faults.is_empty() {
        return Err(CheckError::Config(configs.faults));
    }
    let done = parallel::map(&jobs, |(candidate, real, style)| {
        format_file(candidate, real, style, request)
    });
    let mut files = Vec::new();
    for ((candidate, ..), outcome) in jobs.into_iter().zip(done) {
        match outcome {
            Ok(Some(state)) => files.push(FormatFile {
                path: candidate.path,
                state,
            }),
            Ok(None) => {}
            Err(why) => unreadable.push(unreadable_file(candidate.path, why, None, false)),
        }
    }
    Ok(FormatResult { files, unreadable })
}

/// Formats a text that is no file. Never gives [`FormatState::NotWritten`].
#[must_use]
pub fn format_text(text: Vec<u8>, style: &Style, lines: Option<(u32, u32)>) -> FormatState {
    match String::from_utf8(text) {
        Ok(text) => state(&parse(text), style, lines),
        Err(error) => FormatState::Broken(not_utf8(&error)),
    }
}

/// The candidates with the files that they lead to, each file once, under its first path.
fn located(
    project: &Project,
    candidates: Vec<Candidate>,
    unreadable: &mut Vec<Unreadable>,
) -> Vec<(Candidate, PathBuf)> {
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for candidate in candidates {
        let path = candidate.path.clone();
        let (why, is_outside) = match project.locate(&path) {
            Located::Real(real) => {
                if seen.insert(real.clone()) {
                    found.push((candidate, real));
                }
                continue;
            }
            Located::Missing | Located::OutsideMissing => {
                let suggestion = nearest_path(project, &path);
                unreadable.push(unreadable_file(
                    path,
                    "there is no such file".to_owned(),
                    suggestion,
                    false,
                ));
                continue;
            }
            // A link in a folder is the project's word only.
            Located::Outside if !candidate.named => continue,
            Located::Outside => ("it lies outside the project".to_owned(), true),
            Located::Unreachable(why) => (why, false),
        };
        unreadable.push(unreadable_file(path, why, None, is_outside));
    }
    found
}

/// Formats one file. `None` for what was found in a folder and is neither template nor environment; otherwise why it
/// cannot be read.
fn format_file(
    candidate: &Candidate,
    real: &Path,
    style: &Style,
    request: &FormatRequest,
) -> Result<Option<FormatState>, String> {
    let bytes = match disk::read(real) {
        Ok(bytes) => bytes,
        Err(_) if !candidate.named && !begins_as_template(&disk::beginning(real, BEGINNING)) => return Ok(None),
        Err(why) => return Err(why),
    };
    let text: Arc<str> = match String::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(error) if !candidate.named && !begins_as_template(error.as_bytes()) => return Ok(None),
        Err(error) => return Ok(Some(FormatState::Broken(not_utf8(&error)))),
    };
    if !candidate.named && !may_be_ours(&text) {
        return Ok(None);
    }
    let tree = parse(Arc::clone(&text));
    if !candidate.named && recognise(&tree) == FileKind::Unknown {
        return Ok(None);
    }
    let state = state(&tree, style, request.lines);
    if request.mode == FormatMode::Write
        && let FormatState::Changed { before, after } = &state
        && let Err(why) = disk::replace(real, before.as_bytes(), after.as_bytes())
    {
        return Ok(Some(FormatState::NotWritten(why)));
    }
    Ok(Some(state))
}

fn state(tree: &Tree, style: &Style, lines: Option<(u32, u32)>) -> FormatState {
    let outcome = match lines {
        None => hotkit_format::format(tree, style),
        Some((first, last)) => {
            let index = LineIndex::new(tree.text());
            let first = index.range(first.saturating_sub(1));
            let last = index.range(last.saturating_sub(1));
            // Lines behind the end hold nothing.
            let range = TextRange::new(first.start(), last.end());
            let ranges: &[TextRange] = if first.is_empty() { &[] } else { &[range] };
            hotkit_format::format_ranges(tree, style, ranges)
        }
    };
    let line = |offset: u32| LineIndex::new(tree.text()).line(offset) + 1;
    match outcome {
        Outcome::Unchanged => FormatState::Unchanged,
        Outcome::Changed(formatted) => FormatState::Changed {
            before: Arc::clone(tree.text()),
            after: formatted.text,
        },
        Outcome::Skipped(why) => FormatState::Skipped(why),
        Outcome::Refused(refusal) => FormatState::Broken(broken(&refusal, line)),
        Outcome::Unproven(doubt) => FormatState::Unproven(
            doubt,
            match doubt {
                Doubt::Data(offset) | Doubt::Comment(offset) => Some(line(offset)),
                Doubt::Edits | Doubt::SecondReader => None,
            },
        ),
    }
}

fn broken(refusal: &Refusal, line: impl Fn(u32) -> u32) -> Broken {
    match refusal {
        Refusal::Syntax(error) => Broken {
            why: error.problem.clone(),
            is_read_by_heat: false,
            line: Some(line(error.range.start())),
        },
        Refusal::OnlyPurePython(error) => Broken {
            why: format!("libyaml refuses it ({})", error.problem),
            is_read_by_heat: true,
            line: Some(line(error.range.start())),
        },
        Refusal::IndentedStart => Broken {
            why: "its first line is indented, which OpenStack's client takes away before it reads".to_owned(),
            is_read_by_heat: false,
            line: None,
        },
    }
}

fn not_utf8(error: &std::string::FromUtf8Error) -> Broken {
    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let line = before.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
    Broken {
        why: "it is not UTF-8".to_owned(),
        is_read_by_heat: false,
        line: Some(line),
    }
}

fn unreadable_file(path: String, why: String, suggestion: Option<String>, outside: bool) -> Unreadable {
    Unreadable {
        path,
        why,
        option: None,
        suggestion,
        outside,
    }
}
