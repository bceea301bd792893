//! `hotkit lsp`: the language server on standard input and output.

use std::io::{self, Write};

use crate::{Status, bug};

/// Serves until the editor says `exit` or closes the stream.
pub(crate) fn run() -> Status {
    bug::live_on();
    match hotkit_lsp::serve() {
        Ok(()) => Status::Clean,
        Err(error) => {
            // There is nobody left to tell where standard error is closed.
            let _ = writeln!(io::stderr(), "error: the language server cannot start: {error}");
            Status::Failed
        }
    }
}
