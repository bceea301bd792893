//! Types of the container orchestration service (X-MAGNUM-1).

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::WhyNot;

/// The only driver of volumes that each kind of cluster has.
const VOLUME_DRIVERS: [(&str, &str); 3] = [("kubernetes", "cinder"), ("swarm", "rexray"), ("mesos", "rexray")];

/// X-MAGNUM-1.
pub(super) fn cluster_template(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let template = subject.properties();
    subject.read(&["coe", "volume_driver"]);
    let Some(kind) = template.text("coe") else { return };
    let Some((_, driver)) = VOLUME_DRIVERS.iter().find(|(name, _)| name == kind) else {
        // Only a value that is read from a resource has passed the schema.
        return refusals.value(&template, "coe", WhyNot::NotKnownYet);
    };
    if template
        .given("volume_driver")
        .and(template.is("volume_driver", driver).not())
        == Holds::Yes
    {
        let why = WhyNot::NotOneOf {
            allowed: vec![(*driver).into()],
            with: Some(("coe".into(), kind.clone())),
        };
        refusals.value(&template, "volume_driver", why);
    }
}
