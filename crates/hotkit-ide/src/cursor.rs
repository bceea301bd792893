//! Where the cursor stands in half-typed text: the way from the root of the document, and what is being typed.
//!
//! The way is read off the lines above the cursor, by their indentation and brackets, and not off the tree: what is right of
//! the cursor, or not typed yet, must not change it. Block scalars and comments are told from the tree's tokens.

use std::cell::Cell;

use hotkit_syntax::{TokenKind, Tree};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::line::{Mark, MarkKind, indentation, marks};

/// Lines above the cursor that are looked at.
const MOST_LINES: usize = 200_000;

/// One step of the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Into the value of a key.
    Key(SmolStr),
    /// Into the item of a list at this position.
    Item(usize),
}

impl Step {
    /// The key.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Step::Key(key) => Some(key),
            Step::Item(_) => None,
        }
    }
}

/// What can be written at the cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spot {
    /// A key of the mapping that the way leads to.
    Key,
    /// The value that the way leads to, on the line of its key or among brackets.
    Value,
    /// The value that the way leads to, on a line of its own: it may become a mapping, too.
    Open,
}

/// Where the cursor stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// The way from the root.
    pub path: Vec<Step>,
    /// What can be written there.
    pub spot: Spot,
    /// The word at the cursor, quotes excluded.
    pub word: TextRange,
    /// What of it stands before the cursor.
    pub typed: SmolStr,
    /// The quote before the word, where there is one.
    pub quote: Option<char>,
    /// True within brackets.
    pub flow: bool,
    /// Column at which the text at the cursor begins, in characters: what belongs beside it begins there, too.
    pub column: usize,
    /// Column of the key whose value is written, where it is; what belongs into the value begins deeper.
    pub parent_column: usize,
    /// The character right behind the word.
    pub next: Option<char>,
    /// Column at which the line begins, in characters.
    pub line_column: usize,
    /// Where the way ends in an item: the items before it, as they are written, the first one first.
    pub earlier: Vec<SmolStr>,
}

/// Where the cursor stands; `None` in comments and in texts of several lines.
#[must_use]
pub fn locate(tree: &Tree, offset: u32) -> Option<Cursor> {
    let text: &str = tree.text();
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let line_start = text[..offset].rfind('\n').map_or(0, |it| it + 1);
    let before = &text[line_start..offset];
    let extent = Cell::new(None);
    let lines = Lines {
        tree,
        text,
        extent: &extent,
    };
    if is_in_text(lines, line_start, offset) || is_comment(before) {
        return None;
    }
    let word = word_at(text, line_start, offset);
    let quote = text[line_start..word.start]
        .chars()
        .next_back()
        .filter(|it| matches!(it, '"' | '\''));
    let at = word.start - quote.map_or(0, char::len_utf8);
    let mut walk = Walk {
        lines,
        line: line_start,
        at: at - line_start,
        path: Vec::new(),
        spot: None,
        flow: false,
        parent_column: None,
        earlier: Vec::new(),
    };
    walk.flows();
    walk.blocks();
    walk.path.reverse();
    let column = text[line_start..at].chars().count();
    Some(Cursor {
        path: walk.path,
        spot: walk.spot.unwrap_or(Spot::Key),
        word: TextRange::new(word.start as u32, word.end as u32),
        typed: SmolStr::new(&text[word.start..offset]),
        quote,
        flow: walk.flow,
        column,
        parent_column: walk.parent_column.unwrap_or(column.saturating_sub(2)),
        next: text[word.end..].chars().next(),
        line_column: before.chars().take_while(|it| *it == ' ').count(),
        earlier: walk.earlier,
    })
}

/// True where the cursor stands in a block scalar, or in quotes that began on a line before.
fn is_in_text(lines: Lines<'_>, line_start: usize, offset: usize) -> bool {
    let Some(token) = offset.checked_sub(1).and_then(|it| lines.tree.token_at(it as u32)) else {
        return false;
    };
    match token.kind {
        TokenKind::BlockScalarContent => {
            let line = &lines.text[line_start..];
            let line = &line[..line.find('\n').unwrap_or(line.len())];
            let blank = line[..offset - line_start].trim().is_empty();
            let depth = if blank {
                offset - line_start
            } else {
                line.len() - line.trim_start().len()
            };
            lines.is_in_scalar(token.range, line_start, depth)
        }
        TokenKind::Quoted => (token.range.start() as usize) < line_start,
        _ => false,
    }
}

/// How far a block scalar goes by its indentation. A reader may count more in: blank lines behind it, and half-typed lines
/// that a repair has hidden in it.
#[derive(Clone, Copy)]
struct Extent {
    /// Where the token begins by which it was found.
    part: u32,
    /// The column of the key or dash that it belongs to: its lines are deeper.
    owner: usize,
    /// Where the first line begins that is not.
    end: usize,
}

impl Extent {
    fn of(tree: &Tree, part: TextRange) -> Extent {
        let text: &str = tree.text();
        let content = whole_content(tree, part);
        let header = text[..content.start() as usize].trim_end_matches(['\n', '\r']);
        let header = &header[header.rfind('\n').map_or(0, |it| it + 1)..];
        let found = marks(header);
        let owner = match block_marks(&found).last() {
            Some(mark) => mark.at,
            None => indentation(header).unwrap_or(0),
        };
        let mut end = content.start() as usize;
        for line in content.slice(text).split_inclusive('\n') {
            let depth = line.len() - line.trim_start_matches(' ').len();
            // The first piece may be the rest of the line above.
            let begins = end == 0 || text.as_bytes()[end - 1] == b'\n';
            if begins && depth <= owner && !line.trim().is_empty() {
                break;
            }
            end += line.len();
        }
        Extent {
            part: part.start(),
            owner,
            end,
        }
    }
}

/// The content of a block scalar that this is a part of: a repair may have taken something out of it.
fn whole_content(tree: &Tree, part: TextRange) -> TextRange {
    let mut start = part.start();
    while let Some(before) = start.checked_sub(1).and_then(|it| tree.token_at(it)) {
        match before.kind {
            TokenKind::BlockScalarHeader => return TextRange::new(start, part.end()),
            TokenKind::BlockScalarContent
            | TokenKind::Error
            | TokenKind::LineBreak
            | TokenKind::Whitespace
            | TokenKind::Comment => {
                start = before.range.start();
            }
            _ => break,
        }
    }
    part
}

fn is_comment(before: &str) -> bool {
    let mut quote = None;
    let mut last = ' ';
    for character in before.chars() {
        match quote {
            Some(it) if it == character => quote = None,
            Some(_) => {}
            None if character == '#' && last.is_whitespace() => return true,
            None if matches!(character, '"' | '\'') && (last.is_whitespace() || "[{,(:".contains(last)) => {
                quote = Some(character);
            }
            None => {}
        }
        last = character;
    }
    false
}

/// The word around the cursor: names, types and paths have no blanks.
fn word_at(text: &str, line_start: usize, offset: usize) -> std::ops::Range<usize> {
    let is_end = |it: char| it.is_whitespace() || "{}[],\"'".contains(it);
    let mut start = offset;
    for (at, character) in text[line_start..offset].char_indices().rev() {
        let at = line_start + at;
        if is_end(character) || (character == ':' && text[at + 1..].starts_with([' ', '\n', '\r'])) {
            break;
        }
        start = at;
    }
    let mut end = offset;
    for (at, character) in text[offset..].char_indices() {
        let at = offset + at;
        let rest = &text[at + character.len_utf8()..];
        let ends_key = character == ':' && (rest.is_empty() || rest.starts_with([' ', '\n', '\r', ',', ']', '}']));
        if is_end(character) || ends_key {
            break;
        }
        end = at + character.len_utf8();
    }
    start..end
}

/// The lines of a text, from a place upwards.
#[derive(Clone, Copy)]
struct Lines<'t> {
    tree: &'t Tree,
    text: &'t str,
    /// The block scalar that was looked at last: walks ask of many lines of one.
    extent: &'t Cell<Option<Extent>>,
}

impl<'t> Lines<'t> {
    /// The line that begins here, without its break.
    fn line(self, start: usize) -> &'t str {
        let rest = &self.text[start..];
        let end = rest.find('\n').unwrap_or(rest.len());
        rest[..end].trim_end_matches('\r')
    }

    /// Where the line above begins.
    fn above(self, start: usize) -> Option<usize> {
        let end = start.checked_sub(1)?;
        Some(self.text[..end].rfind('\n').map_or(0, |it| it + 1))
    }

    /// True where the line is part of a text that began above it.
    fn is_text(self, start: usize, indentation: usize) -> bool {
        let Some(token) = self.tree.token_at((start + indentation) as u32) else {
            return false;
        };
        match token.kind {
            TokenKind::BlockScalarContent => self.is_in_scalar(token.range, start, indentation),
            TokenKind::Quoted => (token.range.start() as usize) < start + indentation,
            _ => false,
        }
    }

    /// Whether a line of a block scalar's content is part of it by its indentation, too.
    fn is_in_scalar(self, content: TextRange, line: usize, depth: usize) -> bool {
        let known = self.extent.get().filter(|it| it.part == content.start());
        let extent = known.unwrap_or_else(|| Extent::of(self.tree, content));
        self.extent.set(Some(extent));
        depth > extent.owner && line < extent.end
    }
}

struct Walk<'t> {
    lines: Lines<'t>,
    /// Where the line begins that the walk has come to.
    line: usize,
    /// The byte in it before which it has come.
    at: usize,
    /// The way, innermost step first.
    path: Vec<Step>,
    spot: Option<Spot>,
    flow: bool,
    parent_column: Option<usize>,
    earlier: Vec<SmolStr>,
}

impl<'t> Walk<'t> {
    /// Leaves the brackets around the cursor, one after the other.
    fn flows(&mut self) {
        while let Some(found) = self.enclosing() {
            let spot = match (&found.key, found.is_map) {
                (Some(key), true) => {
                    self.path.push(Step::Key(key.clone()));
                    Spot::Value
                }
                (None, true) => Spot::Key,
                (_, false) => {
                    if let Some(key) = &found.key {
                        // A pair without braces: `[a: 1]`.
                        self.path.push(Step::Key(key.clone()));
                    }
                    if self.path.is_empty() {
                        let inside = &self.lines.text[found.line + found.at + 1..self.line + self.at];
                        self.earlier = items_between(inside, found.commas);
                    }
                    self.path.push(Step::Item(found.commas));
                    Spot::Value
                }
            };
            self.spot.get_or_insert(spot);
            self.flow = true;
            (self.line, self.at) = (found.line, found.at);
        }
    }

    /// The bracket around the place that the walk has come to.
    fn enclosing(&self) -> Option<Bracket> {
        let mut scan = FlowScan::default();
        let here = &self.lines.line(self.line)[..self.at.min(self.lines.line(self.line).len())];
        if let Some((at, is_map)) = scan.line(here) {
            return Some(scan.found(self.line, at, is_map));
        }
        let depth = indentation(here).unwrap_or(self.at);
        let mut line = self.line;
        let mut is_next = true;
        for _ in 0..MOST_LINES {
            line = self.lines.above(line)?;
            let content = self.lines.line(line);
            let Some(indent) = indentation(content) else { continue };
            if self.lines.is_text(line, indent) {
                continue;
            }
            // Among brackets a line goes on only behind one of these; elsewhere there is no need to look further.
            let end = content.trim_end();
            if is_next && scan.is_fresh() && !end.ends_with([',', '{', '[']) && !is_closed_below(here) {
                return None;
            }
            is_next = false;
            if let Some((at, is_map)) = scan.line(content) {
                return Some(scan.found(line, at, is_map));
            }
            if indent < depth && scan.depth == 0 || indent == 0 && scan.depth == 0 && !end.ends_with([',', '{', '[']) {
                return None;
            }
        }
        None
    }

    /// Goes from the line's indentation to lesser ones, up to the root.
    fn blocks(&mut self) {
        let here = self.lines.line(self.line);
        let here = &here[..self.at.min(here.len())];
        let found = marks(here);
        let mut level = Level {
            column: self.at,
            is_item: false,
        };
        let key = found.iter().rev().find(|it| matches!(it.kind, MarkKind::Key(_)));
        let own = block_marks(&found);
        if let Some(Mark {
            kind: MarkKind::Key(name),
            at,
        }) = key.filter(|it| own.contains(it))
        {
            self.spot.get_or_insert(Spot::Value);
            self.path.push(Step::Key(SmolStr::new(name)));
            self.parent_column.get_or_insert(*at);
            level.column = *at;
        } else if own.is_empty() && self.spot.is_none() {
            self.spot = Some(self.spot_of_line(self.at));
        } else if self.spot.is_none() {
            self.spot = Some(Spot::Open);
        }
        for mark in own.iter().rev().filter(|it| it.kind == MarkKind::Dash) {
            self.path.push(Step::Item(0));
            level = Level {
                column: mark.at,
                is_item: true,
            };
            self.parent_column.get_or_insert(mark.at);
        }
        self.climb(level);
    }

    fn climb(&mut self, mut level: Level) {
        let mut line = self.line;
        for _ in 0..MOST_LINES {
            if level.column == 0 && !level.is_item {
                return;
            }
            let Some(above) = self.lines.above(line) else { return };
            line = above;
            let content = self.lines.line(line);
            let Some(indent) = indentation(content) else { continue };
            if indent > level.column || self.lines.is_text(line, indent) {
                continue;
            }
            let found = marks(content);
            let own = block_marks(&found);
            if level.is_item
                && indent == level.column
                && own.first().is_some_and(|it| it.kind == MarkKind::Dash)
                && let Some(Step::Item(index)) = self.path.last_mut()
            {
                *index += 1;
                if self.path.len() == 1 {
                    let item = content[indent + 1..].trim().trim_matches(['"', '\'']);
                    self.earlier.insert(0, SmolStr::new(item));
                }
                continue;
            }
            for mark in own.iter().rev() {
                let is_key = matches!(mark.kind, MarkKind::Key(_));
                if mark.at > level.column || mark.at == level.column && !(level.is_item && is_key) {
                    continue;
                }
                if let MarkKind::Key(name) = &mark.kind {
                    self.path.push(Step::Key(SmolStr::new(name)));
                    level.is_item = false;
                } else {
                    self.path.push(Step::Item(0));
                    level.is_item = true;
                }
                self.parent_column.get_or_insert(mark.at);
                level.column = mark.at;
            }
        }
    }

    /// What a line of its own can become at this column: a further key where keys stand above it at the same column.
    fn spot_of_line(&self, column: usize) -> Spot {
        let mut line = self.line;
        for _ in 0..MOST_LINES {
            let Some(above) = self.lines.above(line) else {
                return Spot::Key;
            };
            line = above;
            let content = self.lines.line(line);
            let Some(indent) = indentation(content) else { continue };
            if indent > column || self.lines.is_text(line, indent) {
                continue;
            }
            let found = marks(content);
            let own = block_marks(&found);
            let is_sibling = own
                .iter()
                .any(|it| it.at == column && matches!(it.kind, MarkKind::Key(_)));
            return if is_sibling { Spot::Key } else { Spot::Open };
        }
        Spot::Open
    }
}

/// A bracket, and what stands between it and the cursor.
struct Bracket {
    line: usize,
    at: usize,
    is_map: bool,
    key: Option<SmolStr>,
    commas: usize,
}

#[derive(Default)]
struct FlowScan {
    /// Brackets that are closed again before the cursor.
    depth: usize,
    commas: usize,
    key: Option<SmolStr>,
    seen: bool,
}

impl FlowScan {
    /// True where nothing was met but blanks.
    fn is_fresh(&self) -> bool {
        !self.seen
    }

    /// Goes backwards over a line; the bracket that is open at its end, where there is one.
    fn line(&mut self, line: &str) -> Option<(usize, bool)> {
        for mark in marks(line).into_iter().rev() {
            match mark.kind {
                MarkKind::Close => self.depth += 1,
                MarkKind::OpenMap | MarkKind::OpenList if self.depth > 0 => self.depth -= 1,
                MarkKind::OpenMap => return Some((mark.at, true)),
                MarkKind::OpenList => return Some((mark.at, false)),
                MarkKind::Comma if self.depth == 0 => self.commas += 1,
                MarkKind::Key(name) if self.depth == 0 && self.commas == 0 && self.key.is_none() => {
                    self.key = Some(SmolStr::new(name));
                }
                _ => {}
            }
        }
        false.then_some((0, false))
    }

    fn found(self, line: usize, at: usize, is_map: bool) -> Bracket {
        Bracket {
            line,
            at,
            is_map,
            key: self.key,
            commas: self.commas,
        }
    }
}

/// A column of the block structure.
#[derive(Clone, Copy)]
struct Level {
    column: usize,
    is_item: bool,
}

/// The first items of a list in brackets, as they are written.
fn items_between(inside: &str, count: usize) -> Vec<SmolStr> {
    let items = inside.split(',').take(count);
    items
        .map(|it| SmolStr::new(it.trim().trim_matches(['"', '\''])))
        .collect()
}

/// True for a line that begins with a closing bracket: the one above need not end in a comma.
fn is_closed_below(line: &str) -> bool {
    line.trim_start().starts_with(['}', ']'])
}

/// The marks of a line's own block structure: dashes and the first key, up to the first bracket.
fn block_marks<'m, 't>(marks: &'m [Mark<'t>]) -> &'m [Mark<'t>] {
    let mut end = 0;
    for mark in marks {
        match mark.kind {
            MarkKind::Dash => end += 1,
            MarkKind::Key(_) => return &marks[..=end],
            _ => break,
        }
    }
    &marks[..end]
}

#[cfg(test)]
mod tests;
