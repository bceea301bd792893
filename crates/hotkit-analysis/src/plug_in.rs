//! Types that plug-ins of a cloud bring, as schema files tell of them. The engine's own types are always there beside them.

use std::sync::Arc;

use hotkit_schema::ResourceType;

/// Types of plug-ins, sorted by name.
#[derive(Clone, Debug, Default)]
pub struct PlugIns(Arc<[&'static ResourceType]>);

impl PlugIns {
    /// These types; of several with one name the last.
    #[must_use]
    pub fn of(types: impl IntoIterator<Item = &'static ResourceType>) -> PlugIns {
        let mut kept: Vec<&'static ResourceType> = Vec::new();
        for resource_type in types {
            match kept.binary_search_by(|it| it.name.cmp(resource_type.name)) {
                Ok(known) => kept[known] = resource_type,
                Err(place) => kept.insert(place, resource_type),
            }
        }
        PlugIns(kept.into())
    }

    /// The type of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static ResourceType> {
        let place = self.0.binary_search_by(|it| it.name.cmp(name)).ok()?;
        Some(self.0[place])
    }

    /// All of them.
    #[must_use]
    pub fn types(&self) -> &[&'static ResourceType] {
        &self.0
    }
}

/// Each type is read once, so that it is the same where it lies in the same place.
impl PartialEq for PlugIns {
    fn eq(&self, other: &PlugIns) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&*other.0).all(|(a, b)| std::ptr::eq(*a, *b))
    }
}

impl Eq for PlugIns {}
