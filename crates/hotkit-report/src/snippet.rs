//! Lines of a source as a frame shows them: harmless, tabs as blanks, cut to the width around
//! what is labelled.
//!
//! Frames are drawn from these lines and not from the file, so what drawing costs depends on the
//! width of the terminal only, never on the length of a line or of the file.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::shown::push_harmless;

/// Cells of text that are kept behind the labelled text where a line is cut, if there is room.
const ROOM_BEHIND: usize = 8;

/// How a line is cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    /// Cells that the line may take.
    pub(crate) width: usize,
    /// What stands where text was left out.
    pub(crate) ellipsis: &'static str,
}

/// One line as it is shown.
#[derive(Debug)]
pub(crate) struct ShownLine {
    /// The text; without a line break.
    pub(crate) text: String,
    kept: Range<usize>,
    /// Source and shown offset of each character that was kept.
    offsets: Vec<(usize, usize)>,
    /// Where the shown text begins and ends behind and before the signs of omission.
    inner: Range<usize>,
}

impl ShownLine {
    /// `line` cut so that `focus`, a range of its bytes, and `label` cells of words below the focus are seen.
    pub(crate) fn new(line: &str, focus: Range<usize>, label: usize, cut: Cut) -> ShownLine {
        let kept = window(line, focus, label, cut);
        let mut text = String::new();
        if kept.start > 0 {
            text.push_str(cut.ellipsis);
        }
        let mut inner = text.len()..text.len();
        let mut offsets = Vec::new();
        for (offset, character) in line[kept.clone()].char_indices() {
            offsets.push((kept.start + offset, text.len()));
            push_shown(&mut text, character);
        }
        inner.end = text.len();
        if kept.end < line.len() {
            text.push_str(cut.ellipsis);
        }
        ShownLine {
            text,
            kept,
            offsets,
            inner,
        }
    }

    /// The place in the shown text for a range of the source line; what was cut away counts as
    /// the sign that stands for it.
    pub(crate) fn range(&self, source: Range<usize>) -> Range<usize> {
        let start = if source.start < self.kept.start {
            0
        } else {
            self.offset(source.start)
        };
        let end = if source.end > self.kept.end {
            self.text.len()
        } else if source.end <= self.kept.start {
            self.inner.start
        } else {
            self.offset(source.end)
        };
        if source.is_empty() {
            return start..start;
        }
        start..end.max(start)
    }

    fn offset(&self, source: usize) -> usize {
        let index = self.offsets.partition_point(|(offset, _)| *offset < source);
        self.offsets.get(index).map_or(self.inner.end, |(_, shown)| *shown)
    }
}

/// The bytes of `line` that are shown.
fn window(line: &str, focus: Range<usize>, label: usize, cut: Cut) -> Range<usize> {
    if walk(line.chars(), cut.width).is_whole(line.len()) {
        return 0..line.len();
    }
    let sign = cut.ellipsis.chars().count();
    let budget = cut.width.saturating_sub(2 * sign).max(1);
    let width = walk(line[focus.clone()].chars(), budget).cells;
    // The words stand to the right of the middle of the focus: `╰── words`.
    let reach = (width / 2 + 4 + label).max(width + ROOM_BEHIND).min(budget);
    let behind = walk(line[focus.start..].chars(), budget).cells;
    let fits_in_front = budget - reach;
    let centred = (budget - width) / 2;
    let mut front = fits_in_front.min(centred.max(budget.saturating_sub(behind)));
    if walk(line[..focus.start].chars(), fits_in_front).is_whole(focus.start) {
        front = fits_in_front;
    }
    let start = focus.start - walk(line[..focus.start].chars().rev(), front).bytes;
    let room = if start == 0 { budget + sign } else { budget };
    let mut end = start + walk(line[start..].chars(), room).bytes;
    if walk(line[end..].chars(), sign).is_whole(line.len() - end) {
        end = line.len();
    }
    start..end
}

/// How far one gets within a number of cells.
struct Walked {
    bytes: usize,
    cells: usize,
}

impl Walked {
    fn is_whole(&self, length: usize) -> bool {
        self.bytes == length
    }
}

/// Takes characters while they fit into `limit` cells. Marks without width are bounded too: a
/// million of them on one letter would be no wider than it.
fn walk(characters: impl Iterator<Item = char>, limit: usize) -> Walked {
    let mut walked = Walked { bytes: 0, cells: 0 };
    for character in characters.take(limit.saturating_mul(4)) {
        let cells = shown_cells(character);
        if walked.cells + cells > limit {
            break;
        }
        walked.cells += cells;
        walked.bytes += character.len_utf8();
    }
    walked
}

fn shown_cells(character: char) -> usize {
    if (' '..='~').contains(&character) {
        return 1;
    }
    let mut shown = String::new();
    push_shown(&mut shown, character);
    shown.chars().map(|it| it.width().unwrap_or(0)).sum()
}

fn push_shown(into: &mut String, character: char) {
    match character {
        '\t' => into.push_str("    "),
        _ => push_harmless(into, character),
    }
}
