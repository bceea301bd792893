//! Frames: lines of a source with what is said about them underneath.
//!
//! miette draws them, one call for each frame. It gets lines that are already cut and harmless
//! (see [`crate::snippet`]), as a [`SourceCode`] of its own: the one for plain text reads the file
//! from its start for every label. What it writes is tidied afterwards, since it opens colours
//! before blanks and nests them.

use std::fmt;

use hotkit_text::{Position, Severity, SourceFile, TextRange};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents,
    ThemeCharacters, ThemeStyles,
};

use crate::look::Look;
use crate::shown::{cells, harmless};
use crate::snippet::{Cut, ShownLine};

/// Places with fewer lines than this from one to the next share a frame.
const SHARED_DISTANCE: u32 = 4;

/// A place of more lines is shown by its first line, and says where it ends.
const MOST_LINES: u32 = 6;

/// A place to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a SourceFile,
    pub(crate) range: TextRange,
    pub(crate) label: Option<&'a str>,
    /// True for the place of the finding itself, false for one that belongs to it.
    pub(crate) own: bool,
}

/// Frames for `places`, which must be in the order in which they are to be shown, with
/// `context` lines before and after each.
pub(crate) fn frames(places: &[Place<'_>], severity: Severity, context: u32, look: Look) -> String {
    let spots: Vec<Spot> = places.iter().map(|place| Spot::new(*place, look)).collect();
    let mut result = String::new();
    for group in spots.chunk_by(Spot::shares_frame) {
        result.push_str(&frame(group, severity, context, look));
    }
    result
}

/// A place with its lines known.
#[derive(Debug)]
struct Spot<'a> {
    place: Place<'a>,
    start: usize,
    end: usize,
    first_line: u32,
    last_line: u32,
    label: Option<String>,
}

impl<'a> Spot<'a> {
    fn new(place: Place<'a>, look: Look) -> Spot<'a> {
        let text: &str = place.file.text();
        let lines = place.file.lines();
        let start = boundary(text, place.range.start());
        let end = boundary(text, place.range.end()).max(start);
        let written = text[start..end].trim_end().len();
        let mut spot = Spot {
            place,
            start,
            end: if written == 0 { end } else { start + written },
            first_line: lines.line(start as u32),
            last_line: 0,
            label: place.label.map(|label| look.signs(&harmless(label))),
        };
        spot.last_line = lines.line(spot.end as u32);
        if written == 0 && spot.last_line > spot.first_line {
            spot.end = spot.start;
            spot.last_line = spot.first_line;
        }
        if spot.last_line - spot.first_line >= MOST_LINES {
            spot.keep_first_line();
        }
        spot
    }

    fn keep_first_line(&mut self) {
        let ends = format!("to line {}", self.last_line + 1);
        self.label = Some(match self.label.take() {
            Some(label) => format!("{label}, {ends}"),
            None => ends,
        });
        let (line_start, line) = content(self.place.file, self.first_line);
        self.end = (line_start + line.len()).max(self.start);
        self.last_line = self.first_line;
    }

    fn shares_frame(&self, next: &Spot<'_>) -> bool {
        std::ptr::eq(self.place.file, next.place.file)
            && next.first_line < self.last_line.saturating_add(SHARED_DISTANCE)
    }
}

/// The offset itself, or the nearest one before it that lies in the text and between characters.
fn boundary(text: &str, offset: u32) -> usize {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Where a line begins, and its text without the break.
fn content(file: &SourceFile, line: u32) -> (usize, &str) {
    let start = file.lines().range(line).start() as usize;
    (start, file.lines().content(file.text(), line))
}

/// One frame; the spots lie in one file.
fn frame(spots: &[Spot<'_>], severity: Severity, context: u32, look: Look) -> String {
    let head = spots.iter().position(|spot| spot.place.own).unwrap_or(0);
    let file = spots[head].place.file;
    let (first, last) = lines_shown(spots, context);
    let mut snippet = Snippet {
        text: String::new(),
        name: harmless(file.path()),
        first_line: first as usize,
        head: file.position(spots[head].start as u32),
    };
    let cut = Cut {
        width: line_width(spots, last, look),
        ellipsis: look.ellipsis(),
    };
    let mut ranges = vec![0..0; spots.len()];
    for line in first..=last {
        push_line(&mut snippet.text, line, spots, &mut ranges, cut);
    }
    let mut labels: Vec<(LabeledSpan, bool)> = Vec::new();
    for (index, (spot, range)) in spots.iter().zip(ranges).enumerate() {
        let span = (range.start, range.len());
        let label = if index == head {
            LabeledSpan::new_primary_with_span(spot.label.clone(), span)
        } else {
            LabeledSpan::new_with_span(spot.label.clone(), span)
        };
        labels.push((label, spot.place.own));
    }
    labels.sort_by_key(|(label, _)| label.offset());
    let theme = theme(severity, labels.iter().map(|(_, own)| *own), look);
    let labels = labels.into_iter().map(|(label, _)| label).collect();
    draw(&Frame { snippet, labels }, theme)
}

/// First and last line of the frame: with context, but without empty lines at its edges.
fn lines_shown(spots: &[Spot<'_>], context: u32) -> (u32, u32) {
    let file = spots[0].place.file;
    let labelled_first = spots.iter().map(|it| it.first_line).min().unwrap_or(0);
    let labelled_last = spots.iter().map(|it| it.last_line).max().unwrap_or(0);
    let is_blank = |line: &u32| content(file, *line).1.trim().is_empty();
    let mut first = labelled_first.saturating_sub(context);
    while first < labelled_first && is_blank(&first) {
        first += 1;
    }
    let mut last = labelled_last.saturating_add(context).min(file.lines().len() - 1);
    while last > labelled_last && is_blank(&last) {
        last -= 1;
    }
    (first, last)
}

/// Cells for the source beside line numbers and the lines that hold places of several lines together.
fn line_width(spots: &[Spot<'_>], last: u32, look: Look) -> usize {
    let numbers = (last + 1).to_string().len() + 4;
    let brackets = spots.iter().filter(|spot| spot.first_line < spot.last_line).count();
    let brackets = if brackets == 0 { 0 } else { brackets + 3 };
    look.columns().saturating_sub(numbers + brackets).max(20)
}

/// Adds a line to the text that miette will see, and notes where the spots that touch it are in there.
fn push_line(text: &mut String, line: u32, spots: &[Spot<'_>], ranges: &mut [std::ops::Range<usize>], cut: Cut) {
    let (line_start, source) = content(spots[0].place.file, line);
    let within = |offset: usize| offset.saturating_sub(line_start).min(source.len());
    let touching = || spots.iter().filter(|it| it.first_line <= line && line <= it.last_line);
    let main = touching().find(|it| it.place.own).or_else(|| touching().next());
    let (focus, label) = match main {
        Some(spot) => (
            within(spot.start)..within(spot.end),
            spot.label.as_deref().map_or(0, cells),
        ),
        None => (0..0, 0),
    };
    let shown = ShownLine::new(source, focus, label, cut);
    for (spot, range) in spots.iter().zip(ranges) {
        let place = shown.range(within(spot.start)..within(spot.end));
        if spot.first_line == line {
            range.start = text.len() + place.start;
        }
        if spot.last_line == line {
            range.end = text.len() + place.end;
        }
    }
    text.push_str(&shown.text);
    text.push('\n');
}

/// What miette draws: one frame, no headline.
#[derive(Debug)]
struct Frame {
    snippet: Snippet,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Frame {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Frame {}

impl miette::Diagnostic for Frame {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// The lines of one frame.
#[derive(Debug)]
struct Snippet {
    text: String,
    name: String,
    first_line: usize,
    /// The place that the frame is named after.
    head: Position,
}

impl SourceCode for Snippet {
    /// The whole snippet, whatever is asked for: that makes one frame of it. miette asks without
    /// context only to learn the place for the head of the frame.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        context_before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(Contents {
            snippet: self,
            span: SourceSpan::from(0..self.text.len()),
            for_head: context_before == 0,
        }))
    }
}

struct Contents<'a> {
    snippet: &'a Snippet,
    span: SourceSpan,
    for_head: bool,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.snippet.text.as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(&self.snippet.name)
    }

    fn line(&self) -> usize {
        if self.for_head {
            self.snippet.head.line as usize
        } else {
            self.snippet.first_line
        }
    }

    fn column(&self) -> usize {
        if self.for_head {
            self.snippet.head.column as usize
        } else {
            0
        }
    }

    fn line_count(&self) -> usize {
        self.snippet.text.lines().count()
    }
}

fn theme(severity: Severity, own: impl Iterator<Item = bool>, look: Look) -> GraphicalTheme {
    let mut characters = if look.ascii {
        ThemeCharacters::ascii()
    } else {
        ThemeCharacters::unicode()
    };
    characters.error.clear();
    let mut styles = ThemeStyles::none();
    if look.color {
        let plain = styles.error;
        let own_style = match severity {
            Severity::Error => plain.red(),
            Severity::Warning => plain.yellow(),
            Severity::Info | Severity::Hint => plain.blue(),
        };
        styles.link = plain.cyan();
        styles.linum = plain.dimmed();
        styles.highlights = own.map(|own| if own { own_style } else { plain.blue() }).collect();
    }
    GraphicalTheme { characters, styles }
}

fn draw(frame: &Frame, theme: GraphicalTheme) -> String {
    let handler = GraphicalReportHandler::new_themed(theme)
        .without_syntax_highlighting()
        .with_context_lines(1)
        // Nothing of what is drawn here is ever wrapped, and finding that out would cost most of the time.
        .with_wrap_lines(false);
    let mut drawn = String::new();
    handler
        .render_report(&mut drawn, frame)
        .expect("a string takes everything, and a snippet can always be read");
    // The first line is the headline, which is written elsewhere.
    let frame = drawn.split_once('\n').map_or("", |(_, frame)| frame);
    let mut result = String::with_capacity(frame.len());
    for line in frame.lines() {
        push_tidy(&mut result, line);
        result.push('\n');
    }
    result
}

/// Adds `line` without blanks at its end, with each colour opened at the first visible character
/// and never twice.
fn push_tidy(into: &mut String, line: &str) {
    const RESET: &str = "\x1b[0m";
    if !line.contains('\x1b') {
        return into.push_str(line.trim_end_matches(' '));
    }
    let mut open = "";
    let mut wanted = "";
    let mut blanks = 0;
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if character == '\x1b' {
            let (code, behind) = rest.split_at(rest.find('m').map_or(rest.len(), |at| at + 1));
            wanted = if code == RESET { "" } else { code };
            rest = behind;
            continue;
        }
        rest = &rest[character.len_utf8()..];
        if character == ' ' {
            blanks += 1;
            continue;
        }
        if open != wanted && !open.is_empty() {
            into.push_str(RESET);
            open = "";
        }
        into.extend(std::iter::repeat_n(' ', blanks));
        blanks = 0;
        if open != wanted {
            into.push_str(wanted);
            open = wanted;
        }
        into.push(character);
    }
    if !open.is_empty() {
        into.push_str(RESET);
    }
}
