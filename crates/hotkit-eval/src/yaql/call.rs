//! How a call finds its function: by name, by the number and names of arguments, and by their kinds.
//!
//! As in YAQL itself a first look needs no values, so that arguments of a call that cannot match are never evaluated;
//! a second look takes the function whose parameters are the narrowest.

use std::rc::Rc;

use smol_str::SmolStr;

use super::fault::{Stop, YaqlFault};
use super::functions::overloads;
use super::machine::{Lambda, Machine, Scope, is_iterable};
use super::regex::Regex;
use super::syntax::{Node, NodeKind};
use super::value::{Res, V};
use crate::Unknown;

/// What a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Any,
    NotNull,
    Null,
    Str,
    StrOrNull,
    /// Booleans are integers.
    Int,
    IntOrNull,
    /// Integers and numbers with a point, no booleans.
    Number,
    NumberOrNull,
    Bool,
    BoolOrNull,
    Iterable,
    /// Anything iterable but sets.
    IterableNoSet,
    Sequence,
    Mapping,
    Set,
    Iterator,
    Ordering,
    Regex,
    /// A date, of which there are none here.
    Date,
    Context,
    /// An evaluated `key => value`.
    Rule,
    /// An expression that is evaluated later.
    Lambda,
    /// `key => value`, both evaluated later.
    LazyRule,
}

impl Kind {
    fn is_lazy(self) -> bool {
        matches!(self, Kind::Lambda | Kind::LazyRule)
    }

    /// Python's type behind it, and the types that this one is a kind of.
    fn types(self) -> &'static [&'static str] {
        match self {
            Kind::Any | Kind::NotNull => &["object"],
            Kind::Null => &["none", "object"],
            Kind::Str | Kind::StrOrNull => &["str", "sequence", "iterable", "object"],
            Kind::Int | Kind::IntOrNull => &["int", "object"],
            Kind::Bool | Kind::BoolOrNull => &["bool", "int", "object"],
            Kind::Iterable | Kind::IterableNoSet => &["iterable", "object"],
            Kind::Sequence => &["sequence", "iterable", "object"],
            Kind::Mapping => &["mapping", "iterable", "object"],
            Kind::Set => &["set", "iterable", "object"],
            Kind::Iterator => &["iterator", "iterable", "object"],
            Kind::Ordering => &["ordering", "iterable", "object"],
            Kind::Regex => &["regex", "object"],
            Kind::Context => &["context", "object"],
            Kind::Rule => &["rule", "object"],
            Kind::Number | Kind::NumberOrNull | Kind::Lambda | Kind::LazyRule | Kind::Date => &[],
        }
    }

    fn is_narrower_than(self, other: Kind) -> bool {
        let (Some(own), Some(others)) = (self.types().first(), other.types().first()) else {
            return false;
        };
        own != others && self.types().contains(others)
    }

    fn takes_null(self) -> bool {
        matches!(
            self,
            Kind::Any | Kind::Null | Kind::StrOrNull | Kind::IntOrNull | Kind::NumberOrNull | Kind::BoolOrNull
        )
    }

    /// Whether it takes a value; an unknown value is an error that says so, unless anything will do.
    fn takes(self, value: &V) -> Result<bool, Unknown> {
        if let V::Unknown(unknown) = value {
            return if self == Kind::Any {
                Ok(true)
            } else {
                Err(unknown.clone())
            };
        }
        if matches!(value, V::Null) {
            return Ok(self.takes_null());
        }
        Ok(match self {
            Kind::Any | Kind::NotNull => true,
            Kind::Null | Kind::Lambda | Kind::LazyRule | Kind::Date => false,
            Kind::Str | Kind::StrOrNull => matches!(value, V::Str(_)),
            Kind::Int | Kind::IntOrNull => matches!(value, V::Int(_) | V::Big(_) | V::Bool(_)),
            Kind::Number | Kind::NumberOrNull => matches!(value, V::Int(_) | V::Big(_) | V::Float(_)),
            Kind::Bool | Kind::BoolOrNull => matches!(value, V::Bool(_)),
            Kind::Iterable => is_iterable(value),
            Kind::IterableNoSet => is_iterable(value) && !matches!(value, V::Set(_) | V::Keys(_) | V::Pairs(_)),
            Kind::Sequence => matches!(value, V::Tuple(_) | V::List(_)),
            Kind::Mapping => matches!(value, V::Map(_) | V::Dict(_)),
            Kind::Set => matches!(value, V::Set(_) | V::Keys(_) | V::Pairs(_)),
            Kind::Iterator => matches!(value, V::Iter(_)),
            Kind::Ordering => matches!(value, V::Ordering(_)),
            Kind::Regex => matches!(value, V::Regex(_)),
            Kind::Context => matches!(value, V::Context(_)),
            Kind::Rule => matches!(value, V::Rule(_)),
        })
    }
}

/// What counts where an argument is not given.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Fallback {
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
pub(super) struct Param {
    name: &'static str,
    kind: Kind,
    fallback: Fallback,
}

/// A parameter that has to be given.
pub(super) const fn param(name: &'static str, kind: Kind) -> Param {
    Param {
        name,
        kind,
        fallback: Fallback::Required,
    }
}

/// A parameter that may be left out.
pub(super) const fn optional(name: &'static str, kind: Kind, fallback: Fallback) -> Param {
    Param { name, kind, fallback }
}

/// What a function does.
pub(super) type Run = fn(&mut Machine, Arguments) -> Res<V>;

/// One of the functions of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overload {
    pub(super) name: &'static str,
    pub(super) is_function: bool,
    pub(super) is_method: bool,
    params: &'static [Param],
    rest: Option<Kind>,
    takes_any_name: bool,
    /// `key => value` is an argument like others.
    keeps_rules: bool,
    run: Run,
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

    pub(super) const fn function(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, true, false, params, run)
    }

    pub(super) const fn method(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, false, true, params, run)
    }

    pub(super) const fn both(name: &'static str, params: &'static [Param], run: Run) -> Overload {
        Overload::new(name, true, true, params, run)
    }

    /// It takes any number of further arguments.
    pub(super) const fn rest(mut self, kind: Kind) -> Overload {
        self.rest = Some(kind);
        self
    }

    /// It takes arguments of any name.
    pub(super) const fn any_name(mut self) -> Overload {
        self.takes_any_name = true;
        self
    }

    /// It sees `key => value` as such.
    pub(super) const fn keeping_rules(mut self) -> Overload {
        self.keeps_rules = true;
        self
    }
}

/// An argument on its way to a function.
#[derive(Clone, Debug)]
pub(super) enum Arg {
    Value(V),
    Node(Rc<Node>),
    Missing,
}

/// An argument as a function gets it.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    Nothing,
    Value(V),
    Lambda(Lambda),
    Rule(Lambda, Lambda),
}

/// The arguments of a call.
#[derive(Debug)]
pub(super) struct Arguments {
    values: Vec<Bound>,
    /// Further arguments.
    pub(super) rest: Vec<Bound>,
    /// Arguments of any name.
    pub(super) named: Vec<(SmolStr, V)>,
    /// The scope of the caller.
    pub(super) scope: Rc<Scope>,
}

impl Arguments {
    /// The value of a parameter; null where it is not given.
    pub(super) fn value(&mut self, index: usize) -> V {
        self.given(index).unwrap_or(V::Null)
    }

    /// The value of a parameter, if it is given.
    pub(super) fn given(&mut self, index: usize) -> Option<V> {
        match self.values.get_mut(index) {
            Some(Bound::Value(value)) => Some(std::mem::replace(value, V::Null)),
            _ => None,
        }
    }

    pub(super) fn lambda(&mut self, index: usize) -> Option<Lambda> {
        match self.values.get(index) {
            Some(Bound::Lambda(lambda)) => Some(lambda.clone()),
            _ => None,
        }
    }

    /// The expression of a parameter that has to be there.
    pub(super) fn expression(&mut self, index: usize) -> Res<Lambda> {
        self.lambda(index).ok_or_else(unexpected)
    }

    pub(super) fn text(&mut self, index: usize) -> Res<SmolStr> {
        self.text_if_any(index)?.ok_or_else(unexpected)
    }

    pub(super) fn text_if_any(&mut self, index: usize) -> Res<Option<SmolStr>> {
        match self.value(index) {
            V::Str(text) => Ok(Some(text)),
            V::Null => Ok(None),
            _ => Err(unexpected()),
        }
    }

    pub(super) fn int(&mut self, index: usize) -> Res<i128> {
        match self.value(index) {
            V::Int(number) => Ok(number),
            V::Bool(value) => Ok(i128::from(value)),
            V::Big(_) => Err(super::integer::too_large()),
            _ => Err(unexpected()),
        }
    }

    pub(super) fn regex(&mut self, index: usize) -> Res<Rc<Regex>> {
        match self.value(index) {
            V::Regex(regex) => Ok(regex),
            _ => Err(unexpected()),
        }
    }

    pub(super) fn mapping(&mut self, index: usize) -> Res<Rc<super::value::Entries>> {
        match self.value(index) {
            V::Map(entries) | V::Dict(entries) => Ok(entries),
            _ => Err(unexpected()),
        }
    }

    /// Further arguments as values.
    pub(super) fn rest_values(&mut self) -> Vec<V> {
        let rest = std::mem::take(&mut self.rest);
        let values = rest.into_iter().filter_map(|bound| match bound {
            Bound::Value(value) => Some(value),
            _ => None,
        });
        values.collect()
    }

    /// Further arguments as expressions.
    pub(super) fn rest_lambdas(&mut self) -> Vec<Lambda> {
        let rest = std::mem::take(&mut self.rest);
        let lambdas = rest.into_iter().filter_map(|bound| match bound {
            Bound::Lambda(lambda) => Some(lambda),
            _ => None,
        });
        lambdas.collect()
    }
}

/// Kinds are checked before a function runs; a slip in the tables gives no value instead of a wrong one.
fn unexpected() -> Stop {
    Stop::not_implemented("yaql: such arguments")
}

/// Where the arguments of a call go in an overload: indices of parameters, `None` for further ones.
struct Mapping {
    overload: &'static Overload,
    positional: Vec<Option<usize>>,
    named: Vec<Option<usize>>,
}

impl Mapping {
    fn kind(&self, place: Option<usize>) -> Kind {
        match place {
            Some(index) => self.overload.params[index].kind,
            None => self.overload.rest.unwrap_or(Kind::Any),
        }
    }

    fn is_narrower_than(&self, other: &Mapping) -> bool {
        let pairs = |own: &[Option<usize>], others: &[Option<usize>]| -> Vec<(Kind, Kind)> {
            let kinds = own.iter().zip(others);
            kinds
                .map(|(own, others)| (self.kind(*own), other.kind(*others)))
                .collect()
        };
        let mut all = pairs(&self.positional, &other.positional);
        all.extend(pairs(&self.named, &other.named));
        !all.iter().any(|(own, others)| others.is_narrower_than(*own))
            && all.iter().any(|(own, others)| own.is_narrower_than(*others))
    }

    /// Where the arguments go, if their number, their names and the kinds of constants allow.
    fn of(overload: &'static Overload, arguments: &[Arg], names: &[(SmolStr, Arg)]) -> Option<Mapping> {
        let mut positional = vec![None; arguments.len()];
        let mut named = vec![None; names.len()];
        for (index, param) in overload.params.iter().enumerate() {
            let by_name = names.iter().position(|(name, _)| name == param.name);
            match arguments.get(index) {
                Some(Arg::Missing) if by_name.is_some() && overload.rest.is_none() => return None,
                Some(Arg::Missing) | None => match by_name {
                    Some(place) => named[place] = Some(index),
                    None if param.fallback == Fallback::Required => return None,
                    None => {}
                },
                Some(_) if by_name.is_some() => return None,
                Some(_) => {}
            }
            if index < arguments.len() {
                positional[index] = Some(index);
            }
        }
        let is_too_many = arguments.len() > overload.params.len() && overload.rest.is_none();
        let is_unknown_name = named.contains(&None) && !overload.takes_any_name;
        if is_too_many || is_unknown_name {
            return None;
        }
        let mapping = Mapping {
            overload,
            positional,
            named,
        };
        let fits = |(argument, place): (&Arg, &Option<usize>)| match (argument, place) {
            // Instead of further arguments there is the mark of an empty place, which is an object like others.
            (Arg::Missing, None) => matches!(mapping.kind(None), Kind::Any | Kind::Lambda),
            (argument, place) => may_be(argument, mapping.kind(*place)),
        };
        arguments.iter().zip(&mapping.positional).all(fits).then_some(mapping)
    }

    /// Whether the parameters take the values.
    fn takes(&self, arguments: &[Arg], names: &[(SmolStr, Arg)]) -> Result<bool, Unknown> {
        let named = self
            .named
            .iter()
            .map(|place| place.map_or(Kind::Any, |index| self.kind(Some(index))));
        let positional = self.positional.iter().map(|place| self.kind(*place));
        let arguments = arguments.iter().chain(names.iter().map(|(_, argument)| argument));
        let mut unknown = None;
        for (argument, kind) in arguments.zip(positional.chain(named)) {
            if let (Arg::Value(value), false) = (argument, kind.is_lazy()) {
                match kind.takes(value) {
                    Ok(true) => {}
                    Ok(false) => return Ok(false),
                    Err(reasons) => unknown = Some(reasons),
                }
            }
        }
        unknown.map_or(Ok(true), Err)
    }
}

/// Whether an argument may be of a kind before it is evaluated: only constants can be told.
fn may_be(argument: &Arg, kind: Kind) -> bool {
    let is_rule = matches!(argument, Arg::Node(node) if matches!(node.kind, NodeKind::Rule(..)));
    match (argument, kind) {
        (_, Kind::LazyRule) => is_rule,
        (_, Kind::Lambda) | (Arg::Missing, _) => true,
        (Arg::Value(value), kind) => kind.takes(value).unwrap_or(true),
        (Arg::Node(node), kind) => match constant(node) {
            Some(value) => kind.takes(&value).unwrap_or(true),
            None => true,
        },
    }
}

/// The value of a literal or bare word.
fn constant(node: &Node) -> Option<V> {
    Some(match &node.kind {
        NodeKind::Null => V::Null,
        NodeKind::Bool(value) => V::Bool(*value),
        NodeKind::Integer(number) => V::Int(*number),
        NodeKind::LargeInteger(number) => V::Big(number.clone()),
        NodeKind::Float(number) => V::Float(*number),
        NodeKind::Text(text) | NodeKind::Word(text) => V::Str(text.clone()),
        _ => return None,
    })
}

impl Machine {
    /// The value of a call as it is written.
    pub(super) fn call(
        &mut self,
        name: &str,
        receiver: Option<V>,
        arguments: &[Rc<Node>],
        scope: &Rc<Scope>,
    ) -> Res<V> {
        let arguments = arguments.iter().map(|node| match node.kind {
            NodeKind::Missing => Arg::Missing,
            _ => Arg::Node(node.clone()),
        });
        self.call_of(name, receiver, arguments.collect(), scope)
    }

    /// The value of a call of some arguments.
    pub(super) fn call_of(
        &mut self,
        name: &str,
        receiver: Option<V>,
        mut arguments: Vec<Arg>,
        scope: &Rc<Scope>,
    ) -> Res<V> {
        let candidates = overloads(name.trim_end_matches('_'), receiver.is_some());
        let defined = scope
            .defining(name.trim_end_matches('_'))
            .filter(|_| receiver.is_none());
        let receiver_kind = receiver.as_ref().map(V::kind_name);
        let Some(first) = candidates.first() else {
            return match defined {
                Some((defining, body)) => self.call_defined(&defining, body, arguments, scope),
                None => Err(unknown_name(name, receiver_kind).into()),
            };
        };
        if defined.is_some() {
            return Err(Stop::not_implemented("yaql: a function defined anew"));
        }
        if let Some(receiver) = receiver {
            arguments.insert(0, Arg::Value(receiver));
        }
        let mut names = Vec::new();
        if !first.keeps_rules {
            (arguments, names) = split_named(arguments)?;
        }
        let no_match = || YaqlFault::NoMatch {
            name: SmolStr::new(name),
            receiver: receiver_kind,
        };
        let mappings = candidates.iter().copied();
        let mappings: Vec<Mapping> = mappings
            .filter_map(|overload| Mapping::of(overload, &arguments, &names))
            .collect();
        let Some(lazy) = mappings.first() else {
            return Err(no_match().into());
        };
        for (argument, place) in arguments.iter_mut().zip(&lazy.positional) {
            self.evaluate_argument(argument, lazy.kind(*place), scope)?;
        }
        for ((_, argument), place) in names.iter_mut().zip(&lazy.named) {
            let kind = if place.is_some() { lazy.kind(*place) } else { Kind::Any };
            self.evaluate_argument(argument, kind, scope)?;
        }
        let Some(winner) = narrowest(name, &mappings, &arguments, &names)? else {
            return Err(no_match().into());
        };
        let bound = self.bind(winner, arguments, names, scope)?;
        let result = (winner.overload.run)(self, bound)?;
        self.fitting(result)
    }

    fn evaluate_argument(&mut self, argument: &mut Arg, kind: Kind, scope: &Rc<Scope>) -> Res<()> {
        if let Arg::Node(node) = argument
            && !kind.is_lazy()
        {
            *argument = Arg::Value(self.value(node, scope)?);
        }
        Ok(())
    }

    /// The arguments as the function gets them, each within the engine's limits.
    fn bind(
        &mut self,
        mapping: &Mapping,
        arguments: Vec<Arg>,
        names: Vec<(SmolStr, Arg)>,
        scope: &Rc<Scope>,
    ) -> Res<Arguments> {
        let overload = mapping.overload;
        let mut bound = Arguments {
            values: vec![Bound::Nothing; overload.params.len()],
            rest: Vec::new(),
            named: Vec::new(),
            scope: scope.clone(),
        };
        for (argument, place) in arguments.into_iter().zip(&mapping.positional) {
            let kind = mapping.kind(*place);
            match place {
                Some(index) => bound.values[*index] = self.bound(argument, kind, scope)?,
                None if matches!(argument, Arg::Missing) && kind == Kind::Any => {
                    bound.rest.push(Bound::Value(V::NoValue));
                }
                None if matches!(argument, Arg::Missing) => {
                    return Err(Stop::not_implemented("yaql: an empty argument"));
                }
                None => bound.rest.push(self.bound(argument, kind, scope)?),
            }
        }
        for ((name, argument), place) in names.into_iter().zip(&mapping.named) {
            match place {
                Some(index) => bound.values[*index] = self.bound(argument, mapping.kind(*place), scope)?,
                None => {
                    if let Bound::Value(value) = self.bound(argument, Kind::Any, scope)? {
                        bound.named.push((name, value));
                    }
                }
            }
        }
        for (value, param) in bound.values.iter_mut().zip(overload.params) {
            if matches!(value, Bound::Nothing) {
                *value = fallback(param);
            }
        }
        Ok(bound)
    }

    fn bound(&mut self, argument: Arg, kind: Kind, scope: &Rc<Scope>) -> Res<Bound> {
        let lambda = |node: &Rc<Node>| Lambda {
            node: node.clone(),
            scope: scope.clone(),
        };
        match argument {
            Arg::Missing => Ok(Bound::Nothing),
            Arg::Node(node) => match &node.kind {
                NodeKind::Rule(left, right) if kind == Kind::LazyRule => Ok(Bound::Rule(lambda(left), lambda(right))),
                _ if kind == Kind::Lambda => Ok(Bound::Lambda(lambda(&node))),
                _ => Err(unexpected()),
            },
            Arg::Value(_) if kind.is_lazy() => Err(unexpected()),
            Arg::Value(value) => {
                let value = self.fitting(value)?;
                Ok(Bound::Value(match kind {
                    Kind::Iterable | Kind::IterableNoSet => self.limited(value)?,
                    _ => value,
                }))
            }
        }
    }

    /// A function that the expression itself defines: `$1` and so on in the scope of its definition.
    fn call_defined(&mut self, defining: &Rc<Scope>, body: Rc<Node>, arguments: Vec<Arg>, scope: &Rc<Scope>) -> Res<V> {
        let (arguments, names) = split_named(arguments)?;
        let mut variables = Vec::new();
        let numbers = (1..=arguments.len()).map(|number| smol_str::format_smolstr!("{number}"));
        for (name, mut argument) in numbers.zip(arguments).chain(names) {
            self.evaluate_argument(&mut argument, Kind::Any, scope)?;
            let value = match argument {
                Arg::Value(value) => value,
                Arg::Missing | Arg::Node(_) => V::NoValue,
            };
            variables.push((name, self.fitting(value)?));
        }
        let inside = Scope::new(Some(defining.clone()), variables)?;
        let result = self.deeper(|machine| machine.value(&body, &inside))?;
        self.fitting(result)
    }
}

fn unknown_name(name: &str, receiver: Option<&'static str>) -> YaqlFault {
    let name = SmolStr::new(name);
    match receiver {
        Some(receiver) => YaqlFault::UnknownMethod { name, receiver },
        None => YaqlFault::UnknownFunction { name },
    }
}

type Named = Vec<(SmolStr, Arg)>;

/// Arguments without and with a name; of equal names the last one counts.
fn split_named(arguments: Vec<Arg>) -> Res<(Vec<Arg>, Named)> {
    let mut positional = Vec::with_capacity(arguments.len());
    let mut named: Named = Vec::new();
    for argument in arguments {
        let Arg::Node(node) = &argument else {
            positional.push(argument);
            continue;
        };
        let NodeKind::Rule(left, right) = &node.kind else {
            positional.push(argument);
            continue;
        };
        let NodeKind::Word(name) = &left.kind else {
            return Err(YaqlFault::NamedArgument.into());
        };
        let value = Arg::Node(right.clone());
        match named.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => named.push((name.clone(), value)),
        }
    }
    Ok((positional, named))
}

/// The overload that takes the arguments, of several the narrowest.
fn narrowest<'m>(
    name: &str,
    mappings: &'m [Mapping],
    arguments: &[Arg],
    names: &[(SmolStr, Arg)],
) -> Res<Option<&'m Mapping>> {
    let mut winner: Option<&Mapping> = None;
    let mut unknown = None;
    for mapping in mappings {
        match mapping.takes(arguments, names) {
            Ok(false) => continue,
            Ok(true) => {}
            Err(reasons) => {
                unknown = Some(reasons);
                continue;
            }
        }
        match winner {
            Some(before) if before.is_narrower_than(mapping) => {}
            Some(before) if !mapping.is_narrower_than(before) => {
                let name = SmolStr::new(name);
                return Err(YaqlFault::Ambiguous { name }.into());
            }
            _ => winner = Some(mapping),
        }
    }
    match unknown {
        Some(unknown) => Err(Stop::Unknown(unknown)),
        None => Ok(winner),
    }
}

fn fallback(param: &Param) -> Bound {
    match param.fallback {
        Fallback::Required | Fallback::Nothing => Bound::Nothing,
        _ if param.kind == Kind::Lambda => Bound::Nothing,
        Fallback::Null => Bound::Value(V::Null),
        Fallback::Int(number) => Bound::Value(V::Int(number)),
        Fallback::Bool(value) => Bound::Value(V::Bool(value)),
        Fallback::Str(text) => Bound::Value(V::text(text)),
    }
}
