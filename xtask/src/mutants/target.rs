//! A file that shall be changed: where its entries lie, and the smallest edits that change one of them.

use std::collections::BTreeMap;

use hotkit_model::{Document, Expr, ExprKind, FileKind, Template};
use hotkit_syntax::{CollectionStyle, Node, NodeId, NodeKind};
use hotkit_text::{Edit, TextRange};

/// A file, read.
pub(crate) struct Target {
    pub(crate) document: Document,
    /// By the first byte of its key: the mapping that holds an entry, and the entry's position.
    entries: BTreeMap<u32, (NodeId, usize)>,
}

impl Target {
    pub(crate) fn new(text: &str, kind: FileKind) -> Target {
        let document = hotkit_model::read(text, kind);
        let mut entries = BTreeMap::new();
        for node in document.tree.nodes() {
            for (index, entry) in node.entries().enumerate() {
                entries.insert(entry.key.range().start(), (node.id(), index));
            }
        }
        Target { document, entries }
    }

    pub(crate) fn text(&self) -> &str {
        self.document.tree.text()
    }

    pub(crate) fn template(&self) -> Option<&Template> {
        self.document.template()
    }

    fn place(&self, key: TextRange) -> Option<(Node<'_>, usize)> {
        let (node, index) = self.entries.get(&key.start())?;
        Some((self.document.tree.node(*node), *index))
    }

    /// The value of the entry with this key, an alias as it is written.
    pub(crate) fn value(&self, key: TextRange) -> Option<Node<'_>> {
        let (mapping, index) = self.place(key)?;
        mapping.entries().nth(index).map(|it| it.value)
    }

    /// Gives the entry another value.
    pub(crate) fn set(&self, key: TextRange, value: &str) -> Option<Edit> {
        let end = self.value(key)?.range().end();
        (key.end() <= end).then(|| Edit::replace(TextRange::new(key.end(), end), format!(": {value}")))
    }

    /// Takes the entry out.
    pub(crate) fn remove(&self, key: TextRange) -> Option<Edit> {
        let (mapping, index) = self.place(key)?;
        let entries: Vec<_> = mapping.entries().collect();
        let end = entries[index].value.range().end();
        let range = match (entries.get(index + 1), index.checked_sub(1).map(|it| entries[it])) {
            (Some(next), _) => TextRange::new(key.start(), next.key.range().start()),
            (None, Some(previous)) => TextRange::new(previous.value.range().end(), end),
            (None, None) => TextRange::new(key.start(), end),
        };
        Some(Edit::replace(range, ""))
    }

    /// Puts an entry in front of the mapping that is the value of `key`.
    pub(crate) fn add(&self, key: TextRange, entry: &str) -> Option<Edit> {
        self.add_to(self.value(key)?, entry)
    }

    /// Puts an entry in front of a mapping that is not empty.
    pub(crate) fn add_to(&self, mapping: Node<'_>, entry: &str) -> Option<Edit> {
        self.insert(mapping, mapping.entries().next()?.key.range().start(), entry)
    }

    fn insert(&self, mapping: Node<'_>, start: u32, entry: &str) -> Option<Edit> {
        let separator = match mapping.kind() {
            NodeKind::Mapping(CollectionStyle::Block) => {
                let before = self.text().get(..start as usize)?;
                let line = before.rfind('\n').map_or(before, |it| &before[it + 1..]);
                format!("\n{}", " ".repeat(line.chars().count()))
            }
            _ => ", ".to_owned(),
        };
        Some(Edit::replace(TextRange::at(start), format!("{entry}{separator}")))
    }

    /// Puts an entry in front of the one with this key.
    pub(crate) fn add_sibling(&self, key: TextRange, entry: &str) -> Option<Edit> {
        let (mapping, index) = self.place(key)?;
        self.insert(mapping, mapping.entries().nth(index)?.key.range().start(), entry)
    }

    /// Adds a letter to a word, within its quotes.
    pub(crate) fn respell(&self, range: TextRange) -> Option<Edit> {
        let written = range.slice(self.text());
        if written.is_empty() || written.contains('\n') {
            return None;
        }
        let quoted = written.ends_with(['"', '\'']);
        Some(Edit::replace(TextRange::at(range.end() - u32::from(quoted)), "x"))
    }

    /// Puts another word in the place of one.
    pub(crate) fn reword(&self, range: TextRange, word: &str) -> Option<Edit> {
        let written = range.slice(self.text());
        (!written.is_empty() && written != word).then(|| Edit::replace(range, word))
    }
}

/// Every value below `expr` and itself, in the order of the text; heads of calls among them.
pub(crate) fn all_values(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut left = vec![expr];
    while let Some(expr) = left.pop() {
        found.push(expr);
        match &expr.kind {
            ExprKind::List(items) => left.extend(items.iter().rev()),
            ExprKind::Map(entries) => left.extend(entries.iter().rev().map(|it| &it.value)),
            ExprKind::Call(call) => left.push(&call.argument),
            _ => {}
        }
    }
    found
}

/// Every call in a template where values stand: properties, metadata, outputs, conditions.
pub(crate) fn value_roots(template: &Template) -> Vec<&Expr> {
    let mut roots = Vec::new();
    for resource in &template.resources {
        roots.extend(resource.properties.as_ref().map(|(_, it)| it));
        roots.extend(resource.metadata.as_ref());
        roots.extend(resource.condition.as_ref());
    }
    roots.extend(template.conditions.iter().map(|it| &it.value));
    roots.extend(template.outputs.iter().filter_map(|it| it.value.as_ref()));
    roots
}
