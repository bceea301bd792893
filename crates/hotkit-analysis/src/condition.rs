//! Which conditions hold, as far as the inputs tell, and the faults in their definitions.

use hotkit_eval::Truth;
use hotkit_model::{Expr, ExprKind};
use hotkit_schema::Function;
use smol_str::SmolStr;

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

    /// One of the two must hold.
    #[must_use]
    pub(crate) fn or(self, other: Holds) -> Holds {
        self.not().and(other.not()).not()
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

/// The names of the circle that a condition is part of, beginning with the one that stands first in the text.
pub(crate) fn circle(ctx: &StackContext<'_>, start: &str) -> Vec<SmolStr> {
    let mut way: Vec<usize> = Vec::new();
    let mut here = ctx.conditions.get(start).copied();
    while let Some(index) = here {
        if let Some(first) = way.iter().position(|it| *it == index) {
            way.drain(..first);
            break;
        }
        way.push(index);
        here = names_in(&ctx.template.conditions[index].value)
            .into_iter()
            .filter_map(|name| ctx.conditions.get(name).copied())
            .find(|next| leads_to(ctx, *next, index));
    }
    let first = (0..way.len()).min_by_key(|place| way[*place]).unwrap_or(0);
    way.rotate_left(first);
    way.into_iter()
        .map(|index| ctx.template.conditions[index].name.text.clone())
        .collect()
}

/// Whether one condition needs another, perhaps through others.
fn leads_to(ctx: &StackContext<'_>, from: usize, to: usize) -> bool {
    let mut seen = vec![false; ctx.template.conditions.len()];
    let mut open = vec![from];
    while let Some(index) = open.pop() {
        if index == to {
            return true;
        }
        if !std::mem::replace(&mut seen[index], true) {
            let names = names_in(&ctx.template.conditions[index].value);
            open.extend(names.into_iter().filter_map(|name| ctx.conditions.get(name).copied()));
        }
    }
    false
}

/// The names of conditions in a definition: the texts among the arguments of `and`, `or` and `not`.
fn names_in(definition: &Expr) -> Vec<&str> {
    let Some(call) = definition.as_call() else {
        return Vec::new();
    };
    if !matches!(
        call.function,
        Function::And | Function::Or | Function::Not | Function::CfnNot
    ) {
        return Vec::new();
    }
    let items = match &call.argument.kind {
        ExprKind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(&call.argument),
    };
    let names = items.iter().flat_map(|item| match item.as_text() {
        Some(name) => vec![name.as_str()],
        None => names_in(item),
    });
    names.collect()
}
