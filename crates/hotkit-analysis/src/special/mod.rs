//! What single resource types check by themselves, after their properties (engine checks, section 14).

use hotkit_model::Resource;
use hotkit_schema::ResourceType;

use crate::seen::Seen;
use crate::stack::StackContext;
use crate::walk::{Found, Place};

/// Runs the checks of the resource's type. Only for root stacks, and only on resources that are certainly there.
pub(crate) fn check(
    ctx: &StackContext<'_>,
    resource: &Resource,
    resource_type: &'static ResourceType,
    seen: &Seen,
    place: &mut Place,
    found: &mut Found,
) {
    let _ = (ctx, resource, resource_type, seen, place, found);
}
