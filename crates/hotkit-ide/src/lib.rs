//! Editor features for Heat templates: one module each, in byte offsets, without a word of any protocol.
//!
//! A feature gets a [`View`]: one file, read, and the [`World`] around it. Nothing here reads a disk, keeps a state, or
//! wants the text to be whole: half-typed text is the normal case. What may stand at the cursor is read off the lines above
//! it ([`cursor`]) and given a meaning ([`shape`]).

pub mod actions;
pub mod completion;
pub mod cursor;
pub mod describe;
pub mod folding;
pub mod graph;
mod group;
pub mod hierarchy;
pub mod hints;
pub mod hover;
mod ignores;
pub mod lens;
mod line;
pub mod links;
pub mod names;
pub mod navigation;
pub mod rename;
pub mod selection;
pub mod semantic;
pub mod shape;
pub mod signature;
pub mod symbols;
pub mod tree;
mod view;

pub use view::{FileEdits, Known, KnownRule, Place, View, World};

#[cfg(test)]
mod testing;
