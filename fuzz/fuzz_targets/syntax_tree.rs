//! The laws of the tree over any text: its tokens are the text, its nodes lie in it, and reading it ends.

#![no_main]

use hotkit_syntax::{NodeKind, Reading, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let tree = parse(text);
    let mut end = 0;
    for token in tree.tokens() {
        assert_eq!(token.range.start(), end, "tokens follow each other");
        assert!(!token.range.is_empty(), "tokens hold something");
        end = token.range.end();
    }
    assert_eq!(end as usize, text.len(), "tokens reach to the end");
    for node in tree.nodes() {
        let range = node.range();
        assert!(range.end() as usize <= text.len());
        assert!(text.is_char_boundary(range.start() as usize) && text.is_char_boundary(range.end() as usize));
        if let Some(parent) = node.parent() {
            assert!(parent.id() < node.id(), "a node comes before those below it");
            assert!(
                parent.children().any(|child| child.id() == node.id()),
                "a parent knows its children"
            );
        }
        match node.kind() {
            NodeKind::Scalar(_) => drop(node.scalar()),
            NodeKind::Alias => {
                // An alias leads to something that stands before it.
                assert!(node.resolve().is_none_or(|target| target.id() < node.id()));
            }
            NodeKind::Mapping(_) => assert_eq!(node.children().len() % 2, 0, "each key has a value"),
            NodeKind::Sequence(_) => {}
        }
    }
    if tree.reading() == Reading::Refused {
        assert!(!tree.errors().is_empty(), "a refusal says why");
    }
});
