//! The names that function calls use: parameters, resources, attributes.

use hotkit_eval::{Phase, Value, evaluate};
use hotkit_model::{Call, Expr, ExprKind, Key};
use hotkit_schema::Function;
use hotkit_text::TextRange;

use crate::condition::Holds;
use crate::graph::Because;
use crate::group;
use crate::problem::{Fault, ReferenceFunction, Verdict};
use crate::registry::Resolution;
use crate::stack::StackContext;
use crate::walk::{AskedAttribute, Found, Place, Section, attribute_of, report, undefined};

/// Looks up what a call names.
pub(crate) fn references(ctx: &StackContext<'_>, call: &Call, place: &Place, found: &mut Found) {
    match call.function {
        Function::GetParam | Function::ParamRef => {
            if let Some(name) = first_name(ctx, &call.argument) {
                parameter(ctx, &name, place, found);
            }
        }
        Function::GetResource => {
            if let Some(name) = name_of(ctx, &call.argument).or_else(|| name_of_null(&call.argument)) {
                resource(ctx, &name, ReferenceFunction::Resource, place, found);
            }
        }
        Function::Ref => {
            let Some(name) = name_of(ctx, &call.argument) else {
                return;
            };
            // A resource of that name comes first (CF-004).
            if ctx.resources.contains_key(name.text.as_str()) {
                resource(ctx, &name, ReferenceFunction::Resource, place, found);
            } else {
                parameter(ctx, &name, place, found);
            }
        }
        Function::GetAtt | Function::GetAttThenSelect | Function::GetAttAllAttributes | Function::CfnGetAtt => {
            get_attr(ctx, call, place, found);
        }
        _ => {}
    }
}

fn get_attr(ctx: &StackContext<'_>, call: &Call, place: &Place, found: &mut Found) {
    let Some(items) = call.argument.as_list() else { return };
    let Some(name) = items.first().and_then(|it| name_of(ctx, it)) else {
        return;
    };
    let Some(index) = resource(ctx, &name, ReferenceFunction::Attribute, place, found) else {
        return;
    };
    // Where the path is followed in the value, Heat asks for the attribute alone (F-GA-6).
    let asks_for_path = !matches!(call.function, Function::GetAttThenSelect | Function::CfnGetAtt);
    let asked = if asks_for_path { items.len() } else { items.len().min(2) };
    ask_group(ctx, index, &items[1..asked], place, found);
    let attribute = items.get(1).and_then(|it| name_of(ctx, it));
    if attribute.is_some() || items.len() == 1 {
        found.attributes.read(index, attribute.as_ref(), place);
    }
    if let Some(attribute) = attribute {
        attribute_of(ctx, index, &attribute, place, found);
    }
}

/// Keeps what is asked of a group: Heat makes an output of its nested stack for each.
fn ask_group(ctx: &StackContext<'_>, resource: usize, steps: &[Expr], place: &Place, found: &mut Found) {
    let Resolution::Builtin(resource_type) = ctx.resolutions[resource] else {
        return;
    };
    let asks = matches!(place.section, Section::Properties | Section::Metadata | Section::Output);
    if !asks || !group::is_group(resource_type) || place.branch.and(place.owner) != Holds::Yes {
        return;
    }
    let values: Vec<(Value, TextRange)> = steps
        .iter()
        .map_while(|step| Some((evaluate(step, &ctx.scope).ok().filter(Value::is_known)?, step.range)))
        .collect();
    found.asked.push(AskedAttribute {
        resource,
        whole: values.len() == steps.len(),
        steps: values,
    });
}

/// F-GP-1: noticed when a value is computed.
fn parameter(ctx: &StackContext<'_>, name: &Key, place: &Place, found: &mut Found) {
    if ctx.has_parameter(&name.text) {
        return;
    }
    let declared = ctx.template.parameters.iter().map(|it| &it.name);
    let fault = undefined(ctx, name, ReferenceFunction::Parameter, declared);
    report(ctx, fault, name.range, place, Phase::Evaluate, found);
}

/// F-GR-1, F-GA-1: noticed when edges are collected, in outputs only for attributes. Returns the resource.
fn resource(
    ctx: &StackContext<'_>,
    name: &Key,
    function: ReferenceFunction,
    place: &Place,
    found: &mut Found,
) -> Option<usize> {
    let mut verdict = place.reference_verdict();
    let validated = match place.section {
        Section::Output => function == ReferenceFunction::Attribute,
        // Evaluated with every validation.
        Section::UpdatePolicy => true,
        _ => false,
    };
    if validated {
        verdict = place.verdict(Phase::Validate, ctx.strict);
    }
    if place.ignored && place.section != Section::Properties && place.section != Section::Metadata {
        verdict = Verdict::Accepted;
    }
    if place.branch.and(place.owner) == Holds::No {
        return None;
    }
    let Some(index) = ctx.resources.get(name.text.as_str()).copied() else {
        let declared = ctx.template.resources.iter().map(|it| &it.name);
        let fault = undefined(ctx, name, function, declared);
        found
            .problems
            .push(ctx.site.problem(fault, name.range, &place.path, verdict));
        return None;
    };
    if ctx.enabled[index] == Holds::No {
        if let Some(condition) = &ctx.template.resources[index].condition {
            let fault = Fault::Disabled {
                name: name.text.clone(),
                condition: condition.range,
            };
            found
                .problems
                .push(ctx.site.problem(fault, name.range, &place.path, verdict));
        }
        return None;
    }
    let makes_edge = matches!(place.section, Section::Properties | Section::Metadata);
    if let (Some(requirer), true) = (place.resource, makes_edge && !ctx.is_external(place.resource)) {
        let because = Because {
            range: name.range,
            function,
            path: place.path.clone(),
            certain: place.branch.and(place.owner).and(ctx.enabled[index]) == Holds::Yes,
        };
        found.edges.push((requirer, index, because));
    }
    Some(index)
}

/// The name that an argument comes to: as written, or as its functions give it.
fn name_of(ctx: &StackContext<'_>, argument: &Expr) -> Option<Key> {
    let text = match argument.as_text() {
        Some(text) => text.clone(),
        None => evaluate(argument.as_call().map(|_| argument)?, &ctx.scope)
            .ok()?
            .as_text()?
            .clone(),
    };
    Some(Key {
        text,
        range: argument.range,
    })
}

/// Null is taken for the name that Python writes for it (F-GR-1).
fn name_of_null(argument: &Expr) -> Option<Key> {
    (argument.kind == ExprKind::Null).then(|| Key {
        text: "None".into(),
        range: argument.range,
    })
}

/// The argument itself, or the first item of it.
fn first_name(ctx: &StackContext<'_>, argument: &Expr) -> Option<Key> {
    name_of(ctx, argument).or_else(|| name_of(ctx, argument.as_list()?.first()?))
}
