//! Lone surrogates of double-quoted scalars. Only pure-Python PyYAML accepts them (`"\ud83d"`), and no Rust text can hold
//! them, so that the reader of YAML puts U+FFFD in their place.

use crate::tree::NodeContent;
use crate::{Node, NodeId, ScalarStyle, Tree};

/// The code points of each scalar that holds a lone surrogate; sorted by node.
pub(super) fn find(tree: &Tree) -> Vec<(NodeId, Vec<u32>)> {
    let nodes = (0..tree.nodes.len() as u32).map(|id| tree.node(NodeId(id)));
    nodes.filter_map(|node| Some((node.id(), code_points(node)?))).collect()
}

/// The code points of a scalar, if it holds a lone surrogate: the characters that became U+FFFD stand in the source in
/// the same order.
fn code_points(node: Node<'_>) -> Option<Vec<u32>> {
    let double_quoted = matches!(
        node.data().content,
        NodeContent::Scalar {
            style: ScalarStyle::DoubleQuoted,
            ..
        }
    );
    if !double_quoted || !node.text().contains(char::REPLACEMENT_CHARACTER) {
        return None;
    }
    let mut replaced = Vec::new();
    let mut source = node.range().slice(node.tree().text()).chars();
    while let Some(character) = source.next() {
        let code = match character {
            '\\' => escaped(&mut source),
            _ => Some(u32::from(character)),
        };
        replaced.extend(code.filter(|code| char::from_u32(*code).unwrap_or('\u{fffd}') == '\u{fffd}'));
    }
    if replaced.iter().all(|code| *code == 0xfffd) {
        return None;
    }
    let mut replaced = replaced.into_iter();
    let restore = |character| match character {
        char::REPLACEMENT_CHARACTER => replaced.next().unwrap_or(0xfffd),
        _ => u32::from(character),
    };
    Some(node.text().chars().map(restore).collect())
}

/// The code point of an escape by number, whose backslash was read.
fn escaped(source: &mut std::str::Chars<'_>) -> Option<u32> {
    let len = match source.next()? {
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let digits = source.as_str().get(..len)?;
    u32::from_str_radix(digits, 16).ok()
}
