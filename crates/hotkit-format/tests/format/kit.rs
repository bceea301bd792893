//! The laws of the formatter, to be held over any text.

use hotkit_format::{Outcome, Style, format, format_ranges};
use hotkit_syntax::{Reading, TokenKind, Tree, parse};
use hotkit_text::{LineIndex, TextRange, apply_edits};

/// The text that formatting gives, and whether there was anything to format; fails where a law is broken.
pub(crate) fn laws(text: &str, style: &Style) -> Result<String, String> {
    let before = parse(text);
    let formatted = match format(&before, style) {
        Outcome::Changed(formatted) => formatted,
        Outcome::Unchanged | Outcome::Skipped(_) => return Ok(text.to_owned()),
        Outcome::Refused(_) if before.reading() == Reading::Libyaml && !text.starts_with(char::is_whitespace) => {
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

/// The laws for a part of a text: the lines outside stay as they are.
pub(crate) fn within(text: &str, start: u32, length: u32) -> Result<(), String> {
    let length_of_text = text.len() as u32;
    let start = start.min(length_of_text);
    let range = TextRange::new(start, (start + length).min(length_of_text));
    let before = parse(text);
    let formatted = match format_ranges(&before, &Style::default(), &[range]) {
        Outcome::Changed(formatted) => formatted,
        Outcome::Unproven(doubt) => return Err(format!("not proved: {doubt:?}")),
        _ => return Ok(()),
    };
    let lines = LineIndex::new(text);
    let first = lines.range(lines.line(range.start())).start() as usize;
    let last = lines
        .range(lines.line(range.end().saturating_sub(1).max(range.start())))
        .end() as usize;
    let (head, tail) = (&text[..first], &text[last..]);
    if !formatted.text.starts_with(head) || !formatted.text.ends_with(tail) {
        return Err(format!("lines outside of the range have changed:\n{}", formatted.text));
    }
    if values(&before) != values(&parse(formatted.text.as_str())) {
        return Err("other data".to_owned());
    }
    Ok(())
}
