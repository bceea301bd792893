//! The arguments of a call as its function sees them, each as what the function needs.

use std::rc::Rc;

use num_bigint::Sign;
use smol_str::SmolStr;

use super::super::fault::{Stop, YaqlFault};
use super::super::integer::too_large;
use super::super::machine::{Lambda, Scope};
use super::super::regex::Regex;
use super::super::value::{Entries, Res, V};

/// An argument as a function gets it.
#[derive(Clone, Debug)]
pub(crate) enum Bound {
    Nothing,
    Value(V),
    Lambda(Lambda),
    Rule(Lambda, Lambda),
}

/// The arguments of a call.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(super) values: Vec<Bound>,
    /// Further arguments.
    pub(crate) rest: Vec<Bound>,
    /// Arguments of any name.
    pub(crate) named: Vec<(SmolStr, V)>,
    /// The scope of the caller.
    pub(crate) scope: Rc<Scope>,
}

impl Arguments {
    /// The value of a parameter; null where it is not given.
    pub(crate) fn value(&mut self, index: usize) -> V {
        self.given(index).unwrap_or(V::Null)
    }

    /// The value of a parameter, if it is given.
    pub(crate) fn given(&mut self, index: usize) -> Option<V> {
        match self.values.get_mut(index) {
            Some(Bound::Value(value)) => Some(std::mem::replace(value, V::Null)),
            _ => None,
        }
    }

    pub(crate) fn lambda(&mut self, index: usize) -> Option<Lambda> {
        match self.values.get(index) {
            Some(Bound::Lambda(lambda)) => Some(lambda.clone()),
            _ => None,
        }
    }

    /// The expression of a parameter that has to be there.
    pub(crate) fn expression(&mut self, index: usize) -> Res<Lambda> {
        self.lambda(index).ok_or_else(unexpected)
    }

    pub(crate) fn text(&mut self, index: usize) -> Res<SmolStr> {
        self.text_if_any(index)?.ok_or_else(unexpected)
    }

    pub(crate) fn text_if_any(&mut self, index: usize) -> Res<Option<SmolStr>> {
        match self.value(index) {
            V::Str(text) => Ok(Some(text)),
            V::Null => Ok(None),
            _ => Err(unexpected()),
        }
    }

    pub(crate) fn int(&mut self, index: usize) -> Res<i128> {
        match self.value(index) {
            V::Int(number) => Ok(number),
            V::Bool(value) => Ok(i128::from(value)),
            V::Big(_) => Err(too_large()),
            _ => Err(unexpected()),
        }
    }

    /// An integer that is compared with positions and counts, and with sums of two.
    pub(crate) fn position(&mut self, index: usize) -> Res<i128> {
        match self.clamped(index)? {
            number if number.abs() == FAR => Err(too_large()),
            number => Ok(number),
        }
    }

    /// An integer of which it does not matter how large it is beyond all sizes of things in memory.
    pub(crate) fn clamped(&mut self, index: usize) -> Res<i128> {
        match self.value(index) {
            V::Int(number) => Ok(number.clamp(-FAR, FAR)),
            V::Bool(value) => Ok(i128::from(value)),
            V::Big(number) => Ok(if number.sign() == Sign::Minus { -FAR } else { FAR }),
            _ => Err(unexpected()),
        }
    }

    /// The same, if it is given.
    pub(crate) fn position_if_any(&mut self, index: usize) -> Option<i128> {
        match self.values.get(index) {
            Some(Bound::Value(_)) => self.position(index).ok(),
            _ => None,
        }
    }

    /// An integer that has to be a size of things in memory.
    pub(crate) fn size(&mut self, index: usize) -> Res<i128> {
        checked_size(self.clamped(index)?)
    }

    pub(crate) fn regex(&mut self, index: usize) -> Res<Rc<Regex>> {
        match self.value(index) {
            V::Regex(regex) => Ok(regex),
            _ => Err(unexpected()),
        }
    }

    pub(crate) fn mapping(&mut self, index: usize) -> Res<Rc<Entries>> {
        match self.value(index) {
            V::Map(entries) | V::Dict(entries) => Ok(entries),
            _ => Err(unexpected()),
        }
    }

    /// Further arguments as values.
    pub(crate) fn rest_values(&mut self) -> Vec<V> {
        let rest = std::mem::take(&mut self.rest);
        let values = rest.into_iter().filter_map(|bound| match bound {
            Bound::Value(value) => Some(value),
            _ => None,
        });
        values.collect()
    }

    /// Further arguments as expressions.
    pub(crate) fn rest_lambdas(&mut self) -> Vec<Lambda> {
        let rest = std::mem::take(&mut self.rest);
        let lambdas = rest.into_iter().filter_map(|bound| match bound {
            Bound::Lambda(lambda) => Some(lambda),
            _ => None,
        });
        lambdas.collect()
    }
}

/// Beyond all positions and counts.
const FAR: i128 = 1 << 100;

/// A number within what Python takes for sizes of things in memory.
pub(crate) fn checked_size(number: i128) -> Res<i128> {
    match i64::try_from(number) {
        Ok(_) => Ok(number),
        Err(_) => Err(YaqlFault::Overflow.into()),
    }
}

/// Kinds are checked before a function runs; a slip in the tables gives no value instead of a wrong one.
pub(super) fn unexpected() -> Stop {
    Stop::not_implemented("yaql: such arguments")
}
