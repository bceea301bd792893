//! Scopes, branches, kinds of values.

use super::super::call::{Arguments, Bound, Kind, Overload, param};
use super::super::fault::{Stop, ValueProblem, YaqlFault};
use super::super::machine::{Cursor, Machine, Scope, is_iterable};
use super::super::value::{Res, V, depth_of};
use super::not_computed;

pub(super) const TABLE: &[Overload] = &[
    Overload::function("let", &[], let_).rest(Kind::Any).any_name(),
    Overload::function("with", &[], let_).rest(Kind::Any),
    Overload::function("def", &[param("name", Kind::Str), param("func", Kind::Lambda)], define),
    Overload::method("unpack", &[param("sequence", Kind::Iterable)], unpack).rest(Kind::Str),
    Overload::function(
        "call",
        &[
            param("name", Kind::Str),
            param("args", Kind::Sequence),
            param("kwargs", Kind::Mapping),
        ],
        call_by_name,
    ),
    Overload::function("switch", &[], switch)
        .rest(Kind::LazyRule)
        .keeping_rules(),
    Overload::function("coalesce", &[], coalesce).rest(Kind::Lambda),
    Overload::function("selectCase", &[], select_case).rest(Kind::Lambda),
    Overload::method("switchCase", &[param("case", Kind::Int)], switch_case).rest(Kind::Lambda),
    Overload::function("selectAllCases", &[], select_all_cases).rest(Kind::Lambda),
    Overload::function("examine", &[], examine).rest(Kind::Lambda),
    Overload::function("bool", &[param("value", Kind::Any)], |_, mut it| {
        Ok(V::Bool(it.value(0).is_truthy()?))
    }),
    Overload::function("isBoolean", VALUE, |_, it| is(it, |it| matches!(it, V::Bool(_)))),
    Overload::function("isString", ARG, |_, it| is(it, |it| matches!(it, V::Str(_)))),
    Overload::function("isInteger", VALUE, |_, it| {
        is(it, |it| matches!(it, V::Int(_) | V::Big(_)))
    }),
    Overload::function("isNumber", VALUE, |_, it| {
        is(it, |it| matches!(it, V::Int(_) | V::Big(_) | V::Float(_)))
    }),
    Overload::function("isList", ARG, |_, it| {
        is(it, |it| matches!(it, V::Tuple(_) | V::List(_)))
    }),
    Overload::function("isDict", ARG, |_, it| is(it, |it| matches!(it, V::Map(_) | V::Dict(_)))),
    Overload::function("isSet", ARG, |_, it| {
        is(it, |it| matches!(it, V::Set(_) | V::Keys(_) | V::Pairs(_)))
    }),
    Overload::function("isIterable", VALUE, |_, it| is(it, is_iterable)),
    Overload::function("isRegex", VALUE, |_, it| is(it, |it| matches!(it, V::Regex(_)))),
    // There are no dates here, so nothing is one.
    Overload::function("isDatetime", VALUE, |_, it| is(it, |_| false)),
    Overload::function("isTimespan", VALUE, |_, it| is(it, |_| false)),
    Overload::function("datetime", &[], not_computed)
        .rest(Kind::Any)
        .any_name(),
    Overload::function("timespan", &[], not_computed)
        .rest(Kind::Any)
        .any_name(),
    Overload::function("now", &[], not_computed).rest(Kind::Any).any_name(),
    Overload::function("localtz", &[], not_computed),
    Overload::function("utctz", &[], not_computed),
];

const VALUE: &[super::super::call::Param] = &[param("value", Kind::Any)];
const ARG: &[super::super::call::Param] = &[param("arg", Kind::Any)];

fn is(mut it: Arguments, holds: fn(&V) -> bool) -> Res<V> {
    match it.value(0) {
        V::Unknown(unknown) => Err(Stop::Unknown(unknown)),
        value => Ok(V::Bool(holds(&value))),
    }
}

/// A scope with `$1`, `$2` and the named values.
fn let_(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let numbered = it.rest_values().into_iter().enumerate();
    let mut variables: Vec<_> = numbered
        .map(|(index, value)| (smol_str::format_smolstr!("{}", index + 1), value))
        .collect();
    variables.append(&mut it.named);
    Ok(V::Context(Scope::new(Some(it.scope), variables)?))
}

fn define(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (name, body) = (it.text(0)?, it.expression(1)?);
    if name.ends_with('_') {
        return Err(Stop::not_implemented("yaql: a function whose name ends in `_`"));
    }
    Ok(V::Context(Scope::with_function(&body.scope, name, body.node)?))
}

fn unpack(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let mut names = Vec::new();
    for name in it.rest_values() {
        if let V::Str(name) = name {
            names.push(name);
        }
    }
    let source = it.value(0);
    let mut cursor = Cursor::over(machine, &source)?;
    let mut items = Vec::new();
    while names.is_empty() || items.len() <= names.len() {
        match cursor.next(machine)? {
            Some(item) => items.push(item),
            None => break,
        }
    }
    if names.is_empty() && matches!(source, V::Iter(_) | V::Values(_) | V::Ordering(_)) {
        // The engine takes one item away from iterators before it unpacks the others.
        items = items.split_off(1.min(items.len()));
    }
    if !names.is_empty() && names.len() != items.len() {
        let (found, names) = (items.len(), names.len());
        return Err(ValueProblem::Unpack { found, names }.into());
    }
    if names.is_empty() {
        names = (1..=items.len())
            .map(|number| smol_str::format_smolstr!("{number}"))
            .collect();
    }
    let names = names
        .into_iter()
        .map(|name| match name.strip_prefix('$').unwrap_or(&name) {
            "" => "1".into(),
            plain => plain.into(),
        });
    let variables = names.zip(items).collect();
    Ok(V::Context(Scope::new(Some(it.scope), variables)?))
}

fn call_by_name(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (name, arguments) = (it.text(0)?, it.value(1));
    if !it.mapping(2)?.entries.is_empty() {
        return Err(Stop::not_implemented("yaql: call with named arguments"));
    }
    let arguments = machine.items(&arguments)?;
    let arguments = arguments.into_iter().map(super::super::call::Arg::Value).collect();
    machine.deeper(|machine| machine.call_of(&name, None, arguments, &it.scope))
}

fn switch(machine: &mut Machine, it: Arguments) -> Res<V> {
    for pair in it.rest {
        if let Bound::Rule(condition, value) = pair
            && machine.value(&condition.node, &condition.scope)?.is_truthy()?
        {
            return machine.value(&value.node, &value.scope);
        }
    }
    Ok(V::Null)
}

fn coalesce(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    for lambda in it.rest_lambdas() {
        match lambda.call(machine, &[])? {
            V::Null => {}
            V::Unknown(unknown) => return Err(Stop::Unknown(unknown)),
            value => return Ok(value),
        }
    }
    Ok(V::Null)
}

fn select_case(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let cases = it.rest_lambdas();
    for (index, case) in cases.iter().enumerate() {
        if case.holds(machine, &[])? {
            return Ok(V::int(index));
        }
    }
    Ok(V::int(cases.len()))
}

fn switch_case(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (case, cases) = (it.int(0)?, it.rest_lambdas());
    let chosen = usize::try_from(case).ok().and_then(|case| cases.get(case));
    match chosen.or(cases.last()) {
        Some(case) => case.call(machine, &[]),
        None => Ok(V::Null),
    }
}

fn select_all_cases(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let cases = it.rest_lambdas();
    let mut index = 0;
    let next = move |machine: &mut Machine| {
        while let Some(case) = cases.get(index) {
            index += 1;
            if case.holds(machine, &[])? {
                return Ok(Some(V::int(index - 1)));
            }
        }
        Ok(None)
    };
    V::iter(it.scope.depth, Box::new(next))
}

fn examine(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let mut cases = it.rest_lambdas().into_iter();
    let next = move |machine: &mut Machine| match cases.next() {
        Some(case) => Ok(Some(V::Bool(case.holds(machine, &[])?))),
        None => Ok(None),
    };
    V::iter(it.scope.depth, Box::new(next))
}

pub(super) fn assert(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let mut value = it.value(0);
    if matches!(value, V::Iter(_)) {
        value = super::queries::memorized(machine, value)?;
    }
    let message = it.text(2)?;
    if !it.expression(1)?.holds(machine, std::slice::from_ref(&value))? {
        return Err(YaqlFault::Assertion { message }.into());
    }
    Ok(value)
}

/// The depth of what an iterator holds on to.
pub(super) fn held(scope: &Scope, values: &[V]) -> u32 {
    scope.depth.max(depth_of(values))
}
