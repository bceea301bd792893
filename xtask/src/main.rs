//! Chores of the repository: what is generated, and whether it is fresh. Run as `cargo xtask CHORE`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore tells how it went")]

mod ansi;
mod picture;
mod svg;

#[cfg(test)]
mod tests;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use picture::Wanted;

const USAGE: &str = "\
usage: cargo xtask picture [--check]

  picture   draws docs/pictures/check.svg from what `hotkit check` prints
  --check   changes nothing; fails where the file differs from what would be drawn";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let done = match arguments.as_slice() {
        ["picture"] => picture::picture(&root, Wanted::Written),
        ["picture", "--check"] => picture::picture(&root, Wanted::Compared),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
