//! One of the functions of a name: its parameters, and how the tables of functions write it down.

use super::super::machine::Machine;
use super::super::value::{Res, V};
use super::arguments::Arguments;
use super::kind::Kind;

/// What counts where an argument is not given.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Fallback {
    /// It has to be given.
    Required,
    /// Nothing: the function sees that it is not given.
    Nothing,
    Null,
    Int(i128),
    Bool(bool),
    Str(&'static str),
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) fallback: Fallback,
}

/// A parameter that has to be given.
pub(crate) const fn param(name: &'static str, kind: Kind) -> Param {
    Param {
        name,
        kind,
        fallback: Fallback::Required,
    }
}

/// A parameter that may be left out.
pub(crate) const fn optional(name: &'static str, kind: Kind, fallback: Fallback) -> Param {
    Param { name, kind, fallback }
}

/// What a function does.
pub(crate) type Run = fn(&mut Machine, Arguments) -> Res<V>;

/// One of the functions of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overload {
    pub(crate) name: &'static str,
    pub(crate) is_function: bool,
    pub(crate) is_method: bool,
    pub(super) params: &'static [Param],
    pub(super) rest: Option<Kind>,
    pub(super) takes_any_name: bool,
    /// `key => value` is an argument like others.
    pub(super) keeps_rules: bool,
    pub(super) run: Run,
}

impl Overload {
    const fn new(
        name: &'static str,
        is_function: bool,
        is_method: bool,
        params: &'static [Param],
        run: Run,
    ) -> Overload {
        Overload {
            name,
            is_function,
            is_method,
            params,
            rest: None,
            takes_any_name: false,
            keeps_rules: false,
            run,
        }
    }

    pub(crate) const fn function(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, true, false, params, run)
    }

    pub(crate) const fn method(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, false, true, params, run)
    }

    pub(crate) const fn both(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, true, true, params, run)
    }

    /// It takes any number of further arguments.
    pub(crate) const fn rest(mut self, kind: Kind) -> Overload {
        self.rest = Some(kind);
        self
    }

    /// It takes arguments of any name.
    pub(crate) const fn any_name(mut self) -> Overload {
        self.takes_any_name = true;
        self
    }

    /// It sees `key => value` as such.
    pub(crate) const fn keeping_rules(mut self) -> Overload {
        self.keeps_rules = true;
        self
    }
}
