//! Files as they were at a revision, as git tells them.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::disk::LARGEST_FILE;

/// The bytes of a file at a revision; otherwise why there are none, and whether there was no such file.
///
/// `cat-file` gives the blob as it is: no filter, no configuration of the repository has a say.
pub(crate) fn file(root: &Path, revision: &str, path: &Path) -> Result<Vec<u8>, (String, bool)> {
    let Ok(relative) = path.strip_prefix(root) else {
        return Err(("it lies outside the project".to_owned(), false));
    };
    let relative = relative.to_string_lossy().replace('\\', "/");
    let object = format!("{revision}:{relative}");
    let size = run(root, &["cat-file", "-s", &object]).map_err(|why| (why, false))?;
    let Some(size) = size else {
        return Err((format!("there is no such file at `{revision}`"), true));
    };
    let size: u64 = String::from_utf8_lossy(&size).trim().parse().unwrap_or(u64::MAX);
    if size > LARGEST_FILE {
        return Err((format!("it is larger than {} MiB", LARGEST_FILE / (1024 * 1024)), false));
    }
    let bytes = run(root, &["cat-file", "blob", &object]).map_err(|why| (why, false))?;
    bytes.ok_or_else(|| (format!("it is no file at `{revision}`"), true))
}

/// The commit that a revision names, shortened; `None` where there is none.
///
/// # Errors
/// Where git cannot be asked.
pub(crate) fn commit(root: &Path, revision: &str) -> Result<Option<String>, String> {
    if revision.starts_with('-') || revision.is_empty() || revision.contains(':') {
        return Ok(None);
    }
    let name = format!("{revision}^{{commit}}");
    let output = run(
        root,
        &["rev-parse", "--verify", "--quiet", "--short", "--end-of-options", &name],
    )?;
    Ok(output.map(|it| String::from_utf8_lossy(&it).trim().to_owned()))
}

/// What git prints; `None` where it says no.
fn run(root: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    Ok(output.status.success().then_some(output.stdout))
}
