//! The picture of the README: what the release binary prints for the first example of `corpus/`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{ansi, svg};

const TEMPLATE: &str = "corpus/single-server/faulty.yaml";
const PICTURE: &str = "docs/pictures/check.svg";

/// What is wanted of a generated file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// It is written.
    Written,
    /// It is compared with what would be written.
    Compared,
}

/// Draws the picture, or says whether it is fresh; what is told either way is a sentence for people.
pub(crate) fn picture(root: &Path, wanted: Wanted) -> Result<String, String> {
    let output = run_check(root)?;
    let command = format!("hotkit check {TEMPLATE}");
    let drawn = svg::draw(&command, &ansi::lines(&output));
    let path = root.join(PICTURE);
    if wanted == Wanted::Written {
        fs::write(&path, drawn).map_err(|error| format!("cannot write {PICTURE}: {error}"))?;
        return Ok(format!("{PICTURE} is drawn"));
    }
    let found = fs::read_to_string(&path).map_err(|error| format!("cannot read {PICTURE}: {error}"))?;
    if without_durations(&found) == without_durations(&drawn) {
        Ok(format!("{PICTURE} is fresh"))
    } else {
        Err(format!("{PICTURE} is stale; `cargo xtask picture` draws it anew"))
    }
}

/// What a colour terminal of 80 columns gets to see.
fn run_check(root: &Path) -> Result<String, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo)
        .args(["run", "--quiet", "--release", "--package", "hotkit", "--"])
        .args(["check", TEMPLATE, "--color", "always"])
        .current_dir(root)
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if run.status.code() != Some(1) {
        let errors = String::from_utf8_lossy(&run.stderr);
        return Err(format!(
            "hotkit should find faults and exit with 1, not with {}\n{errors}",
            run.status
        ));
    }
    String::from_utf8(run.stdout).map_err(|error| format!("hotkit printed what is not UTF-8: {error}"))
}

/// The picture without how long the run took, which differs each time: `4 ms` becomes `# ms`, and the width of that text
/// is left out, too.
pub(crate) fn without_durations(svg: &str) -> String {
    let shown: Vec<String> = svg.lines().map(without_duration).collect();
    shown.join("\n")
}

fn without_duration(line: &str) -> String {
    let Some((before, after)) = line.split_once(" checked in ") else {
        return line.to_owned();
    };
    let unit = after.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
    let mut before = before.to_owned();
    if let Some(start) = before.rfind(" textLength=\"") {
        let end = before[start..].find('>').map_or(before.len(), |length| start + length);
        before.replace_range(start..end, "");
    }
    format!("{before} checked in #{unit}")
}
