//! Lays out templates and environments: few changes, and a proof before any of them is shown.
//!
//! The layout moves blanks and line ends between tokens and touches nothing else ([`Style`] says what is chosen, and why).
//! What came out is read again, by Heat's own reader and by a reader of YAML 1.2, and must mean the same to both and carry
//! the same comments. A layout that cannot be proved is a bug of hotkit and is never given out.
//!
//! This crate knows trees of text, and of Heat's vocabulary only the names by which things are put in order.

mod choice;
mod frozen;
mod habits;
mod layout;
mod proof;
mod range;
mod rewrite;
mod style;

use std::sync::Arc;

use hotkit_syntax::{NodeKind, Reading, SyntaxError, Tree, parse};
use hotkit_text::{Edit, TextRange, apply_edits};

use frozen::Frozen;
use habits::Habits;

pub use choice::{Choice, NoChoice};
pub use proof::Doubt;
pub use range::{format_on_type, format_ranges};
pub use style::{Functions, LineEnds, ListIndent, Padding, Quotes, Separation, Style, VersionQuotes};

/// What came of formatting a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// It is laid out already.
    Unchanged,
    /// Another text that means the same.
    Changed(Formatted),
    /// There is nothing to lay out.
    Skipped(Skipped),
    /// Heat cannot read it, so nobody can say what it means.
    Refused(Refusal),
    /// A bug: the new text could not be proved to mean the same. The old one must stay.
    Unproven(Doubt),
}

/// A text that means the same as the one before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Formatted {
    /// The whole text.
    pub text: String,
    /// What leads from the text before to it, in order.
    pub edits: Vec<Edit>,
}

/// Why a text is left alone although Heat reads it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Skipped {
    /// It is JSON.
    Json,
    /// It is no mapping and no list.
    NoCollection,
    /// It has line breaks that few tools know: a carriage return alone, or those that YAML 1.2 has dropped (NEL, LS, PS); or
    /// a byte order mark within.
    Characters,
    /// A reader of YAML 1.2 sees other data in it than Heat, so that it could see a change where Heat sees none.
    ReadDifferently,
}

/// Why Heat cannot read a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Refusal {
    /// No reader takes it; libyaml's first error.
    Syntax(SyntaxError),
    /// libyaml refuses it, with this error, and only pure-Python PyYAML takes it, which Heat asks last. What it reads, other
    /// tools do not, and once libyaml took it, dates in it would be other data.
    OnlyPurePython(SyntaxError),
    /// The first line is indented, and OpenStack's client takes that indentation away before it reads (T-025).
    IndentedStart,
}

/// Lays out a whole text.
#[must_use]
pub fn format(tree: &Tree, style: &Style) -> Outcome {
    format_within(tree, style, None)
}

/// Lays out the lines of `ranges`, or the whole text.
fn format_within(tree: &Tree, style: &Style, ranges: Option<&[TextRange]>) -> Outcome {
    match unsuitable(tree) {
        Some(outcome) => outcome,
        None => format_tree(tree, style, ranges),
    }
}

fn format_tree(tree: &Tree, style: &Style, ranges: Option<&[TextRange]>) -> Outcome {
    let result = if style.is_plain() || ranges.is_some() {
        laid_out(tree, style, ranges)
    } else {
        rewritten(tree, style)
    };
    match result {
        Ok(None) => Outcome::Unchanged,
        Ok(Some(formatted)) => Outcome::Changed(formatted),
        Err(Doubt::SecondReader) if !proof::second_reader_agrees(tree) => Outcome::Skipped(Skipped::ReadDifferently),
        Err(doubt) => Outcome::Unproven(doubt),
    }
}

/// The text with other blanks and line ends; `None` where they are as they should be.
fn laid_out(tree: &Tree, style: &Style, ranges: Option<&[TextRange]>) -> Result<Option<Formatted>, Doubt> {
    let frozen = Frozen::new(tree, ranges);
    let habits = Habits::of(tree, style, &frozen);
    let mut edits = layout::layout(tree, &habits, &frozen);
    if edits.is_empty() {
        return Ok(None);
    }
    // Stable: of two insertions at one place the first comes first.
    edits.sort_by_key(|edit| edit.range);
    let text: Arc<str> = apply_edits(tree.text(), &edits).ok_or(Doubt::Edits)?.into();
    proof::prove(tree, &parse(Arc::clone(&text)))?;
    Ok(Some(Formatted {
        text: text.to_string(),
        edits,
    }))
}

/// The text with everything that a style may ask for, proved step by step.
fn rewritten(tree: &Tree, style: &Style) -> Result<Option<Formatted>, Doubt> {
    let laid_out = laid_out(tree, style, None)?.map(|it| parse(it.text));
    let first = laid_out.as_ref().unwrap_or(tree);
    let ordered = rewrite::ordered(first, style)?;
    let second = ordered.as_ref().unwrap_or(first);
    let arranged = rewrite::arranged(second, style)?;
    if let Some(arranged) = &arranged {
        proof::prove_rewritten(second, arranged)?;
    }
    let last = arranged.as_ref().unwrap_or(second);
    if last.text() == tree.text() {
        return Ok(None);
    }
    Ok(Some(Formatted {
        edits: vec![difference(tree.text(), last.text())],
        text: last.text().to_string(),
    }))
}

/// One edit that leads from one text to the other.
fn difference(before: &str, after: &str) -> Edit {
    let equal = before.char_indices().zip(after.chars()).find(|((_, a), b)| a != b);
    let start = equal.map_or(before.len().min(after.len()), |((at, _), _)| at);
    let tails = before[start..].chars().rev().zip(after[start..].chars().rev());
    let tail: usize = tails.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let range = TextRange::new(start as u32, (before.len() - tail) as u32);
    Edit::replace(range, &after[start..after.len() - tail])
}

/// What keeps a text from being laid out.
fn unsuitable(tree: &Tree) -> Option<Outcome> {
    match tree.reading() {
        Reading::Json => return Some(Outcome::Skipped(Skipped::Json)),
        Reading::Refused => {
            let error = tree.errors().first()?.clone();
            return Some(Outcome::Refused(Refusal::Syntax(error)));
        }
        Reading::Pure => {
            let error = tree.fallback_from()?.clone();
            return Some(Outcome::Refused(Refusal::OnlyPurePython(error)));
        }
        Reading::Libyaml => {}
    }
    if is_indented_start(tree) {
        return Some(Outcome::Refused(Refusal::IndentedStart));
    }
    let root = tree.root().map(|root| root.kind());
    if !matches!(root, None | Some(NodeKind::Mapping(_) | NodeKind::Sequence(_))) {
        return Some(Outcome::Skipped(Skipped::NoCollection));
    }
    has_odd_characters(tree).then_some(Outcome::Skipped(Skipped::Characters))
}

/// Whether the text means something else, or nothing, once the blanks at its beginning are gone (T-025).
fn is_indented_start(tree: &Tree) -> bool {
    let text: &str = tree.text();
    if !text.starts_with(char::is_whitespace) {
        return false;
    }
    let stripped = text.trim_start();
    let before = &text[..text.len() - stripped.len()];
    if before.ends_with(['\n', '\r']) {
        return false;
    }
    let read = parse(stripped);
    read.reading() != Reading::Libyaml || !proof::means_the_same(tree, &read)
}

fn has_odd_characters(tree: &Tree) -> bool {
    let text: &str = tree.text();
    let behind_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_odd = !text.is_ascii() && behind_mark.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}']);
    is_odd || text.contains('\r') && text.matches('\r').count() > text.matches("\r\n").count()
}
