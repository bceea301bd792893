//! Properties against the schema of their type, at every depth (engine checks, section 9; N-003, N-004 for nested templates).

mod value;

use hotkit_eval::{Phase, Value, evaluate};
use hotkit_model::{Entry, Expr, Resource, ValueKind};
use hotkit_schema::{Dropped, Function, Property, ResourceType, ValueType};
use hotkit_text::{TextRange, nearest};
use smol_str::SmolStr;

use crate::condition::{self, Holds};
use crate::input::short_text;
use crate::problem::{Fault, Verdict};
use crate::seen::to_type;
use crate::stack::StackContext;
use crate::walk::{Found, Place, Section, report};

use value::{Spot, check_value};
pub(crate) use value::{evaluation_fault, reads_resources};

/// Checks the properties of a resource whose type is built in.
pub(crate) fn check_builtin(
    ctx: &StackContext<'_>,
    resource: &Resource,
    resource_type: &'static ResourceType,
    place: &mut Place,
    found: &mut Found,
) {
    let members = Members {
        owner: resource
            .resource_type
            .as_ref()
            .map_or_else(|| resource_type.name.into(), |it| it.text.clone()),
        within: None,
        schema: resource_type.properties,
        missing_at: resource.name.range,
        dynamic: Holds::No,
    };
    match &resource.properties {
        Some((_, properties)) => {
            place.path.push(properties_key(ctx));
            match properties.as_map() {
                Some(entries) => {
                    check_members(ctx, &members, entries, place, found);
                    if resource_type.name == "OS::Heat::Value" {
                        check_declared_type(ctx, entries, place, found);
                    }
                }
                None => whole_is_function(ctx, properties, place, found),
            }
            place.path.pop();
        }
        None => check_members(ctx, &members, &[], place, found),
    }
}

/// The `value` of an OS::Heat::Value has the type that its `type` says (PR-019).
fn check_declared_type(ctx: &StackContext<'_>, entries: &[Entry], place: &mut Place, found: &mut Found) {
    let value_of = |name: &str| entries.iter().find(|it| it.key.text == name).map(|it| &it.value);
    let (Some(declared), Some(value)) = (value_of("type"), value_of("value")) else {
        return;
    };
    let Ok(Value::Text(declared)) = evaluate(declared, &ctx.scope) else {
        return;
    };
    let expected = match declared.as_str() {
        "string" => ValueType::String,
        "number" => ValueType::Number,
        "boolean" => ValueType::Boolean,
        "json" => ValueType::Map,
        "comma_delimited_list" => ValueType::List,
        _ => return,
    };
    let Ok(given) = evaluate(value, &ctx.scope) else { return };
    if given.is_known() && given != Value::Null && to_type(expected, given.clone()).is_err() {
        let fault = Fault::WrongType {
            name: SmolStr::new_static("value"),
            expected,
            found: given.kind().unwrap_or(ValueKind::Null),
            value: Some(short_text(&given)),
        };
        place.path.push("value");
        report(ctx, fault, value.range, place, Phase::Evaluate, found);
        place.path.pop();
    }
}

/// Checks an update policy: the same as properties, in nested stacks too.
pub(crate) fn check_update_policy(
    ctx: &StackContext<'_>,
    type_name: &str,
    schema: &'static [Property],
    policy: &Expr,
    place: &mut Place,
    found: &mut Found,
) {
    let Some(entries) = policy.as_map() else { return };
    let members = Members {
        owner: smol_str::format_smolstr!("the update policy of {type_name}"),
        within: None,
        schema,
        missing_at: policy.range,
        dynamic: Holds::No,
    };
    check_members(ctx, &members, entries, place, found);
}

/// A function in the place of all properties: Heat lists the keys of the function itself, and fails.
pub(crate) fn whole_is_function(ctx: &StackContext<'_>, properties: &Expr, place: &Place, found: &mut Found) {
    let Some(call) = properties.as_call() else { return };
    let fault = Fault::FunctionAsProperties {
        name: call.name.text.clone(),
    };
    report(ctx, fault, call.name.range, place, Phase::Validate, found);
}

pub(crate) fn properties_key(ctx: &StackContext<'_>) -> &'static str {
    if ctx.template.is_cfn() {
        "Properties"
    } else {
        "properties"
    }
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
                report_unknown(ctx, members, fault, entry.key.range, place, found);
            }
            if !is_superseded(ctx, members, property, entries) {
                check_entry(ctx, members, property, entry, place, found);
            }
            continue;
        }
        let known = members
            .schema
            .iter()
            .filter(|it| it.support.status != hotkit_schema::SupportStatus::Hidden)
            .map(|it| it.name);
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
    let names: Vec<SmolStr> = missing
        .into_iter()
        .filter(|name| !explained.contains(name))
        .map(SmolStr::new_static)
        .collect();
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
pub(crate) fn evaluation(place: &Place) -> Phase {
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
    // What is required must be there all the same, and here it goes by another name.
    let lacks = matches!(
        fault,
        Fault::UnknownProperty {
            instead_of: Some(_),
            ..
        }
    );
    if verdict == Verdict::Refused && !lacks {
        verdict = match members.dynamic {
            Holds::No => Verdict::Refused,
            Holds::Yes => Verdict::FailsLater,
            Holds::Unknown => Verdict::Possible,
        };
    }
    found
        .problems
        .push(ctx.site.problem(fault, range, &place.path, verdict));
}

/// Whether an entry is there at all: a two-argument `if` that is false takes its entry away (F-IF-3).
pub(crate) fn is_given(ctx: &StackContext<'_>, value: &Expr) -> Holds {
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
    let given = |name: &str| {
        entries
            .iter()
            .any(|it| it.key.text == name && is_given(ctx, &it.value) != Holds::No)
    };
    // Null in an older spelling counts as nothing, but as the empty text at the top level (PR-018).
    let is_empty = |name: &str| {
        let entry = entries.iter().find(|it| it.key.text == name);
        let value = entry.map(|it| evaluate(&it.value, &ctx.scope));
        members.within.is_some() && value == Some(Ok(Value::Null))
    };
    let mut missing: Vec<&'static Property> = members
        .schema
        .iter()
        .filter(|it| it.required && it.default.is_none() && !given(it.name))
        .filter(|it| !it.satisfied_by.iter().any(|older| given(older) && !is_empty(older)))
        .collect();
    missing.sort_by_key(|it| it.order);
    missing.into_iter().map(|it| it.name).collect()
}

/// True where the engine takes the value of an older spelling instead, or refuses both, before it looks at the own one: the
/// older one is not null (PR-018). At the first level it is converted before, so that null counts, too; inside a mapping it is
/// taken as it is.
fn is_superseded(ctx: &StackContext<'_>, members: &Members, property: &Property, entries: &[Entry]) -> bool {
    let mut older = entries
        .iter()
        .filter(|it| property.satisfied_by.contains(&it.key.text.as_str()));
    older.any(|it| match evaluate(&it.value, &ctx.scope) {
        Ok(Value::Null) => members.within.is_none(),
        Ok(Value::Omitted) | Err(_) => false,
        Ok(_) => true,
    })
}

fn check_entry(
    ctx: &StackContext<'_>,
    members: &Members,
    property: &'static Property,
    entry: &Entry,
    place: &mut Place,
    found: &mut Found,
) {
    // The engine passes over what it drops.
    if property.dropped == Dropped::Always {
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
        range: entry.value.range,
        provisional: false,
    };
    place.path.push(entry.key.text.clone());
    check_value(ctx, property, &entry.value, &spot, place, found);
    place.path.pop();
}
