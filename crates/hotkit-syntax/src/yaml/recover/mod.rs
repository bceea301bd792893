//! A tree from text that is refused.
//!
//! Each error is answered by the one repair from a short list (`candidates`) with which the reading gets furthest; then
//! reading goes on. A repair inserts text (a closing quote, a bracket, a colon) or blanks some out, in a copy; at the end the
//! tree over the copy is moved back onto the text (`patch`). Nothing is lost silently: each repair has its error, and what
//! was blanked out is an error token.
//!
//! Repairs are tried from a saved state of the reader near the error and over a bounded stretch behind it, so that the
//! cost does not grow with the text before it.

mod candidates;
mod line;
mod patch;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::candidates::candidates;
use self::line::Line;
use self::patch::{Patch, Repair};
use super::chars::first_forbidden;
use super::compose::{Composed, Mode, compose};
use super::events::Events;
use super::{Dialect, Stop};
use crate::{ErrorClass, SyntaxError, Tree};

/// So many repairs are made; what stands behind the next error is given up.
const REPAIR_LIMIT: usize = 50;

/// A repair is tried up to so many bytes behind the error.
const TRIAL_LENGTH: usize = 48 * 1024;

/// All tries together may read and copy so many bytes for each byte of the text,
const WORK_PER_BYTE: usize = 64;

/// and so many in all,
const MOST_WORK: usize = 256 * 1024 * 1024;

/// but so many in any case.
const LEAST_WORK: usize = 4 * 1024 * 1024;

/// The reader's state is saved whenever so many bytes were read,
const BETWEEN_SAVED: usize = 1024;

/// unless the text is nested so deeply that states are big.
const SAVED_DEPTH: usize = 500;

/// Reads a text and mends what is refused.
pub(super) fn parse(text: &Arc<str>, dialect: Dialect) -> Tree {
    let composed = compose(text, dialect, Mode::Tolerant, &[]);
    let is_whole = !composed.stopped && stray_line(text, &composed.errors).is_none();
    let Some(first) = composed.errors.first().filter(|_| !is_whole).cloned() else {
        return composed.into_tree(text, dialect);
    };
    drop(composed);
    let mut mending = Mending::new(text, dialect);
    mending.replace_forbidden();
    // Most often there is one error; then reading the rest in search of others would be done twice.
    mending.mend(1);
    let mut composed = mending.compose();
    if composed.stopped {
        mending.mend(REPAIR_LIMIT - 1);
        composed = mending.compose();
    }
    if let Some((error, repair)) = stray_line(&mending.patch.text, &composed.errors) {
        mending.errors.push(mending.patch.error_on_text(error));
        mending.patch.apply(&repair);
        mending.saved.clear();
        mending.mend(REPAIR_LIMIT);
        composed = mending.compose();
    }
    tree_on_text(text, dialect, first, mending, composed)
}

/// A line that is being typed before the first `---` is a document of its own; the one that counts is the second.
fn stray_line(text: &str, errors: &[SyntaxError]) -> Option<(SyntaxError, Repair)> {
    let error = errors
        .iter()
        .find(|error| error.problem == "but found another document")?;
    let line = Line::at(text, error.offset as usize).previous_full(text)?;
    let is_alone = line.previous_full(text).is_none();
    is_alone.then(|| (error.clone(), Repair::blank(line.content, line.end)))
}

/// Moves the tree over the mended copy onto the text.
fn tree_on_text(
    text: &Arc<str>,
    dialect: Dialect,
    first: SyntaxError,
    mending: Mending,
    mut composed: Composed,
) -> Tree {
    let mut errors = mending.errors;
    for error in composed.errors.drain(..) {
        let known = mending.patch.error_on_text(error);
        // An anchor that was blanked out is no reason to complain about its aliases.
        let was_blanked = known.problem == "found undefined alias"
            && text.contains(&format!("&{}", &known.range.slice(text).trim_start_matches('*')));
        if !was_blanked {
            errors.push(known);
        }
    }
    errors.sort_by_key(|error| error.offset);
    errors.dedup_by(|second, first| second.offset == first.offset);
    errors.retain(|error| error.offset != first.offset || error.class != first.class);
    errors.insert(0, first);
    composed.errors = errors;
    let mut tree = composed.into_tree(text, dialect);
    mending.patch.move_onto_text(&mut tree);
    tree
}

/// A reader stopped at an error, or at the end of what was to be read.
#[derive(Default)]
struct Run {
    /// Where the error is; `None` where there is none.
    stop: Option<Stop>,
    /// Where open collections begin.
    open: Vec<u32>,
    /// Where the last scalar begins that goes over several lines.
    last_broken: Option<usize>,
}

struct Mending {
    dialect: Dialect,
    patch: Patch,
    /// States of the reader over the text as it is mended so far, in the order of the text.
    saved: Vec<Events<'static>>,
    /// In bytes of the original text.
    errors: Vec<SyntaxError>,
    work_left: usize,
}

impl Mending {
    fn new(text: &str, dialect: Dialect) -> Mending {
        Mending {
            dialect,
            patch: Patch::new(text),
            saved: Vec::new(),
            errors: Vec::new(),
            work_left: text.len().saturating_mul(WORK_PER_BYTE).clamp(LEAST_WORK, MOST_WORK),
        }
    }

    /// Forbidden characters keep a text from being read at all; they become `_`.
    fn replace_forbidden(&mut self) {
        let mut from = 0;
        while let Some(found) = first_forbidden(&self.patch.text[from..]) {
            let range = hotkit_text::TextRange::new(found.start() + from as u32, found.end() + from as u32);
            if self.errors.len() < REPAIR_LIMIT {
                self.errors.push(SyntaxError {
                    class: ErrorClass::Reader,
                    problem: "control characters are not allowed".to_owned(),
                    context: None,
                    offset: range.start(),
                    context_offset: None,
                    range,
                });
            }
            self.patch.apply(&Repair::Replace { range, by: b'_' });
            from = range.end() as usize;
        }
    }

    fn compose(&self) -> Composed {
        compose(&self.patch.text, self.dialect, Mode::Tolerant, self.patch.masks())
    }

    /// Makes up to so many repairs.
    fn mend(&mut self, repairs: usize) {
        for _ in 0..repairs {
            let run = self.read();
            let Some(stop) = &run.stop else { return };
            let error = self.patch.error_on_text((**stop).clone());
            let hopeless = matches!(error.class, ErrorClass::Limit | ErrorClass::Foreign);
            self.errors.push(error);
            if hopeless {
                return;
            }
            let Some(repairs) = self.best_repairs(stop, &run) else {
                return;
            };
            let start = repairs.iter().map(Repair::start).min().unwrap_or(0);
            for repair in &repairs {
                self.patch.apply(repair);
            }
            self.forget_from(start);
        }
    }

    /// Reads on from the last saved state to the next error, saving states on the way.
    fn read(&mut self) -> Run {
        let mut events = match self.saved.last() {
            Some(saved) => saved.moved_to(&self.patch.text),
            None => Events::new(&self.patch.text, self.dialect),
        };
        let mut next = self.saved.last().map_or(0, |saved| saved.scanner.at + BETWEEN_SAVED);
        loop {
            match events.next() {
                None => return Run::default(),
                Some(Err(stop)) => {
                    let open = events.open_marks().to_vec();
                    return Run {
                        stop: Some(stop),
                        open,
                        last_broken: events.scanner.last_broken,
                    };
                }
                Some(Ok(_)) if events.scanner.at >= next && events.depth() < SAVED_DEPTH => {
                    next = events.scanner.at + BETWEEN_SAVED;
                    self.saved.push(events.moved_to(""));
                }
                Some(Ok(_)) => {}
            }
        }
    }

    fn forget_from(&mut self, start: u32) {
        let kept = self.saved.iter().take_while(|saved| is_before(saved, start)).count();
        self.saved.truncate(kept);
    }

    /// The repairs with which the reading gets furthest behind an error; `None` where none gets it any further.
    fn best_repairs(&mut self, stop: &SyntaxError, run: &Run) -> Option<Vec<Repair>> {
        let text = self.patch.text.as_str();
        let mut best: Option<(usize, Vec<Repair>)> = None;
        for repairs in candidates(text, stop, &run.open, run.last_broken) {
            if self.work_left == 0 {
                break;
            }
            let start = repairs.iter().map(Repair::start).min().unwrap_or(0);
            let horizon = stop.offset as usize + TRIAL_LENGTH;
            let mut trial = Patch::new(text);
            repairs.iter().for_each(|repair| trial.apply(repair));
            let saved = self.saved.iter().rev().find(|saved| is_before(saved, start));
            let events = match saved {
                Some(saved) => saved.moved_to(&trial.text),
                None => Events::new(&trial.text, self.dialect),
            };
            let begun = events.scanner.at;
            let reached = reach(events, &trial, horizon);
            self.work_left = self
                .work_left
                .saturating_sub(text.len() / 8 + reached.min(text.len()).saturating_sub(begun).max(256));
            if reached > stop.offset as usize && best.as_ref().is_none_or(|(furthest, _)| reached > *furthest) {
                best = Some((reached, repairs));
            }
            if reached >= horizon {
                break;
            }
        }
        best.map(|(_, repairs)| repairs)
    }
}

/// True where a state was saved well before a place: a reader looks a few characters ahead.
fn is_before(saved: &Events<'_>, place: u32) -> bool {
    saved.scanner.at + 16 <= place as usize
}

/// How far a reading gets before its next error, counted in the text without the trial's repairs; at least the horizon
/// where there is no error before that.
fn reach(mut events: Events<'_>, trial: &Patch, horizon: usize) -> usize {
    loop {
        match events.next() {
            None => return usize::MAX,
            Some(Err(stop)) => return trial.on_text(stop.offset) as usize,
            Some(Ok(_)) if events.scanner.at > horizon => return horizon,
            Some(Ok(_)) => {}
        }
    }
}
