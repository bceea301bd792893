//! Types of the workflow service (X-MISTRAL-1, X-MISTRAL-2).

use hotkit_eval::{Value, evaluate};
use hotkit_model::{Path, ValueKind};
use hotkit_schema::{ValueType, find_property};
use smol_str::SmolStr;

use super::Subject;
use super::part::{Part, Spot};
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::input::short_text;
use crate::problem::Fault;
use crate::property::properties_key;
use crate::seen::convert;

/// The keys of `policies` that stand for properties of the task.
const POLICIES: [&str; 6] = [
    "concurrency",
    "pause_before",
    "retry",
    "timeout",
    "wait_after",
    "wait_before",
];

/// X-MISTRAL-1.
pub(super) fn cron_trigger(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let trigger = subject.properties();
    if trigger.truthy("pattern") == Holds::No && trigger.truthy("first_time") == Holds::No {
        refusals.missing_alternative(&trigger, &["pattern", "first_time"]);
    }
}

/// X-MISTRAL-2.
pub(super) fn workflow(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let workflow = subject.properties();
    let raw = subject
        .resource
        .property_entries()
        .iter()
        .find(|it| it.key.text == "tasks");
    let raw = raw.and_then(|it| evaluate(&it.value, &subject.ctx.scope).ok());
    let raw = raw.as_ref().and_then(Value::as_list).unwrap_or_default();
    let tasks = workflow.entries("tasks");
    let same = tasks.complete && raw.len() == tasks.parts.len();
    let mut has_concurrency = Vec::with_capacity(tasks.parts.len());
    for (index, task) in tasks.parts.iter().enumerate() {
        let policies = raw.get(index).filter(|_| same);
        has_concurrency.push(policies.is_some_and(|it| take_policies(task, it, refusals)));
    }
    if !refusals.is_empty() {
        return;
    }
    if workflow.is("type", "reverse") == Holds::Yes && task_name(&workflow) == Holds::No {
        let name = if workflow.is_written("params") {
            "params"
        } else {
            "type"
        };
        let fault = Fault::MissingCompanion {
            name: "type".into(),
            value: Some("reverse".into()),
            needed: vec!["task_name".into()],
            any: false,
        };
        let path = named_as_heat_does(subject, &["params"]);
        let range = workflow.value_at(name).range;
        refusals.refuse(fault, Spot { range, path });
    }
    for (task, from_policies) in tasks.parts.iter().zip(has_concurrency) {
        check_task(subject, &workflow, task, from_policies, refusals);
    }
}

/// Whether `params` says which task is the last.
fn task_name(workflow: &Part<'_>) -> Holds {
    match (workflow.given("params"), workflow.inner("params")) {
        (Holds::No, _) => Holds::No,
        (_, Some(params)) => params.truthy("task_name"),
        _ => Holds::Unknown,
    }
}

fn check_task(
    subject: &Subject<'_>,
    workflow: &Part<'_>,
    task: &Part<'_>,
    from_policies: bool,
    refusals: &mut Refusals<'_>,
) {
    let (has_workflow, has_action) = (task.truthy("workflow"), task.truthy("action"));
    if has_workflow.and(has_action) == Holds::Yes {
        refusals.conflict(task, "workflow", "action");
    } else if has_workflow.or(has_action) == Holds::No {
        refusals.missing_alternative(task, &["workflow", "action"]);
    }
    if workflow.is("type", "direct").and(task.given("requires")) == Holds::Yes {
        let fault = Refusals::not_applicable_fault(task, "requires", (workflow, "type"), &["reverse"]);
        let name = task.text("name").map_or("", SmolStr::as_str);
        let path = named_as_heat_does(subject, &["tasks", name, "requires"]);
        let range = task.key_at("requires").range;
        refusals.refuse(fault, Spot { range, path });
    }
    if task.given("with_items") == Holds::No {
        if from_policies {
            let fault = Fault::MissingCompanion {
                name: "concurrency".into(),
                value: None,
                needed: vec!["with_items".into()],
                any: false,
            };
            refusals.refuse(fault, task.inner_key_at("policies", "concurrency"));
        } else if task.given("concurrency") == Holds::Yes {
            refusals.lacks(task, "concurrency", &["with_items"]);
        }
    }
}

/// What `policies` says takes the place of the task's own properties; nothing else is done with it, so that it may be of any
/// kind (PR-018). Returns whether it sets `concurrency`.
fn take_policies(task: &Part<'_>, raw: &Value, refusals: &mut Refusals<'_>) -> bool {
    let policies = match raw.get("policies") {
        Some(Value::Map(policies)) => policies,
        Some(Value::List(_)) => {
            // The values of a list are a list: no property of a task is one.
            let fault = wrong_type("policies", ValueType::Map, ValueKind::List, None);
            refusals.refuse(fault, task.value_at("policies"));
            return false;
        }
        _ => return false,
    };
    let schema = task.schema();
    for (key, value) in policies.iter().filter(|(key, _)| POLICIES.contains(&key.as_str())) {
        let own = raw.get(key).and_then(Value::is_truthy);
        if own == Some(true) && value.is_truthy() == Some(true) {
            let fault = Fault::ConflictingProperties {
                owner: refusals.owner(),
                within: Some("tasks".into()),
                name: smol_str::format_smolstr!("policies.{key}"),
                other: key.clone(),
                place: Some(task.key_at(key).range),
                same: true,
            };
            let spot = Spot {
                range: task.inner_key_at("policies", key).range,
                path: task.key_at(key).path,
            };
            refusals.refuse(fault, spot);
            continue;
        }
        let Some(property) = find_property(schema, key) else {
            continue;
        };
        if *value != Value::Null && convert(property, Some(value.clone())).is_err() {
            let found = value.kind().unwrap_or(ValueKind::Null);
            let fault = wrong_type(property.name, property.value_type, found, Some(value));
            refusals.refuse(fault, task.inner_key_at("policies", key));
        }
    }
    let concurrency = policies.iter().find(|(key, _)| key == "concurrency");
    concurrency.is_some_and(|(_, value)| !matches!(value, Value::Null | Value::Unknown(_)))
}

fn wrong_type(name: &'static str, expected: ValueType, found: ValueKind, value: Option<&Value>) -> Fault {
    Fault::WrongType {
        name: SmolStr::new_static(name),
        expected,
        found,
        value: value
            .map(short_text)
            .filter(|_| !matches!(found, ValueKind::Map | ValueKind::List)),
    }
}

/// The type names its places without `resources`, and tasks by their names.
fn named_as_heat_does(subject: &Subject<'_>, steps: &[&str]) -> Path {
    let mut path = Path::of([&subject.resource.name.text, properties_key(subject.ctx)]);
    for step in steps {
        path.push(*step);
    }
    path
}
