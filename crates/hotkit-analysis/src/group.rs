//! Groups: the nested stacks that Heat makes up by itself (engine checks 11.2, 11.3).

use hotkit_model::Resource;
use hotkit_schema::ResourceType;

use crate::registry::Registry;
use crate::seen::Seen;
use crate::stack::StackContext;
use crate::walk::{Found, Place};

/// Checks the members of a group as Heat does with the nested stack that it makes of them.
pub(crate) fn check(
    ctx: &StackContext<'_>,
    registry: &Registry,
    resource: &Resource,
    resource_type: &'static ResourceType,
    seen: &Seen,
    place: &mut Place,
    found: &mut Found,
) {
    let _ = (ctx, registry, resource, resource_type, seen, place, found);
}
