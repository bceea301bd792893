//! Which conditions hold, as far as the inputs tell, and the faults in their definitions.

use hotkit_eval::Truth;
use hotkit_model::{Expr, ExprKind};

use crate::stack::StackContext;

/// Whether something is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holds {
    /// Certainly.
    Yes,
    /// Certainly not.
    No,
    /// That depends on values which are not known.
    Unknown,
}

impl Holds {
    /// Both must hold.
    #[must_use]
    pub(crate) fn and(self, other: Holds) -> Holds {
        match (self, other) {
            (Holds::No, _) | (_, Holds::No) => Holds::No,
            (Holds::Yes, Holds::Yes) => Holds::Yes,
            _ => Holds::Unknown,
        }
    }

    /// The opposite.
    #[must_use]
    pub(crate) fn not(self) -> Holds {
        match self {
            Holds::Yes => Holds::No,
            Holds::No => Holds::Yes,
            Holds::Unknown => Holds::Unknown,
        }
    }
}

/// Whether the condition of a resource, an output or an `if` holds; null is true (F-IF-1).
pub(crate) fn holds(ctx: &StackContext<'_>, condition: &Expr) -> Holds {
    if condition.kind == ExprKind::Null {
        return Holds::Yes;
    }
    match hotkit_eval::condition_truth(condition, &ctx.scope) {
        Ok(Truth::True) => Holds::Yes,
        Ok(Truth::False) => Holds::No,
        // A fault is reported where the condition is walked; here nothing is known.
        Ok(Truth::Unknown(_)) | Err(_) => Holds::Unknown,
    }
}
