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

/// Reads a template, whose blanks at the start and the end Heat's client takes off before it reads it: a tab on the last line is
/// no error, nor is a first line that is indented by itself. Takes what [`parse`] made of the text.
#[must_use]
pub fn without_blanks_around(tree: Tree) -> Tree {
    // The separators of ASCII are white space to Python.
    let is_blank = |character: char| character.is_whitespace() || ('\x1c'..='\x1f').contains(&character);
    let text = Arc::clone(&tree.text);
    let begin = text.len() - text.trim_start_matches(is_blank).len();
    let end = text.trim_end_matches(is_blank).len().max(begin);
    let is_read = tree.errors.is_empty() && tree.json_error.is_none();
    if is_read || (begin == 0 && end == text.len()) {
        return tree;
    }
    // Line breaks are nothing before a document, and keep every place where it is.
    let cut: Arc<str> = ("\n".repeat(begin) + &text[begin..end]).into();
    if is_refused(&cut) {
        return tree;
    }
    let mut cut = parse(cut);
    if !cut.errors.is_empty() || cut.json_error.is_some() {
        return tree;
    }
    let rest = cut.tokens.iter().filter(|(_, start)| *start as usize >= begin).copied();
    let mut tokens = blank_tokens(&text, 0..begin);
    tokens.extend(rest);
    tokens.extend(blank_tokens(&text, end..text.len()));
    cut.tokens = tokens;
    cut.text = text;
    cut
}

/// Whether no reader takes a text; without looking for more than its first error.
fn is_refused(text: &Arc<str>) -> bool {
    let first_error = |dialect| yaml::parse_strict(text, dialect).errors.into_iter().next();
    if json::parse(text).is_ok() {
        return false;
    }
    first_error(Dialect::Libyaml).is_some_and(|error| !error.class.is_retried() || first_error(Dialect::Pure).is_some())
}

/// The tokens of a part of the text that is blank.
fn blank_tokens(text: &str, range: std::ops::Range<usize>) -> Vec<(TokenKind, u32)> {
    let mut tokens: Vec<(TokenKind, u32)> = Vec::new();
    for (offset, blank) in text[range.clone()].char_indices() {
        let start = range.start + offset;
        let kind = match blank {
            '\n' | '\r' => TokenKind::LineBreak,
            _ => TokenKind::Whitespace,
        };
        let follows_cr = blank == '\n' && text[..start].ends_with('\r');
        let is_run = kind == TokenKind::Whitespace && tokens.last().is_some_and(|(last, _)| *last == kind);
        if !follows_cr && !is_run {
            tokens.push((kind, start as u32));
        }
    }
    tokens
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
