//! What every command says where it cannot be carried out, or not for all that it names.

use std::io::{self, Write};

use hotkit_report::{CommandError, Look};
use hotkit_workspace::Unreadable;

use crate::Status;

/// Says that a file could not be read.
pub(crate) fn tell_unreadable(it: &Unreadable, look: &Look) {
    let message = format!("cannot read {}: {}", it.path, it.why);
    let note = it.option.map(|option| format!("named by {option} on the command line"));
    let notes: Vec<&str> = note.as_deref().into_iter().collect();
    let help = match &it.suggestion {
        Some(path) => Some(format!("did you mean `{path}`?")),
        None if it.outside => Some("--allow-outside reads it all the same".to_owned()),
        None => None,
    };
    tell(
        &CommandError {
            message: &message,
            path: Some(&it.path),
            place: None,
            notes: &notes,
            help: help.as_deref(),
        },
        look,
    );
}

/// Says why the command is not carried out.
pub(crate) fn fail(message: &str, help: Option<&str>, look: &Look) -> Status {
    let error = CommandError {
        message,
        help,
        ..CommandError::default()
    };
    tell(&error, look);
    Status::Failed
}

/// Says what is not as it should be, and keeps nothing from being done.
pub(crate) fn warn(message: &str) {
    // There is nobody left to tell where standard error is closed.
    let _ = writeln!(io::stderr(), "warning: {message}");
}

/// Writes an error of the command.
pub(crate) fn tell(error: &CommandError<'_>, look: &Look) {
    // There is nobody left to tell where standard error is closed.
    let _ = io::stderr().write_all(hotkit_report::command_error(error, look).as_bytes());
}

/// Says something that is neither a result nor an error.
pub(crate) fn note(message: &str) {
    // There is nobody left to tell where standard error is closed.
    let _ = writeln!(io::stderr(), "{message}");
}
