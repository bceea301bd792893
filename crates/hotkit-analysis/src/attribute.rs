//! Attributes of resources by their types (engine checks, section 10).

use hotkit_model::Key;
use hotkit_text::nearest;
use smol_str::SmolStr;

use crate::problem::Fault;
use crate::registry::Resolution;
use crate::stack::StackContext;

/// The fault of an attribute name that the resource's type does not have (F-GA-2); types that answer attributes themselves
/// have every name.
pub(crate) fn unknown(ctx: &StackContext<'_>, resource: usize, name: &Key) -> Option<Fault> {
    let Resolution::Builtin(resource_type) = ctx.resolutions[resource] else {
        return None;
    };
    if resource_type.any_attribute || resource_type.placeholder || resource_type.attribute(&name.text).is_some() {
        return None;
    }
    let known: Vec<&'static str> = resource_type.attributes.iter().map(|it| it.name).collect();
    let resource = &ctx.template.resources[resource];
    Some(Fault::UnknownAttribute {
        resource: resource.name.text.clone(),
        resource_type: resource
            .resource_type
            .as_ref()
            .map_or_else(|| resource_type.name.into(), |it| it.text.clone()),
        name: name.text.clone(),
        suggestion: nearest(&name.text, known.iter().copied()).map(SmolStr::new),
        known,
    })
}
