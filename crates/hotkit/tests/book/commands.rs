//! Runs the commands of each page in a folder of its own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::pages::{Block, Page, blocks, pages, root};

/// A command, and what it shall print; `None` where that is not shown.
struct Step {
    command: String,
    shown: Option<String>,
    exit: i32,
}

#[test]
fn every_command_of_the_book_does_what_it_says() {
    let mut complaints = Vec::new();
    let mut count = 0;
    for page in pages() {
        let folder = TempDir::new().unwrap();
        let is_used = blocks(&page)
            .iter()
            .any(|it| is_run(it) && it.attribute("skip").is_none());
        if is_used {
            prepare(folder.path());
        }
        for block in blocks(&page) {
            count += run(&page, &block, folder.path(), &mut complaints);
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
    assert!(count > 20, "only {count} commands were found");
}

/// The templates of the repository, committed as `main`.
fn prepare(folder: &Path) {
    copy(&root().join("corpus"), &folder.join("corpus"));
    let git =
        "git init -q -b main . && git add -A && git -c user.name=a -c user.email=a@example.org commit -q -m templates";
    let (status, output) = shell(folder, git);
    assert_eq!(status, 0, "{output}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn is_run(block: &Block) -> bool {
    matches!(block.language.as_str(), "console" | "sh")
}

/// Runs a block; returns how many commands that were.
fn run(page: &Page, block: &Block, folder: &Path, complaints: &mut Vec<String>) -> usize {
    if let Some(name) = block.attribute("file") {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &block.text).unwrap();
        return 0;
    }
    if !is_run(block) {
        return 0;
    }
    let steps = steps(block);
    let place = |it: &Step| format!("{}:{}: $ {}", page.path, block.line, it.command);
    if block.attribute("skip").is_some() {
        let ours = block
            .text
            .lines()
            .filter(|it| it.trim_start_matches("$ ").starts_with("hotkit "));
        complaints.extend(ours.map(|it| format!("{}: {it}\nhotkit's own commands are not skipped", page.path)));
        return 0;
    }
    for step in &steps {
        let (status, output) = shell(folder, &step.command);
        if status != step.exit {
            complaints.push(format!(
                "{}\nended with {status} instead of {}:\n{output}",
                place(step),
                step.exit
            ));
        } else if let Some(shown) = &step.shown
            && !agree(shown, &output)
        {
            complaints.push(format!("{}\nprinted:\n{output}\nand not:\n{shown}", place(step)));
        }
    }
    steps.len()
}

fn steps(block: &Block) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    if block.language == "sh" {
        // One script: a change of folder holds for the lines behind it.
        steps.push(Step {
            command: format!("set -e\n{}", block.text),
            shown: None,
            exit: 0,
        });
    }
    let console = block.text.lines().filter(|_| block.language == "console");
    for line in console {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step {
                command: command.to_owned(),
                shown: Some(String::new()),
                exit: 0,
            }),
            (None, Some(Step { shown: Some(shown), .. })) => {
                shown.push_str(line);
                shown.push('\n');
            }
            (None, _) => {}
        }
    }
    if let (Some(step), Some(exit)) = (steps.last_mut(), block.attribute("exit")) {
        step.exit = exit.parse().unwrap();
    }
    steps
}

/// Status and output of a command, as a terminal of 80 columns without colours shows them.
fn shell(folder: &Path, command: &str) -> (i32, String) {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_hotkit"));
    let mut path = vec![program.parent().unwrap().to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let run = Command::new("bash")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("PATH", env::join_paths(path).unwrap())
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    (
        run.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&run.stdout).into_owned(),
    )
}

/// Whether an output is what is shown: `...` stands for any lines, and times are not compared.
fn agree(shown: &str, output: &str) -> bool {
    let shown: Vec<String> = shown.lines().map(plain).collect();
    let output: Vec<String> = output.lines().map(plain).collect();
    let mut at = 0;
    let mut is_free = false;
    for part in shown.split(|it| it == "...") {
        let part = match is_free {
            // Blank lines beside `...` belong to what is left out.
            true => trimmed_start(part),
            false => part,
        };
        let found = (at..=output.len().saturating_sub(part.len())).find(|start| {
            let end = start + part.len();
            end <= output.len() && output[*start..end] == *part
        });
        match found {
            Some(start) if is_free || start == at => at = start + part.len(),
            _ => return false,
        }
        is_free = true;
    }
    let ends_free = shown.last().is_some_and(|it| it == "...");
    ends_free || output[at..].iter().all(String::is_empty)
}

fn trimmed_start(lines: &[String]) -> &[String] {
    let blank = lines.iter().take_while(|it| it.is_empty()).count();
    &lines[blank..]
}

/// A line without what differs from run to run: how long it took.
fn plain(line: &str) -> String {
    let mut words: Vec<&str> = line.trim_end().split(' ').collect();
    for at in 1..words.len() {
        let is_unit = matches!(words[at], "ms" | "s" | "µs");
        if is_unit && words[at - 1].parse::<f64>().is_ok() {
            words[at - 1] = "#";
            words[at] = "#";
        }
    }
    words.join(" ")
}

#[test]
fn outputs_are_compared_line_by_line() {
    for (shown, output, agrees) in [
        ("a\nb\n", "a\nb\n", true),
        ("a\n", "a\nb\n", false),
        ("a\n...\n", "a\nb\nc\n", true),
        ("...\nc\n", "a\nb\nc\n", true),
        ("a\n...\nc\n", "a\nb\n", false),
        ("a\n...\n\nc\nd\n", "a\nb\n\nc\nd\n", true),
        ("b\n...\n", "a\nb\n", false),
        ("checked in 4 ms\n", "checked in 12.5 ms\n", true),
        ("4 files\n", "5 files\n", false),
        ("", "a\n", false),
    ] {
        assert_eq!(agree(shown, output), agrees, "{shown:?} {output:?}");
    }
}
