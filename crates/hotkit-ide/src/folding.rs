//! What can be folded away: whatever has more than one line, and comments of several lines.

use hotkit_syntax::{CollectionStyle, NodeKind, ScalarStyle, TokenKind};
use hotkit_text::TextRange;

use crate::view::View;

/// Something that can be folded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Fold {
    /// From the line that stays to the end of what goes.
    pub range: TextRange,
    /// True for comments.
    pub is_comment: bool,
}

/// Every fold, in the order of the text.
#[must_use]
pub fn folding(view: &View<'_>) -> Vec<Fold> {
    let text = view.text();
    let has_break = |range: TextRange| range.slice(text).contains('\n');
    let mut folds = Vec::new();
    for node in view.document.tree.nodes() {
        match node.kind() {
            NodeKind::Mapping(CollectionStyle::Block) => {
                for entry in node.entries() {
                    let is_long = !matches!(entry.value.kind(), NodeKind::Scalar(ScalarStyle::Plain));
                    let range = TextRange::new(entry.key.range().start(), entry.value.range().end());
                    if is_long && has_break(trimmed(text, range)) {
                        folds.push(Fold {
                            range: trimmed(text, range),
                            is_comment: false,
                        });
                    }
                }
            }
            NodeKind::Sequence(CollectionStyle::Block) => {
                for item in node.items().filter(|it| has_break(trimmed(text, it.range()))) {
                    folds.push(Fold {
                        range: trimmed(text, item.range()),
                        is_comment: false,
                    });
                }
            }
            _ => {}
        }
    }
    folds.extend(comments(view));
    folds.sort_unstable();
    folds.dedup_by_key(|it| it.range);
    folds
}

fn trimmed(text: &str, range: TextRange) -> TextRange {
    let content = range.slice(text).trim_end();
    TextRange::new(range.start(), range.start() + content.len() as u32)
}

/// Comments on lines that follow each other.
fn comments(view: &View<'_>) -> Vec<Fold> {
    let text = view.text();
    let mut folds: Vec<Fold> = Vec::new();
    let mut open: Option<TextRange> = None;
    let comments = view.document.tree.tokens().filter(|it| it.kind == TokenKind::Comment);
    let ends = |folds: &mut Vec<Fold>, open: Option<TextRange>| {
        if let Some(range) = open.filter(|it| it.slice(text).contains('\n')) {
            folds.push(Fold {
                range,
                is_comment: true,
            });
        }
    };
    for comment in comments {
        let start = comment.range.start() as usize;
        let line = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let is_alone = text[line..start].trim().is_empty();
        match open {
            Some(range) if is_alone && is_one_break(&text[range.end() as usize..start]) => {
                open = Some(range.to(comment.range));
            }
            _ => {
                ends(&mut folds, open);
                open = is_alone.then_some(comment.range);
            }
        }
    }
    ends(&mut folds, open);
    folds
}

fn is_one_break(between: &str) -> bool {
    between.trim().is_empty() && between.matches('\n').count() == 1
}
