//! The proof: the new text is read again and must mean the same to Heat's reader and to a reader of YAML 1.2, and carry the
//! same comments at the same places.

mod comments;
mod own;
mod second;

use hotkit_syntax::Tree;

/// What could not be proved. Each is a bug of hotkit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// The changes contradict each other.
    Edits,
    /// Heat would read other data, or none; the byte of the old text from which on.
    Data(u32),
    /// A reader of YAML 1.2 reads other data, or none.
    SecondReader,
    /// A comment is lost, new, or elsewhere; the byte of the old text.
    Comment(u32),
}

/// Compares two texts by everything that must not change.
pub(crate) fn prove(before: &Tree, after: &Tree) -> Result<(), Doubt> {
    own::same(before, after).map_err(Doubt::Data)?;
    comments::same(before, after).map_err(Doubt::Comment)?;
    if second::same(before.text(), after.text()) {
        Ok(())
    } else {
        Err(Doubt::SecondReader)
    }
}

/// Whether the second reader reads the same from a text as Heat, types aside.
pub(crate) fn second_reader_agrees(tree: &Tree) -> bool {
    second::agrees(tree)
}

/// Whether Heat reads the same data.
pub(crate) fn means_the_same(before: &Tree, after: &Tree) -> bool {
    own::same(before, after).is_ok()
}
