//! Types of the engine itself (X-HEAT-1 to X-HEAT-9).

use hotkit_eval::{FaultKind, Value, evaluate};
use hotkit_model::{Document, Expr, Fault as FileFault, FileKind, ValueKind, read};
use hotkit_schema::ValueType;
use hotkit_text::TextRange;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Subject;
use super::part::{Part, Spot};
use super::refusals::Refusals;
use super::spellings::added_twice;
use crate::condition::Holds;
use crate::input::short_text;
use crate::problem::{Fault, WhyNot};
use crate::registry::Resolution;
use crate::seen::{Seen, to_type};

/// Seconds that a stack has where nothing else is asked for (engine checks 16.6).
const STACK_TIMEOUT: i64 = 3600;

/// What a server must have to run software deployments.
const SOFTWARE_CONFIG: &str = "SOFTWARE_CONFIG";

/// N-030.
pub(super) fn auto_scaling_group(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let group = subject.properties();
    group_sizes(&group, ["min_size", "desired_capacity", "max_size"], refusals);
    subject.read(&["resource"]);
}

/// A group makes its members of these (N-020). A parameter without a value, or that nobody declares, is null to the definition of
/// its members.
pub(super) fn resource_group(subject: &Subject<'_>, _: &mut Refusals<'_>) {
    if subject.properties().truthy("count") != Holds::Yes {
        return;
    }
    subject.read(&["removal_policies"]);
    let mut entries = subject.resource.property_entries().iter();
    let definition = entries.find(|it| it.key.text == "resource_def");
    let lacks_value = |value: &Expr| match evaluate(value, &subject.ctx.scope) {
        Err(fault) => matches!(
            fault.kind,
            FaultKind::MissingParameter { .. } | FaultKind::UnknownParameter { .. }
        ),
        Ok(_) => false,
    };
    let is_excused = definition.is_some_and(|it| {
        // Without a type there are no members.
        let of_type = it.value.get("type").map(|it| &it.value);
        lacks_value(&it.value) && it.value.as_call().is_none() && !of_type.is_some_and(lacks_value)
    });
    if !is_excused {
        subject.read(&["resource_def"]);
    }
}

/// What it says of its type decides what its value may be, wherever it is made (PR-019).
pub(super) fn value(subject: &Subject<'_>, _: &mut Refusals<'_>) {
    subject.read(&["type"]);
}

/// A chain makes its members of this (N-040).
pub(super) fn resource_chain(subject: &Subject<'_>, _: &mut Refusals<'_>) {
    subject.read(&["resources"]);
}

/// A group of deployments makes its members of these, one for each server, and looks at the first (engine checks 11.2).
pub(super) fn deployment_group(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    subject.read(&["servers"]);
    let mut entries = subject.resource.property_entries().iter();
    let Some(servers) = entries.find(|it| it.key.text == "servers") else {
        return;
    };
    let Ok(Value::Map(values)) = evaluate(&servers.value, &subject.ctx.scope) else {
        return;
    };
    let Some((name, value)) = values.first() else { return };
    refusals.names_stack(subject.resource);
    subject.read(&[
        "config",
        "input_key",
        "input_values",
        "actions",
        "name",
        "signal_transport",
    ]);
    let written = servers.value.get(name);
    let path = || subject.place.path.clone();
    if name.contains('/') {
        let range = written.map_or(servers.value.range, |it| it.key.range);
        let fault = FileFault::SlashInName { name: name.clone() };
        refusals.refuse(Fault::File(fault), Spot { range, path: path() });
    }
    if !matches!(value, Value::Null | Value::Unknown(_)) && to_type(ValueType::String, value.clone()).is_err() {
        let fault = Fault::WrongType {
            name: name.clone(),
            expected: ValueType::String,
            found: value.kind().unwrap_or(ValueKind::Null),
            value: Some(short_text(value)).filter(|_| !matches!(value, Value::Map(_) | Value::List(_))),
        };
        let range = written.map_or(servers.value.range, |it| it.value.range);
        refusals.refuse(fault, Spot { range, path: path() });
    }
}

/// The sizes of a group (X-AWS-1, N-030).
pub(super) fn group_sizes(
    group: &Part<'_>,
    [smallest, desired, greatest]: [&'static str; 3],
    refusals: &mut Refusals<'_>,
) {
    refusals.ordered(group, smallest, greatest);
    if group.number(smallest).is_some_and(|it| it < 0.0) {
        refusals.value(group, smallest, WhyNot::Below(0));
    }
    if group.given(desired) == Holds::Yes && refusals.is_empty() {
        refusals.ordered(group, smallest, desired);
        refusals.ordered(group, desired, greatest);
    }
}

/// X-HEAT-6.
pub(super) fn scaling_policy(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let policy = subject.properties();
    let percent = "percent_change_in_capacity";
    let applies = policy.is("adjustment_type", percent);
    if applies.not().and(policy.given("min_adjustment_step")) == Holds::Yes {
        refusals.not_applicable(&policy, "min_adjustment_step", "adjustment_type", &[percent]);
    }
}

/// X-HEAT-1.
pub(super) fn random_string(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let string = subject.properties();
    subject.read(&["sequence", "character_sequences", "character_classes", "length"]);
    added_twice(&string, "sequence", "character_classes", refusals);
    let old = string.truthy("sequence");
    if !refusals.is_empty() || old == Holds::Unknown {
        return;
    }
    // The engine makes a class of the older property.
    let classes = if old == Holds::Yes {
        Some(1.0)
    } else {
        minimums(&string, "character_classes")
    };
    let (Some(classes), Some(sequences)) = (classes, minimums(&string, "character_sequences")) else {
        return;
    };
    let sum = classes + sequences;
    if string.number("length").is_some_and(|length| sum > length) {
        let sum = number_text(sum);
        refusals.value(&string, "length", WhyNot::BelowMinimums { sum });
    }
}

/// The sum of what the entries of a list ask for.
fn minimums(part: &Part<'_>, name: &str) -> Option<f64> {
    part.value(name)?;
    let entries = part.entries(name);
    let numbers = entries.parts.iter().map(|it| it.number("min"));
    numbers.sum::<Option<f64>>().filter(|_| entries.complete)
}

/// X-HEAT-2.
pub(super) fn access_policy(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let policy = subject.properties();
    let allowed = policy.value("AllowedResources").and_then(Value::as_list);
    for (index, name) in allowed.unwrap_or_default().iter().enumerate() {
        let exists = match name {
            Value::Unknown(_) => Holds::Unknown,
            Value::Text(name) => present(subject, name).map_or(Holds::No, |(_, holds)| holds),
            _ => Holds::No,
        };
        if exists == Holds::No {
            let value = short_text(name);
            refusals.item(&policy, "AllowedResources", index, value, WhyNot::NoSuchResource);
        }
    }
}

/// The resource of this name, and whether it is there.
fn present(subject: &Subject<'_>, name: &str) -> Option<(usize, Holds)> {
    let index = *subject.ctx.resources.get(name)?;
    Some((index, subject.ctx.enabled[index]))
}

/// X-HEAT-3.
pub(super) fn delay(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    // Inside of nested stacks the type does not look.
    if !subject.ctx.strict {
        return;
    }
    let delay = subject.properties();
    let numbers = ["min_wait", "max_jitter", "jitter_multiplier"].map(|name| delay.number(name));
    let [Some(wait), Some(jitter), Some(multiplier)] = numbers else {
        return;
    };
    let longest = wait + jitter * multiplier;
    if longest > STACK_TIMEOUT as f64 {
        let name = if wait > STACK_TIMEOUT as f64 || !delay.is_written("max_jitter") {
            "min_wait"
        } else {
            "max_jitter"
        };
        let why = WhyNot::BeyondTimeout {
            seconds: number_text(longest),
            limit: STACK_TIMEOUT,
        };
        refusals.value(&delay, name, why);
    }
}

/// X-HEAT-4.
pub(super) fn software_component(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let mut seen: FxHashMap<SmolStr, TextRange> = FxHashMap::default();
    for config in subject.properties().entries("configs").parts {
        let actions = config.value("actions").and_then(Value::as_list).unwrap_or_default();
        let mut own = Vec::new();
        for (index, action) in actions.iter().enumerate() {
            let Some(action) = action.as_text() else { continue };
            let spot = if config.is_written("actions") {
                config.item_at("actions", index)
            } else {
                config.whole()
            };
            let range = spot.range;
            match seen.get(action) {
                Some(first) => {
                    let fault = Fault::RepeatedValue {
                        name: "actions".into(),
                        value: action.clone(),
                        first: Some(*first),
                    };
                    refusals.refuse(fault, spot);
                }
                None => own.push((action.clone(), range)),
            }
        }
        // Within one configuration an action may stand twice.
        for (action, range) in own {
            seen.entry(action).or_insert(range);
        }
    }
}

/// X-HEAT-5. The server is told by its name, which is its id before it exists.
pub(super) fn deployment(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let deployment = subject.properties();
    let Some(name) = deployment.text("server") else { return };
    let Some((index, Holds::Yes)) = present(subject, name) else {
        return;
    };
    let server = &subject.ctx.template.resources[index];
    let properties = server.properties.as_ref().map(|(_, it)| it);
    let written = server
        .property_entries()
        .iter()
        .find(|it| it.key.text == "user_data_format");
    let format = match &subject.ctx.resolutions[index] {
        Resolution::Builtin(it) if it.property("user_data_format").is_some() => {
            Seen::of(it, properties, &subject.ctx.scope)
                .get("user_data_format")
                .cloned()
        }
        // The parameter of a template, whose default does not count.
        Resolution::Template(_) => written.and_then(|it| evaluate(&it.value, &subject.ctx.scope).ok()),
        _ => None,
    };
    match format {
        Some(Value::Text(format)) if !format.is_empty() && format != SOFTWARE_CONFIG => {
            let fault = Fault::UnpreparedServer {
                server: name.clone(),
                format,
                place: written.map_or(server.name.range, |it| it.value.range),
            };
            refusals.refuse(fault, deployment.value_at("server"));
        }
        _ => {}
    }
}

/// X-HEAT-9: the text is read before it is sent away. What the template says is asked of the other engine.
pub(super) fn remote_stack(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let stack = subject.properties();
    subject.read(&["context", "parameters"]);
    let Some(text) = stack.text("template") else { return };
    let document: Document = read(text.as_str(), FileKind::Template);
    let is_none = document.problems.iter().any(|it| {
        matches!(
            it.fault,
            FileFault::Syntax { .. } | FileFault::NotAMapping { .. } | FileFault::MissingVersion
        )
    });
    if is_none {
        refusals.value(&stack, "template", WhyNot::NotATemplate);
    }
}

/// A number as people write it: without a fraction that is nothing.
fn number_text(number: f64) -> SmolStr {
    smol_str::format_smolstr!("{number}")
}
