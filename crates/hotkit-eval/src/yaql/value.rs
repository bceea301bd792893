//! The kinds of values that YAQL tells apart, finer than those of templates.
//!
//! Tuples and lists, two kinds of mappings, views and one-shot iterators behave differently. Every value knows
//! how deep it is, so that whatever walks through it, dropping included, stays within the stack.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use num_bigint::BigInt;
use smol_str::SmolStr;

use super::date::Date;
use super::fault::{Stop, YaqlFault};
use super::integer;
use super::key::{Key, MapBuilder, key_of};
use super::machine::{Cursor, MOST_MEMORY, Machine, Scope};
use super::ordering::Ordering;
use super::regex::Regex;
use crate::Unknown;

/// Levels of values within each other, iterators and the scopes that they hold on to included.
pub(super) const DEEPEST_VALUE: u32 = 300;

/// What a computation comes to.
pub(super) type Res<T> = Result<T, Stop>;

/// A value of YAQL.
#[derive(Clone, Debug)]
pub(super) enum V {
    Null,
    Bool(bool),
    Int(i128),
    /// An integer beyond 128 bits.
    Big(Rc<BigInt>),
    Float(f64),
    Str(SmolStr),
    Tuple(Rc<Items>),
    /// A mutable list of Python's: equal to no tuple, and no key.
    List(Rc<Items>),
    /// A frozen mapping, which may be a key.
    Map(Rc<Entries>),
    /// A mutable mapping of Python's, which may not.
    Dict(Rc<Entries>),
    Set(Rc<Items>),
    Keys(Rc<Entries>),
    Values(Rc<Entries>),
    Pairs(Rc<Entries>),
    Iter(Rc<Iter>),
    Ordering(Rc<Ordering>),
    Regex(Rc<Regex>),
    Date(Date),
    /// A span of time, in microseconds.
    Span(i128),
    Context(Rc<Scope>),
    /// `key => value`, evaluated.
    Rule(Rc<(V, V)>),
    /// What stands for an empty place between commas: a thing of its own.
    NoValue,
    Unknown(Unknown),
}

/// Items of a list or set.
#[derive(Debug)]
pub(super) struct Items {
    pub(super) items: Vec<V>,
    pub(super) depth: u32,
    /// Bytes that Python's list takes beside its items' own: its capacity is not its length.
    pub(super) capacity: usize,
}

/// Entries of a mapping, each key once.
#[derive(Debug)]
pub(super) struct Entries {
    pub(super) entries: Vec<(V, V)>,
    pub(super) depth: u32,
}

/// What an iterator does for its next item.
pub(super) type Next = Box<dyn FnMut(&mut Machine) -> Res<Option<V>>>;

/// A lazy, one-shot source of items.
pub(super) struct Iter {
    depth: u32,
    next: RefCell<Option<Next>>,
    is_over: Cell<bool>,
    /// What gives its items to everybody anew.
    pub(super) memory: Option<Rc<Memory>>,
}

/// A one-shot source and the items that it has given so far.
pub(super) struct Memory {
    source: RefCell<Option<Cursor>>,
    given: RefCell<Vec<V>>,
}

impl Memory {
    /// The item at a place.
    pub(super) fn item(&self, place: usize, machine: &mut Machine) -> Res<Option<V>> {
        if let Some(item) = self.given.borrow().get(place) {
            return Ok(Some(item.clone()));
        }
        let Some(mut source) = self.source.borrow_mut().take() else {
            return Err(Stop::not_implemented("an iterator that asks itself for items"));
        };
        let item = machine.deeper(|machine| source.next(machine));
        *self.source.borrow_mut() = Some(source);
        if let Ok(Some(item)) = &item {
            self.given.borrow_mut().push(item.clone());
        }
        item
    }
}

impl std::fmt::Debug for Iter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Iter").field("depth", &self.depth).finish()
    }
}

impl Iter {
    /// The next item; `None` at the end, and from then on.
    pub(super) fn pull(&self, machine: &mut Machine) -> Res<Option<V>> {
        if self.is_over.get() {
            return Ok(None);
        }
        machine.spend(1)?;
        let taken = self.next.borrow_mut().take();
        let Some(mut next) = taken else {
            return Err(Stop::not_implemented("an iterator that asks itself for items"));
        };
        let item = machine.deeper(|machine| next(machine));
        match &item {
            Ok(Some(_)) => *self.next.borrow_mut() = Some(next),
            _ => self.is_over.set(true),
        }
        item
    }
}

fn checked_depth(inside: u32) -> Res<u32> {
    if inside >= DEEPEST_VALUE {
        return Err(Stop::limit("the depth of a yaql value"));
    }
    Ok(inside + 1)
}

/// The greatest depth among values.
pub(super) fn depth_of<'v>(values: impl IntoIterator<Item = &'v V>) -> u32 {
    values.into_iter().map(V::depth).max().unwrap_or(0)
}

impl V {
    pub(super) fn text(text: impl Into<SmolStr>) -> V {
        V::Str(text.into())
    }

    pub(super) fn int(number: usize) -> V {
        V::Int(number as i128)
    }

    pub(super) fn tuple(items: Vec<V>) -> Res<V> {
        Ok(V::Tuple(items_of(items, 0)?))
    }

    /// A list of Python's that was made in one go.
    pub(super) fn list(items: Vec<V>) -> Res<V> {
        let capacity = items.len();
        Ok(V::List(items_of(items, capacity)?))
    }

    /// A list of Python's that grew from a capacity item by item.
    pub(super) fn grown_list(items: Vec<V>, start: usize) -> Res<V> {
        let mut capacity = start;
        while capacity < items.len() {
            let size = capacity + 1;
            capacity = (size + (size >> 3) + 6) & !3;
        }
        Ok(V::List(items_of(items, capacity)?))
    }

    pub(super) fn set(items: Vec<V>) -> Res<V> {
        Ok(V::Set(items_of(items, 0)?))
    }

    pub(super) fn map(entries: Vec<(V, V)>) -> Res<V> {
        Ok(V::Map(entries_of(entries)?))
    }

    /// A mutable mapping, into which the entries came one after the other.
    pub(super) fn dict(entries: Vec<(V, V)>) -> Res<V> {
        fit_dict(&entries)?;
        Ok(V::Dict(entries_of(entries)?))
    }

    pub(super) fn rule(key: V, value: V) -> Res<V> {
        checked_depth(key.depth().max(value.depth()))?;
        Ok(V::Rule(Rc::new((key, value))))
    }

    /// An iterator; `holds` is the depth of whatever its function holds on to.
    pub(super) fn iter(holds: u32, next: Next) -> Res<V> {
        Ok(V::Iter(Rc::new(Iter {
            depth: checked_depth(holds)?,
            next: RefCell::new(Some(next)),
            is_over: Cell::new(false),
            memory: None,
        })))
    }

    /// An iterator that gives the items of a one-shot one to everybody anew.
    pub(super) fn memory(source: &V, machine: &mut Machine) -> Res<V> {
        let cursor = Cursor::over(machine, source)?;
        Ok(V::Iter(Rc::new(Iter {
            depth: checked_depth(source.depth())?,
            next: RefCell::default(),
            is_over: Cell::new(true),
            memory: Some(Rc::new(Memory {
                source: RefCell::new(Some(cursor)),
                given: RefCell::default(),
            })),
        })))
    }

    /// An iterator over items that are there already.
    pub(super) fn iter_over(items: Vec<V>) -> Res<V> {
        let depth = depth_of(&items);
        let mut items = items.into_iter();
        V::iter(depth, Box::new(move |_| Ok(items.next())))
    }

    /// Levels of values inside it.
    pub(super) fn depth(&self) -> u32 {
        match self {
            V::Tuple(items) | V::List(items) | V::Set(items) => items.depth,
            V::Map(entries) | V::Dict(entries) | V::Keys(entries) | V::Values(entries) | V::Pairs(entries) => {
                entries.depth
            }
            V::Iter(iter) => iter.depth,
            V::Ordering(ordering) => ordering.depth(),
            V::Context(scope) => scope.depth,
            V::Rule(rule) => rule.0.depth().max(rule.1.depth()) + 1,
            _ => 0,
        }
    }

    /// The word for its kind.
    pub(super) fn kind_name(&self) -> &'static str {
        match self {
            V::Null => "null",
            V::Bool(_) => "a boolean",
            V::Int(_) | V::Big(_) => "an integer",
            V::Float(_) => "a number",
            V::Str(_) => "text",
            V::Tuple(_) | V::List(_) => "a list",
            V::Map(_) | V::Dict(_) => "a mapping",
            V::Set(_) => "a set",
            V::Keys(_) => "the keys of a mapping",
            V::Values(_) => "the values of a mapping",
            V::Pairs(_) => "the items of a mapping",
            V::Iter(_) | V::Ordering(_) => "a sequence of items",
            V::Regex(_) => "a regular expression",
            V::Date(_) => "a date",
            V::Span(_) => "a span of time",
            V::Context(_) => "a scope",
            V::Rule(_) => "a named argument",
            V::NoValue => "an empty argument",
            V::Unknown(_) => "an unknown value",
        }
    }

    /// Python's truth of it.
    pub(super) fn is_truthy(&self) -> Res<bool> {
        Ok(match self {
            V::Null => false,
            V::Bool(value) => *value,
            V::Int(number) => *number != 0,
            V::Float(number) => *number != 0.0,
            V::Str(text) => !text.is_empty(),
            V::Tuple(items) | V::List(items) | V::Set(items) => !items.items.is_empty(),
            V::Map(entries) | V::Dict(entries) | V::Keys(entries) | V::Values(entries) | V::Pairs(entries) => {
                !entries.entries.is_empty()
            }
            V::Span(span) => *span != 0,
            V::Big(_) | V::Date(_) => true,
            V::Iter(_) | V::Ordering(_) | V::Regex(_) | V::Context(_) | V::Rule(_) | V::NoValue => true,
            V::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
        })
    }

    /// Bytes that CPython 3.11 says the value itself takes.
    pub(super) fn size(&self) -> usize {
        match self {
            V::Null => 16,
            V::Bool(value) => 24 + 4 * usize::from(*value),
            V::Int(number) => {
                let bits = (128 - number.unsigned_abs().leading_zeros()) as usize;
                24 + 4 * bits.div_ceil(30)
            }
            V::Big(number) => integer::size(number),
            V::Float(_) => 24,
            V::Str(text) => text_size(text),
            V::Tuple(items) => 40 + 8 * items.items.len(),
            V::List(items) => 56 + 8 * items.capacity,
            V::Set(_) | V::Iter(_) | V::Dict(_) => 216,
            V::Unknown(_) => 0,
            _ => 56,
        }
    }

    pub(super) fn entries(&self) -> Option<&Rc<Entries>> {
        match self {
            V::Map(entries) | V::Dict(entries) => Some(entries),
            _ => None,
        }
    }
}

fn items_of(items: Vec<V>, capacity: usize) -> Res<Rc<Items>> {
    let depth = checked_depth(depth_of(&items))?;
    Ok(Rc::new(Items { items, depth, capacity }))
}

/// Entries of Python's mapping for which there is room until it grows beyond the engine's limit on memory.
const MOST_ENTRIES: usize = 341;

/// Entries with keys that are texts beyond which the mapping grows beyond it with the first key that is none.
const MOST_TEXT_ENTRIES: usize = 170;

/// Refuses a mapping of Python's that takes too much memory when its entries come one after the other.
pub(super) fn fit_dict(entries: &[(V, V)]) -> Res<()> {
    let texts = entries.iter().take_while(|(key, _)| matches!(key, V::Str(_))).count();
    let grows_late = texts > MOST_TEXT_ENTRIES && texts < entries.len();
    if entries.len() > MOST_ENTRIES || grows_late {
        return Err(YaqlFault::TooMuchMemory { most: MOST_MEMORY }.into());
    }
    Ok(())
}

fn entries_of(entries: Vec<(V, V)>) -> Res<Rc<Entries>> {
    let inside = entries.iter().map(|(key, value)| key.depth().max(value.depth())).max();
    let depth = checked_depth(inside.unwrap_or(0))?;
    Ok(Rc::new(Entries { entries, depth }))
}

fn text_size(text: &str) -> usize {
    if text.is_ascii() {
        return 49 + text.len();
    }
    let length = text.chars().count();
    match text.chars().max().map_or(0, u32::from) {
        0..=0xff => 73 + length,
        0x100..=0xffff => 74 + 2 * length,
        _ => 76 + 4 * length,
    }
}

/// What `=` says.
pub(super) fn equal(left: &V, right: &V, machine: &mut Machine) -> Res<bool> {
    machine.spend(1)?;
    Ok(match (left, right) {
        (V::Unknown(unknown), _) | (_, V::Unknown(unknown)) => return Err(Stop::Unknown(unknown.clone())),
        (V::Null, V::Null) | (V::NoValue, V::NoValue) => true,
        (V::Str(left), V::Str(right)) => left == right,
        (V::Date(left), V::Date(right)) => left.moment() == right.moment(),
        (V::Span(left), V::Span(right)) => left == right,
        (V::Tuple(left), V::Tuple(right)) | (V::List(left), V::List(right)) => {
            if left.items.len() != right.items.len() {
                return Ok(false);
            }
            for (left, right) in left.items.iter().zip(&right.items) {
                if !machine.deeper(|machine| same(left, right, machine))? {
                    return Ok(false);
                }
            }
            true
        }
        (V::Map(left) | V::Dict(left), V::Map(right) | V::Dict(right)) => {
            return machine.deeper(|machine| maps_equal(left, right, machine));
        }
        (V::Set(_) | V::Keys(_) | V::Pairs(_), V::Set(_) | V::Keys(_) | V::Pairs(_)) => {
            compare_pairs_with(left, right)?;
            let (left, right) = (members(left, machine)?, members(right, machine)?);
            left == right
        }
        // Whether it is the same view, too, is not kept.
        (V::Values(left), V::Values(right)) if Rc::ptr_eq(left, right) => {
            return Err(Stop::not_implemented("yaql: whether one view is another"));
        }
        (V::Iter(left), V::Iter(right)) => Rc::ptr_eq(left, right),
        (V::Ordering(left), V::Ordering(right)) => Rc::ptr_eq(left, right),
        (V::Context(left), V::Context(right)) => Rc::ptr_eq(left, right),
        (V::Regex(left), V::Regex(right)) => left.text == right.text && left.flags == right.flags,
        (V::Rule(_), V::Rule(_)) => return Err(Stop::not_implemented("yaql: a comparison of named arguments")),
        _ => numbers(left, right).is_some_and(|order| order == std::cmp::Ordering::Equal),
    })
}

/// Equality inside of lists and mappings, where a thing always equals itself in Python.
pub(super) fn same(left: &V, right: &V, machine: &mut Machine) -> Res<bool> {
    if let (V::Float(left), V::Float(right)) = (left, right)
        && left.is_nan()
        && right.is_nan()
    {
        return Err(Stop::not_implemented("yaql: whether one nan is another"));
    }
    equal(left, right, machine)
}

fn maps_equal(left: &Entries, right: &Entries, machine: &mut Machine) -> Res<bool> {
    if left.entries.len() != right.entries.len() {
        return Ok(false);
    }
    let mut by_key = MapBuilder::default();
    by_key.extend(right, machine)?;
    for (key, value) in &left.entries {
        let key = key_of(key, machine)?;
        match by_key.get(&key) {
            Some(other) if same(value, other, machine)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// Views of entries take whatever is compared with them apart, in ways that depend on what they are a view of.
pub(super) fn compare_pairs_with(left: &V, right: &V) -> Res<()> {
    match (left, right) {
        (V::Pairs(_), V::Pairs(_)) => Ok(()),
        (V::Pairs(_), V::Set(items)) | (V::Set(items), V::Pairs(_)) if items.items.is_empty() => Ok(()),
        (V::Pairs(_), _) | (_, V::Pairs(_)) => Err(Stop::not_implemented("yaql: a comparison with entries")),
        _ => Ok(()),
    }
}

/// The members of a set or a view of a mapping.
pub(super) fn members(value: &V, machine: &mut Machine) -> Res<std::collections::BTreeSet<Key>> {
    let items = match value {
        V::Set(items) => items.items.clone(),
        V::Keys(entries) => entries.entries.iter().map(|(key, _)| key.clone()).collect(),
        V::Pairs(entries) => pairs(entries)?,
        _ => Vec::new(),
    };
    items.iter().map(|item| key_of(item, machine)).collect()
}

/// The entries of a mapping as tuples.
pub(super) fn pairs(entries: &Entries) -> Res<Vec<V>> {
    let pair = |(key, value): &(V, V)| V::tuple(vec![key.clone(), value.clone()]);
    entries.entries.iter().map(pair).collect()
}

/// How two numbers compare, booleans included; `None` where one is none.
pub(super) fn numbers(left: &V, right: &V) -> Option<std::cmp::Ordering> {
    let integer = |value: &V| match value {
        V::Bool(value) => Some(i128::from(*value)),
        V::Int(number) => Some(*number),
        _ => None,
    };
    match (left, right) {
        (V::Float(left), V::Float(right)) => left.partial_cmp(right),
        (V::Float(left), V::Big(right)) => integer::compare(right, *left).map(std::cmp::Ordering::reverse),
        (V::Big(left), V::Float(right)) => integer::compare(left, *right),
        (V::Big(_), _) | (_, V::Big(_)) => Some(integer::of(left)?.cmp(&integer::of(right)?)),
        (V::Float(left), right) => integer_and_float(integer(right)?, *left).map(std::cmp::Ordering::reverse),
        (left, V::Float(right)) => integer_and_float(integer(left)?, *right),
        _ => Some(integer(left)?.cmp(&integer(right)?)),
    }
}

/// Python compares the exact values.
fn integer_and_float(integer: i128, float: f64) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering;
    if float.is_nan() {
        return None;
    }
    if float.abs() >= 1.7e38 {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = float.trunc();
    Some(integer.cmp(&(whole as i128)).then_with(|| {
        if float > whole {
            Ordering::Less
        } else if float < whole {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }))
}
