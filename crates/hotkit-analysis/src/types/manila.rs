//! Types of the shared file system service (X-MANILA-1).

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::WhyNot;

/// X-MANILA-1. Whether the subnet belongs to the network only the cloud knows.
pub(super) fn share_network(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let network = subject.properties();
    if network.truthy("nova_network") == Holds::Yes {
        refusals.value(&network, "nova_network", WhyNot::Withdrawn);
    }
    if network.truthy("neutron_network") == Holds::Yes && network.truthy("neutron_subnet") == Holds::No {
        refusals.lacks(&network, "neutron_network", &["neutron_subnet"]);
    }
}
