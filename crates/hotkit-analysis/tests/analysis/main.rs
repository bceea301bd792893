//! What analysis says about small stacks: file, place, verdict, fault, text, path.

mod certain;
mod graph;
mod kit;
mod names;
mod nested;
mod properties;
mod types;
mod values;
