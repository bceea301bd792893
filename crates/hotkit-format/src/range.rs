//! Formatting parts of a text, for editors and for tools that have changed a few lines.

use hotkit_syntax::Tree;
use hotkit_text::{Edit, LineIndex, TextRange};

use crate::style::Style;
use crate::{Outcome, format_within};

/// Lays out the lines that `ranges` touch; everything else stays as it is, even where it does not fit.
///
/// A block keeps its column where some of its lines stay, so that the text as a whole keeps its meaning.
#[must_use]
pub fn format_ranges(tree: &Tree, style: &Style, ranges: &[TextRange]) -> Outcome {
    format_within(tree, style, Some(ranges))
}

/// What to change when somebody has just typed `typed` before `offset`: the line that a line break ended, or the line of a
/// closing bracket. Nothing while the text cannot be read.
#[must_use]
pub fn format_on_type(tree: &Tree, style: &Style, offset: u32, typed: char) -> Vec<Edit> {
    let lines = LineIndex::new(tree.text());
    let line = lines.line(offset);
    let range = match typed {
        '\n' if line > 0 => lines.range(line - 1),
        '}' | ']' | ',' => lines.range(line),
        _ => return Vec::new(),
    };
    // Whoever makes room with blank lines wants to keep them.
    if range.slice(tree.text()).trim().is_empty() {
        return Vec::new();
    }
    match format_within(tree, style, Some(&[range])) {
        Outcome::Changed(formatted) => formatted.edits,
        _ => Vec::new(),
    }
}
