//! `hotkit init`: looks at the repository, and proposes a configuration and the files that run hotkit on every change.

use std::io::{IsTerminal, Write, stderr, stdin};

use clap::Args;
use hotkit_report::Look;
use hotkit_workspace::{CONFIG_NAME, Project, Proposal, propose};

use crate::Status;
use crate::arguments::Color;
use crate::command::fail;
use crate::output::to_standard_output;
use crate::terminal::look_of_errors;

/// Write a hotkit.yaml, and the files for pre-commit and CI, after showing them
///
/// The repository is looked at: its templates, the environments that fit them, the CI service that it uses. Nothing that is
/// there is changed; for files that exist already, what to add is shown.
#[derive(Args, Debug)]
pub(crate) struct InitArguments {
    /// Write without asking
    #[arg(short, long)]
    yes: bool,
}

/// Carries out the command.
pub(crate) fn run(arguments: &InitArguments) -> Status {
    let errors = look_of_errors(Color::Auto, false);
    let Ok(folder) = std::env::current_dir() else {
        return fail("there is no working folder", None, &errors);
    };
    let project = Project::open(folder, false);
    let proposals = propose(&project);
    let shown: String = proposals.iter().map(shown).collect();
    if let Err(message) = to_standard_output(&shown) {
        return fail(&message, None, &errors);
    }
    let new: Vec<&Proposal> = proposals.iter().filter(|it| !it.exists).collect();
    if new.is_empty() || !(arguments.yes || agrees(new.len())) {
        let hint = if new.is_empty() {
            "nothing to write\n"
        } else {
            "nothing written; --yes writes the new files\n"
        };
        // There is nobody left to tell where standard error is closed.
        let _ = stderr().write_all(hint.as_bytes());
        return Status::Clean;
    }
    write(&project, &new, &errors)
}

fn write(project: &Project, new: &[&Proposal], errors: &Look) -> Status {
    for proposal in new {
        if let Err(why) = hotkit_workspace::create_file(&project.root().join(&proposal.path), &proposal.text) {
            return fail(&format!("cannot write {}: {why}", proposal.path), None, errors);
        }
        // There is nobody left to tell where standard error is closed.
        let _ = writeln!(stderr(), "written: {}", proposal.path);
    }
    let is_configured = new.iter().any(|it| it.path == CONFIG_NAME);
    if is_configured {
        let _ = writeln!(
            stderr(),
            "next: hotkit check, and --write-baseline where there is too much at once"
        );
    }
    Status::Clean
}

fn shown(proposal: &Proposal) -> String {
    let head = if proposal.exists {
        format!("# {} is there already; this is what to add\n", proposal.path)
    } else {
        format!("# {}\n", proposal.path)
    };
    format!("{head}{}\n", proposal.text)
}

/// Asks on the terminal; elsewhere there is nobody to agree.
fn agrees(count: usize) -> bool {
    if !stdin().is_terminal() || !stderr().is_terminal() {
        return false;
    }
    let files = if count == 1 {
        "this file".to_owned()
    } else {
        format!("these {count} files")
    };
    let _ = write!(stderr(), "write {files}? [y/N] ").and_then(|()| stderr().flush());
    let mut answer = String::new();
    stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}
