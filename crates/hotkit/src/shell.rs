//! `hotkit completions` and `hotkit man`: what shells and `man` read.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use hotkit_report::Look;

use crate::Status;
use crate::arguments::Arguments;
use crate::command::fail;
use crate::output::to_standard_output;

/// Print a script that completes hotkit's arguments in a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  hotkit completions bash > ~/.local/share/bash-completion/completions/hotkit
  hotkit completions zsh > ~/.zfunc/_hotkit
  hotkit completions fish > ~/.config/fish/completions/hotkit.fish")]
pub(crate) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

/// Writes the script.
pub(crate) fn completions(arguments: &CompletionsArguments) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "hotkit", &mut script);
    print(&script)
}

/// Writes the manual page, all commands one behind the other.
pub(crate) fn man() -> Status {
    let mut pages = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let subcommands: Vec<_> = command.get_subcommands().cloned().collect();
    for command in std::iter::once(command.clone()).chain(subcommands) {
        let page = clap_mangen::Man::new(command);
        if let Err(error) = page.render(&mut pages) {
            return fail(
                &format!("cannot write the manual page: {error}"),
                None,
                &Look::default(),
            );
        }
    }
    print(&pages)
}

fn print(bytes: &[u8]) -> Status {
    match to_standard_output(&String::from_utf8_lossy(bytes)) {
        Ok(()) => Status::Clean,
        Err(message) => fail(&message, None, &Look::default()),
    }
}
