//! The laws over templates of other people, where those are at hand, and over those of this repository.

use std::fs;
use std::path::{Path, PathBuf};

use hotkit_format::Style;
use similar::{ChangeTag, TextDiff};

use crate::kit::laws;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every YAML file below a folder, sorted.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if matches!(extension, "yaml" | "yml" | "env" | "hot") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Holds the laws over every file of a folder; gives how many lines there are, and how many change.
fn hold(folder: &Path, style: &Style) -> (usize, usize) {
    let mut broken = Vec::new();
    let (mut all, mut changed) = (0, 0);
    for path in files_below(folder) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        match laws(&text, style) {
            Ok(after) => {
                all += text.lines().count();
                changed += changed_lines(&text, &after);
            }
            Err(why) => broken.push(format!("{}: {why}", path.strip_prefix(folder).unwrap().display())),
        }
    }
    assert!(
        broken.is_empty(),
        "{} files:\n{}",
        broken.len(),
        broken[..broken.len().min(5)].join("\n")
    );
    (all, changed)
}

/// Lines of the old text that are not in the new one.
fn changed_lines(before: &str, after: &str) -> usize {
    if before == after {
        return 0;
    }
    let diff = TextDiff::from_lines(before, after);
    diff.iter_all_changes()
        .filter(|it| it.tag() == ChangeTag::Delete)
        .count()
}

#[test]
fn our_own_templates() {
    for folder in ["corpus", "tests/conformance"] {
        hold(&root().join(folder), &Style::default());
    }
}

#[test]
fn odd_documents() {
    hold(&root().join("crates/hotkit-syntax/tests/oddities"), &Style::default());
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "it says what it measured, or that it measured nothing"
)]
fn templates_of_other_people() {
    let folder = root().join("../shared/corpus");
    if !folder.exists() {
        println!("skipped: there is no {}", folder.display());
        return;
    }
    let (all, changed) = hold(&folder, &Style::default());
    println!("{changed} of {all} lines change");
    assert!(changed * 100 <= all * 8, "{changed} of {all} lines change");
}
