//! The book keeps its word: every command in README and docs runs, prints what is shown and ends as it says; links lead
//! somewhere; the reference pages say what the program says.
//!
//! A block of the language `console` holds commands behind `$ ` and what they print; a line `...` stands for any lines. A
//! block of the language `sh` holds commands whose output is not shown. Behind the language stand `exit=1` (of the last
//! command; the others end with 0) and `skip="why"`, for what needs a network or another program; what begins with `hotkit`
//! is never skipped. A block of any language with `file=NAME` is a file that the commands behind it find. All blocks of a
//! page run in one folder that holds `corpus/`; the first revision in its git is called `main`.
//!
//! `HOTKIT_BOOK=write` writes the reference pages anew, which is what `cargo xtask book` does.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

#[path = "book/commands.rs"]
mod commands;
#[path = "book/links.rs"]
mod links;
#[path = "book/pages.rs"]
mod pages;
#[path = "book/reference.rs"]
mod reference;
