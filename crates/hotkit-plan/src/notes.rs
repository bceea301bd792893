//! What an update loses, and where it is known to fail: remarks on changes, from the facts of both plans.

use hotkit_eval::Value;

use crate::change::{Action, Change};
use crate::plan::{ResourcePlan, StackPlan};

/// Adds the remarks.
pub(crate) fn add(changes: &mut [Change], old: &StackPlan, new: &StackPlan, stack_timeout: u64) {
    for change in changes {
        let before = old.resource(&change.name);
        let after = new.resource(&change.name);
        match change.action {
            Action::Delete => change.notes.extend(before.and_then(lost_when_deleted)),
            Action::Replace => change.notes.extend(before.and_then(lost_when_replaced)),
            Action::Create | Action::Update | Action::Unchanged => {}
        }
        let remarks = change.rolling.as_ref().map(|it| it.remarks(stack_timeout));
        change.notes.extend(remarks.into_iter().flatten());
        let nested = |it: Option<&ResourcePlan>| it.and_then(|it| it.nested.clone());
        if let (Some(before), Some(after)) = (nested(before), nested(after)) {
            add(&mut change.nested, &before, &after, stack_timeout);
        }
    }
}

fn lost_when_deleted(resource: &ResourcePlan) -> Option<String> {
    if resource.external_id.is_some() {
        return Some("external_id: the thing itself stays, Heat forgets it".to_owned());
    }
    match resource.deletion_policy.as_deref() {
        Some("Retain") => Some("deletion_policy is Retain: the thing itself stays, Heat forgets it".to_owned()),
        Some("Snapshot") => Some("deletion_policy is Snapshot: a snapshot is taken, then it is deleted".to_owned()),
        _ => contents(resource).map(|what| format!("deletion_policy is Delete: {what} lost")),
    }
}

fn lost_when_replaced(resource: &ResourcePlan) -> Option<String> {
    match resource.deletion_policy.as_deref() {
        Some("Retain") => Some("deletion_policy is Retain: the old one stays beside the new one".to_owned()),
        Some("Snapshot") => Some("deletion_policy is Snapshot: a snapshot of the old one is taken".to_owned()),
        _ => contents(resource).map(|what| format!("{what} lost")),
    }
}

/// What goes with a resource, with its verb.
fn contents(resource: &ResourcePlan) -> Option<String> {
    let value = |name: &str| resource.property(name).and_then(|it| it.value.value());
    match resource.kind() {
        "OS::Cinder::Volume" | "AWS::EC2::Volume" => match value("size").or_else(|| value("Size")) {
            Some(Value::Integer(size)) => Some(format!("{size} GiB and what is on it are")),
            _ => Some("what is on it is".to_owned()),
        },
        "OS::Nova::Server" | "AWS::EC2::Instance" => {
            let from_volume = resource.property("block_device_mapping").is_some()
                || resource.property("block_device_mapping_v2").is_some();
            (!from_volume).then(|| "the disk of the server is".to_owned())
        }
        "OS::Trove::Instance" | "OS::Trove::Cluster" => Some("the databases are".to_owned()),
        "OS::Swift::Container" => Some("the objects in it are".to_owned()),
        "OS::Manila::Share" => Some("what is on it is".to_owned()),
        "OS::Nova::KeyPair" => Some("the old key is".to_owned()),
        "OS::Neutron::FloatingIP" => Some("the address is".to_owned()),
        _ => None,
    }
}
