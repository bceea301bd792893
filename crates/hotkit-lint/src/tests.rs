//! Tests of the words, of the pages and of the table of rules.

mod cloud_config;
pub(crate) mod memory;
mod pages;
mod selection;
mod table;
mod words;
