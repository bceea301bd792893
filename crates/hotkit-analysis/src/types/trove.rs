//! Types of the database service (X-TROVE-1, X-TROVE-2).

use hotkit_eval::Value;

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::input::short_text;
use crate::problem::WhyNot;

/// X-TROVE-1.
pub(super) fn instance(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let instance = subject.properties();
    subject.read(&["datastore_type", "datastore_version", "users", "networks"]);
    for nic in instance.entries("networks").parts {
        refusals.exactly_one(&nic, "network", "port");
    }
    if instance.truthy("users") != Holds::Yes {
        return;
    }
    if instance.truthy("databases") == Holds::No {
        return refusals.lacks(&instance, "users", &["databases"]);
    }
    let databases = instance.entries("databases");
    let mut names = Vec::with_capacity(databases.parts.len());
    for database in &databases.parts {
        let Some(name) = database.text("name") else { return };
        names.push(name);
    }
    if !databases.complete {
        return;
    }
    for user in instance.entries("users").parts {
        let wanted = user.value("databases").and_then(Value::as_list).unwrap_or_default();
        for (index, name) in wanted.iter().enumerate() {
            if let Value::Text(text) = name
                && !names.contains(&text)
            {
                let why = WhyNot::NotDeclaredIn {
                    property: "databases".into(),
                };
                refusals.item(&user, "databases", index, short_text(name), why);
            }
        }
    }
}

/// X-TROVE-2.
pub(super) fn cluster(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    subject.read(&["datastore_type", "datastore_version"]);
    for instance in subject.properties().entries("instances").parts {
        for nic in instance.entries("networks").parts {
            refusals.exactly_one(&nic, "network", "port");
        }
    }
}
