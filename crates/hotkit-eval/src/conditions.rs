//! Conditions: three truths, decided when somebody asks, once each.

use std::cell::RefCell;
use std::collections::HashMap;

use hotkit_model::{Expr, Template, ValueKind};
use smol_str::SmolStr;

use crate::evaluate::Evaluator;
use crate::{Depth, EvaluationFault, FaultKind, Phase, Reason, Reasons, Scope, Unknown, Value};

/// What is known about a condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It depends on what is not known.
    Unknown(Unknown),
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

impl Truth {
    /// As a value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Truth::True => Value::Bool(true),
            Truth::False => Value::Bool(false),
            Truth::Unknown(unknown) => Value::Unknown(unknown.clone().of_kind(ValueKind::Boolean)),
        }
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            unknown @ Truth::Unknown(_) => unknown,
        }
    }
}

/// What a condition comes to where it is used: in a resource, in an output, as the condition of an `if`.
///
/// # Errors
/// No such condition, a circle, or an error in a definition that is looked at (C-004 to C-011). Heat raises all of them
/// while it reads the template.
pub fn condition_truth(expr: &Expr, scope: &dyn Scope) -> Result<Truth, EvaluationFault> {
    Evaluator::new(scope, Depth::default())
        .condition(expr)
        .map_err(|fault| EvaluationFault {
            phase: Phase::Parse,
            ..fault
        })
}

/// The definitions of a template, with what is decided already.
#[derive(Debug)]
pub struct Conditions {
    places: HashMap<SmolStr, usize>,
    states: RefCell<Vec<State>>,
}

#[derive(Clone, Debug)]
enum State {
    Untouched,
    InProgress,
    Decided(Result<Truth, EvaluationFault>),
}

impl Conditions {
    /// Nothing decided yet.
    #[must_use]
    pub fn new(template: &Template) -> Conditions {
        let names = template.conditions.iter().map(|it| it.name.text.clone());
        Conditions {
            places: names.zip(0..).collect(),
            states: RefCell::new(vec![State::Untouched; template.conditions.len()]),
        }
    }

    /// What a condition comes to; `None` where the template defines no such condition. `scope` is the one that asks; its
    /// template is the one given to [`Conditions::new`].
    pub fn truth(&self, name: &str, scope: &dyn Scope, depth: Depth) -> Option<Result<Truth, EvaluationFault>> {
        let place = *self.places.get(name)?;
        let condition = scope.template().conditions.get(place)?;
        let state = self.states.borrow().get(place)?.clone();
        match state {
            State::Decided(truth) => return Some(truth),
            State::InProgress => {
                return Some(Err(EvaluationFault {
                    phase: Phase::Evaluate,
                    range: condition.name.range,
                    function: None,
                    kind: FaultKind::CircularCondition { name: name.into() },
                }));
            }
            State::Untouched => self.set(place, State::InProgress),
        }
        let truth = Evaluator::new(scope, depth)
            .definition(&condition.value)
            .and_then(|value| boolean(name, &condition.value, &value));
        self.set(place, State::Decided(truth.clone()));
        Some(truth)
    }

    fn set(&self, place: usize, state: State) {
        if let Some(slot) = self.states.borrow_mut().get_mut(place) {
            *slot = state;
        }
    }
}

/// A definition must come to a boolean (C-008).
fn boolean(name: &str, definition: &Expr, value: &Value) -> Result<Truth, EvaluationFault> {
    match value {
        Value::Bool(value) => Ok(Truth::from(*value)),
        Value::Unknown(unknown) if unknown.may_be(&[ValueKind::Boolean]) => {
            let mut reasons = Reasons::default();
            reasons.add(unknown);
            reasons.because(Reason::Condition(name.into()));
            Ok(Truth::Unknown(reasons.unknown().unwrap_or_default()))
        }
        other => Err(EvaluationFault {
            phase: Phase::Evaluate,
            range: definition.range,
            function: None,
            kind: FaultKind::ConditionNotBoolean {
                name: name.into(),
                found: other.kind().unwrap_or(ValueKind::Null),
            },
        }),
    }
}

#[cfg(test)]
mod tests;
