//! The proof: the new text is read again and must mean the same to Heat's reader and to a reader of YAML 1.2, and carry the
//! same comments at the same places.

mod comments;
mod flat;
mod own;
mod second;

use hotkit_syntax::Tree;

use flat::Flat;

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

/// Compares two texts of which only blanks and line ends may differ.
pub(crate) fn prove(before: &Tree, after: &Tree) -> Result<(), Doubt> {
    own::same(before, after).map_err(Doubt::Data)?;
    comments::same(before, after).map_err(Doubt::Comment)?;
    if second::same(before.text(), after.text()) {
        Ok(())
    } else {
        Err(Doubt::SecondReader)
    }
}

/// Compares two texts that may differ in quotes and brackets, too.
pub(crate) fn prove_rewritten(before: &Tree, after: &Tree) -> Result<(), Doubt> {
    same_values(before, after, false)?;
    comments::same(before, after).map_err(Doubt::Comment)
}

/// Compares two texts that may differ in the order of sections and of the keys of resources, and in nothing else.
pub(crate) fn prove_reordered(before: &Tree, after: &Tree) -> Result<(), Doubt> {
    let became = same_values(before, after, true)?;
    comments::same_reordered(before, after, &became).map_err(Doubt::Comment)
}

/// Compares what both readers read. Gives for each node the one that it became.
fn same_values(before: &Tree, after: &Tree, reordered: bool) -> Result<Vec<usize>, Doubt> {
    if before.reading() != after.reading() {
        return Err(Doubt::Data(0));
    }
    let own = Flat::of_tree(before).same(&Flat::of_tree(after), reordered);
    let became = own.map_err(Doubt::Data)?;
    let Some(old) = Flat::of_second_reader(before.text()) else {
        return Ok(became);
    };
    match Flat::of_second_reader(after.text()) {
        Some(new) if old.same(&new, reordered).is_ok() => Ok(became),
        _ => Err(Doubt::SecondReader),
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
