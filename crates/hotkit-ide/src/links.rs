//! The files that a file names, as links.

use hotkit_text::TextRange;

use crate::names::written;
use crate::navigation::link_path;
use crate::view::View;

/// A piece of text that names a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The name, without quotes.
    pub range: TextRange,
    /// The file.
    pub path: String,
}

/// The links of a file, in the order of the text; files that are not there have none.
#[must_use]
pub fn links(view: &View<'_>) -> Vec<Link> {
    let references = view.document.references.iter();
    let links = references.filter_map(|it| {
        let path = link_path(view, it.kind, &it.path)?;
        let range = written(view.text(), &it.path, it.range)?;
        view.world.exists(&path).then_some(Link { range, path })
    });
    links.collect()
}
