//! Comments, compared by their text and by the scalars that they stand between.

use hotkit_syntax::{TokenKind, Tree};

/// A comment and its place.
struct Comment<'t> {
    start: u32,
    /// From its first letter on: blanks may be added behind the `#`, and taken away at the end.
    text: &'t str,
    hashes: usize,
    /// So many scalars and aliases stand before it.
    before: u32,
    /// It stands behind something on its line.
    is_trailing: bool,
}

/// Compares the comments of two texts that hold the same nodes. Gives the byte of the old text where they part.
pub(super) fn same(before: &Tree, after: &Tree) -> Result<(), u32> {
    let (old, new) = (comments(before), comments(after));
    for (old, new) in old.iter().zip(&new) {
        let same = old.text == new.text
            && old.hashes == new.hashes
            && old.before == new.before
            && old.is_trailing == new.is_trailing;
        if !same {
            return Err(old.start);
        }
    }
    if old.len() == new.len() {
        Ok(())
    } else {
        Err(old.get(new.len()).map_or(0, |comment| comment.start))
    }
}

fn comments(tree: &Tree) -> Vec<Comment<'_>> {
    let mut found = Vec::new();
    let mut before = 0;
    let mut is_trailing = false;
    for token in tree.tokens() {
        match token.kind {
            TokenKind::Comment => {
                let text = token.range.slice(tree.text());
                let body = text.trim_start_matches('#');
                found.push(Comment {
                    start: token.range.start(),
                    text: body.trim(),
                    hashes: text.len() - body.len(),
                    before,
                    is_trailing,
                });
            }
            TokenKind::LineBreak | TokenKind::BlockScalarContent => is_trailing = false,
            TokenKind::Whitespace | TokenKind::ByteOrderMark => {}
            TokenKind::Plain | TokenKind::Quoted | TokenKind::BlockScalarHeader | TokenKind::Alias => {
                before += 1;
                is_trailing = true;
            }
            _ => is_trailing = true,
        }
    }
    found
}
