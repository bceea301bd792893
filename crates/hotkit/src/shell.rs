//! `hotkit completions` and `hotkit man`: what shells and `man` read.

use std::path::Path;

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

/// Print the manual pages, for man
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  hotkit man --dir ~/.local/share/man/man1   so that `man hotkit-check` finds them")]
pub(crate) struct ManArguments {
    /// Write each page to a file of its own in this folder: hotkit.1, hotkit-check.1, ...
    #[arg(long, value_name = "FOLDER")]
    dir: Option<String>,
}

/// Writes the manual pages: one behind the other, or each to its file.
pub(crate) fn man(arguments: &ManArguments) -> Status {
    let mut command = Arguments::command();
    command.build();
    let subcommands: Vec<_> = command.get_subcommands().cloned().collect();
    let mut all = Vec::new();
    for command in std::iter::once(command.clone()).chain(subcommands) {
        let name = command
            .get_display_name()
            .unwrap_or_else(|| command.get_name())
            .to_owned();
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(command).title(&name).render(&mut page);
        let written = match &arguments.dir {
            _ if rendered.is_err() => Err(format!("cannot write the page {name}")),
            Some(folder) => write_page(folder, &name, &page),
            None => {
                all.extend(page);
                Ok(())
            }
        };
        if let Err(message) = written {
            return fail(&message, None, &Look::default());
        }
    }
    print(&all)
}

fn write_page(folder: &str, name: &str, page: &[u8]) -> Result<(), String> {
    let path = Path::new(folder).join(format!("{name}.1"));
    std::fs::create_dir_all(folder)
        .map_err(|error| error.to_string())
        .and_then(|()| hotkit_workspace::write_file(&path, page))
        .map_err(|why| format!("cannot write {}: {why}", path.display()))
}

fn print(bytes: &[u8]) -> Status {
    match to_standard_output(&String::from_utf8_lossy(bytes)) {
        Ok(()) => Status::Clean,
        Err(message) => fail(&message, None, &Look::default()),
    }
}
