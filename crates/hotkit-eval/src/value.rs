//! Values, with Python's notions of equality, truth and size.

use std::collections::HashMap;
use std::sync::Arc;

use hotkit_model::{Expr, ExprKind, ValueKind};
use smol_str::SmolStr;

use crate::{Reason, Reasons, Truth, Unknown};

/// Comparisons of single values beyond which two values count as not comparable.
const MOST_COMPARISONS: u32 = 10_000_000;

/// Entries up to which keys are compared with each other to find equal ones, which is faster than a table of them.
const FEW_ENTRIES: usize = 16;

/// What an expression comes to. Copies are cheap: long texts, lists and mappings are shared.
///
/// `==` is identity of form; what Python calls equal is [`python_equal`].
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Nothing: Python's `None`.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer within 64 bits.
    Integer(i64),
    /// Any other integer, as decimal digits.
    BigInteger(SmolStr),
    /// A number with a fraction; may be infinite or no number.
    Float(f64),
    /// Text.
    Text(SmolStr),
    /// A list; unknown items keep their places, and may vanish ([`Unknown::may_vanish`]).
    List(Arc<[Value]>),
    /// A mapping in Python's order, each key once.
    Map(Arc<[(SmolStr, Value)]>),
    /// Not known.
    Unknown(Unknown),
    /// A two-argument `if` whose condition is false: as a whole property or output (F-IF-3). Never inside a list or mapping.
    Omitted,
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<SmolStr>) -> Value {
        Value::Text(text.into())
    }

    /// A list of these items.
    pub fn list(items: impl Into<Arc<[Value]>>) -> Value {
        Value::List(items.into())
    }

    /// A mapping of these entries; of equal keys the last value counts, at the place of the first.
    #[must_use]
    pub fn map(entries: Vec<(SmolStr, Value)>) -> Value {
        if entries.len() <= FEW_ENTRIES {
            let is_new = |index: usize| entries[..index].iter().all(|it| it.0 != entries[index].0);
            if (1..entries.len()).all(is_new) {
                return Value::Map(entries.into());
            }
        }
        let mut unique: Vec<(SmolStr, Value)> = Vec::with_capacity(entries.len());
        let mut places: HashMap<SmolStr, usize> = HashMap::with_capacity(entries.len());
        for (key, value) in entries {
            match places.get(&key) {
                Some(place) => unique[*place].1 = value,
                None => {
                    places.insert(key.clone(), unique.len());
                    unique.push((key, value));
                }
            }
        }
        Value::Map(unique.into())
    }

    /// A mapping of these entries, whose keys are known to differ.
    #[must_use]
    pub fn map_of_distinct(entries: Vec<(SmolStr, Value)>) -> Value {
        Value::Map(entries.into())
    }

    /// Not known, for this reason.
    #[must_use]
    pub fn unknown(reason: Reason) -> Value {
        Value::Unknown(Unknown::because(reason))
    }

    /// A text that is not known, for what is not known about it.
    pub(crate) fn unknown_text(reasons: Unknown) -> Value {
        Value::Unknown(reasons.of_kind(ValueKind::Text))
    }

    /// The value of data. A function call in it is data too: a mapping with one key.
    #[must_use]
    pub fn from_expr(expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Null => Value::Null,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Integer(number) => Value::Integer(*number),
            ExprKind::BigInteger(digits) => Value::BigInteger(digits.clone()),
            ExprKind::Float(number) => Value::Float(*number),
            ExprKind::Text(text) => Value::Text(text.clone()),
            ExprKind::List(items) => Value::List(items.iter().map(Value::from_expr).collect()),
            ExprKind::Map(entries) => Value::Map(
                entries
                    .iter()
                    .map(|entry| (entry.key.text.clone(), Value::from_expr(&entry.value)))
                    .collect(),
            ),
            ExprKind::Call(call) => Value::map_of_one(call.name.text.clone(), Value::from_expr(&call.argument)),
        }
    }

    fn map_of_one(key: SmolStr, value: Value) -> Value {
        Value::Map(Arc::from([(key, value)]))
    }

    /// Its kind; `None` where that is not known. What was left out counts as null.
    #[must_use]
    pub fn kind(&self) -> Option<ValueKind> {
        Some(match self {
            Value::Null | Value::Omitted => ValueKind::Null,
            Value::Bool(_) => ValueKind::Boolean,
            Value::Integer(_) | Value::BigInteger(_) => ValueKind::Integer,
            Value::Float(_) => ValueKind::Float,
            Value::Text(_) => ValueKind::Text,
            Value::List(_) => ValueKind::List,
            Value::Map(_) => ValueKind::Map,
            Value::Unknown(unknown) => return unknown.kind(),
        })
    }

    /// Python's truth of it; `None` where it is not known.
    #[must_use]
    pub fn is_truthy(&self) -> Option<bool> {
        Some(match self {
            Value::Null | Value::Omitted => false,
            Value::Bool(value) => *value,
            Value::Integer(number) => *number != 0,
            Value::BigInteger(_) => true,
            Value::Float(number) => *number != 0.0,
            Value::Text(text) => !text.is_empty(),
            Value::List(items) => return length_truth(items.len(), items.iter()),
            Value::Map(entries) => return length_truth(entries.len(), entries.iter().map(|(_, value)| value)),
            Value::Unknown(_) => return None,
        })
    }

    /// The text, where it is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&SmolStr> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, where it is a mapping.
    #[must_use]
    pub fn as_map(&self) -> Option<&[(SmolStr, Value)]> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key, where it is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map()?
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// Adds the reasons of every unknown part, as far as [`crate::LARGEST_VALUE`] parts go.
    pub fn add_reasons(&self, reasons: &mut Reasons) {
        let mut waiting = vec![self];
        let mut looked_at = 0_usize;
        while let Some(value) = waiting.pop() {
            looked_at += 1;
            if looked_at > crate::LARGEST_VALUE {
                reasons.because(Reason::Limit("parts of a value"));
                return;
            }
            match value {
                Value::Unknown(unknown) => reasons.add(unknown),
                Value::List(items) => waiting.extend(items.iter()),
                Value::Map(entries) => waiting.extend(entries.iter().map(|(_, value)| value)),
                _ => {}
            }
        }
    }

    /// True where no part of it is unknown.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let mut reasons = Reasons::default();
        self.add_reasons(&mut reasons);
        reasons.is_empty()
    }
}

/// True where some item may turn out not to be there, so that places and numbers of items are not known.
pub(crate) fn may_shrink<'v>(mut items: impl Iterator<Item = &'v Value>) -> bool {
    items.any(|item| matches!(item, Value::Unknown(unknown) if unknown.may_vanish()))
}

fn length_truth<'v>(length: usize, mut items: impl Iterator<Item = &'v Value>) -> Option<bool> {
    if length == 0 {
        return Some(false);
    }
    let stays = |item: &Value| !matches!(item, Value::Unknown(unknown) if unknown.may_vanish());
    items.any(stays).then_some(true)
}

/// What Python's `==` says: `1`, `1.0` and `True` are equal, lists and mappings compare part by part.
///
/// Parts that differ whatever the unknown ones are decide; otherwise unknown parts make the answer unknown.
#[must_use]
pub fn python_equal(left: &Value, right: &Value) -> Truth {
    let mut comparison = Comparison {
        left: MOST_COMPARISONS,
        reasons: Reasons::default(),
    };
    match comparison.differ(left, right) {
        true => Truth::False,
        false => match comparison.reasons.unknown() {
            None => Truth::True,
            Some(unknown) => Truth::Unknown(unknown),
        },
    }
}

struct Comparison {
    left: u32,
    reasons: Reasons,
}

impl Comparison {
    /// True where the two differ for certain.
    fn differ(&mut self, left: &Value, right: &Value) -> bool {
        if self.left == 0 {
            self.reasons.because(Reason::Limit("a comparison"));
            return false;
        }
        self.left -= 1;
        match (left, right) {
            (Value::Unknown(_), _) | (_, Value::Unknown(_)) if never_equal(left, right) => true,
            (Value::Unknown(unknown), _) | (_, Value::Unknown(unknown)) => {
                self.reasons.add(unknown);
                false
            }
            (Value::Null | Value::Omitted, Value::Null | Value::Omitted) => false,
            (Value::Text(left), Value::Text(right)) => left != right,
            (Value::List(left), Value::List(right)) => self.lists_differ(left, right),
            (Value::Map(left), Value::Map(right)) => self.maps_differ(left, right),
            _ => !numbers_equal(left, right),
        }
    }

    fn lists_differ(&mut self, left: &Arc<[Value]>, right: &Arc<[Value]>) -> bool {
        if may_shrink(left.iter().chain(right.iter())) {
            for item in left.iter().chain(right.iter()) {
                item.add_reasons(&mut self.reasons);
            }
            return false;
        }
        left.len() != right.len()
            || left
                .iter()
                .zip(right.iter())
                .any(|(left, right)| self.differ(left, right))
    }

    fn maps_differ(&mut self, left: &[(SmolStr, Value)], right: &[(SmolStr, Value)]) -> bool {
        let values = left.iter().chain(right).map(|(_, value)| value);
        if may_shrink(values.clone()) {
            for value in values {
                value.add_reasons(&mut self.reasons);
            }
            return false;
        }
        if left.len() != right.len() {
            return true;
        }
        let by_key: HashMap<&str, &Value> = right.iter().map(|(key, value)| (key.as_str(), value)).collect();
        left.iter().any(|(key, value)| match by_key.get(key.as_str()) {
            Some(other) => self.differ(value, other),
            None => true,
        })
    }
}

/// True where the kinds of two values tell that they differ; numbers and booleans may be equal.
fn never_equal(left: &Value, right: &Value) -> bool {
    let group = |value: &Value| {
        value.kind().map(|kind| match kind {
            ValueKind::Boolean | ValueKind::Integer => ValueKind::Float,
            other => other,
        })
    };
    group(left).zip(group(right)).is_some_and(|(left, right)| left != right)
}

/// True where both are numbers, booleans included, and the same number.
fn numbers_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Float(left), Value::Float(right)) => left == right,
        (Value::Integer(left), Value::Integer(right)) => left == right,
        (Value::Float(float), other) | (other, Value::Float(float)) => {
            // A float without fraction prints its exact digits, so that no precision is lost.
            float.fract() == 0.0
                && float.is_finite()
                && integer_digits(other).is_some_and(|it| it == exact_digits(*float))
        }
        _ => match (integer_digits(left), integer_digits(right)) {
            (Some(left), Some(right)) => left == right,
            _ => false,
        },
    }
}

fn exact_digits(float: f64) -> SmolStr {
    let digits = smol_str::format_smolstr!("{float:.0}");
    if digits == "-0" {
        SmolStr::new_static("0")
    } else {
        digits
    }
}

/// The digits of an integer or boolean.
fn integer_digits(value: &Value) -> Option<SmolStr> {
    match value {
        Value::Bool(value) => Some(SmolStr::new_static(if *value { "1" } else { "0" })),
        Value::Integer(number) => Some(smol_str::format_smolstr!("{number}")),
        Value::BigInteger(digits) => Some(digits.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
