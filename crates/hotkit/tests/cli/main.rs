//! The command as its users meet it: arguments in; output, words, places and exit status out.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

mod cache;
mod config;
mod explain;
mod files;
mod fixes;
mod fmt;
mod folders;
mod formats;
mod hostile;
mod inputs;
mod kit;
mod outside;
mod plan;
mod shellcheck;
mod silence;
mod status;
mod types;
mod watch;
