//! Places as libyaml gives them: lines and columns in characters, by YAML's line breaks.

use super::chars::{BYTE_ORDER_MARK, break_len, continuation_bytes, line_start};

/// A place in a text as libyaml counts, from zero, in characters. A byte order mark at the very start does not count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Mark {
    /// Characters before it.
    pub index: u32,
    /// Line breaks before it: LF, CR, CRLF, NEL, LS or PS.
    pub line: u32,
    /// Characters before it on its line.
    pub column: u32,
}

impl Mark {
    /// The mark of a byte offset. An offset behind the end of the text means the end of the stream, for which libyaml begins
    /// a new line where the last line has no break.
    #[must_use]
    pub fn of(text: &str, offset: u32) -> Mark {
        let mut marks = Marks::new(text);
        marks.of(offset)
    }
}

/// Marks of many offsets in one text; cheap where the offsets ascend.
pub(super) struct Marks<'t> {
    text: &'t str,
    at: usize,
    mark: Mark,
}

impl<'t> Marks<'t> {
    pub(super) fn new(text: &'t str) -> Marks<'t> {
        let at = if text.as_bytes().starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        Marks {
            text,
            at,
            mark: Mark::default(),
        }
    }

    pub(super) fn of(&mut self, offset: u32) -> Mark {
        let bytes = self.text.as_bytes();
        let target = (offset as usize).min(bytes.len());
        if target < self.at {
            *self = Marks::new(self.text);
        }
        while self.at < target {
            match break_len(bytes, self.at) {
                0 => {
                    self.mark.index += u32::from((bytes[self.at] as i8) >= -0x40);
                    self.at += 1;
                }
                len => {
                    self.mark.index += if bytes[self.at] == b'\r' { len as u32 } else { 1 };
                    self.mark.line += 1;
                    self.at += len;
                }
            }
        }
        let start = line_start(bytes, target);
        let start = if start == 0 && bytes.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len().min(target)
        } else {
            start
        };
        self.mark.column = (target - start - continuation_bytes(&bytes[start..target])) as u32;
        let mut mark = self.mark;
        if offset as usize > bytes.len() && mark.column > 0 {
            mark.line += 1;
            mark.column = 0;
        }
        mark
    }
}
