//! What `orderBy` gives: items that are put in order when they are first asked for.

use std::cell::{Cell, RefCell};

use super::fault::Stop;
use super::machine::{Lambda, Machine};
use super::value::{DEEPEST_VALUE, Res, V};

/// Items to be put in order by one expression after the other.
#[derive(Debug)]
pub(super) struct Ordering {
    source: V,
    /// Each with whether it ascends.
    fields: RefCell<Vec<(Lambda, bool)>>,
    sorted: RefCell<Option<Vec<V>>>,
    depth: Cell<u32>,
}

impl Ordering {
    pub(super) fn new(source: V, by: Lambda, ascends: bool) -> Res<Ordering> {
        let ordering = Ordering {
            depth: Cell::new(source.depth() + 1),
            source,
            fields: RefCell::default(),
            sorted: RefCell::default(),
        };
        ordering.then_by(by, ascends)?;
        Ok(ordering)
    }

    /// Items equal so far are ordered by one more expression.
    pub(super) fn then_by(&self, by: Lambda, ascends: bool) -> Res<()> {
        let depth = self.depth.get().max(by.scope.depth + 1);
        if depth > DEEPEST_VALUE {
            return Err(Stop::limit("the depth of a yaql value"));
        }
        self.depth.set(depth);
        self.fields.borrow_mut().push((by, ascends));
        Ok(())
    }

    pub(super) fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// The item at a place of the order.
    pub(super) fn item(&self, place: usize, machine: &mut Machine) -> Res<Option<V>> {
        if self.sorted.borrow().is_none() {
            let sorted = machine.deeper(|machine| self.sort(machine))?;
            *self.sorted.borrow_mut() = Some(sorted);
        }
        Ok(self
            .sorted
            .borrow()
            .as_ref()
            .and_then(|items| items.get(place).cloned()))
    }

    /// Stable, and with the comparisons that Python makes, since one of two items that do not compare fails: the items that
    /// are in order from the start are kept, or turned around, and the others put in one by one.
    fn sort(&self, machine: &mut Machine) -> Res<Vec<V>> {
        let mut sorted = machine.items(&self.source)?;
        if sorted.len() < 2 {
            return Ok(sorted);
        }
        let descends = self.is_before(&sorted[1], &sorted[0], machine)?;
        let mut run = 2;
        while run < sorted.len() && self.is_before(&sorted[run], &sorted[run - 1], machine)? == descends {
            run += 1;
        }
        let rest = sorted.split_off(run);
        if descends {
            sorted.reverse();
        }
        // Python's way with more items than that is not followed.
        let is_followed = run + rest.len() < 64;
        for item in rest {
            let (mut low, mut high) = (0, sorted.len());
            while low < high {
                let middle = usize::midpoint(low, high);
                let is_before = match self.is_before(&item, &sorted[middle], machine) {
                    Err(Stop::Fault { .. }) if !is_followed => {
                        return Err(Stop::not_implemented(
                            "yaql: the order of many items that do not compare",
                        ));
                    }
                    other => other?,
                };
                if is_before {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            machine.spend(sorted.len() - low)?;
            sorted.insert(low, item);
        }
        Ok(sorted)
    }

    fn is_before(&self, left: &V, right: &V, machine: &mut Machine) -> Res<bool> {
        let fields = self.fields.borrow().clone();
        for (by, ascends) in &fields {
            let left = by.call(machine, std::slice::from_ref(left))?;
            let right = by.call(machine, std::slice::from_ref(right))?;
            let operands = || vec![left.clone(), right.clone()];
            if machine.call_with("#operator_<", operands())?.is_truthy()? {
                return Ok(*ascends);
            }
            if machine.call_with("#operator_>", operands())?.is_truthy()? {
                return Ok(!ascends);
            }
        }
        Ok(false)
    }
}
