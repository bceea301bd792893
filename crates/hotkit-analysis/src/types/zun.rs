//! Types of the container service (X-ZUN-1).

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::WhyNot;

/// The policies; the first may have a number of tries behind a colon.
const RESTART_POLICIES: [&str; 4] = ["on-failure", "always", "unless-stopped", "no"];

/// X-ZUN-1.
pub(super) fn container(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let container = subject.properties();
    if let Some(policy) = container.text("restart_policy")
        && !policy.is_empty()
        && !is_restart_policy(policy)
    {
        let why = WhyNot::NotOneOf {
            allowed: RESTART_POLICIES.iter().map(|it| (*it).into()).collect(),
            with: None,
        };
        refusals.value(&container, "restart_policy", why);
    }
    for mount in container.entries("mounts").parts {
        let both = mount.truthy("volume_id").and(mount.truthy("volume_size"));
        if both == Holds::Yes {
            refusals.conflict(&mount, "volume_id", "volume_size");
        }
        refusals.one_of(&mount, &["volume_id", "volume_size"]);
    }
    for network in container.entries("networks").parts {
        refusals.one_of(&network, &["network", "port"]);
        if network.truthy("fixed_ip").and(network.given("port")) == Holds::Yes {
            refusals.conflict(&network, "fixed_ip", "port");
        }
    }
}

/// What stands behind the colon is not looked at, as long as it is one.
fn is_restart_policy(policy: &str) -> bool {
    match policy.split_once(':') {
        Some((name, tries)) => name == RESTART_POLICIES[0] && !tries.contains(':'),
        None => RESTART_POLICIES.contains(&policy),
    }
}
