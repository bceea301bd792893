//! Which files are templates, which environments: by content, as names say nothing reliable.

use hotkit_syntax::Tree;

/// What a file is read as.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FileKind {
    /// A template.
    Template,
    /// An environment.
    Environment,
    /// Whatever its content says; see [`recognise`].
    Unknown,
}

/// The kind of a file by its top-level keys: a version key makes it a template; otherwise it is an environment where every
/// key is a section of environments and one of them is unmistakable.
#[must_use]
pub fn recognise(tree: &Tree) -> FileKind {
    let Some(root) = tree.root() else {
        return FileKind::Unknown;
    };
    let mut certain = false;
    let mut all = true;
    for entry in root.entries() {
        let key = entry.key.text();
        if hotkit_schema::VERSION_KEYS.contains(&key) {
            return FileKind::Template;
        }
        let section = hotkit_schema::environment::SECTIONS.contains(&key);
        all &= section;
        certain |= section && key != "parameters";
        // A file of `parameters` alone is an environment where its entries are plain values.
        certain |= key == "parameters" && entry.value.entries().len() > 0;
    }
    if all && certain {
        FileKind::Environment
    } else {
        FileKind::Unknown
    }
}
