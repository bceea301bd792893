//! Comments, compared by their text and by the scalars that they stand between.

use std::collections::HashMap;

use hotkit_syntax::{TokenKind, Tree};

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
/// or before the same. Gives the byte of the old text of one that does not.
pub(super) fn same_reordered(before: &Tree, after: &Tree) -> Result<(), u32> {
    let (old, new) = (comments(before), comments(after));
    let (old_scalars, new_scalars) = (scalars(before), scalars(after));
    let mut places: HashMap<(Comment<'_>, Side<'_>), Vec<usize>> = HashMap::new();
    for (index, comment) in new.iter().enumerate().rev() {
        for side in sides(comment, &new_scalars) {
            places.entry((comment.elsewhere(), side)).or_default().push(index);
        }
    }
    let mut taken = vec![false; new.len()];
    for comment in &old {
        let found = sides(comment, &old_scalars).into_iter().find_map(|side| {
            let places = places.get_mut(&(comment.elsewhere(), side))?;
            while let Some(place) = places.pop() {
                if !taken[place] {
                    return Some(place);
                }
            }
            None
        });
        match found {
            Some(place) => taken[place] = true,
            None => return Err(comment.start),
        }
    }
    if old.len() == new.len() { Ok(()) } else { Err(0) }
}

/// A scalar that a comment stands beside.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side<'t> {
    Behind(Option<&'t str>),
    Before(Option<&'t str>),
}

/// What a comment may explain, the likelier first.
fn sides<'t>(comment: &Comment<'_>, scalars: &[&'t str]) -> [Side<'t>; 2] {
    let number = comment.before as usize;
    let behind = Side::Behind(number.checked_sub(1).and_then(|it| scalars.get(it).copied()));
    let before = Side::Before(scalars.get(number).copied());
    if comment.is_trailing {
        [behind, behind]
    } else {
        [before, behind]
    }
}

fn scalars(tree: &Tree) -> Vec<&str> {
    let tokens = tree.tokens().filter(|token| {
        matches!(
            token.kind,
            TokenKind::Plain | TokenKind::Quoted | TokenKind::BlockScalarHeader | TokenKind::Alias
        )
    });
    tokens.map(|token| token.range.slice(tree.text())).collect()
}

impl Comment<'_> {
    /// The same comment at no place.
    fn elsewhere(&self) -> Self {
        Comment {
            start: 0,
            before: 0,
            ..*self
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
