//! The other files that a file names, as Heat's client looks for them before it sends anything.

use hotkit_syntax::{NodeKind, Scalar, Tree};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::{Content, EnvironmentFile, RegistryTarget};

/// Why a file is wanted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReferenceKind {
    /// The value of a key `get_file`, at any place (F-GF-1).
    GetFile,
    /// The value of a key `type` that ends in `.yaml` or `.template`, at any place (N-001).
    NestedTemplate,
    /// A value of the resource registry that is no type name (E-013).
    Registry,
}

/// One file that is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileReference {
    /// Why.
    pub kind: ReferenceKind,
    /// As written.
    pub path: SmolStr,
    /// Where it is written.
    pub range: TextRange,
}

/// Every file that the client would fetch for this file, in the order of the text.
///
/// The client walks the raw data: every key `get_file` or `type` at any depth, in any section, in branches never taken
/// (engine checks 0.1, step 2); in environments every value of the registry that is no type name.
pub(crate) fn collect(tree: &Tree, content: &Content) -> Vec<FileReference> {
    let mut references = match content {
        Content::Template(_) => of_template(tree),
        Content::Environment(environment) => of_environment(environment),
        Content::Other => Vec::new(),
    };
    references.sort_by_key(|reference| reference.range);
    references.dedup_by_key(|reference| reference.range);
    references
}

/// A flat pass over all mappings: what an alias stands for is in the table once anyway.
fn of_template(tree: &Tree) -> Vec<FileReference> {
    let mut references = Vec::new();
    for node in tree.nodes() {
        for entry in node.entries() {
            let kind = match entry.key.text() {
                "get_file" => ReferenceKind::GetFile,
                "type" => ReferenceKind::NestedTemplate,
                _ => continue,
            };
            let Some(value) = entry.value.resolve() else { continue };
            let Scalar::Text(path) = value.scalar() else { continue };
            if matches!(value.kind(), NodeKind::Scalar(_)) && (kind == ReferenceKind::GetFile || is_template_name(path))
            {
                references.push(FileReference {
                    kind,
                    path: SmolStr::new(path),
                    range: entry.value.range(),
                });
            }
        }
    }
    references
}

fn of_environment(environment: &EnvironmentFile) -> Vec<FileReference> {
    let entries = environment.registry.iter().chain(&environment.registry_resources);
    let files = entries.filter_map(|entry| match &entry.target {
        // The client looks one level into `resources` (E-014).
        RegistryTarget::File(path)
            if entry.scope.len() < 2 && !matches!(entry.name.text.as_str(), "hooks" | "restricted_actions") =>
        {
            Some(FileReference {
                kind: ReferenceKind::Registry,
                path: path.text.clone(),
                range: path.range,
            })
        }
        _ => None,
    });
    files.collect()
}

/// True for the names that Heat takes for files: `.yaml` and `.template`, nothing else (N-001).
#[must_use]
pub fn is_template_name(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".template")
}
