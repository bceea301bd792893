//! One of the functions of a name: its parameters, and how the tables of functions write it down.

use super::super::machine::Machine;
use super::super::value::{Res, V};
use super::arguments::Arguments;
use super::kind::Kind;

/// What counts where an argument is not given.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::yaql) enum Fallback {
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
pub(in crate::yaql) struct Param {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) fallback: Fallback,
}

/// A parameter that has to be given.
pub(in crate::yaql) const fn param(name: &'static str, kind: Kind) -> Param {
    Param {
        name,
        kind,
        fallback: Fallback::Required,
    }
}

/// A parameter that may be left out.
pub(in crate::yaql) const fn optional(name: &'static str, kind: Kind, fallback: Fallback) -> Param {
    Param { name, kind, fallback }
}

/// What a function does.
pub(in crate::yaql) type Run = fn(&mut Machine, Arguments) -> Res<V>;

/// One of the functions of a name.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaql) struct Overload {
    pub(in crate::yaql) name: &'static str,
    pub(in crate::yaql) is_function: bool,
    pub(in crate::yaql) is_method: bool,
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

    pub(in crate::yaql) const fn function(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, true, false, params, run)
    }

    pub(in crate::yaql) const fn method(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, false, true, params, run)
    }

    pub(in crate::yaql) const fn both(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, true, true, params, run)
    }

    /// It takes any number of further arguments.
    pub(in crate::yaql) const fn rest(mut self, kind: Kind) -> Overload {
        self.rest = Some(kind);
        self
    }

    /// It takes arguments of any name.
    pub(in crate::yaql) const fn any_name(mut self) -> Overload {
        self.takes_any_name = true;
        self
    }

    /// It sees `key => value` as such.
    pub(in crate::yaql) const fn keeping_rules(mut self) -> Overload {
        self.keeps_rules = true;
        self
    }
}
