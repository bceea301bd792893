//! Values against the property that they are given: their type, their parts, their constraints (PR-002 to PR-016).

use hotkit_eval::{EvaluationFault, FaultKind, Phase, Value, evaluate};
use hotkit_model::{Call, Expr, ExprKind, Key, ValueKind};
use hotkit_schema::{Dropped, Function, Property, ValueType};
use hotkit_text::{TextRange, nearest};
use smol_str::SmolStr;

use super::{Members, check_members, evaluation, report_unknown};
use crate::condition::{self, Holds};
use crate::constraint::violates;
use crate::input::short_text;
use crate::problem::{Fault, Verdict};
use crate::seen::convert;
use crate::stack::StackContext;
use crate::walk::{Found, Place, report};

/// The property that a value belongs to.
pub(super) struct Spot<'s> {
    pub(super) owner: &'s SmolStr,
    pub(super) key: &'s Key,
    pub(super) dynamic: Holds,
    /// What to underline.
    pub(super) range: TextRange,
    /// True where the value itself comes from a resource that does not exist yet.
    pub(super) provisional: bool,
}

pub(super) fn check_value(
    ctx: &StackContext<'_>,
    property: &'static Property,
    value: &Expr,
    spot: &Spot<'_>,
    place: &mut Place,
    found: &mut Found,
) {
    match &value.kind {
        ExprKind::Call(call) if is_undecided(ctx, call) => {
            let Some([_, branches @ ..]) = call.argument.as_list() else {
                return;
            };
            let outer = place.branch;
            place.branch = outer.and(Holds::Unknown);
            for branch in branches {
                check_value(ctx, property, branch, spot, place, found);
            }
            place.branch = outer;
        }
        ExprKind::Map(entries) if property.value_type == ValueType::Map && property.properties.is_some() => {
            let members = Members {
                owner: spot.owner.clone(),
                within: Some(spot.key.text.clone()),
                schema: property.properties.unwrap_or(&[]),
                missing_at: spot.key.range,
                dynamic: spot.dynamic,
            };
            check_members(ctx, &members, entries, place, found);
            check_whole(ctx, property, value, spot, place, found);
        }
        ExprKind::List(items) if property.value_type == ValueType::List && property.items.is_some() => {
            if let (Some(schema), Some(first)) = (property.items, items.first())
                && !schema.implemented
            {
                let fault = Fault::NotImplemented {
                    owner: spot.owner.clone(),
                    name: spot.key.text.clone(),
                };
                report(ctx, fault, first.range, place, evaluation(place), found);
            }
            for (index, item) in items.iter().enumerate() {
                let Some(schema) = property.items else { return };
                place.path.push_index(index);
                check_value(ctx, schema, item, spot, place, found);
                place.path.pop();
            }
            check_whole(ctx, property, value, spot, place, found);
        }
        _ => check_evaluated(ctx, property, value, spot, place, found),
    }
}

/// True for an `if` whose condition is not known here: both branches are looked at then.
fn is_undecided(ctx: &StackContext<'_>, call: &Call) -> bool {
    let condition = call.argument.as_list().and_then(|items| items.first());
    matches!(call.function, Function::If | Function::IfNullable)
        && condition.is_some_and(|it| condition::holds(ctx, it) == Holds::Unknown)
}

/// Constraints on a mapping or list as a whole, whose parts have been looked at one by one.
fn check_whole(
    ctx: &StackContext<'_>,
    property: &'static Property,
    value: &Expr,
    spot: &Spot<'_>,
    place: &mut Place,
    found: &mut Found,
) {
    if property.constraints.is_empty() {
        return;
    }
    if let Ok(value) = evaluate(value, &ctx.scope) {
        check_constraints(ctx, property, &value, spot, place, found);
    }
}

/// A value that is looked at as what it comes to: anything but a mapping or list with a schema.
fn check_evaluated(
    ctx: &StackContext<'_>,
    property: &'static Property,
    expr: &Expr,
    spot: &Spot<'_>,
    place: &mut Place,
    found: &mut Found,
) {
    // A withdrawn function has its own fault, and no value.
    if expr.as_call().is_some_and(|call| call.function == Function::Removed) {
        return;
    }
    let value = match evaluate(expr, &ctx.scope) {
        Ok(value) => value,
        Err(fault) => return evaluation_fault(ctx, fault, place, found),
    };
    if property.value_type == ValueType::List
        && let Some(fault) = hotkit_eval::set_for_list(expr, &ctx.scope)
    {
        return evaluation_fault(ctx, fault, place, found);
    }
    if property.value_type == ValueType::Integer && is_stack_name(ctx, expr) {
        let fault = Fault::WrongType {
            name: spot.key.text.clone(),
            expected: property.value_type,
            found: ValueKind::Text,
            value: None,
        };
        return report(ctx, fault, expr.range, place, evaluation(place), found);
    }
    let dynamic = match &expr.kind {
        ExprKind::Call(_) => reads_resources(ctx, expr),
        _ => Holds::No,
    };
    let spot = Spot {
        owner: spot.owner,
        key: spot.key,
        dynamic: spot.dynamic,
        range: expr.range,
        // What comes from a resource is another value once that exists.
        provisional: dynamic != Holds::No,
    };
    check_plain(ctx, property, &value, &spot, place, found);
}

/// True for the name of the stack, which begins with a letter whatever it is (T-027), and so is never an integer.
fn is_stack_name(ctx: &StackContext<'_>, expr: &Expr) -> bool {
    let name = expr.as_call().and_then(|call| match call.function {
        Function::GetParam | Function::ParamRef | Function::Ref => call.argument.as_text(),
        _ => None,
    });
    let is_pseudo = name.is_some_and(|it| it == "OS::stack_name" || it == "AWS::StackName");
    is_pseudo
        && matches!(evaluate(expr, &ctx.scope), Ok(Value::Unknown(unknown)) if unknown.kind() == Some(ValueKind::Text))
}

/// An error while a value is computed. Names are reported where they stand.
pub(crate) fn evaluation_fault(ctx: &StackContext<'_>, fault: EvaluationFault, place: &Place, found: &mut Found) {
    let elsewhere = matches!(
        fault.kind,
        FaultKind::UnknownParameter { .. }
            | FaultKind::UnknownResource { .. }
            | FaultKind::UnknownCondition { .. }
            | FaultKind::MissingParameter { .. }
            | FaultKind::NotInConditions
            | FaultKind::Withdrawn
    );
    // So is a literal expression that cannot be read.
    let told = fault.phase == Phase::Validate && matches!(fault.kind, FaultKind::YaqlSyntax { .. });
    if !elsewhere && !told {
        let (phase, range) = (fault.phase, fault.range);
        report(ctx, Fault::Argument(fault), range, place, phase, found);
    }
}

/// A value without functions against its property, at every depth.
fn check_plain(
    ctx: &StackContext<'_>,
    property: &'static Property,
    value: &Value,
    spot: &Spot<'_>,
    place: &mut Place,
    found: &mut Found,
) {
    match value {
        Value::Omitted => return,
        Value::Unknown(unknown) if unknown.kind().is_none() => return,
        // Null is the default, or what is empty in the type: a mapping without members may lack something (PR-002).
        Value::Null => {
            if let (ValueType::Map, Some(schema), None) = (property.value_type, property.properties, &property.default)
            {
                plain_members(ctx, schema, &[], spot, place, found);
            }
        }
        Value::Map(entries) if property.value_type == ValueType::Map => {
            if let Some(schema) = property.properties {
                plain_members(ctx, schema, entries, spot, place, found);
            }
        }
        Value::List(items) if property.value_type == ValueType::List => {
            if let Some(schema) = property.items {
                for (index, item) in items.iter().enumerate() {
                    place.path.push_index(index);
                    check_plain(ctx, schema, item, spot, place, found);
                    place.path.pop();
                }
            }
        }
        _ => {}
    }
    if convert(property, Some(value.clone())).is_err() {
        // A fault further inside has been told already.
        if shape_fits(property, value) {
            return;
        }
        let fault = Fault::WrongType {
            name: spot.key.text.clone(),
            expected: property.value_type,
            found: value.kind().unwrap_or(ValueKind::Null),
            value: Some(value).filter(|it| is_plain(it)).map(short_text),
        };
        return report(ctx, fault, spot.range, place, evaluation(place), found);
    }
    if !matches!(value, Value::Unknown(_)) {
        check_constraints(ctx, property, value, spot, place, found);
    }
}

/// True for what can be shown as it is.
fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Map(_) | Value::List(_) | Value::Unknown(_))
}

fn shape_fits(property: &Property, value: &Value) -> bool {
    matches!(
        (property.value_type, value),
        (ValueType::Map, Value::Map(_)) | (ValueType::List, Value::List(_))
    )
}

fn plain_members(
    ctx: &StackContext<'_>,
    schema: &'static [Property],
    entries: &[(SmolStr, Value)],
    spot: &Spot<'_>,
    place: &mut Place,
    found: &mut Found,
) {
    let members = Members {
        owner: spot.owner.clone(),
        within: Some(spot.key.text.clone()),
        schema,
        missing_at: spot.range,
        dynamic: spot.dynamic,
    };
    for (key, value) in entries {
        place.path.push(key.clone());
        match hotkit_schema::find_property(schema, key) {
            Some(property) if property.dropped != Dropped::Always => {
                check_plain(ctx, property, value, spot, place, found)
            }
            Some(_) => {}
            None => {
                let suggestion = nearest(key, schema.iter().map(|it| it.name)).map(SmolStr::new);
                let fault = Fault::UnknownProperty {
                    owner: members.owner.clone(),
                    within: members.within.clone(),
                    name: key.clone(),
                    suggestion,
                    instead_of: None,
                    declared: None,
                };
                report_unknown(ctx, &members, fault, spot.range, place, found);
            }
        }
        place.path.pop();
    }
    let given = |name: &str| entries.iter().any(|(key, _)| key == name);
    let replaced = |older: &&str| entries.iter().any(|(key, value)| key == older && *value != Value::Null);
    let missing = schema
        .iter()
        .filter(|it| it.required && it.default.is_none() && !given(it.name) && !it.satisfied_by.iter().any(&replaced));
    let names: Vec<SmolStr> = missing.map(|it| SmolStr::new_static(it.name)).collect();
    if !names.is_empty() {
        let fault = Fault::MissingProperty {
            owner: members.owner,
            within: members.within,
            names,
            declared: None,
        };
        report(ctx, fault, spot.range, place, evaluation(place), found);
    }
}

/// Constraints, unless the value is only there until a resource exists (PR-015).
fn check_constraints(
    ctx: &StackContext<'_>,
    property: &'static Property,
    value: &Value,
    spot: &Spot<'_>,
    place: &Place,
    found: &mut Found,
) {
    if spot.provisional {
        return;
    }
    let Ok(converted) = convert(property, Some(value.clone())) else {
        return;
    };
    if property.dropped == Dropped::WhenTrue && converted.is_truthy() != Some(false) {
        return;
    }
    for constraint in property.constraints {
        if !violates(property, constraint, &converted, ctx.now) {
            continue;
        }
        let fault = Fault::NotAllowed {
            name: spot.key.text.clone(),
            constraint,
            value: short_text(value),
        };
        let mut verdict = place.verdict(evaluation(place), ctx.strict);
        if verdict == Verdict::Refused {
            verdict = match spot.dynamic {
                Holds::No => Verdict::Refused,
                Holds::Yes => Verdict::FailsLater,
                Holds::Unknown => Verdict::Possible,
            };
        }
        found
            .problems
            .push(ctx.site.problem(fault, spot.range, &place.path, verdict));
    }
}

/// Whether a value reads a resource of the stack, which does not exist while Heat validates (PR-015).
pub(crate) fn reads_resources(ctx: &StackContext<'_>, value: &Expr) -> Holds {
    let any = |items: &mut dyn Iterator<Item = &Expr>| {
        let mut result = Holds::No;
        for item in items {
            match reads_resources(ctx, item) {
                Holds::Yes => return Holds::Yes,
                Holds::Unknown => result = Holds::Unknown,
                Holds::No => {}
            }
        }
        result
    };
    match &value.kind {
        ExprKind::List(items) => any(&mut items.iter()),
        ExprKind::Map(entries) => any(&mut entries.iter().map(|it| &it.value)),
        ExprKind::Call(call) => match call.function {
            Function::GetResource
            | Function::GetAtt
            | Function::GetAttThenSelect
            | Function::GetAttAllAttributes
            | Function::CfnGetAtt => Holds::Yes,
            Function::Ref => match call.argument.as_text() {
                Some(name) if !ctx.resources.contains_key(name.as_str()) => Holds::No,
                _ => Holds::Yes,
            },
            Function::If | Function::IfNullable => {
                let Some([condition, branches @ ..]) = call.argument.as_list() else {
                    return Holds::No;
                };
                let holds = condition::holds(ctx, condition);
                let mut taken = branches
                    .iter()
                    .zip([holds, holds.not()])
                    .filter(|(_, it)| *it != Holds::No);
                match holds {
                    Holds::Unknown => match any(&mut taken.map(|(branch, _)| branch)) {
                        Holds::No => Holds::No,
                        _ => Holds::Unknown,
                    },
                    _ => taken
                        .next()
                        .map_or(Holds::No, |(branch, _)| reads_resources(ctx, branch)),
                }
            }
            _ => reads_resources(ctx, &call.argument),
        },
        _ => Holds::No,
    }
}
