//! The files of a run as analysis sees them, and how one file names another.

use std::sync::Arc;

use hotkit_model::{Document, FileKind};
use hotkit_text::FileId;

/// The files that have been read so far.
pub trait FileSet: Sync {
    /// The file of this path, as [`resolve`] gives it, read as what it is used for.
    fn file(&self, path: &str, kind: FileKind) -> FileState<'_>;

    /// The text of a file that `get_file` names; `None` where it is no text, or was not kept.
    fn text(&self, path: &str) -> Option<Arc<str>> {
        match self.file(path, FileKind::Unknown) {
            FileState::Read(_, document) => Some(Arc::clone(document.tree.text())),
            _ => None,
        }
    }
}

/// What is known of a file.
#[derive(Clone, Copy, Debug)]
pub enum FileState<'f> {
    /// It was read.
    Read(FileId, &'f Document),
    /// It is there, and no text (or not UTF-8): fine for `get_file`, no template.
    Binary,
    /// It is not there.
    Missing,
    /// It lies outside the project and was not looked at.
    Outside,
    /// It would lie outside the project, and is not there; on another machine it may be.
    OutsideMissing,
    /// It is there and cannot be read; why, in the system's words.
    Unreadable(&'f str),
}

/// Where a reference leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// A file, with `.` and `..` worked in.
    Path(String),
    /// Something on the network; never fetched.
    Remote(String),
}

/// The file that `reference` means where it stands in the file `from` (N-014), as Heat's client joins URLs.
#[must_use]
pub fn resolve(from: &str, reference: &str) -> Resolved {
    let reference = match reference.split_once("://") {
        Some(("file", path)) => path,
        Some((scheme, _)) if scheme.bytes().all(|it| it.is_ascii_alphanumeric()) => {
            return Resolved::Remote(reference.to_owned());
        }
        _ => reference,
    };
    let folder = match from.rfind('/') {
        Some(end) if !reference.starts_with('/') => &from[..=end],
        _ => "",
    };
    Resolved::Path(normalise(&format!("{folder}{reference}")))
}

/// The path without `.`, `..` and doubled slashes, as far as that can be told from the text.
fn normalise(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    if absolute { format!("/{joined}") } else { joined }
}

/// The files that a document names, with what each is used for: what must be read before [`crate::analyze`] can judge.
#[must_use]
pub fn wanted(path: &str, document: &Document) -> Vec<(String, FileKind)> {
    let base = base_of(path, document);
    let paths = document.references.iter().filter_map(|reference| {
        let kind = match reference.kind {
            hotkit_model::ReferenceKind::GetFile => FileKind::Unknown,
            hotkit_model::ReferenceKind::NestedTemplate => FileKind::Template,
            // A file with another ending is fetched and then taken for a type name (E-013).
            hotkit_model::ReferenceKind::Registry if hotkit_model::is_template_name(&reference.path) => {
                FileKind::Template
            }
            hotkit_model::ReferenceKind::Registry => FileKind::Unknown,
        };
        match resolve(&base, &reference.path) {
            Resolved::Path(path) => Some((path, kind)),
            Resolved::Remote(_) => None,
        }
    });
    paths.collect()
}

/// What the references of a document are relative to: itself, or the `base_url` of an environment's registry (E-013).
pub(crate) fn base_of(path: &str, document: &Document) -> String {
    let base_url = document.environment().and_then(|it| it.base_url.as_ref());
    match base_url {
        Some(url) if url.text.ends_with('/') => url.text.to_string(),
        Some(url) => format!("{}/", url.text),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Resolved, resolve};

    #[test]
    fn references_are_relative_to_the_file_they_stand_in() {
        for (from, reference, path) in [
            ("a/b.yaml", "c.yaml", "a/c.yaml"),
            ("a/b.yaml", "../c.yaml", "c.yaml"),
            ("b.yaml", "../c.yaml", "../c.yaml"),
            ("a/b.yaml", "./x//y/./c.yaml", "a/x/y/c.yaml"),
            ("/p/a/b.yaml", "../../../c.yaml", "/c.yaml"),
            ("a/b.yaml", "/etc/c.yaml", "/etc/c.yaml"),
            ("a/b.yaml", "file:///etc/c.yaml", "/etc/c.yaml"),
        ] {
            assert_eq!(
                resolve(from, reference),
                Resolved::Path(path.to_owned()),
                "{from} {reference}"
            );
        }
    }

    #[test]
    fn the_network_is_never_asked() {
        let url = "https://example.org/x.yaml";
        assert_eq!(resolve("a.yaml", url), Resolved::Remote(url.to_owned()));
    }
}
