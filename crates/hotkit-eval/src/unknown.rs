//! What cannot be known offline, and why not.

use std::collections::BTreeSet;
use std::sync::Arc;

use hotkit_model::ValueKind;
use smol_str::SmolStr;

/// Why a value is not known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// No value is given for this parameter.
    Parameter(SmolStr),
    /// The id of a resource that does not exist yet.
    Resource(SmolStr),
    /// An attribute of a resource that does not exist yet; the attribute is empty where all of them are asked for.
    Attribute(SmolStr, SmolStr),
    /// Only the cloud knows it: what.
    Cloud(&'static str),
    /// A file that is not read.
    File(SmolStr),
    /// A condition that is not decided.
    Condition(SmolStr),
    /// hotkit does not compute it: what.
    NotImplemented(SmolStr),
    /// It is beyond what hotkit computes within its bounds: what.
    Limit(&'static str),
}

/// A value, or a part of one, that is not known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unknown {
    reasons: Arc<[Reason]>,
    may_vanish: bool,
    kind: Option<ValueKind>,
}

impl Unknown {
    /// Not known for one reason.
    #[must_use]
    pub fn because(reason: Reason) -> Unknown {
        Unknown {
            reasons: Arc::from([reason]),
            may_vanish: false,
            kind: None,
        }
    }

    /// Why not: sorted, each once. May be empty where a part of an expression is looked at by itself.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// True where the value may turn out to be a two-argument `if` that leaves nothing behind: then the item or entry
    /// that holds it is not there at all (F-IF-3).
    #[must_use]
    pub fn may_vanish(&self) -> bool {
        self.may_vanish
    }

    /// What kind of value it is all the same, where that is certain: the name of a stack is text, whatever it is.
    #[must_use]
    pub fn kind(&self) -> Option<ValueKind> {
        self.kind
    }

    /// The same, certainly of this kind.
    #[must_use]
    pub fn of_kind(mut self, kind: impl Into<Option<ValueKind>>) -> Unknown {
        self.kind = kind.into();
        self
    }

    /// True unless it is certain that it is of another kind than these.
    #[must_use]
    pub fn may_be(&self, kinds: &[ValueKind]) -> bool {
        self.kind.is_none_or(|kind| kinds.contains(&kind))
    }

    /// The same, with or without the chance to vanish.
    #[must_use]
    pub fn vanishing(mut self, may_vanish: bool) -> Unknown {
        self.may_vanish = may_vanish;
        self
    }
}

/// Gathers reasons from several places.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reasons {
    found: BTreeSet<Reason>,
    any: bool,
}

impl Reasons {
    /// Adds the reasons of something unknown.
    pub fn add(&mut self, unknown: &Unknown) {
        self.any = true;
        self.found.extend(unknown.reasons.iter().cloned());
    }

    /// Adds one reason.
    pub fn because(&mut self, reason: Reason) {
        self.any = true;
        self.found.insert(reason);
    }

    /// True where nothing unknown was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.any
    }

    /// All of them; `None` where nothing unknown was added.
    #[must_use]
    pub fn unknown(self) -> Option<Unknown> {
        self.any.then(|| Unknown {
            reasons: self.found.into_iter().collect(),
            may_vanish: false,
            kind: None,
        })
    }
}
