//! Places in text and what can be said about them: byte ranges, lines and columns, edits, diagnostics.
//!
//! Everything inside hotkit counts in bytes. Characters appear only where people or Heat are
//! quoted a line and a column, UTF-16 only where an editor asks for it; each has its own type.

mod diagnostic;
mod edit;
mod file;
mod fingerprint;
mod lines;
mod nearest;
mod range;

pub use diagnostic::{Diagnostic, Fix, Group, Related, Severity};
pub use edit::{Edit, apply_edits};
pub use file::{FileId, Files, SourceFile};
pub use fingerprint::{fingerprints, rooted};
pub use lines::{LineIndex, Position, Utf16Position};
pub use nearest::nearest;
pub use range::TextRange;
