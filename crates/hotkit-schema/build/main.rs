//! Turns the facts in `schemas/facts` and the words in `schemas/descriptions` into Rust source, so that the tables cost nothing at start-up.
//!
//! Every key of the JSON is named here: one that is not is an error of the build, not a fact silently lost.

#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]

mod descriptions;
mod json;
mod releases;
mod resource_types;
mod translation;
mod versions;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::releases::Releases;

fn main() {
    let facts = Path::new(&variable("CARGO_MANIFEST_DIR")).join("../../schemas/facts");
    println!("cargo::rerun-if-changed=build");

    let types = read(&facts, "resource_types.json");
    let order = read(&facts, "schema_order.json");
    let versions = read(&facts, "template_versions.json");
    let history = read(&facts, "releases.json");

    let releases = Releases::new(&history);
    let mut source = String::new();
    releases.write(&mut source);
    versions::write(&versions, &releases, &mut source);
    resource_types::write(&types, &order, &releases, &mut source);
    let (types, language) = read_descriptions(&facts.with_file_name("descriptions"));
    descriptions::write(&types, &language, &mut source);

    let target = PathBuf::from(variable("OUT_DIR")).join("tables.rs");
    fs::write(&target, source).expect("the build folder can be written");
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name} for build scripts"))
}

fn read(folder: &Path, name: &str) -> Value {
    let path = folder.join(name);
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{} is not JSON: {error}", path.display()))
}

/// The documents of all type files, in the order of their names, and that of the language.
fn read_descriptions(folder: &Path) -> (Vec<Value>, Value) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".yaml"))
        .collect();
    names.sort();
    let read = |name: &String| -> Value {
        let text = fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("cannot read {name}: {error}"));
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name} is not YAML: {error}"))
    };
    let (language, types): (Vec<_>, Vec<_>) = names.iter().partition(|name| *name == "language.yaml");
    let language = language.first().map_or(Value::Null, |name| read(name));
    (types.into_iter().map(read).collect(), language)
}
