//! What people and programs get to see, kept word for word.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect shall fail there"
)]

mod command;
mod documents;
mod fixture;
mod frames;
mod samples;
mod services;
mod verdicts;
