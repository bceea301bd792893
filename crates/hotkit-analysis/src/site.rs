//! The stack that a problem is found in: its file, and how the engine's paths begin there.

use hotkit_model::Path;
use hotkit_text::{FileId, TextRange};

use crate::problem::{Fault, Problem, Verdict};

/// Where a problem is found: the parts that are the same for a whole stack.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) file: FileId,
    /// What stands before every path: `resources.n<file://n.yaml>.` inside a nested stack.
    prefix: String,
    /// The engine names the members of the stack by chance: paths end at the stack.
    anonymous: bool,
}

impl Site {
    /// The root stack, whose template is this file.
    pub(crate) fn root(file: FileId) -> Site {
        Site {
            file,
            prefix: String::new(),
            anonymous: false,
        }
    }

    /// The stack inside a resource, as the engine calls it.
    pub(crate) fn inside(&self, file: FileId, resource: &Path, stack: &str) -> Site {
        if self.anonymous {
            return Site { file, ..self.clone() };
        }
        Site {
            file,
            prefix: format!("{}{resource}<{stack}>.", self.prefix),
            anonymous: false,
        }
    }

    /// The same, with members whose names cannot be told.
    pub(crate) fn anonymous(self) -> Site {
        Site {
            anonymous: true,
            ..self
        }
    }

    /// What stands before every path.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(crate) fn problem(&self, fault: Fault, range: TextRange, path: &Path, verdict: Verdict) -> Problem {
        let path = if self.anonymous {
            self.prefix.trim_end_matches('.').to_owned()
        } else {
            format!("{}{path}", self.prefix)
        };
        Problem {
            fault,
            file: self.file,
            range,
            path,
            verdict,
        }
    }
}
