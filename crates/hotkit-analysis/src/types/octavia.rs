//! Types of the load balancer service (X-OCT-1 to X-OCT-4).

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;

/// Each action of a policy, and the property that goes with it.
const REDIRECTIONS: [(&str, &str); 2] = [
    ("REDIRECT_TO_POOL", "redirect_pool"),
    ("REDIRECT_TO_URL", "redirect_url"),
];

/// X-OCT-1.
pub(super) fn policy(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let policy = subject.properties();
    let redirects = policy.is_any("action", &["REDIRECT_TO_POOL", "REDIRECT_TO_URL"]);
    let acts = policy.is("action", "REJECT").or(redirects);
    for (action, target) in REDIRECTIONS {
        // An action that the engine does not know, read from a resource, says nothing.
        if acts != Holds::Yes {
            continue;
        }
        let is_mine = policy.is("action", action);
        let given = policy.given(target);
        if is_mine.and(given.not()) == Holds::Yes {
            refusals.value_lacks(&policy, "action", &[target]);
        }
        if is_mine.not().and(given) == Holds::Yes {
            refusals.not_applicable(&policy, target, "action", &[action]);
        }
    }
}

/// X-OCT-2.
pub(super) fn rule(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let rule = subject.properties();
    if rule.is_any("type", &["HEADER", "COOKIE"]) == Holds::Yes && rule.given("key") == Holds::No {
        refusals.value_lacks(&rule, "type", &["key"]);
    }
}

/// X-OCT-3.
pub(super) fn listener(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let listener = subject.properties();
    let container = "default_tls_container_ref";
    if listener.is("protocol", "TERMINATED_HTTPS") == Holds::Yes && listener.given(container) == Holds::No {
        refusals.value_lacks(&listener, "protocol", &[container]);
    }
}

/// X-OCT-4.
pub(super) fn pool(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let pool = subject.properties();
    if pool.given("listener") == Holds::No && pool.given("loadbalancer") == Holds::No {
        refusals.missing_alternative(&pool, &["listener", "loadbalancer"]);
    }
    let Some(persistence) = pool.inner("session_persistence") else {
        return;
    };
    let named = persistence.truthy("cookie_name");
    if persistence.is("type", "APP_COOKIE").and(named.not()) == Holds::Yes {
        refusals.value_lacks(&persistence, "type", &["cookie_name"]);
    }
    if persistence.is("type", "SOURCE_IP").and(named) == Holds::Yes {
        refusals.not_applicable(&persistence, "cookie_name", "type", &["APP_COOKIE", "HTTP_COOKIE"]);
    }
}
