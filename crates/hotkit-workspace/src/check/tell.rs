//! From the verdicts on all roots to findings file by file, in the order of the paths.
//!
//! Several roots speak of one file: it is told when all have been judged, each finding once. What stands in memory is the
//! verdicts as bytes and a table of files; texts are read again where a finding is told and they are not at hand any more.

use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};
use std::thread;

use hotkit_text::{Diagnostic, FileId, Files, Group, SourceFile, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use super::judge::Setting;
use super::judged::{Kept, KeptSource};
use super::merge::once_each;
use super::{CheckResult, Unreadable};
use crate::baseline::Baseline;
use crate::parallel;
use crate::project::Located;
use crate::shelf::{Contents, Print};
use crate::sift::{Sieve, sift};
use crate::store::Kind;

/// Files that are made ready at once.
const BATCH: usize = 256;

/// Everything there is to say about one file.
#[derive(Debug, Default)]
pub struct Part {
    /// The path of the file.
    pub path: String,
    /// The file, and those that its findings speak of besides; empty where there are none.
    pub files: Files,
    /// The findings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// By rule how many findings there are, those of the engine whether they are told or not.
    pub(super) counts: BTreeMap<&'static str, usize>,
    /// How many of them the baseline holds.
    in_baseline: usize,
    /// True where the text is not the one any more that was judged.
    is_changed: bool,
}

/// A file of the run.
struct Spoken<'t> {
    path: &'t str,
    text: Print,
    /// True where it was judged by itself.
    is_root: bool,
    /// The verdicts that speak of it, and its number there.
    verdicts: Vec<(u32, u32)>,
}

/// What is told, and how.
pub(super) struct Telling<'t> {
    setting: &'t Setting<'t>,
    baseline: Option<&'t Baseline>,
    /// As `Judged::to_bytes` gave them.
    verdicts: Vec<&'t [u8]>,
    /// By what their path without symbolic links is known by, the index in `files`.
    places: FxHashMap<Print, u32>,
    files: Vec<Spoken<'t>>,
    /// Indices in `files`, in the order of the paths.
    order: Vec<u32>,
}

impl<'t> Telling<'t> {
    /// Goes through the verdicts, those on roots in the order of their paths. What there is to say of the run as a whole is
    /// put into `result`.
    pub(super) fn new(
        setting: &'t Setting<'t>,
        baseline: Option<&'t Baseline>,
        verdicts: Vec<&'t [u8]>,
        result: &mut CheckResult,
    ) -> Telling<'t> {
        let mut telling = Telling {
            setting,
            baseline,
            verdicts: Vec::with_capacity(verdicts.len()),
            places: FxHashMap::default(),
            files: Vec::new(),
            order: Vec::new(),
        };
        // A file is known by the first path under which it was asked for, and judged once.
        let mut told: Vec<&[u8]> = Vec::with_capacity(verdicts.len());
        for bytes in verdicts {
            let Some(kept) = Kept::read(bytes) else { continue };
            let own = kept
                .own
                .filter(|_| kept.kind.is_some())
                .map(|own| kept.files[own.0 as usize]);
            if own.is_none_or(|own| telling.add(&own, true)) {
                told.push(bytes);
            }
        }
        let mut unreadable: FxHashSet<(String, Option<&'static str>)> = FxHashSet::default();
        let mut first_template: Option<Kept<'_>> = None;
        for (bytes, number) in told.into_iter().zip(0..) {
            let Some(mut kept) = Kept::read(bytes) else { continue };
            telling.verdicts.push(bytes);
            for (source, index) in kept.files.iter().zip(0..) {
                telling.add(source, false);
                if (source.count > 0 || source.has_comments)
                    && let Some(at) = telling.places.get(&source.place)
                {
                    telling.files[*at as usize].verdicts.push((number, index));
                }
            }
            let missing = kept.unreadable.drain(..);
            result
                .unreadable
                .extend(missing.filter(|it| unreadable.insert((it.path.clone(), it.option))));
            if let (Some(Kind::Template), Some(own)) = (kept.kind, kept.own) {
                let place = kept.files[own.0 as usize].place;
                let known = telling.places.get(&place);
                let path = known.map_or_else(String::new, |at| telling.files[*at as usize].path.to_owned());
                if kept.is_refused || !kept.is_readable {
                    result.refused_templates.push(path.clone());
                }
                result.templates.push(path);
                first_template.get_or_insert(kept);
            }
        }
        if let Some(only) = first_template.filter(|_| result.templates.len() == 1) {
            result.edges = only.edges();
            if !result.judged_as_stack {
                result.missing_values = only.missing_values;
            }
        }
        result.files_checked = telling.files.len();
        let files = &telling.files;
        telling.order = (0..files.len() as u32).collect();
        telling
            .order
            .sort_unstable_by(|one, other| files[*one as usize].path.cmp(files[*other as usize].path));
        telling
    }

    /// Adds a file; false where it is known.
    fn add(&mut self, source: &KeptSource<'t>, is_root: bool) -> bool {
        let number = self.files.len() as u32;
        let is_new = *self.places.entry(source.place).or_insert(number) == number;
        if is_new {
            self.files.push(Spoken {
                path: source.path,
                text: source.text,
                is_root,
                verdicts: Vec::new(),
            });
        }
        is_new
    }

    /// Tells every file, in the order of their paths.
    pub(super) fn tell(&self, result: &mut CheckResult, told: &mut dyn FnMut(Part)) {
        let mut tell = |parts: Vec<Part>| {
            for part in parts {
                if part.is_changed {
                    result.unreadable.push(Unreadable {
                        path: part.path.clone(),
                        why: "it has changed in the meantime".to_owned(),
                        option: None,
                        suggestion: None,
                        outside: false,
                    });
                }
                result.in_baseline += part.in_baseline;
                told(part);
            }
        };
        let ready = |batch: &[u32]| parallel::map(batch, |it| self.part(&self.files[*it as usize]));
        if self.order.len() <= BATCH {
            tell(ready(&self.order));
        } else {
            // While one batch is told, the next is made ready.
            thread::scope(|scope| {
                let (sender, batches) = mpsc::sync_channel(1);
                let work = move || self.order.chunks(BATCH).map(ready).try_for_each(|it| sender.send(it));
                if thread::Builder::new().spawn_scoped(scope, work).is_ok() {
                    batches.into_iter().for_each(&mut tell);
                } else {
                    self.order.chunks(BATCH).map(ready).for_each(&mut tell);
                }
            });
        }
        if let Some(baseline) = self.baseline {
            result.gone_from_baseline = baseline.len().saturating_sub(result.in_baseline);
        }
    }

    fn part(&self, spoken: &Spoken<'_>) -> Part {
        let mut part = Part {
            path: spoken.path.to_owned(),
            ..Part::default()
        };
        if spoken.verdicts.is_empty() {
            return part;
        }
        match self.findings(spoken, &mut part.files) {
            Some(found) => self.admit(spoken, found, &mut part),
            None => {
                part.is_changed = true;
                part.files = Files::default();
            }
        }
        part
    }

    /// All findings of a file, each once; `None` where its text is not the one any more that was judged.
    fn findings(&self, spoken: &Spoken<'_>, files: &mut Files) -> Option<Vec<Diagnostic>> {
        let own = files.add(self.source(spoken.path, spoken.text)?);
        let mut all = Vec::new();
        let mut numbers: FxHashMap<Print, FileId> = FxHashMap::default();
        for (verdict, index) in &spoken.verdicts {
            let kept = Kept::read(self.verdicts[*verdict as usize])?;
            let source = kept.files.get(*index as usize)?;
            if source.text != spoken.text {
                return None;
            }
            for mut diagnostic in kept.findings(source)? {
                diagnostic.file = own;
                for related in &mut diagnostic.related {
                    let source = kept.files.get(related.file.0 as usize)?;
                    related.file = match numbers.get(&source.place) {
                        _ if related.file.0 == *index => own,
                        Some(known) => *known,
                        None => {
                            let id = files.add(self.source(self.name(source), source.text)?);
                            numbers.insert(source.place, id);
                            id
                        }
                    };
                }
                all.push(diagnostic);
            }
        }
        for diagnostic in &mut all {
            diagnostic.range = fitted(diagnostic.range, files.get(own).text());
            for related in &mut diagnostic.related {
                related.range = fitted(related.range, files.get(related.file).text());
            }
        }
        Some(once_each(all, files))
    }

    /// Puts those findings into the part that are told.
    fn admit(&self, spoken: &Spoken<'_>, found: Vec<Diagnostic>, part: &mut Part) {
        let settings = self.setting.settings(spoken.path);
        let own = FileId(0);
        let engine = found.iter().filter(|it| it.group == Group::Engine);
        let mut counted: Vec<&'static str> = engine.map(|it| it.rule).collect();
        let sieve = Sieve {
            command_line: &self.setting.command_line,
            settings: &settings,
            is_judged: spoken.is_root && !self.setting.as_stack,
        };
        part.diagnostics = once_each(sift(own, part.files.get(own), found, &sieve), &part.files);
        let others = part.diagnostics.iter().filter(|it| it.group != Group::Engine);
        counted.extend(others.map(|it| it.rule));
        for rule in counted {
            *part.counts.entry(rule).or_default() += 1;
        }
        if let Some(baseline) = self.baseline {
            let prefix = self.setting.project.prefix();
            part.in_baseline = baseline.sift(&part.files, &prefix, &mut part.diagnostics);
        }
        if part.diagnostics.is_empty() {
            part.files = Files::default();
        }
    }

    /// The path by which a file is known.
    fn name<'n>(&'n self, source: &KeptSource<'n>) -> &'n str {
        let known = self.places.get(&source.place);
        known.map_or(source.path, |at| self.files[*at as usize].path)
    }

    /// A text as it was judged; `None` where it is another one by now.
    fn source(&self, path: &str, text: Print) -> Option<Arc<SourceFile>> {
        let Located::Real(real) = self.setting.shelf.located(self.setting.project, path) else {
            return None;
        };
        let contents = self.setting.shelf.contents(self.setting.project, &real);
        if contents.print() != Some(text) {
            return None;
        }
        let text: Arc<str> = match &*contents {
            Contents::Text(text, _) => Arc::clone(text),
            Contents::Bytes(bytes, _) => String::from_utf8_lossy(bytes).into(),
            Contents::Unreadable(..) => return None,
        };
        Some(Arc::new(SourceFile::new(path, text)))
    }
}

/// The range, grown to whole characters of the text: whoever shows a finding cuts there.
fn fitted(range: TextRange, text: &str) -> TextRange {
    let mut start = (range.start() as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (range.end() as usize).clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    TextRange::new(start as u32, end as u32)
}
