//! The laws of the formatter, to be held over any text.

use hotkit_format::{Outcome, Style, format};
use hotkit_syntax::{Reading, TokenKind, Tree, parse};
use hotkit_text::apply_edits;

/// The text that formatting gives, and whether there was anything to format; fails where a law is broken.
pub(crate) fn laws(text: &str, style: &Style) -> Result<String, String> {
    let before = parse(text);
    let formatted = match format(&before, style) {
        Outcome::Changed(formatted) => formatted,
        Outcome::Unchanged | Outcome::Skipped(_) => return Ok(text.to_owned()),
        Outcome::Refused(_) if before.reading() == Reading::Libyaml && !text.starts_with([' ', '\t']) => {
            return Err("it refuses what Heat reads".to_owned());
        }
        Outcome::Refused(_) => return Ok(text.to_owned()),
        Outcome::Unproven(doubt) => return Err(format!("not proved: {doubt:?}")),
    };
    let after = parse(formatted.text.as_str());
    if apply_edits(text, &formatted.edits).as_deref() != Some(formatted.text.as_str()) {
        return Err("the edits do not give the text".to_owned());
    }
    if joined(&after) != formatted.text {
        return Err("the tokens do not give the text".to_owned());
    }
    if comments(&before) != comments(&after) {
        return Err("other comments".to_owned());
    }
    if values(&before) != values(&after) {
        return Err("other data".to_owned());
    }
    match format(&after, style) {
        Outcome::Unchanged => Ok(formatted.text),
        Outcome::Changed(again) => Err(format!("not stable:\n{}\n--- becomes\n{}", formatted.text, again.text)),
        other => Err(format!("the second time: {other:?}")),
    }
}

fn joined(tree: &Tree) -> String {
    tree.tokens().map(|token| token.range.slice(tree.text())).collect()
}

fn comments(tree: &Tree) -> Vec<String> {
    let comments = tree.tokens().filter(|token| token.kind == TokenKind::Comment);
    let mut texts: Vec<String> = comments
        .map(|token| token.range.slice(tree.text()).trim_start_matches('#').trim().to_owned())
        .collect();
    texts.sort();
    texts
}

/// Every value with the text of its key or its number, in no order.
fn values(tree: &Tree) -> Vec<String> {
    let mut values: Vec<String> = tree
        .nodes()
        .map(|node| format!("{:?} {:?}", node.value_kind(), node.scalar()))
        .collect();
    values.sort();
    values
}
