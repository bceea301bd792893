//! The version, in every place that names it: manifests, packages, and the examples that people copy.
//!
//! The root manifest holds it; the others are found by the words before it, so that an example that is added later is
//! found, too.

use std::fs;
use std::path::{Path, PathBuf};

const MANIFEST: &str = "Cargo.toml";

/// Files and folders in which the version is looked for.
const PLACES: [&str; 8] = [
    MANIFEST,
    "Cargo.lock",
    "README.md",
    "action.yml",
    "ci",
    "docs",
    "editors/vscode/package.json",
    "packaging",
];

/// What stands before the version; behind it follow three numbers.
const MARKS: [&str; 8] = [
    "[workspace.package]\nversion = \"",
    "  \"version\": \"",
    "hotkit==",
    "hotkit/hotkit@v",
    "hotkit/hotkit/v",
    "rev: v",
    "HOTKIT_VERSION: ",
    "hotkit_version: ",
];

/// What stands before it in the lock file: the name of a package of ours, which has no source.
const LOCKED: [&str; 2] = ["name = \"hotkit", "name = \"xtask\""];

/// The version that the root manifest names.
pub(crate) fn version(root: &Path) -> Result<String, String> {
    let manifest = read(&root.join(MANIFEST))?;
    let found = places(&manifest, MANIFEST);
    let [(start, end)] = found.as_slice() else {
        return Err(format!("{MANIFEST} should name the version once"));
    };
    Ok(manifest[*start..*end].to_owned())
}

/// Prints the version, after making sure that all places agree.
pub(crate) fn agreed(root: &Path) -> Result<String, String> {
    let version = version(root)?;
    let mut complaints = Vec::new();
    for (path, text) in files(root)? {
        for (start, end) in places(&text, &path) {
            if text[start..end] != version {
                let line = text[..start].matches('\n').count() + 1;
                complaints.push(format!(
                    "{path}:{line} names {} instead of {version}",
                    &text[start..end]
                ));
            }
        }
    }
    if complaints.is_empty() {
        Ok(version)
    } else {
        Err(complaints.join("\n"))
    }
}

/// Writes a version into every place.
pub(crate) fn set(root: &Path, version: &str) -> Result<String, String> {
    let numbers: Vec<&str> = version.split('.').collect();
    let is_number = |it: &&str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    if numbers.len() != 3 || !numbers.iter().all(is_number) {
        return Err(format!(
            "`{version}` is no version: three numbers are wanted, such as 1.2.3"
        ));
    }
    let mut count = 0;
    for (path, text) in files(root)? {
        let changed = with_version(&text, &path, version);
        count += places(&text, &path).len();
        if changed != text {
            fs::write(root.join(&path), changed).map_err(|error| format!("cannot write {path}: {error}"))?;
        }
    }
    Ok(format!("{version} stands in {count} places"))
}

/// The text with another version in every place.
pub(crate) fn with_version(text: &str, path: &str, version: &str) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end) in places(text, path) {
        changed.push_str(&text[done..start]);
        changed.push_str(version);
        done = end;
    }
    changed + &text[done..]
}

/// Where a text names the version, in order.
pub(crate) fn places(text: &str, path: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if path == "Cargo.lock" {
        for package in text.split("[[package]]\n").skip(1) {
            let is_ours = LOCKED.iter().any(|it| package.starts_with(it)) && !package.contains("\nsource = ");
            if let (true, Some(at)) = (is_ours, package.find("\nversion = \"")) {
                let offset = package.as_ptr() as usize - text.as_ptr() as usize;
                found.extend(number_at(text, offset + at + "\nversion = \"".len()));
            }
        }
        return found;
    }
    for mark in MARKS {
        let behind = text.match_indices(mark).map(|(at, _)| at + mark.len());
        found.extend(behind.filter_map(|at| number_at(text, at)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Three numbers with points between them.
fn number_at(text: &str, start: usize) -> Option<(usize, usize)> {
    let rest = &text[start..];
    let length = rest
        .find(|it: char| !it.is_ascii_digit() && it != '.')
        .unwrap_or(rest.len());
    let number = rest[..length].trim_end_matches('.');
    let has_three = number.split('.').filter(|it| !it.is_empty()).count() == 3;
    has_three.then_some((start, start + number.len()))
}

/// The texts of all places, by their paths from the root, sorted.
fn files(root: &Path) -> Result<Vec<(String, String)>, String> {
    let mut paths = Vec::new();
    let mut open: Vec<PathBuf> = PLACES.iter().map(|it| root.join(it)).collect();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            open.extend(entries.filter_map(Result::ok).map(|it| it.path()));
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        // Pictures name no version.
        if let Ok(text) = fs::read_to_string(&path) {
            let shown = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            texts.push((shown, text));
        }
    }
    Ok(texts)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
