//! How a call finds its function: by name, by the number and names of arguments, and by their kinds.
//!
//! As in YAQL itself a first look needs no values, so that arguments of a call that cannot match are never evaluated;
//! a second look takes the function whose parameters are the narrowest.

mod arguments;
mod kind;
mod overload;

use std::rc::Rc;

use smol_str::SmolStr;

use self::arguments::unexpected;
use super::fault::{Stop, YaqlFault};
use super::functions::overloads;
use super::machine::{Lambda, Machine, Scope};
use super::syntax::{Node, NodeKind};
use super::value::{Res, V};
use crate::Unknown;

pub(super) use self::arguments::{Arguments, Bound, checked_size};
pub(super) use self::kind::Kind;
pub(super) use self::overload::{Fallback, Overload, Param, Run, optional, param};

/// An argument on its way to a function.
#[derive(Clone, Debug)]
pub(super) enum Arg {
    Value(V),
    Node(Rc<Node>),
    Missing,
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
