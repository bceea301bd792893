//! Quotas of every service (X-QUOTA-1 to X-QUOTA-4).

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;

/// A quota must limit something.
pub(super) fn check(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let quota = subject.properties();
    let names = subject.resource_type.properties.iter().map(|it| it.name);
    let limits: Vec<&str> = names.filter(|it| *it != "project").collect();
    // The project counts as given, for it is required.
    if quota.given("project") == Holds::Yes {
        refusals.one_of(&quota, &limits);
    }
}
