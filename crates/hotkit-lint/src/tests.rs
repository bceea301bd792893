//! Tests of the words, of the pages and of the table of rules.

pub(crate) mod memory;
mod pages;
mod selection;
mod table;
mod words;
