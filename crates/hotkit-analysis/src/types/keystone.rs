//! Types of the identity service (X-KEY-1 to X-KEY-4).

use super::Subject;
use super::refusals::Refusals;

/// Each role is for a project or for a domain.
pub(super) fn roles(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    for role in subject.properties().entries("roles").parts {
        refusals.exactly_one(&role, "project", "domain");
    }
}
