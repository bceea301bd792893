//! Chores of the repository: what is generated, and whether it is fresh. Run as `cargo xtask CHORE`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore tells how it went")]

mod agreement;
mod ansi;
mod book;
mod case;
mod fixes;
mod hot_schema;
mod mutants;
mod picture;
mod plan_pairs;
mod rules;
mod svg;
mod version;

#[cfg(test)]
mod tests;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use picture::Wanted;

const USAGE: &str = "\
usage: cargo xtask picture [--check]
       cargo xtask agreement [--check]
       cargo xtask rules [--check]
       cargo xtask version [X.Y.Z]
       cargo xtask book [--out FOLDER]
       cargo xtask hot-schema [--check]
       cargo xtask mutants [make|judge|compare] --work DIR [--corpus DIR] [--oracle DIR] [--python FILE]
                           [--count N] [--seed S] [--jobs N] [--out FILE]
       cargo xtask plan-pairs --work DIR --corpus DIR [--count N]
       cargo xtask fixes FOLDER [--hotkit PROGRAM]

  picture    draws docs/pictures/check.svg from what `hotkit check` prints
  agreement  writes docs/agreement.md: what the engine checks, and which rule says so
  rules      writes docs/rules.md: every rule, and what it was seen to find
  book       writes docs/reference anew, and lays the chapters out for mdBook in FOLDER (target/book), with a page for
             each rule and each service's resource types; runs mdbook where it is installed
  version    prints the version, after making sure that all places name it; with X.Y.Z, writes it into all of them
  hot-schema writes schemas/hot.schema.json: the JSON Schema of HOT, for generic YAML servers
  --check    changes nothing; fails where the file differs from what would be written
  mutants    changes the templates that the engine accepts in a folder of judged cases (--corpus) by one step each,
             into DIR, has the oracle judge them, and compares its verdicts with ours; --out gets the differences
  plan-pairs writes pairs of old and new templates into DIR, each one step apart, for `oracle.py diff` and
             `plan_agreement.py updates`
  fixes      makes every fix, the unsafe ones too, in a copy of FOLDER, and makes sure that each file still reads,
             nothing is refused that was not, comments stay, and a second run changes nothing";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let done = match arguments.as_slice() {
        ["picture"] => picture::picture(&root, Wanted::Written),
        ["picture", "--check"] => picture::picture(&root, Wanted::Compared),
        ["agreement"] => agreement::agreement(&root, Wanted::Written),
        ["agreement", "--check"] => agreement::agreement(&root, Wanted::Compared),
        ["rules"] => rules::page_of_rules(&root, Wanted::Written),
        ["rules", "--check"] => rules::page_of_rules(&root, Wanted::Compared),
        ["book"] => book::book(&root, &root.join("target/book")),
        ["book", "--out", folder] => book::book(&root, Path::new(folder)),
        ["version"] => version::agreed(&root),
        ["version", wanted] => version::set(&root, wanted),
        ["plan-pairs", rest @ ..] => plan_pairs::plan_pairs(rest),
        ["hot-schema"] => hot_schema::hot_schema(&root, Wanted::Written),
        ["hot-schema", "--check"] => hot_schema::hot_schema(&root, Wanted::Compared),
        ["fixes", folder] => fixes::fixes(&root, Path::new(folder), None),
        ["fixes", folder, "--hotkit", program] => fixes::fixes(&root, Path::new(folder), Some(program)),
        ["mutants", rest @ ..] => mutants::mutants(rest),
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
