//! One kind of quotes, where a text can have either without escapes; and the quotes of the template's version.

use hotkit_syntax::{CollectionStyle, Entry, Node, NodeKind, ScalarStyle, Tree};
use hotkit_text::{Edit, TextRange};

use crate::frozen::Frozen;
use crate::style::{Quotes, Style, VersionQuotes};

const VERSION_KEYS: [&str; 3] = [
    "heat_template_version",
    "HeatTemplateFormatVersion",
    "AWSTemplateFormatVersion",
];

/// The edits that change quotes.
pub(super) fn edits(tree: &Tree, style: &Style, frozen: &Frozen) -> Vec<Edit> {
    // With other quotes, what is all in brackets could become JSON, which means something else (`"\/"`, `1e3`).
    if !tree.root().is_some_and(is_block) {
        return Vec::new();
    }
    let version = version(tree).filter(|_| style.version_quotes != VersionQuotes::Keep);
    let mut edits = Vec::new();
    for node in tree.nodes() {
        let wanted = if Some(node.id()) == version.map(Node::id) {
            version_quote(node, style.version_quotes)
        } else {
            quote(node, style.quotes)
        };
        if let Some(wanted) = wanted
            && !frozen.holds(node.range().start())
        {
            replace_quotes(node, wanted, &mut edits);
        }
    }
    edits
}

fn is_block(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        NodeKind::Mapping(CollectionStyle::Block) | NodeKind::Sequence(CollectionStyle::Block)
    )
}

fn version(tree: &Tree) -> Option<Node<'_>> {
    let mut entries = tree.root()?.entries();
    let Entry { value, .. } = entries.find(|entry| VERSION_KEYS.contains(&entry.key.text()))?;
    let is_bare = value.tag().is_none() && value.anchor().is_none();
    is_bare.then_some(value)
}

/// The quote that a version shall have, the empty text for none.
fn version_quote(node: Node<'_>, wanted: VersionQuotes) -> Option<&'static str> {
    let NodeKind::Scalar(_) = node.kind() else { return None };
    // A date is text with and without quotes, for Heat and for YAML 1.2.
    let text = node.text();
    let is_date = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    match wanted {
        VersionQuotes::Keep => None,
        _ if !is_date => None,
        VersionQuotes::Plain => Some(""),
        VersionQuotes::Single => Some("'"),
        VersionQuotes::Double => Some("\""),
    }
}

/// The quote that a text shall have which has the other one.
fn quote(node: Node<'_>, wanted: Quotes) -> Option<&'static str> {
    let (wanted, is_other, forbidden) = match wanted {
        Quotes::Keep => return None,
        Quotes::Single => ("'", ScalarStyle::DoubleQuoted, ['\\', '\'']),
        Quotes::Double => ("\"", ScalarStyle::SingleQuoted, ['\\', '"']),
    };
    if node.kind() != NodeKind::Scalar(is_other) {
        return None;
    }
    let source = node.range().slice(node.tree().text());
    let inside = source.get(1..source.len().checked_sub(1)?)?;
    let is_simple = !inside.contains(forbidden) && !inside.contains(['\n', '\r']) && inside == node.text();
    is_simple.then_some(wanted)
}

fn replace_quotes(node: Node<'_>, wanted: &str, edits: &mut Vec<Edit>) {
    let range = node.range();
    let width = match node.kind() {
        NodeKind::Scalar(ScalarStyle::Plain) => 0,
        NodeKind::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => 1,
        _ => return,
    };
    let open = TextRange::new(range.start(), range.start() + width);
    let close = TextRange::new(range.end() - width, range.end());
    if open.slice(node.tree().text()) != wanted {
        edits.push(Edit::replace(open, wanted));
        edits.push(Edit::replace(close, wanted));
    }
}
