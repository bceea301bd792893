//! Text to tree, in the dialect that Heat reads: strict JSON first, then libyaml's YAML 1.1 with PyYAML's types,
//! then what only pure-Python PyYAML reads.
//!
//! The tree is lossless (its tokens joined are the text) and tolerant: every text gives a tree, and a list of the
//! errors with libyaml's own words and marks. This crate knows nothing of Heat's vocabulary.

mod build;
mod construct;
mod error;
mod json;
mod scalar;
mod token;
mod tree;
mod yaml;

use std::sync::Arc;

use hotkit_text::TextRange;

pub use construct::{Duplicate, MapEntry, Mapping, ValueKind};
pub use error::{ErrorClass, JsonError, SyntaxError};
pub use scalar::{Integer, Scalar};
pub use token::{Token, TokenKind};
pub use tree::{CollectionStyle, Entry, Node, NodeId, NodeKind, Reading, ScalarStyle, Tag, Tree};
pub use yaml::{Dialect, Event, EventKind, EventTag, Events, Mark};

/// Reads a text as Heat does; never fails.
///
/// The order is Heat's (`heatclient.common.template_format`, `heat.common.template_format`): JSON, libyaml, pure Python.
/// [`Tree::reading`] says which reader gave the answer; where all refuse, the tree holds what can be recovered and
/// [`Tree::errors`] at least one error, the first of which is libyaml's own.
#[must_use]
pub fn parse(text: impl Into<Arc<str>>) -> Tree {
    let text = text.into();
    match json::parse(&text) {
        Ok(mut tree) => {
            construct::check(&mut tree);
            tree
        }
        Err(error) => {
            let mut tree = parse_yaml(&text, &error);
            if text.trim_start().starts_with('{') {
                tree.json_error = Some(error);
            }
            tree
        }
    }
}

/// Reads a template, whose blanks at the end Heat's client takes off before it reads it: a tab on the last line is no
/// error. Takes what [`parse`] made of the text.
#[must_use]
pub fn without_blanks_at_end(tree: Tree) -> Tree {
    // The separators of ASCII are white space to Python.
    let is_blank = |character: char| character.is_whitespace() || ('\x1c'..='\x1f').contains(&character);
    let trimmed = tree.text.trim_end_matches(is_blank);
    if tree.errors.is_empty() || trimmed.len() == tree.text.len() {
        return tree;
    }
    let mut cut = parse(trimmed);
    if !cut.errors.is_empty() || cut.json_error.is_some() {
        return tree;
    }
    let blanks = tree.text[trimmed.len()..].char_indices();
    for (offset, blank) in blanks {
        let kind = match blank {
            '\n' | '\r' => TokenKind::LineBreak,
            _ => TokenKind::Whitespace,
        };
        let follows_cr = blank == '\n' && tree.text[..trimmed.len() + offset].ends_with('\r');
        let is_run = kind == TokenKind::Whitespace && cut.tokens.last().is_some_and(|(last, _)| *last == kind);
        if !follows_cr && !is_run {
            cut.tokens.push((kind, (trimmed.len() + offset) as u32));
        }
    }
    cut.text = tree.text;
    cut
}

/// Reads a text that is no JSON.
fn parse_yaml(text: &Arc<str>, json_error: &JsonError) -> Tree {
    let mut tree = yaml::parse(text, Dialect::Libyaml);
    construct::check(&mut tree);
    if json_error.is_limit() {
        // Python's `RecursionError` ends the reading before any YAML reader is asked.
        let offset = json_error.offset;
        let error = SyntaxError {
            class: ErrorClass::Limit,
            problem: json_error.problem.to_owned(),
            context: None,
            offset,
            context_offset: None,
            range: TextRange::new(offset, offset + 1),
        };
        tree.errors.insert(0, error);
        tree.reading = Reading::Refused;
        return tree;
    }
    if tree.errors.first().is_some_and(|error| error.class.is_retried()) {
        let mut second = yaml::parse_strict(text, Dialect::Pure);
        construct::check(&mut second);
        if second.errors.is_empty() {
            second.fallback_from = tree.errors.first().cloned();
            return second;
        }
        tree.retry_error = second.errors.into_iter().next();
    }
    tree
}
