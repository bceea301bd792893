//! How the check of a type says what it refuses.

use hotkit_eval::Phase;
use hotkit_model::Resource;
use smol_str::SmolStr;

use super::Subject;
use super::part::{Part, Spot};
use crate::condition::Holds;
use crate::nested::check_stack_name;
use crate::problem::{Fault, Problem, Verdict, WhyNot};
use crate::stack::StackContext;
use crate::walk::{Found, Place, report};

/// The refusals of one resource.
pub(super) struct Refusals<'r> {
    ctx: &'r StackContext<'r>,
    place: Place,
    owner: SmolStr,
    found: &'r mut Found,
    before: usize,
    /// When Heat raises what is refused.
    phase: Phase,
}

impl<'r> Refusals<'r> {
    pub(super) fn new(subject: &Subject<'r>, found: &'r mut Found) -> Refusals<'r> {
        Refusals {
            ctx: subject.ctx,
            place: subject.place.clone(),
            owner: subject.written_type(),
            before: found.problems.len(),
            found,
            phase: Phase::Evaluate,
        }
    }

    /// True where nothing is refused so far.
    pub(super) fn is_empty(&self) -> bool {
        self.found.problems.len() == self.before
    }

    /// The type as the template writes it.
    pub(super) fn owner(&self) -> SmolStr {
        self.owner.clone()
    }

    /// What is refused from here on is refused inside of nested stacks, too.
    pub(super) fn in_nested_stacks(&mut self) {
        self.phase = Phase::Validate;
        self.before = self.found.problems.len();
    }

    /// Refuses what has been told from `begin` on as something that Heat finds later. False where there is no such problem.
    pub(super) fn refuse_told(&mut self, begin: usize, is_it: impl Fn(&Problem) -> bool) -> bool {
        let verdict = self.place.verdict(Phase::Validate, self.ctx.strict);
        let mut any = false;
        for problem in self.found.problems[begin..].iter_mut().filter(|it| is_it(it)) {
            if problem.verdict == Verdict::FailsLater {
                problem.verdict = verdict;
            }
            any = true;
        }
        any
    }

    /// Refuses something.
    pub(super) fn refuse(&mut self, fault: Fault, spot: Spot) {
        let outer = std::mem::replace(&mut self.place.path, spot.path);
        report(self.ctx, fault, spot.range, &self.place, self.phase, self.found);
        self.place.path = outer;
    }

    /// The resource holds a stack that is named after it.
    pub(super) fn names_stack(&mut self, resource: &Resource) {
        check_stack_name(self.ctx, resource, &self.place, self.found);
    }

    /// What a walk over some other part of the resource found.
    pub(super) fn refuse_all(&mut self, mut found: Found) {
        self.found.problems.append(&mut found.problems);
    }

    /// Two properties exclude each other: the one that stands further behind is reported.
    pub(super) fn conflict(&mut self, part: &Part<'_>, one: &str, other: &str) {
        self.conflicting(part, one, other, None);
    }

    /// An older property beside the newer one: Heat names the newer one, whichever stands further behind.
    pub(super) fn same_property(&mut self, part: &Part<'_>, older: &str, newer: &str) {
        self.conflicting(part, older, newer, Some(newer));
    }

    fn conflicting(&mut self, part: &Part<'_>, one: &str, other: &str, same_as: Option<&str>) {
        let (mut name, mut other) = (other, one);
        if part.key_at(name).range < part.key_at(other).range {
            std::mem::swap(&mut name, &mut other);
        }
        let fault = Fault::ConflictingProperties {
            owner: self.owner.clone(),
            within: part.within.clone(),
            name: name.into(),
            other: other.into(),
            place: part.is_written(other).then(|| part.key_at(other).range),
            same: same_as.is_some(),
        };
        let spot = Spot {
            range: part.key_at(name).range,
            path: part.key_at(same_as.unwrap_or(name)).path,
        };
        self.refuse(fault, spot);
    }

    /// Two properties that may not both be there.
    pub(super) fn exclusive(&mut self, part: &Part<'_>, one: &str, other: &str) {
        if part.given(one).and(part.given(other)) == Holds::Yes {
            self.conflict(part, one, other);
        }
    }

    /// One of these must be there.
    pub(super) fn one_of(&mut self, part: &Part<'_>, names: &[&str]) {
        let given = names.iter().fold(Holds::No, |holds, name| holds.or(part.given(name)));
        if given == Holds::No {
            self.missing_alternative(part, names);
        }
    }

    /// None of these is given.
    pub(super) fn missing_alternative(&mut self, part: &Part<'_>, names: &[&str]) {
        let fault = Fault::MissingAlternative {
            owner: self.owner.clone(),
            within: part.within.clone(),
            names: names.iter().map(SmolStr::new).collect(),
        };
        self.refuse(fault, part.whole());
    }

    /// Exactly one of two must be there.
    pub(super) fn exactly_one(&mut self, part: &Part<'_>, one: &str, other: &str) {
        self.exclusive(part, one, other);
        self.one_of(part, &[one, other]);
    }

    /// A required property of an entry is not there.
    pub(super) fn missing(&mut self, part: &Part<'_>, name: &str) {
        let fault = Fault::MissingProperty {
            owner: self.owner.clone(),
            within: part.within.clone(),
            names: vec![name.into()],
            declared: None,
        };
        self.refuse(fault, part.whole());
    }

    /// A property needs others that are not there.
    pub(super) fn lacks(&mut self, part: &Part<'_>, name: &str, needed: &[&str]) {
        let fault = Fault::MissingCompanion {
            name: name.into(),
            value: None,
            needed: needed.iter().map(SmolStr::new).collect(),
            any: false,
        };
        self.refuse(fault, part.key_at(name));
    }

    /// A property needs one of several others, and none is there.
    pub(super) fn lacks_any(&mut self, part: &Part<'_>, name: &str, needed: &[&str]) {
        let fault = Fault::MissingCompanion {
            name: name.into(),
            value: None,
            needed: needed.iter().map(SmolStr::new).collect(),
            any: true,
        };
        self.refuse(fault, part.key_at(name));
    }

    /// The value of a property needs others that are not there.
    pub(super) fn value_lacks(&mut self, part: &Part<'_>, name: &str, needed: &[&str]) {
        let fault = Fault::MissingCompanion {
            name: name.into(),
            value: Some(part.shown(name)),
            needed: needed.iter().map(SmolStr::new).collect(),
            any: false,
        };
        self.refuse(fault, part.value_at(name));
    }

    /// A property that is not for the value that another one has.
    pub(super) fn not_applicable(&mut self, part: &Part<'_>, name: &str, decider: &str, allowed: &[&str]) {
        let fault = Self::not_applicable_fault(part, name, (part, decider), allowed);
        self.refuse(fault, part.key_at(name));
    }

    /// The same where the other one stands elsewhere.
    pub(super) fn not_applicable_fault(
        part: &Part<'_>,
        name: &str,
        (decides, decider): (&Part<'_>, &str),
        allowed: &[&str],
    ) -> Fault {
        debug_assert!(part.given(name) != Holds::No, "{name} is not there");
        Fault::NotApplicable {
            name: name.into(),
            decider: decider.into(),
            value: (decides.given(decider) != Holds::No).then(|| decides.shown(decider)),
            allowed: allowed.iter().map(SmolStr::new).collect(),
            place: decides.is_written(decider).then(|| decides.value_at(decider).range),
        }
    }

    /// A value that the type refuses.
    pub(super) fn value(&mut self, part: &Part<'_>, name: &str, why: WhyNot) {
        let fault = Fault::RefusedValue {
            name: name.into(),
            value: part.shown(name),
            why,
        };
        self.refuse(fault, part.value_at(name));
    }

    /// An item of a list that the type refuses.
    pub(super) fn item(&mut self, part: &Part<'_>, name: &str, index: usize, value: SmolStr, why: WhyNot) {
        let fault = Fault::RefusedValue {
            name: name.into(),
            value,
            why,
        };
        self.refuse(fault, part.item_at(name, index));
    }

    /// The first number may not be above the second. The one that stands further behind is reported.
    pub(super) fn ordered(&mut self, part: &Part<'_>, lesser: &str, greater: &str) {
        let (Some(low), Some(high)) = (part.number(lesser), part.number(greater)) else {
            return;
        };
        if low <= high {
            return;
        }
        let (low, high) = (part.value_at(lesser), part.value_at(greater));
        let swapped = low.range > high.range;
        let place = if swapped { high.range } else { low.range };
        let other = if swapped { greater } else { lesser };
        let fault = Fault::ContradictoryBounds {
            lesser: lesser.into(),
            lesser_value: part.shown(lesser),
            greater: greater.into(),
            greater_value: part.shown(greater),
            place: part.is_written(other).then_some(place),
        };
        self.refuse(fault, if swapped { low } else { high });
    }
}
