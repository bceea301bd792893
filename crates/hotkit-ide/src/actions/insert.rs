//! Where new lines go: below what is there, as deep as it is.

use hotkit_syntax::{CollectionStyle, Node, NodeKind};
use hotkit_text::{Edit, TextRange};

use crate::cursor::Step;
use crate::tree::node_at_path;
use crate::view::View;

/// Lines of a new entry, each with its depth in steps of two blanks.
pub(crate) type Lines = Vec<(usize, String)>;

/// The edit that adds an entry to a section, which is added where it is not there. `None` where the section is written in
/// brackets, or the text cannot be read as a mapping.
pub(crate) fn into_section(view: &View<'_>, section: &str, lines: &Lines) -> Option<Edit> {
    let tree = &view.document.tree;
    let root = tree.root()?;
    if root.kind() != NodeKind::Mapping(CollectionStyle::Block) {
        return None;
    }
    let path = [Step::Key(section.into())];
    if let Some(node) = node_at_path(tree, &path) {
        if node.kind() == NodeKind::Mapping(CollectionStyle::Block) {
            return below(view, node, lines);
        }
        if !node.is_absent() {
            return None;
        }
        let key = root.entries().rfind(|it| it.key.text() == section)?.key;
        return Some(insertion(view, end_of_line(view.text(), key.range().end()), 2, lines));
    }
    let mut whole = vec![(0, format!("{section}:"))];
    whole.extend(lines.iter().map(|(depth, line)| (depth + 1, line.clone())));
    let resources = root
        .entries()
        .find(|it| matches!(it.key.text(), "resources" | "Resources"));
    match resources.filter(|_| section != "outputs") {
        Some(entry) => {
            let start = line_start(view.text(), entry.key.range().start());
            let text = format!("{}{}", joined(view, 0, &whole), break_of(view).repeat(2));
            Some(Edit::replace(TextRange::at(start), text))
        }
        None => {
            let end = end_of_line(view.text(), root.range().end());
            Some(insertion(view, end, 0, &whole))
        }
    }
}

/// The edit that adds an entry below the last one of a block mapping.
pub(crate) fn below(view: &View<'_>, mapping: Node<'_>, lines: &Lines) -> Option<Edit> {
    let text = view.text();
    let first = mapping.entries().next()?.key.range().start();
    let column = text[line_start(text, first) as usize..first as usize].chars().count();
    Some(insertion(view, end_of_line(text, mapping.range().end()), column, lines))
}

/// Lines behind the end of a line.
pub(crate) fn insertion(view: &View<'_>, at: u32, column: usize, lines: &Lines) -> Edit {
    Edit::replace(
        TextRange::at(at),
        format!("{}{}", break_of(view), joined(view, column, lines)),
    )
}

fn joined(view: &View<'_>, column: usize, lines: &Lines) -> String {
    let written: Vec<String> = lines
        .iter()
        .map(|(depth, line)| format!("{}{line}", " ".repeat(column + depth * 2)))
        .collect();
    written.join(break_of(view))
}

/// How the lines of the text end.
pub(crate) fn break_of(view: &View<'_>) -> &'static str {
    if view.text().contains("\r\n") { "\r\n" } else { "\n" }
}

/// The end of the line that holds a byte, or of the one before where that byte begins a line.
pub(crate) fn end_of_line(text: &str, offset: u32) -> u32 {
    let offset = (offset as usize).min(text.len());
    let before = text[..offset].trim_end_matches(['\n', '\r']);
    let start = if before.len() < offset { before.len() } else { offset };
    let rest = &text[start..];
    let end = rest.find('\n').unwrap_or(rest.len());
    (start + rest[..end].trim_end_matches('\r').len()) as u32
}

pub(crate) fn line_start(text: &str, offset: u32) -> u32 {
    text[..offset as usize].rfind('\n').map_or(0, |it| it as u32 + 1)
}
