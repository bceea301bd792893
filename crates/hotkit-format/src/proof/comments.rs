//! Comments, compared by their text and by the scalars that they stand between.

mod moved;

use hotkit_syntax::{Node, NodeKind, TokenKind, Tree};

/// A comment and its place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
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

/// Compares the comments of two texts whose entries stand in another order: each must stand behind the same scalar as before,
/// or before the same. `became` says for each node of the old text which one of the new text it is. Gives the byte of the
/// old text of a comment that does not.
pub(super) fn same_reordered(before: &Tree, after: &Tree, became: &[usize]) -> Result<(), u32> {
    let (old, new) = (comments(before), comments(after));
    if old.len() != new.len() {
        return Err(old.get(new.len()).map_or(0, |comment| comment.start));
    }
    moved::fit(&old, &new, &moved_scalars(before, after, became))
}

/// For each scalar and alias of the old text the number that it has in the new one.
fn moved_scalars(before: &Tree, after: &Tree, became: &[usize]) -> Vec<u32> {
    let mut count = 0;
    let numbers: Vec<Option<u32>> = after
        .nodes()
        .map(|node| {
            is_written_scalar(node).then(|| {
                count += 1;
                count - 1
            })
        })
        .collect();
    let old = before.nodes().zip(became);
    old.filter(|(node, _)| is_written_scalar(*node))
        .filter_map(|(_, became)| numbers.get(*became).copied().flatten())
        .collect()
}

fn is_written_scalar(node: Node<'_>) -> bool {
    matches!(node.kind(), NodeKind::Scalar(_) | NodeKind::Alias) && !node.is_absent()
}

impl Comment<'_> {
    /// The same comment at no place.
    fn elsewhere(self) -> Self {
        Comment {
            start: 0,
            before: 0,
            ..self
        }
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
