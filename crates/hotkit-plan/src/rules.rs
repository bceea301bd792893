//! When a resource is left alone, updated in place or replaced (16.3), with the rules of single types (16.4).

use hotkit_eval::Value;
use hotkit_schema::{ResourceType, is_template_resource};
use smol_str::SmolStr;

use crate::update::{Definition, same};

/// What happens to a resource that is there before and after.
pub(crate) enum Verdict {
    Unchanged,
    Update {
        changed: Vec<SmolStr>,
        note: Option<String>,
    },
    Replace {
        changed: Vec<SmolStr>,
        /// The properties that force it.
        forcing: Vec<SmolStr>,
        why: String,
    },
}

/// Types whose reference is a value of their own that a comparison does not see: replaced or not, it stays the same text in
/// the engine's eyes (16.3).
pub(crate) fn keeps_reference(kind: &str) -> bool {
    matches!(
        kind,
        "OS::Heat::RandomString" | "OS::Heat::SwiftSignalHandle" | "AWS::ElasticLoadBalancing::LoadBalancer"
    )
}

pub(crate) fn verdict(before: &Definition<'_>, after: &Definition<'_>) -> Verdict {
    let Some((old_type, new_type)) = before.builtin().zip(after.builtin()) else {
        return templates(before, after);
    };
    if old_type.class != new_type.class && !is_substitute(old_type, new_type) {
        return Verdict::Replace {
            changed: Vec::new(),
            forcing: Vec::new(),
            why: format!("{} is another kind of thing than {}", new_type.name, old_type.name),
        };
    }
    if old_type.placeholder {
        return Verdict::Unchanged;
    }
    let changed = changed_properties(before, after, old_type, new_type);
    if new_type.name == "OS::Heat::UpdateWaitConditionHandle" {
        return Verdict::Replace {
            changed,
            forcing: Vec::new(),
            why: "it is made anew with every update".to_owned(),
        };
    }
    if new_type.name == "OS::Neutron::Port"
        && after.typed(new_type, "replacement_policy") == Some(Value::text("REPLACE_ALWAYS"))
    {
        return Verdict::Replace {
            changed,
            forcing: vec![SmolStr::new_static("replacement_policy")],
            why: "replacement_policy is REPLACE_ALWAYS".to_owned(),
        };
    }
    let differences = before.other_differences(after);
    // Nested stacks are asked with every update (U-022, U-024).
    let always = new_type.stack_resource || new_type.name == "OS::Heat::Stack" || is_template_resource(new_type.name);
    if !always && differences.is_empty() && changed.is_empty() {
        return Verdict::Unchanged;
    }
    if new_type.name == "AWS::AutoScaling::LaunchConfiguration" && differences.contains(&"metadata") {
        return Verdict::Replace {
            changed,
            forcing: Vec::new(),
            why: "its metadata cannot change in place".to_owned(),
        };
    }
    let immutable: Vec<&SmolStr> = changed
        .iter()
        .filter(|name| new_type.property(name).is_some_and(|it| it.immutable))
        .collect();
    if let Some(name) = immutable.first() {
        let note = Some(format!("`{name}` can never change: the update fails"));
        return Verdict::Update { changed, note };
    }
    if let Some((forcing, why)) = special(new_type, &changed, before, after) {
        return Verdict::Replace {
            changed,
            forcing: vec![SmolStr::new(forcing)],
            why,
        };
    }
    let fixed: Vec<SmolStr> = changed
        .iter()
        .filter(|name| !new_type.property(name).is_some_and(|it| it.update_allowed))
        .cloned()
        .collect();
    if !fixed.is_empty() {
        let nothing_can = !new_type.properties.iter().any(|it| it.update_allowed);
        let why = if nothing_can {
            format!("no property of {} can change in place", new_type.name)
        } else {
            "it cannot change in place".to_owned()
        };
        return Verdict::Replace {
            changed,
            forcing: fixed,
            why,
        };
    }
    let note = (!new_type.own_handle_update && !changed.is_empty() && !always).then(|| {
        format!(
            "{} has no update of its own: Heat announces an update and replaces it when it runs",
            new_type.name
        )
    });
    Verdict::Update { changed, note }
}

/// Stacks from templates are asked with every update; from or to anything else is a replacement.
fn templates(before: &Definition<'_>, after: &Definition<'_>) -> Verdict {
    if before.builtin().is_some() != after.builtin().is_some() {
        return Verdict::Replace {
            changed: Vec::new(),
            forcing: Vec::new(),
            why: "a nested stack and a single resource are different things".to_owned(),
        };
    }
    let mut names: Vec<SmolStr> = Vec::new();
    let entries = |it: &Definition<'_>| it.properties.clone().unwrap_or_default();
    for (name, _) in entries(after).iter().chain(&entries(before)) {
        if !names.contains(name) && !same(before.property(name), after.property(name)) {
            names.push(name.clone());
        }
    }
    Verdict::Update {
        changed: names,
        note: None,
    }
}

/// The successor of a hidden type takes its resources over (U-052).
fn is_substitute(old: &ResourceType, new: &ResourceType) -> bool {
    let class = |it: &ResourceType| it.class.and_then(|it| it.rsplit('.').next());
    old.support.substitute_class.is_some() && old.support.substitute_class == class(new)
}

/// Properties whose values compare unequal in their types, defaults filled in.
fn changed_properties(
    before: &Definition<'_>,
    after: &Definition<'_>,
    old_type: &'static ResourceType,
    new_type: &'static ResourceType,
) -> Vec<SmolStr> {
    let differs = |name: &str| {
        let (old, new) = (before.typed(old_type, name), after.typed(new_type, name));
        match (&old, &new) {
            (None, None) => !same(before.property(name), after.property(name)),
            _ => !same(old.as_ref(), new.as_ref()),
        }
    };
    let properties = new_type.properties_in_order().into_iter();
    properties
        .filter(|it| differs(it.name))
        .map(|it| SmolStr::new_static(it.name))
        .collect()
}

/// The rules of single types (16.4): the property that forces a replacement, and why.
fn special(
    resource_type: &'static ResourceType,
    changed: &[SmolStr],
    before: &Definition<'_>,
    after: &Definition<'_>,
) -> Option<(&'static str, String)> {
    let has = |name: &str| changed.iter().any(|it| it == name);
    let text = |name: &str| {
        let of = |it: &Definition<'_>| it.typed(resource_type, name).filter(|it| it.is_truthy() == Some(true));
        of(after).or_else(|| of(before))
    };
    match resource_type.name {
        "OS::Nova::Server" => {
            let policies = [
                ("flavor", "flavor_update_policy"),
                ("image", "image_update_policy"),
                ("user_data", "user_data_update_policy"),
            ];
            let found = policies
                .into_iter()
                .find(|(property, policy)| has(property) && text(policy) == Some(Value::text("REPLACE")))?;
            Some((found.0, format!("{} is REPLACE", found.1)))
        }
        "OS::Heat::Stack" => {
            let region = |it: &Definition<'_>| {
                let context = it.typed(resource_type, "context")?;
                context.get("region_name").cloned()
            };
            (has("context") && region(before) != region(after))
                .then(|| ("context", "a stack cannot move to another region".to_owned()))
        }
        "OS::Heat::TestResource" => {
            let replaces = after.typed(resource_type, "update_replace") == Some(Value::Bool(true));
            (has("value") && replaces).then(|| ("value", "update_replace is true".to_owned()))
        }
        "AWS::EC2::EIPAssociation" => {
            let address = ["AllocationId", "EIP"].into_iter().find(|it| has(it))?;
            let moved = ["InstanceId", "NetworkInterfaceId"]
                .into_iter()
                .any(|it| has(it) && after.typed(resource_type, it).and_then(|it| it.is_truthy()) == Some(true));
            moved.then(|| (address, "address and instance change together".to_owned()))
        }
        _ => None,
    }
}
