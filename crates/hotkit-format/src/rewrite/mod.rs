//! What a style may ask for beyond blanks: another order, other quotes, other brackets, more lines. All of it is off by
//! default, and none of it changes what a text means; the proof sees to that.
//!
//! Each step takes a tree and gives edits; the text is read again between steps, since a step knows nothing of the others.

mod functions;
mod order;
mod quotes;
mod wrap;

use hotkit_syntax::{Token, TokenKind, Tree, parse};
use hotkit_text::{Edit, apply_edits};

use crate::frozen::Frozen;
use crate::proof::{self, Doubt};
use crate::style::{Functions, Quotes, Style, VersionQuotes};
use crate::{Habits, layout};

/// After so many rounds a text has come to rest: each round can only make room for the next.
const MOST_ROUNDS: usize = 8;

impl Style {
    /// Whether only blanks and line ends may change.
    pub(crate) fn is_plain(&self) -> bool {
        !self.changes_order()
            && self.quotes == Quotes::Keep
            && self.version_quotes == VersionQuotes::Keep
            && self.functions == Functions::Keep
            && self.width.is_none()
    }

    fn changes_order(&self) -> bool {
        self.section_order || self.key_order
    }
}

/// The tree with sections and keys in the order that the style asks for, each step proved; `None` where it has that order.
pub(crate) fn ordered(tree: &Tree, style: &Style) -> Result<Option<Tree>, Doubt> {
    let mut current = None;
    for (wanted, step) in [
        (style.section_order, order::sections as fn(&Tree, &Frozen) -> Vec<Edit>),
        (style.key_order, order::resource_keys),
    ] {
        let tree = current.as_ref().unwrap_or(tree);
        if wanted && let Some(next) = changed(tree, step(tree, &Frozen::new(tree, None)))? {
            // A comment may keep to the word behind it in one step and to the word before it in the other.
            proof::prove_reordered(tree, &next)?;
            current = Some(next);
        }
    }
    Ok(current)
}

/// The tree laid out, with quotes, functions and brackets as the style asks for; `None` where it is so.
pub(crate) fn arranged(tree: &Tree, style: &Style) -> Result<Option<Tree>, Doubt> {
    let mut current: Option<Tree> = None;
    for _ in 0..MOST_ROUNDS {
        let mut is_at_rest = true;
        for step in [laid_out, quotes::edits, functions::edits, laid_out, wrap::edits] {
            let tree = current.as_ref().unwrap_or(tree);
            if let Some(next) = changed(tree, step(tree, style, &Frozen::new(tree, None)))? {
                current = Some(next);
                is_at_rest = false;
            }
        }
        if is_at_rest {
            break;
        }
    }
    Ok(current)
}

fn laid_out(tree: &Tree, style: &Style, frozen: &Frozen) -> Vec<Edit> {
    layout::layout(tree, &Habits::of(tree, style, frozen), frozen)
}

fn changed(tree: &Tree, mut edits: Vec<Edit>) -> Result<Option<Tree>, Doubt> {
    if edits.is_empty() {
        return Ok(None);
    }
    edits.sort_by_key(|edit| edit.range);
    let text = apply_edits(tree.text(), &edits).ok_or(Doubt::Edits)?;
    Ok(Some(parse(text)))
}

/// The tokens of a text, to be asked for what stands before a node.
struct Tokens {
    tokens: Vec<Token>,
}

impl Tokens {
    fn of(tree: &Tree) -> Tokens {
        Tokens {
            tokens: tree.tokens().collect(),
        }
    }

    /// The index of the token that begins at `offset`.
    fn at(&self, offset: u32) -> Option<usize> {
        self.tokens
            .binary_search_by_key(&offset, |token| token.range.start())
            .ok()
    }

    /// The token before `index` that is no blank or line break; a comment counts.
    fn before(&self, index: usize) -> Option<Token> {
        let before = self.tokens[..index].iter().rev();
        before
            .copied()
            .find(|token| !matches!(token.kind, TokenKind::Whitespace | TokenKind::LineBreak))
    }
}
