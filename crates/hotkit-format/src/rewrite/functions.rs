//! Calls of functions with short arguments in braces, or on lines of their own.

use hotkit_syntax::{CollectionStyle, Entry, Node, NodeKind, ScalarStyle, TokenKind, Tree};
use hotkit_text::{Edit, TextRange};

use super::Tokens;
use crate::Habits;
use crate::frozen::Frozen;
use crate::habits::column;
use crate::style::{Functions, Style};

/// The functions whose arguments are short in practice.
const SHORT: [&str; 4] = ["get_param", "get_resource", "get_attr", "get_file"];

/// Up to this column a call is put in braces, where the style does not say how wide a line may be.
const WIDTH: u32 = 80;

/// The edits that change how calls are written.
pub(super) fn edits(tree: &Tree, style: &Style, frozen: &Frozen) -> Vec<Edit> {
    if style.functions == Functions::Keep {
        return Vec::new();
    }
    let habits = Habits::of(tree, style, frozen);
    let tokens = Tokens::of(tree);
    let mut edits = Vec::new();
    for node in tree.nodes() {
        let Some(call) = Call::of(node, &tokens).filter(|call| !frozen.touches(call.whole())) else {
            continue;
        };
        let edit = match (style.functions, node.kind()) {
            (Functions::Flow, NodeKind::Mapping(CollectionStyle::Block)) => {
                call.in_braces(&habits, style.width.map_or(WIDTH, u32::from))
            }
            (Functions::Block, NodeKind::Mapping(CollectionStyle::Flow)) => call.on_lines(&habits),
            _ => None,
        };
        edits.extend(edit);
    }
    edits
}

/// A mapping that is a call of a short function, behind a `:` or `-` of a block collection.
struct Call<'t> {
    node: Node<'t>,
    entry: Entry<'t>,
    /// The end of the `:` or `-` before it.
    behind: u32,
    is_item: bool,
}

impl<'t> Call<'t> {
    fn of(node: Node<'t>, tokens: &Tokens) -> Option<Call<'t>> {
        let mut entries = node.entries();
        let entry = entries.next()?;
        let is_bare = |node: Node<'_>| node.tag().is_none() && node.anchor().is_none();
        let is_short = entry.key.kind() == NodeKind::Scalar(ScalarStyle::Plain) && SHORT.contains(&entry.key.text());
        if entries.next().is_some() || !is_short || !is_bare(node) || !is_bare(entry.key) || !is_bare(entry.value) {
            return None;
        }
        let parent = node.parent()?;
        let is_item = match parent.kind() {
            NodeKind::Mapping(CollectionStyle::Block) => false,
            NodeKind::Sequence(CollectionStyle::Block) => true,
            _ => return None,
        };
        let before = tokens.before(tokens.at(node.range().start())?)?;
        let wanted = if is_item {
            TokenKind::BlockEntry
        } else {
            TokenKind::Value
        };
        (before.kind == wanted).then_some(Call {
            node,
            entry,
            behind: before.range.end(),
            is_item,
        })
    }

    fn whole(&self) -> TextRange {
        TextRange::new(self.behind, self.node.range().end())
    }

    fn in_braces(&self, habits: &Habits, width: u32) -> Option<Edit> {
        let text = self.node.tree().text();
        if self.whole().slice(text).contains('#') {
            return None;
        }
        let value = in_flow(self.entry.value, habits)?;
        let pad = if habits.padded_mappings { " " } else { "" };
        let call = format!(" {{{pad}{}: {value}{pad}}}", self.entry.key.text());
        let end = column(text, self.behind) + call.chars().count() as u32;
        (end <= width).then(|| Edit::replace(self.whole(), call))
    }

    fn on_lines(&self, habits: &Habits) -> Option<Edit> {
        let text = self.node.tree().text();
        let value = self.entry.value;
        let source = value.range().slice(text);
        if self.whole().slice(text).contains(['\n', '\r', '#']) {
            return None;
        }
        if !is_simple(value) && value.kind() != NodeKind::Sequence(CollectionStyle::Flow) {
            return None;
        }
        let call = format!("{}: {source}", self.entry.key.text());
        if self.is_item {
            return Some(Edit::replace(self.node.range(), call));
        }
        let parent = self.node.parent()?;
        let further = column(text, parent.range().start()) + habits.indent;
        let indentation = " ".repeat(further as usize);
        Some(Edit::replace(
            self.whole(),
            format!("{}{indentation}{call}", habits.line_end),
        ))
    }
}

/// An argument as it is written within braces; `None` for one that is not short.
fn in_flow(value: Node<'_>, habits: &Habits) -> Option<String> {
    let text = value.tree().text();
    let source = value.range().slice(text);
    match value.kind() {
        NodeKind::Scalar(_) if is_simple(value) => Some(source.to_owned()),
        NodeKind::Sequence(CollectionStyle::Flow) if !source.contains(['\n', '\r', '#']) => Some(source.to_owned()),
        NodeKind::Sequence(CollectionStyle::Block) if !source.contains('#') => {
            let items = value.items();
            let written: Option<Vec<&str>> = items
                .map(|item| is_simple(item).then(|| item.range().slice(text)))
                .collect();
            let pad = if habits.padded_sequences { " " } else { "" };
            Some(format!("[{pad}{}{pad}]", written?.join(", ")))
        }
        _ => None,
    }
}

/// A scalar that is written the same within brackets and without, whoever reads it.
fn is_simple(node: Node<'_>) -> bool {
    let source = node.range().slice(node.tree().text());
    let is_bare = node.tag().is_none() && node.anchor().is_none();
    is_bare
        && match node.kind() {
            NodeKind::Scalar(ScalarStyle::Plain) => {
                let is_word = |it: char| it.is_ascii_alphanumeric() || "_.:/-".contains(it);
                source.starts_with(|it: char| it.is_ascii_alphanumeric() || it == '_' || it == '/')
                    && !source.ends_with([':', '-'])
                    && source.chars().all(is_word)
            }
            NodeKind::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => !source.contains(['\n', '\r']),
            _ => false,
        }
}
