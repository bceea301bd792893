//! Ever larger pieces of text around the cursor.

use hotkit_text::TextRange;

use crate::names::written;
use crate::view::View;

/// The pieces around an offset, the smallest first; each is larger than the one before.
#[must_use]
pub fn selection(view: &View<'_>, offset: u32) -> Vec<TextRange> {
    let text = view.text();
    let mut ranges: Vec<TextRange> = Vec::new();
    let mut push = |range: TextRange| {
        let is_larger = ranges.last().is_none_or(|last| range.covers(*last) && range != *last);
        if is_larger && range.touches(offset) {
            ranges.push(range);
        }
    };
    let mut node = view.document.tree.node_at(offset);
    if let Some(inner) = node.and_then(|it| written(text, it.text(), it.range())) {
        push(inner);
    }
    while let Some(here) = node {
        push(here.range());
        let parent = here.parent();
        if let Some(parent) = parent {
            let of_node = |it: &hotkit_syntax::Entry<'_>| it.key.id() == here.id() || it.value.id() == here.id();
            if let Some(entry) = parent.entries().find(of_node) {
                push(entry.key.range().to(entry.value.range()));
            }
        }
        node = parent;
    }
    push(TextRange::new(0, text.len() as u32));
    ranges
}
