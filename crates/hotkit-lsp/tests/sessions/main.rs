//! Whole sessions of an editor with the server, over the protocol itself.

mod client;
mod features;
mod findings;
mod order;
mod typing;
