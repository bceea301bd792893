//! From the tree to the typed file, and the faults found on the way.

mod cfn;
mod constraint;
mod environment;
mod expr;
mod hot;
mod template;

use hotkit_syntax::{ErrorClass, Node, Reading, Tree};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::{Content, Document, Expr, Fault, FileKind, Kinds, Owner, Path, Problem, ValueKind, recognise, reference};

/// Values with all aliases expanded beyond which a request to Heat cannot be small enough: each takes at least two bytes
/// of the 1 MiB that its body may have (T-023).
const MOST_VALUES: u64 = 600_000;

/// The whole text as data, unless its aliases make it too large.
pub(crate) fn as_data(tree: &Tree) -> Option<Expr> {
    (tree.expanded_size() <= MOST_VALUES && tree.contains_itself().is_none())
        .then(|| tree.root().map(expr::data))
        .flatten()
}

pub(crate) fn document(tree: Tree, kind: FileKind) -> Document {
    let kind = match kind {
        FileKind::Unknown => recognise(&tree),
        known => known,
    };
    let tree = if kind == FileKind::Template {
        hotkit_syntax::without_blanks_around(tree)
    } else {
        tree
    };
    let mut faults = Faults::default();
    let readable = text_faults(&tree, kind, &mut faults);
    let content = match (kind, root_mapping(&tree, &mut faults)) {
        (FileKind::Unknown, _) => Content::Other,
        (FileKind::Template, root) if readable => Content::Template(Box::new(template::lower(root, &mut faults))),
        (FileKind::Environment, root) if readable => {
            Content::Environment(Box::new(environment::lower(root, &mut faults)))
        }
        (FileKind::Template, _) => Content::Template(Box::default()),
        (FileKind::Environment, _) => Content::Environment(Box::default()),
    };
    let references = if readable {
        reference::collect(&tree, &content)
    } else {
        Vec::new()
    };
    let mut problems = faults.problems;
    if kind == FileKind::Unknown {
        problems.clear();
    }
    Document {
        tree,
        content,
        problems,
        references,
    }
}

/// Faults of the text as such. False where nothing can be said about what it holds.
fn text_faults(tree: &Tree, kind: FileKind, faults: &mut Faults) -> bool {
    if let Some(error) = tree.json_error() {
        // Heat never tries a second reading of such a text, so what YAML thinks of it does not count.
        if tree.reading() != Reading::Json && kind == FileKind::Template {
            let problem = error.problem.to_string();
            faults.at(json_place(tree.text(), error.offset), Fault::Json { problem });
        }
    }
    if faults.problems.is_empty() {
        for error in tree.errors() {
            let context_range = error.context_offset.map(TextRange::at);
            let fault = Fault::Syntax {
                class: error.class,
                problem: error.problem.clone(),
                context: error.context,
                context_range,
            };
            faults.at(error.range, fault);
        }
    }
    if let Some(error) = tree.fallback_from() {
        let problem = error.problem.clone();
        faults.at(error.range, Fault::PurePython { problem });
    }
    if kind == FileKind::Template && starts_indented(tree) {
        faults.at(TextRange::at(0), Fault::IndentedStart);
    }
    for duplicate in tree.duplicates() {
        let (first, second) = (tree.node(duplicate.first), tree.node(duplicate.second));
        let fault = Fault::DuplicateKey {
            key: first.text().into(),
            winner: second.range(),
        };
        faults.at(first.range(), fault);
    }
    if let Some(alias) = tree.contains_itself() {
        faults.at(alias.range(), Fault::ContainsItself);
        return false;
    }
    for key in keys_of_bytes(tree) {
        faults.at(key.range(), Fault::KeyOfBytes);
    }
    if tree.expanded_size() > MOST_VALUES && tree.expanded_size() > 4 * tree.len() as u64 {
        let values = tree.expanded_size();
        let range = tree.root().map_or(TextRange::at(0), first_key);
        faults.at(range, Fault::TooLarge { values });
        return false;
    }
    !tree.errors().iter().any(|error| error.class == ErrorClass::Limit)
}

/// What to underline for an error of Python's JSON reader: where something is wanted behind a comma, the comma is too much.
fn json_place(text: &str, offset: u32) -> TextRange {
    let before = text.get(..offset as usize).unwrap_or(text).trim_end();
    let closes = text.get(offset as usize..).is_some_and(|it| it.starts_with(['}', ']']));
    match before.strip_suffix(',') {
        Some(rest) if closes => TextRange::new(rest.len() as u32, before.len() as u32),
        _ => TextRange::at(offset),
    }
}

/// The keys that are bytes; what is only a member of a set becomes one of a list.
fn keys_of_bytes(tree: &Tree) -> impl Iterator<Item = Node<'_>> {
    let may_have = tree.text().contains("binary");
    let nodes = may_have.then(|| tree.nodes()).into_iter().flatten();
    let mappings = nodes.filter(|it| it.tag().is_none_or(|tag| !tag.name.ends_with("set")));
    let keys = mappings.flat_map(|it| it.entries().map(|entry| entry.key).collect::<Vec<_>>());
    keys.filter(|key| matches!(key.resolve().map(Node::scalar), Some(hotkit_syntax::Scalar::Binary(_))))
}

/// True where Heat's client, which strips the text before it reads it, cannot read what we can (T-025).
fn starts_indented(tree: &Tree) -> bool {
    let text = tree.text();
    let stripped = text.trim_start();
    let indent = text.len() - stripped.len();
    let on_first_line = text[..indent].rfind('\n').map_or(indent, |at| indent - at - 1);
    if on_first_line == 0 || stripped.starts_with('{') || !tree.errors().is_empty() {
        return false;
    }
    !hotkit_syntax::parse(stripped.trim_end()).errors().is_empty()
}

/// The root, where it is a mapping; nothing at all counts as an empty mapping.
fn root_mapping<'t>(tree: &'t Tree, faults: &mut Faults) -> Option<Node<'t>> {
    let root = tree.root()?.resolve()?;
    match root.value_kind() {
        hotkit_syntax::ValueKind::Mapping => Some(root),
        _ if root.is_absent() => None,
        _ => {
            // Half-typed text is no mapping yet; its syntax error says enough.
            if tree.errors().is_empty() && tree.json_error().is_none() {
                let found = expr::data(root).value_kind();
                if found != ValueKind::Null {
                    faults.at(root.range(), Fault::NotAMapping { found });
                }
            }
            None
        }
    }
}

fn first_key(root: Node<'_>) -> TextRange {
    root.entries().next().map_or(root.range(), |entry| entry.key.range())
}

/// The faults found so far, and the path to where we are.
#[derive(Default)]
pub(crate) struct Faults {
    problems: Vec<Problem>,
    path: Path,
}

impl Faults {
    /// Adds a fault at the present path.
    pub(crate) fn at(&mut self, range: TextRange, fault: Fault) {
        self.problems.push(Problem {
            fault,
            range,
            path: self.path.clone(),
        });
    }

    /// Adds a fault one step below the present path.
    pub(crate) fn below(&mut self, step: &str, range: TextRange, fault: Fault) {
        self.within(step, |faults| faults.at(range, fault));
    }

    /// Does something one step down.
    pub(crate) fn within<T>(&mut self, step: impl Into<SmolStr>, work: impl FnOnce(&mut Faults) -> T) -> T {
        self.path.push(step);
        let result = work(self);
        self.path.pop();
        result
    }

    pub(crate) fn wrong_kind(&mut self, owner: Owner, expected: Kinds, found: &Expr) {
        let fault = Fault::WrongKind {
            owner,
            expected,
            found: found.value_kind(),
        };
        self.at(found.range, fault);
    }
}

#[cfg(test)]
mod tests;
