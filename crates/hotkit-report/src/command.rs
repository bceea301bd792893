//! Errors of the command itself: what keeps it from being carried out, for standard error.

use hotkit_text::{Severity, SourceFile, TextRange};

use crate::frame::{Place, frames};
use crate::look::{Look, Role};
use crate::pretty::{headline, help_line};
use crate::shown::{Wrap, harmless, wrap};

/// What went wrong.
#[derive(Clone, Copy, Default, Debug)]
pub struct CommandError<'a> {
    /// One line: `cannot read x.yaml: permission denied`.
    pub message: &'a str,
    /// The path in that line, to be shown as one.
    pub path: Option<&'a str>,
    /// The place that asked for what failed.
    pub place: Option<ErrorPlace<'a>>,
    /// Lines of explanation, shown less strongly.
    pub notes: &'a [&'a str],
    /// What to do, as a sentence without full stop.
    pub help: Option<&'a str>,
}

/// A place in a file that an error of the command speaks of.
#[derive(Clone, Copy, Debug)]
pub struct ErrorPlace<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The text.
    pub range: TextRange,
    /// Words under that text; at most 40 characters, no full stop.
    pub label: &'a str,
}

/// The error as standard error shows it: `error: message`, a frame, notes, help; ended by a line break.
#[must_use]
pub fn command_error(error: &CommandError<'_>, look: &Look) -> String {
    let look = *look;
    let mut message = look.signs(&harmless(error.message));
    if let Some(path) = error.path.map(harmless).filter(|path| !path.is_empty()) {
        message = message.replacen(&path, &look.paint(Role::Path, &path), 1);
    }
    let mut result = headline("error:", Severity::Error, &message, look);
    if let Some(place) = error.place {
        let place = Place {
            file: place.file,
            range: place.range,
            label: Some(place.label),
            own: true,
        };
        result.push_str(&frames(&[place], Severity::Error, 0, look));
    }
    let how = Wrap {
        limit: look.columns() - 2,
        taken: 2,
        indent: 2,
    };
    for note in error.notes {
        let note = wrap(&look.signs(&harmless(note)), how);
        result.push_str(&format!("  {}\n", look.paint(Role::Dim, &note)));
    }
    if let Some(help) = error.help {
        result.push_str(&help_line(&look.signs(&harmless(help)), None, look));
    }
    result
}

/// The lines of source around a place, marked, without words.
#[must_use]
pub fn excerpt(file: &SourceFile, range: TextRange, look: &Look) -> String {
    let place = Place {
        file,
        range,
        label: None,
        own: true,
    };
    frames(&[place], Severity::Info, 1, *look)
}
