//! Whole sessions of an editor with the server, over the protocol itself.

#![expect(clippy::unwrap_used, reason = "a test ends where the server does not answer")]

mod client;
mod features;
mod findings;
mod formatting;
mod order;
mod typing;
