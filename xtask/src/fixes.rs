//! Every fix, over a folder of templates that other people wrote, by the command itself: each file still reads, nothing is refused
//! that was not, comments stay, and a second run changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hotkit_syntax::{TokenKind, parse};
use serde_json::Value;

/// Complaints that are shown.
const MOST_SHOWN: usize = 20;

/// Levels of folders that are copied.
const DEEPEST: usize = 40;

/// A folder that goes away with its owner.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which clears such folders.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What one check said.
struct Checked {
    findings: usize,
    /// How many findings Heat refuses a template for, by file and rule.
    refused: BTreeMap<(String, String), usize>,
}

/// Carries out `cargo xtask fixes FOLDER [--hotkit PROGRAM]`.
pub(crate) fn fixes(root: &Path, folder: &Path, program: Option<&str>) -> Result<String, String> {
    if !folder.is_dir() {
        return Ok(format!("fixes: skipped, there is no folder {}", folder.display()));
    }
    let program = program.map_or_else(|| built(root), |it| Ok(PathBuf::from(it)))?;
    let program = fs::canonicalize(&program).map_err(|error| format!("{}: {error}", program.display()))?;
    let scratch = Scratch(std::env::temp_dir().join(format!("hotkit-fixes-{}", std::process::id())));
    let mut total = Total::default();
    // Each repository by itself, as its owner would run it.
    for repository in folders(folder)? {
        let name = repository.file_name().unwrap_or_default();
        let copy = scratch.0.join(name);
        fs::create_dir_all(copy.join(".git")).map_err(|error| format!("{}: {error}", copy.display()))?;
        copy_folder(&repository, &copy, 0)?;
        total.add(&program, &copy, &name.to_string_lossy())?;
    }
    let told = format!(
        "fixes: {} files, {} changed, {} findings before and {} after, {} complaints",
        total.files,
        total.changed,
        total.before,
        total.after,
        total.complaints.len()
    );
    if total.complaints.is_empty() {
        return Ok(told);
    }
    let shown: Vec<String> = total.complaints.into_iter().take(MOST_SHOWN).collect();
    Err(format!("{}\n{told}", shown.join("\n")))
}

/// What became of all folders.
#[derive(Default)]
struct Total {
    files: usize,
    changed: usize,
    before: usize,
    after: usize,
    complaints: Vec<String>,
}

impl Total {
    /// Mends a folder twice, and compares.
    fn add(&mut self, program: &Path, copy: &Path, name: &str) -> Result<(), String> {
        let before = texts(copy)?;
        let first = check(program, copy, &[])?;
        check(program, copy, &["--fix", "--unsafe-fixes"])?;
        let mended = texts(copy)?;
        let second = check(program, copy, &[])?;
        check(program, copy, &["--fix", "--unsafe-fixes"])?;
        let again = texts(copy)?;
        let complaints = complaints(&before, &mended, &again, &first, &second);
        self.complaints
            .extend(complaints.into_iter().map(|it| format!("{name}/{it}")));
        self.files += before.len();
        self.changed += before
            .iter()
            .filter(|(path, text)| mended.get(*path) != Some(text))
            .count();
        self.before += first.findings;
        self.after += second.findings;
        Ok(())
    }
}

/// The folders in a folder, sorted; itself where there are none.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|it| it.path()).filter(|it| it.is_dir()).collect();
    folders.sort_unstable();
    if folders.is_empty() {
        folders.push(folder.to_owned());
    }
    Ok(folders)
}

/// The program of this repository, as it was built last.
fn built(root: &Path) -> Result<PathBuf, String> {
    let candidates = ["target/release/hotkit", "target/debug/hotkit"].map(|it| root.join(it));
    let found = candidates.into_iter().find(|it| it.is_file());
    found.ok_or_else(|| "hotkit is not built: `cargo build --release -p hotkit`".to_owned())
}

fn copy_folder(from: &Path, to: &Path, depth: usize) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    if depth > DEEPEST {
        return Err(format!("{} is nested too deep", from.display()));
    }
    let mut entries: Vec<fs::DirEntry> = Vec::new();
    for entry in fs::read_dir(from).map_err(|error| told(from, error))? {
        entries.push(entry.map_err(|error| told(from, error))?);
    }
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(|error| told(&source, error))?;
        if kind.is_dir() {
            fs::create_dir_all(&target).map_err(|error| told(&target, error))?;
            copy_folder(&source, &target, depth + 1)?;
        } else if kind.is_file() {
            let bytes = fs::read(&source).map_err(|error| told(&source, error))?;
            fs::write(&target, bytes).map_err(|error| told(&target, error))?;
        }
    }
    Ok(())
}

/// The bytes of every file below a folder, by path.
fn texts(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut texts = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(here) = waiting.pop() {
        for entry in fs::read_dir(&here).map_err(|error| format!("{}: {error}", here.display()))? {
            let path = entry.map_err(|error| format!("{}: {error}", here.display()))?.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let below = path.strip_prefix(folder).unwrap_or(&path);
            texts.insert(below.to_string_lossy().into_owned(), bytes);
        }
    }
    Ok(texts)
}

/// Runs the command over the folder with every rule.
fn check(program: &Path, folder: &Path, further: &[&str]) -> Result<Checked, String> {
    let output = Command::new(program)
        .args([
            "check",
            ".",
            "--select",
            "all",
            "--format",
            "json",
            "--fail-on",
            "never",
        ])
        .args(further)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let told: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("{further:?}: {error}: {errors}"))?;
    if !output.status.success() {
        return Err(format!("{further:?}: {}: {errors}", output.status));
    }
    let findings = told["diagnostics"].as_array().ok_or("the output has no findings")?;
    let mut refused = BTreeMap::new();
    for finding in findings.iter().filter(|it| it["refused"] == true) {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        *refused.entry((text("file"), text("rule"))).or_default() += 1;
    }
    Ok(Checked {
        findings: findings.len(),
        refused,
    })
}

fn complaints(
    before: &BTreeMap<String, Vec<u8>>,
    mended: &BTreeMap<String, Vec<u8>>,
    again: &BTreeMap<String, Vec<u8>>,
    first: &Checked,
    second: &Checked,
) -> Vec<String> {
    let mut complaints = Vec::new();
    for ((file, rule), count) in &second.refused {
        let was = first
            .refused
            .get(&(file.clone(), rule.clone()))
            .copied()
            .unwrap_or_default();
        if *count > was {
            complaints.push(format!(
                "{file}: {rule} was found {was} times, and is found {count} times"
            ));
        }
    }
    for (path, old) in before {
        let Some(new) = mended.get(path) else {
            complaints.push(format!("{path} is gone"));
            continue;
        };
        if again.get(path) != Some(new) {
            complaints.push(format!("{path}: a second run changes it again"));
        }
        if old == new {
            continue;
        }
        let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
            complaints.push(format!("{path} is not UTF-8"));
            continue;
        };
        complaints.extend(unlike(old, new).map(|it| format!("{path}: {it}")));
    }
    complaints.extend(
        mended
            .keys()
            .filter(|it| !before.contains_key(*it))
            .map(|it| format!("{it} is new")),
    );
    complaints
}

/// What a mended text has lost: that it can be read, or a comment.
fn unlike(old: &str, new: &str) -> Option<String> {
    let faults = |text: &str| parse(text).errors().len();
    if faults(new) > faults(old) {
        return Some("it could be read, and cannot be any more".to_owned());
    }
    let left = comments(new);
    let lost = comments(old).into_iter().find(|(comment, count)| {
        // Instructions to hotkit that do nothing are taken away.
        !comment.contains("hotkit:") && left.get(comment).copied().unwrap_or_default() < *count
    });
    lost.map(|(comment, _)| format!("the comment `{comment}` is lost"))
}

/// Every comment, and how often it stands in the text.
fn comments(text: &str) -> BTreeMap<String, usize> {
    let tree = parse(text);
    let mut comments = BTreeMap::new();
    for token in tree.tokens().filter(|it| it.kind == TokenKind::Comment) {
        *comments
            .entry(token.range.slice(text).trim_end().to_owned())
            .or_default() += 1;
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::unlike;

    #[test]
    fn a_lost_comment_and_a_text_that_does_not_read_are_noticed() {
        let old = "a: 1 # one\n# two\nb: 2 # hotkit: ignore[x]\n";
        assert_eq!(unlike(old, "a: 3 # one\n# two\nb: 2\n"), None);
        assert_eq!(
            unlike(old, "a: 1\n# two\nb: 2\n"),
            Some("the comment `# one` is lost".to_owned())
        );
        let broken = unlike(old, "a: [1 # one\n# two\nb: 2\n").unwrap();
        assert!(broken.starts_with("it could be read"), "{broken}");
    }
}
