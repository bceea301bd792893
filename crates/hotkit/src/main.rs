//! The binary: what the command line says, and how the command ends.

mod arguments;
mod bug;
mod check;
mod command;
mod explain;
mod fmt;
mod init;
mod locate;
mod lsp;
mod output;
mod plan;
mod progress;
mod shell;
mod terminal;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended; the worst is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Status {
    /// Nothing to report.
    Clean,
    /// Findings.
    Findings,
    /// The command could not be carried out, or not for all that it names.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Failed => 2,
        })
    }
}

fn main() -> ExitCode {
    bug::own_up();
    match Arguments::parse().command {
        Command::Check(arguments) => check::run(arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Lsp(_) => lsp::run(),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Locate(arguments) => locate::run(arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man(arguments) => shell::man(&arguments),
        Command::Plan(arguments) => plan::run(arguments),
        Command::Graph(arguments) => plan::graph(arguments),
        Command::Cloud(arguments) => plan::cloud(arguments),
    }
    .into()
}
