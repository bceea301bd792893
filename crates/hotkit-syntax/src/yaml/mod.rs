//! YAML as libyaml reads it: text to tokens to events to tree, and a tree from refused text, too.
//!
//! One reader serves the checker, the formatter and the editor, so it must give libyaml's verdict, words and marks to the
//! character, keep comments and blanks, and go on behind an error. The order of the stages is the order of the modules:
//! `scanner` (with `indicators`, `scalars` and `properties`), `events` (with `flow`), `compose`, and `recover` for text that
//! is refused.

mod blame;
mod chars;
mod compose;
mod event;
mod events;
mod flow;
mod indicators;
mod mark;
mod properties;
mod recover;
mod scalars;
mod scanner;
#[cfg(test)]
mod tests;
mod tokens;

use std::sync::Arc;

use crate::{SyntaxError, Tree};

pub use event::{Event, EventKind, EventTag};
pub use events::Events;
pub use mark::Mark;

/// Which reader's rules apply.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Dialect {
    /// libyaml, which PyYAML uses where it is installed and Heat tries first.
    Libyaml,
    /// PyYAML's own scanner and parser, which Heat tries after libyaml has refused.
    Pure,
}

/// The error that ends a reading; boxed because it is rare and much larger than what readings give.
type Stop = Box<SyntaxError>;

/// Reads a text as far as it can be read: after an error the text is mended in the tree's favour, and reading goes on.
/// Linear in the length of the text but for at most 50 repairs, whose cost is bounded, too.
pub(crate) fn parse(text: &Arc<str>, dialect: Dialect) -> Tree {
    recover::parse(text, dialect)
}

/// Reads a text up to its first error, which [`Tree::errors`] then holds.
pub(crate) fn parse_strict(text: &Arc<str>, dialect: Dialect) -> Tree {
    compose::compose(text, dialect, compose::Mode::Strict, &[]).into_tree(text, dialect)
}
