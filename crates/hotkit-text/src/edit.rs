//! Replacements in a text.

use crate::TextRange;

/// Puts `replacement` in the place of `range`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// What goes away; empty for an insertion.
    pub range: TextRange,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Edit {
    /// An edit that puts `replacement` in the place of `range`.
    pub fn replace(range: TextRange, replacement: impl Into<String>) -> Edit {
        Edit {
            range,
            replacement: replacement.into(),
        }
    }
}

/// `text` after all `edits`; `None` where two of them overlap or one does not fit the text.
#[must_use]
pub fn apply_edits(text: &str, edits: &[Edit]) -> Option<String> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        let range = edit.range.as_usize();
        result.push_str(text.get(done..range.start)?);
        text.get(range.clone())?;
        result.push_str(&edit.replacement);
        done = range.end;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}
