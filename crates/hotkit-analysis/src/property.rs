//! Properties against the schema of their type, at every depth (engine checks, section 9; N-003, N-004 for nested templates).

use hotkit_eval::Phase;
use hotkit_model::{Entry, Expr, ExprKind, Key, Parameter, Path, Resource, Template, number_from_text};
use hotkit_schema::{Function, Property, ResourceType, ValueType};
use hotkit_text::{FileId, TextRange, nearest};
use smol_str::SmolStr;

use crate::condition::{self, Holds};
use crate::problem::{Declared, Fault, Verdict};
use crate::stack::StackContext;
use crate::walk::{Found, Place, Section, report};

/// Checks the properties of a resource whose type is built in.
pub(crate) fn check_builtin(
    ctx: &StackContext<'_>,
    resource: &Resource,
    resource_type: &'static ResourceType,
    place: &mut Place,
    found: &mut Found,
) {
    let members = Members {
        owner: resource.resource_type.as_ref().map_or_else(|| resource_type.name.into(), |it| it.text.clone()),
        within: None,
        schema: resource_type.properties,
        missing_at: resource.name.range,
        dynamic: Holds::No,
    };
    match &resource.properties {
        Some((_, properties)) => {
            place.path.push(properties_key(ctx));
            match properties.as_map() {
                Some(entries) => check_members(ctx, &members, entries, place, found),
                None => whole_is_function(ctx, properties, place, found),
            }
            place.path.pop();
        }
        None => check_members(ctx, &members, &[], place, found),
    }
}

/// Checks an update policy: the same as properties, in nested stacks too.
pub(crate) fn check_update_policy(
    ctx: &StackContext<'_>,
    resource_type: &'static ResourceType,
    policy: &Expr,
    place: &mut Place,
    found: &mut Found,
) {
    let Some(entries) = policy.as_map() else { return };
    let members = Members {
        owner: smol_str::format_smolstr!("the update policy of {}", resource_type.name),
        within: None,
        schema: resource_type.update_policy,
        missing_at: policy.range,
        dynamic: Holds::No,
    };
    check_members(ctx, &members, entries, place, found);
}

/// A function in the place of all properties: Heat lists the keys of the function itself, and fails.
fn whole_is_function(ctx: &StackContext<'_>, properties: &Expr, place: &Place, found: &mut Found) {
    let Some(call) = properties.as_call() else { return };
    let fault = Fault::FunctionAsProperties {
        name: call.name.text.clone(),
    };
    report(ctx, fault, call.name.range, place, Phase::Validate, found);
}

fn properties_key(ctx: &StackContext<'_>) -> &'static str {
    if ctx.template.is_cfn() { "Properties" } else { "properties" }
}

/// The members of one mapping, and where they stand.
struct Members {
    owner: SmolStr,
    within: Option<SmolStr>,
    schema: &'static [Property],
    /// Where a missing one is shown.
    missing_at: TextRange,
    /// Whether the top-level property reads a resource that does not exist yet: then Heat converts values and wants what is
    /// required, and checks nothing else (PR-015).
    dynamic: Holds,
}

fn check_members(ctx: &StackContext<'_>, members: &Members, entries: &[Entry], place: &mut Place, found: &mut Found) {
    let missing = missing_members(ctx, members, entries);
    let mut explained: Vec<&str> = Vec::new();
    for entry in entries {
        let name = entry.key.text.as_str();
        let given = is_given(ctx, &entry.value);
        if members.within.is_some() && given == Holds::No {
            continue;
        }
        if let Some(property) = hotkit_schema::find_property(members.schema, name) {
            if !property.implemented {
                let fault = Fault::NotImplemented {
                    owner: members.owner.clone(),
                    name: entry.key.text.clone(),
                };
                report(ctx, fault, entry.key.range, place, Phase::Validate, found);
            }
            check_entry(ctx, members, property, entry, place, found);
            continue;
        }
        let known = members.schema.iter().filter(|it| it.support.status != hotkit_schema::SupportStatus::Hidden).map(|it| it.name);
        let open = |near: &&str| !entries.iter().any(|it| it.key.text == *near);
        let suggestion = nearest(name, known.filter(open));
        let instead_of = suggestion.filter(|near| missing.iter().any(|it| it == near));
        explained.extend(instead_of);
        let fault = Fault::UnknownProperty {
            owner: members.owner.clone(),
            within: members.within.clone(),
            name: entry.key.text.clone(),
            suggestion: suggestion.map(SmolStr::new),
            instead_of: instead_of.map(SmolStr::new),
            declared: None,
        };
        let outer = place.branch;
        if members.within.is_some() {
            place.branch = outer.and(given);
        }
        place.path.push(entry.key.text.clone());
        report_unknown(ctx, members, fault, entry.key.range, place, found);
        place.path.pop();
        place.branch = outer;
    }
    let names: Vec<SmolStr> =
        missing.into_iter().filter(|name| !explained.contains(name)).map(SmolStr::new_static).collect();
    if !names.is_empty() {
        let fault = Fault::MissingProperty {
            owner: members.owner.clone(),
            within: members.within.clone(),
            names,
            declared: None,
        };
        report(ctx, fault, members.missing_at, place, evaluation(place), found);
    }
}

/// An update policy is checked with its values in nested stacks too; properties only when they are created (N-008).
fn evaluation(place: &Place) -> Phase {
    match place.section {
        Section::UpdatePolicy => Phase::Validate,
        _ => Phase::Evaluate,
    }
}

fn report_unknown(
    ctx: &StackContext<'_>,
    members: &Members,
    fault: Fault,
    range: TextRange,
    place: &Place,
    found: &mut Found,
) {
    if members.within.is_none() {
        // The names of the first level are checked everywhere (0.1).
        return report(ctx, fault, range, place, Phase::Validate, found);
    }
    let mut verdict = place.verdict(evaluation(place), ctx.strict);
    if verdict == Verdict::Refused {
        verdict = match members.dynamic {
            Holds::No => Verdict::Refused,
            Holds::Yes => Verdict::FailsLater,
            Holds::Unknown => Verdict::Possible,
        };
    }
    found.problems.push(ctx.site.problem(fault, range, &place.path, verdict));
}

/// Whether an entry is there at all: a two-argument `if` that is false takes its entry away (F-IF-3).
fn is_given(ctx: &StackContext<'_>, value: &Expr) -> Holds {
    match value.as_call() {
        Some(call) if call.function == Function::IfNullable => match call.argument.as_list() {
            Some([condition, inner]) => match condition::holds(ctx, condition) {
                Holds::Yes => is_given(ctx, inner),
                other => other,
            },
            _ => Holds::Yes,
        },
        _ => Holds::Yes,
    }
}

/// Required members that are neither given nor replaced by an older spelling (PR-002, PR-018).
fn missing_members(ctx: &StackContext<'_>, members: &Members, entries: &[Entry]) -> Vec<&'static str> {
    let given = |name: &str| entries.iter().any(|it| it.key.text == name && is_given(ctx, &it.value) != Holds::No);
    let mut missing: Vec<&'static Property> = members
        .schema
        .iter()
        .filter(|it| it.required && it.default.is_none() && !given(it.name))
        .filter(|it| !it.satisfied_by.iter().any(|older| given(older)))
        .collect();
    missing.sort_by_key(|it| it.order);
    missing.into_iter().map(|it| it.name).collect()
}

fn check_entry(
    ctx: &StackContext<'_>,
    members: &Members,
    property: &'static Property,
    entry: &Entry,
    place: &mut Place,
    found: &mut Found,
) {
    // The engine passes over the older spelling of another property.
    if property.stands_for.is_some() {
        return;
    }
    let dynamic = match members.within {
        None => reads_resources(ctx, &entry.value),
        Some(_) => members.dynamic,
    };
    let spot = Spot {
        owner: &members.owner,
        key: &entry.key,
        dynamic,
    };
    place.path.push(entry.key.text.clone());
    check_value(ctx, property, &entry.value, &spot, place, found);
    place.path.pop();
}

/// The property that a value belongs to.
struct Spot<'s> {
    owner: &'s SmolStr,
    key: &'s Key,
    dynamic: Holds,
}

fn check_value(
    ctx: &StackContext<'_>,
    property: &'static Property,
    value: &Expr,
    spot: &Spot<'_>,
    place: &mut Place,
    found: &mut Found,
) {
    match &value.kind {
        ExprKind::Call(call) if matches!(call.function, Function::If | Function::IfNullable) => {
            let Some([condition, branches @ ..]) = call.argument.as_list() else { return };
            let holds = condition::holds(ctx, condition);
            let outer = place.branch;
            for (branch, taken) in branches.iter().zip([holds, holds.not()]) {
                place.branch = outer.and(taken);
                check_value(ctx, property, branch, spot, place, found);
            }
            place.branch = outer;
        }
        ExprKind::Call(_) | ExprKind::Null => {}
        ExprKind::Map(entries) if property.value_type == ValueType::Map => {
            if let Some(schema) = property.properties {
                let members = Members {
                    owner: spot.owner.clone(),
                    within: Some(spot.key.text.clone()),
                    schema,
                    missing_at: spot.key.range,
                    dynamic: spot.dynamic,
                };
                check_members(ctx, &members, entries, place, found);
            }
        }
        ExprKind::List(items) if property.value_type == ValueType::List => {
            let Some(schema) = property.items else { return };
            for (index, item) in items.iter().enumerate() {
                place.path.push_index(index);
                check_value(ctx, schema, item, spot, place, found);
                place.path.pop();
            }
        }
        _ if converts(property, value) => {}
        _ => {
            let fault = Fault::WrongType {
                name: spot.key.text.clone(),
                expected: property.value_type,
                found: value.value_kind(),
                value: value.as_text().filter(|text| text.len() <= 40).cloned(),
            };
            report(ctx, fault, value.range, place, evaluation(place), found);
        }
    }
}

/// Whether Heat can turn a value without functions into the type of its property (PR-003 to PR-008).
fn converts(property: &Property, value: &Expr) -> bool {
    match (property.value_type, &value.kind) {
        (ValueType::Any, _) => true,
        (ValueType::String, kind) => {
            matches!(kind, ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::Integer(_) | ExprKind::BigInteger(_))
        }
        (ValueType::Integer, ExprKind::Text(text)) => {
            number_from_text(text).is_some_and(|_| !text.contains(['.', 'e', 'E', 'n', 'N']))
        }
        (ValueType::Integer, ExprKind::Float(number)) => number.is_finite(),
        (ValueType::Number, ExprKind::Text(text)) => number_from_text(text).is_some(),
        (ValueType::Integer | ValueType::Number, kind) => {
            matches!(kind, ExprKind::Bool(_) | ExprKind::Integer(_) | ExprKind::BigInteger(_) | ExprKind::Float(_))
        }
        (ValueType::Boolean, ExprKind::Text(text)) => {
            text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
        }
        (ValueType::Boolean, kind) => matches!(kind, ExprKind::Bool(_)),
        (ValueType::Map, kind) => {
            matches!(kind, ExprKind::Map(_))
                || (property.allow_conversion && matches!(kind, ExprKind::Text(_) | ExprKind::List(_)))
        }
        (ValueType::List, kind) => {
            matches!(kind, ExprKind::List(_)) || (property.allow_conversion && matches!(kind, ExprKind::Text(_)))
        }
    }
}

/// Whether a value reads a resource of the stack, which does not exist while Heat validates (PR-015).
fn reads_resources(ctx: &StackContext<'_>, value: &Expr) -> Holds {
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
                let Some([condition, branches @ ..]) = call.argument.as_list() else { return Holds::No };
                let holds = condition::holds(ctx, condition);
                let mut taken = branches.iter().zip([holds, holds.not()]).filter(|(_, it)| *it != Holds::No);
                match holds {
                    Holds::Unknown => match any(&mut taken.map(|(branch, _)| branch)) {
                        Holds::No => Holds::No,
                        _ => Holds::Unknown,
                    },
                    _ => taken.next().map_or(Holds::No, |(branch, _)| reads_resources(ctx, branch)),
                }
            }
            _ => reads_resources(ctx, &call.argument),
        },
        _ => Holds::No,
    }
}

/// A nested template as the type of a resource.
pub(crate) struct NestedType<'n> {
    pub(crate) file: FileId,
    pub(crate) path: &'n str,
    pub(crate) template: &'n Template,
    /// True where `parameter_defaults` of the environment gives a value (N-004).
    pub(crate) has_default: &'n dyn Fn(&str) -> bool,
}

/// Checks the properties of a resource whose type is a template: they are its parameters (N-003, N-004).
pub(crate) fn check_nested(
    ctx: &StackContext<'_>,
    resource: &Resource,
    nested: &NestedType<'_>,
    place: &mut Place,
    found: &mut Found,
) {
    let path: &Path = &place.path.clone();
    let entries = match &resource.properties {
        Some((_, properties)) => {
            place.path.push(properties_key(ctx));
            match properties.as_map() {
                Some(entries) => entries,
                None => {
                    whole_is_function(ctx, properties, place, found);
                    place.path = path.clone();
                    return;
                }
            }
        }
        None => &[],
    };
    let given = |name: &str| entries.iter().any(|it| it.key.text == name);
    let required = |it: &&Parameter| it.default.is_none() && !given(&it.name.text) && !(nested.has_default)(&it.name.text);
    let missing: Vec<&Parameter> = nested.template.parameters.iter().filter(required).collect();
    let mut explained: Vec<&str> = Vec::new();
    for entry in entries {
        let name = entry.key.text.as_str();
        if nested.template.parameter(name).is_some() {
            continue;
        }
        let known = nested.template.parameters.iter().map(|it| it.name.text.as_str());
        let near = nearest(name, known.filter(|near| !given(near)));
        let near = near.and_then(|near| nested.template.parameter(near));
        let instead_of = near.filter(|near| missing.iter().any(|it| it.name.text == near.name.text));
        explained.extend(instead_of.map(|it| it.name.text.as_str()));
        let fault = Fault::UnknownProperty {
            owner: nested.path.into(),
            within: None,
            name: entry.key.text.clone(),
            suggestion: near.map(|it| it.name.text.clone()),
            instead_of: instead_of.map(|it| it.name.text.clone()),
            declared: near.map(|it| declared(nested, it)),
        };
        place.path.push(entry.key.text.clone());
        report(ctx, fault, entry.key.range, place, Phase::Validate, found);
        place.path.pop();
    }
    let missing: Vec<&Parameter> =
        missing.into_iter().filter(|it| !explained.contains(&it.name.text.as_str())).collect();
    if let Some(first) = missing.first() {
        let fault = Fault::MissingProperty {
            owner: nested.path.into(),
            within: None,
            names: missing.iter().map(|it| it.name.text.clone()).collect(),
            declared: Some(declared(nested, first)),
        };
        report(ctx, fault, resource.name.range, place, Phase::Evaluate, found);
    }
    place.path = path.clone();
}

fn declared(nested: &NestedType<'_>, parameter: &Parameter) -> Declared {
    Declared {
        name: parameter.name.text.clone(),
        place: Some((nested.file, parameter.name.range)),
    }
}
