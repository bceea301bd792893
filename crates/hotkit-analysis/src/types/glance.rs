//! Types of the image service (X-GLANCE-1).

use super::Subject;
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::WhyNot;

/// X-GLANCE-1.
pub(super) fn web_image(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let image = subject.properties();
    if let Some(container) = image.text("container_format") {
        let is_amazon = ["ami", "ari", "aki"].contains(&container.as_str());
        if is_amazon && image.is("disk_format", container) == Holds::No {
            let why = WhyNot::Differs {
                from: "container_format".into(),
                value: container.clone(),
            };
            refusals.value(&image, "disk_format", why);
        }
    }
    if image.truthy("members") == Holds::Yes && image.is("visibility", "shared") == Holds::No {
        refusals.not_applicable(&image, "members", "visibility", &["shared"]);
    }
}
