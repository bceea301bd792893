//! The functions, methods and operators of YAQL's standard library, by subject.
//!
//! Every table entry names the parameters as YAQL does, since expressions can name them, too. What time it is
//! and what is random is not known.

mod control;
mod dates;
mod folds;
mod grouping;
mod lists;
mod maps;
mod numbers;
mod operators;
mod queries;
mod regexes;
mod sets;
mod strings;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::call::{Arguments, Overload};
use super::fault::Stop;
use super::machine::Machine;
use super::value::{Res, V};

const TABLES: [&[Overload]; 11] = [
    operators::TABLE,
    control::TABLE,
    strings::TABLE,
    numbers::TABLE,
    maps::TABLE,
    lists::TABLE,
    sets::TABLE,
    queries::TABLE,
    folds::TABLE,
    regexes::TABLE,
    dates::TABLE,
];

type ByName = HashMap<&'static str, Vec<&'static Overload>>;

static FUNCTIONS: LazyLock<ByName> = LazyLock::new(|| by_name(|overload| overload.is_function));
static METHODS: LazyLock<ByName> = LazyLock::new(|| by_name(|overload| overload.is_method));

fn by_name(wanted: fn(&Overload) -> bool) -> ByName {
    let mut result = ByName::new();
    for overload in TABLES.into_iter().flatten().filter(|overload| wanted(overload)) {
        result.entry(overload.name).or_default().push(overload);
    }
    result
}

/// The functions, or methods, of a name.
pub(super) fn overloads(name: &str, as_method: bool) -> &'static [&'static Overload] {
    let table = if as_method { &METHODS } else { &FUNCTIONS };
    table.get(name).map_or(&[], Vec::as_slice)
}

/// Not known offline.
fn not_computed(_: &mut Machine, _: Arguments) -> Res<V> {
    Err(Stop::not_implemented("yaql: the time, and random numbers"))
}
