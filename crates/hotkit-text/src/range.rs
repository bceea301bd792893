//! Byte ranges: the one way in which hotkit names a place in a text.

use std::fmt;
use std::ops::Range;

/// A half-open range of bytes in one text. Texts are at most 4 GiB long.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextRange {
    start: u32,
    end: u32,
}

impl TextRange {
    /// The range from `start` to `end`, in bytes. An `end` before `start` gives the empty range at `start`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> TextRange {
        TextRange {
            start,
            end: if end < start { start } else { end },
        }
    }

    /// The empty range at `offset`.
    #[must_use]
    pub const fn at(offset: u32) -> TextRange {
        TextRange {
            start: offset,
            end: offset,
        }
    }

    /// First byte.
    #[must_use]
    pub const fn start(self) -> u32 {
        self.start
    }

    /// The byte after the last one.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Number of bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// True for a range that holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True where `offset` lies in the range, its end excluded.
    #[must_use]
    pub const fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// True where `offset` lies in the range or directly behind it: where a cursor touches it.
    #[must_use]
    pub const fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// True where every byte of `other` lies in this range.
    #[must_use]
    pub const fn covers(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: TextRange) -> TextRange {
        TextRange {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The range as indices for slicing.
    #[must_use]
    pub const fn as_usize(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of this range; empty where the range does not fit `text`.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.as_usize()).unwrap_or("")
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
