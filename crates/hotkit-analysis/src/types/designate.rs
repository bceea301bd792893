//! Types of the name service (X-DNS-1).

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;

/// X-DNS-1.
pub(super) fn zone(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let zone = subject.properties();
    for (zone_type, needed) in [("PRIMARY", "email"), ("SECONDARY", "masters")] {
        if zone.is("type", zone_type) == Holds::Yes && zone.truthy(needed) == Holds::No {
            // The newer name is the one to recommend.
            let needed = if needed == "masters" { "primaries" } else { needed };
            refusals.value_lacks(&zone, "type", &[needed]);
        }
    }
}
