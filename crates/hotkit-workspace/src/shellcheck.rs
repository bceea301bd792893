//! Asks shellcheck about the scripts in templates, within a time limit. Nothing of a template becomes a word of a command: the text
//! goes to its standard input.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use hotkit_lint::{Remark, ShellScript, remarked};
use hotkit_text::{Diagnostic, Severity};
use serde::Deserialize;

use crate::parallel;

const PROGRAM: &str = "shellcheck";

/// Different scripts that are looked at in one run.
const MOST_SCRIPTS: usize = 500;

/// One script may take so long.
const LONGEST: Duration = Duration::from_secs(10);

/// What shellcheck finds in these scripts, each text looked at once, and why some were not looked at.
pub(crate) fn shellcheck(scripts: &[ShellScript]) -> (Vec<Diagnostic>, Vec<String>) {
    let mut by_text: BTreeMap<&str, Vec<&ShellScript>> = BTreeMap::new();
    for script in scripts {
        by_text.entry(&script.text).or_default().push(script);
    }
    let mut notes = Vec::new();
    if by_text.len() > MOST_SCRIPTS {
        notes.push(format!(
            "shellcheck looked at {MOST_SCRIPTS} of {} scripts",
            by_text.len()
        ));
    }
    let texts: Vec<(&str, Vec<&ShellScript>)> = by_text.into_iter().take(MOST_SCRIPTS).collect();
    let asked = parallel::map(&texts, |(text, scripts)| (ask(text), scripts.clone()));
    let mut found = Vec::new();
    for (answer, scripts) in asked {
        match answer {
            Ok(remarks) => {
                let all = scripts
                    .iter()
                    .flat_map(|it| remarks.iter().filter_map(|remark| remarked(it, remark)));
                found.extend(all);
            }
            Err(why) if !notes.contains(&why) => notes.push(why),
            Err(_) => {}
        }
    }
    (found, notes)
}

#[derive(Deserialize)]
struct Answer {
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    line: usize,
    end_line: usize,
    column: usize,
    end_column: usize,
    level: String,
    code: u32,
    message: String,
}

fn ask(text: &str) -> Result<Vec<Remark>, String> {
    let child = Command::new(PROGRAM)
        .args(["--format", "json1", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let child = child.map_err(|error| match error.kind() {
        ErrorKind::NotFound => "shellcheck is not installed: scripts are not looked at".to_owned(),
        _ => format!("shellcheck cannot be started: {error}"),
    })?;
    let answer = answer(child, text, LONGEST)?;
    let answer: Answer = serde_json::from_slice(&answer)
        .map_err(|error| format!("shellcheck gave no answer that can be read: {error}"))?;
    Ok(answer.comments.into_iter().map(remark).collect())
}

/// What the program writes; it is stopped where that takes longer than `longest`.
fn answer(mut child: Child, text: &str, longest: Duration) -> Result<Vec<u8>, String> {
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let text = text.to_owned();
    let (sender, answers) = channel();
    // Threads of their own: whoever keeps the pipes open must not keep the run waiting.
    thread::spawn(move || {
        if let Some(mut input) = input {
            // A program that ends early has seen enough.
            let _ = input.write_all(text.as_bytes());
        }
    });
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.map(|mut it| it.read_to_end(&mut bytes));
        // Nobody listens where it took too long.
        let _ = sender.send(read.is_some_and(|it| it.is_ok()).then_some(bytes));
    });
    let answer = answers.recv_timeout(longest);
    if answer.is_err() {
        // It may have ended by itself in the meantime.
        let _ = child.kill();
    }
    let ended = child
        .wait()
        .map_err(|error| format!("shellcheck cannot be waited for: {error}"));
    match answer {
        Ok(bytes) => ended.and_then(|_| bytes.ok_or_else(|| "shellcheck's answer cannot be read".to_owned())),
        Err(_) => Err(format!(
            "shellcheck took longer than {} seconds over a script",
            longest.as_secs()
        )),
    }
}

fn remark(comment: Comment) -> Remark {
    let is_one_line = comment.end_line == comment.line && comment.end_column > comment.column;
    Remark {
        line: comment.line.saturating_sub(1),
        column: comment.column.saturating_sub(1),
        end: is_one_line.then(|| comment.end_column - 1),
        severity: match comment.level.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            "info" => Severity::Info,
            _ => Severity::Hint,
        },
        code: format!("SC{}", comment.code),
        message: comment.message,
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::answer;

    fn started(program: &str, argument: &str) -> std::process::Child {
        let mut command = Command::new(program);
        command.arg(argument).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.spawn().unwrap()
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let told = answer(started("sleep", "600"), "text", Duration::from_millis(10));
        assert_eq!(
            told,
            Err("shellcheck took longer than 0 seconds over a script".to_owned())
        );
    }

    #[test]
    fn a_large_text_goes_in_and_out_again() {
        let text = "#!/bin/sh\n".repeat(100_000);
        let told = answer(started("cat", "-"), &text, Duration::from_secs(120));
        assert_eq!(told.map(|it| it.len()), Ok(text.len()));
    }
}
