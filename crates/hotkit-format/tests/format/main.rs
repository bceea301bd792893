//! The formatter by its laws, over pairs of texts, odd documents, real templates and generated ones.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

mod corpus;
mod editor;
mod generate;
mod kit;
mod page;
mod pairs;
mod properties;
mod styles;
