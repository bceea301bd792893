//! A mended copy of a text, and the way back from places in the copy to places in the text.

use hotkit_text::TextRange;

use crate::tree::{NodeContent, TextStore};
use crate::{SyntaxError, TokenKind, Tree};

/// One change to the copy; places are in the copy as it is before the change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Repair {
    /// New text.
    Insert { at: u32, text: String },
    /// The same byte instead of each byte of a range.
    Replace { range: TextRange, by: u8 },
}

impl Repair {
    pub(super) fn blank(start: usize, end: usize) -> Repair {
        Repair::Replace {
            range: TextRange::new(start as u32, end as u32),
            by: b' ',
        }
    }

    pub(super) fn start(&self) -> u32 {
        match self {
            Repair::Insert { at, .. } => *at,
            Repair::Replace { range, .. } => range.start(),
        }
    }
}

pub(super) struct Patch {
    pub(super) text: String,
    /// Where text was inserted and how much, in places of the copy, ascending.
    inserted: Vec<(u32, u32)>,
    /// What was replaced, in places of the copy, ascending and apart.
    masks: Vec<TextRange>,
}

impl Patch {
    pub(super) fn new(text: &str) -> Patch {
        Patch {
            text: text.to_owned(),
            inserted: Vec::new(),
            masks: Vec::new(),
        }
    }

    pub(super) fn masks(&self) -> &[TextRange] {
        &self.masks
    }

    /// Makes a change. Several changes are made from the last to the first, so that their places stay valid.
    pub(super) fn apply(&mut self, repair: &Repair) {
        match repair {
            Repair::Insert { at, text } => self.insert(*at, text),
            Repair::Replace { range, by } => self.replace(*range, *by),
        }
    }

    fn insert(&mut self, at: u32, text: &str) {
        let len = text.len() as u32;
        self.text.insert_str(at as usize, text);
        for (place, _) in &mut self.inserted {
            if *place >= at {
                *place += len;
            }
        }
        let index = self.inserted.partition_point(|(place, _)| *place < at);
        self.inserted.insert(index, (at, len));
        for mask in &mut self.masks {
            let moved = |place: u32, stays: bool| if stays { place } else { place + len };
            let start = moved(mask.start(), mask.start() < at);
            let end = moved(mask.end(), mask.end() <= at);
            *mask = TextRange::new(start, end);
        }
    }

    fn replace(&mut self, range: TextRange, by: u8) {
        if range.is_empty() {
            return;
        }
        let filling = (by as char).to_string().repeat(range.len() as usize);
        self.text.replace_range(range.as_usize(), &filling);
        let index = self.masks.partition_point(|mask| mask.start() < range.start());
        self.masks.insert(index, range);
        let mut merged: Vec<TextRange> = Vec::with_capacity(self.masks.len());
        for mask in self.masks.drain(..) {
            match merged.last_mut() {
                Some(last) if mask.start() <= last.end() => *last = last.to(mask),
                _ => merged.push(mask),
            }
        }
        self.masks = merged;
    }

    /// The place in the text that belongs to a place in the copy.
    pub(super) fn on_text(&self, place: u32) -> u32 {
        let mut shift = 0;
        for (at, len) in &self.inserted {
            if place <= *at {
                break;
            }
            shift += (place - at).min(*len);
        }
        place - shift
    }

    fn range_on_text(&self, range: TextRange) -> TextRange {
        TextRange::new(self.on_text(range.start()), self.on_text(range.end()))
    }

    /// An error over the copy, as one over the text.
    pub(super) fn error_on_text(&self, mut error: SyntaxError) -> SyntaxError {
        error.offset = self.on_text(error.offset);
        error.context_offset = error.context_offset.map(|it| self.on_text(it));
        error.range = self.range_on_text(error.range);
        error
    }

    /// Moves a tree over the copy onto the text. Its text is the original already, and its errors are.
    pub(super) fn move_onto_text(&self, tree: &mut Tree) {
        for node in &mut tree.nodes {
            node.range = self.range_on_text(node.range);
            if let NodeContent::Scalar {
                text: TextStore::Source(range),
                ..
            } = &mut node.content
            {
                *range = self.range_on_text(*range);
            }
        }
        for properties in &mut tree.properties {
            properties.anchor = properties.anchor.map(|it| self.range_on_text(it));
            if let Some((range, _)) = &mut properties.tag {
                *range = self.range_on_text(*range);
            }
        }
        tree.tokens = self.tokens_on_text(&tree.tokens, tree.text.len() as u32);
    }

    /// Tokens of the copy as tokens of the text: what was inserted goes, what was replaced becomes an error.
    fn tokens_on_text(&self, tokens: &[(TokenKind, u32)], len: u32) -> Vec<(TokenKind, u32)> {
        let mut moved: Vec<(TokenKind, u32)> = Vec::with_capacity(tokens.len() + 2 * self.masks.len());
        let mut masks = self.masks.iter().map(|mask| self.range_on_text(*mask)).peekable();
        for (index, (kind, start)) in tokens.iter().enumerate() {
            let mut start = self.on_text(*start);
            let end = tokens.get(index + 1).map_or(len, |(_, next)| self.on_text(*next));
            while masks.next_if(|mask| mask.end() <= start).is_some() {}
            while start < end {
                match masks.peek() {
                    Some(mask) if mask.start() < end => {
                        if start < mask.start() {
                            moved.push((*kind, start));
                        }
                        let from = start.max(mask.start());
                        if moved.last().is_none_or(|(last, _)| *last != TokenKind::Error) {
                            moved.push((TokenKind::Error, from));
                        }
                        start = end.min(mask.end());
                        if mask.end() <= end {
                            masks.next();
                        }
                    }
                    _ => {
                        moved.push((*kind, start));
                        start = end;
                    }
                }
            }
        }
        moved
    }
}
