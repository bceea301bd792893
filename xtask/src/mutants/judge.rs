//! Asking the engine.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

/// Has the oracle in the folder `oracle` judge the cases of `work`, into `verdicts.jsonl`.
pub(crate) fn judge(oracle: &Path, python: &Path, work: &Path, jobs: usize) -> Result<String, String> {
    let script = fs::canonicalize(oracle.join("oracle.py")).map_err(|error| format!("no oracle: {error}"))?;
    let half = work.join("verdicts.jsonl.part");
    let file = File::create(&half).map_err(|error| format!("cannot write {}: {error}", half.display()))?;
    let status = Command::new(python)
        .arg(script)
        .args(["check", "cases.jsonl", "--jobs", &jobs.to_string()])
        .current_dir(work)
        .stdin(Stdio::null())
        .stdout(file)
        .status()
        .map_err(|error| format!("cannot run {}: {error}", python.display()))?;
    if !status.success() {
        return Err(format!("the oracle ended with {status}"));
    }
    let verdicts = work.join("verdicts.jsonl");
    fs::rename(&half, &verdicts).map_err(|error| format!("cannot write {}: {error}", verdicts.display()))?;
    Ok(format!("verdicts in {}", verdicts.display()))
}
