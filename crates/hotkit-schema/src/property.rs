//! Properties of resource types at any depth, and how they are found (PR-001 to PR-018).

use crate::constraint::Constraint;
use crate::first_letters;
use crate::resource_type::Support;
use crate::value::{Literal, ValueType};

/// One property, or the schema of a list's items.
#[derive(Debug, PartialEq)]
pub struct Property {
    /// Name; `*` for the items of a list.
    pub name: &'static str,
    /// [`first_letters`] of the name, at hand for [`property_index`].
    pub first_letters: u64,
    /// Position in which the engine checks it among its siblings, from 0.
    pub order: u16,
    /// Type of the value.
    pub value_type: ValueType,
    /// Whether it must be given (PR-002), unless one of [`Self::satisfied_by`] is.
    pub required: bool,
    /// Value if it is not given.
    pub default: Option<Literal>,
    /// Whether a new value is an update in place, not a replacement. Only that of a top-level property counts.
    pub update_allowed: bool,
    /// Whether the engine refuses a new value.
    pub immutable: bool,
    /// False: the engine refuses a template that gives it (PR-017).
    pub implemented: bool,
    /// Whether a list takes text split at commas, and a map text or a list: properties of template resources (N-005).
    pub allow_conversion: bool,
    /// Constraints, in the order of their checks.
    pub constraints: &'static [Constraint],
    /// Members of a map, sorted by name. `None`: a map takes any key, and other types have none.
    pub properties: Option<&'static [Property]>,
    /// What each item of a list is. `None`: anything.
    pub items: Option<&'static Property>,
    /// Whether it is supported, and since when.
    pub support: Support,
    /// Older spellings beside it, whose value the engine takes if this one has none. The engine then skips this property's
    /// constraints, and refuses two spellings with true values (PR-018).
    pub satisfied_by: &'static [&'static str],
    /// Whether it, or a member of it, has such older spellings.
    pub spelled_otherwise: bool,
    /// The newer spelling, if this is an older one: the engine reads it through that, and does not check it by itself.
    pub stands_for: Option<&'static str>,
    /// Whether the engine drops it, after it has put the value elsewhere.
    pub dropped: Dropped,
}

/// Whether the engine drops a property before it is checked (PR-018).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dropped {
    /// It stays.
    Never,
    /// It has been dropped where its value is true: then its constraints are not looked at.
    WhenTrue,
    /// Nothing about it is checked, not even its type.
    Always,
}

impl Property {
    /// The member of a map, or of the maps in a list.
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        find_property(self.members()?, name)
    }

    /// The members of a map, or of the maps that a list (or a list of lists) holds; sorted by name.
    pub fn members(&self) -> Option<&'static [Property]> {
        let mut property = self;
        while let Some(items) = property.items {
            property = items;
        }
        property.properties
    }

    /// The default as text, for types whose default is text.
    pub fn default_text(&self) -> Option<&'static str> {
        self.default?.as_text()
    }
}

/// The property of this name in a slice sorted by name, as all slices of properties here are.
pub fn find_property(properties: &'static [Property], name: &str) -> Option<&'static Property> {
    Some(&properties[property_index(properties, name)?])
}

/// The place of the property of this name among those of one map.
pub fn property_index(properties: &'static [Property], name: &str) -> Option<usize> {
    let wanted = first_letters(name);
    let first = properties.partition_point(|it| it.first_letters < wanted);
    let alike = &properties[first..];
    match alike.first() {
        Some(it) if it.name == name => Some(first),
        Some(it) if it.first_letters == wanted => {
            let index = alike.binary_search_by(|it| it.name.cmp(name)).ok()?;
            Some(first + index)
        }
        _ => None,
    }
}

/// The properties of one map in the order of the engine's checks.
pub fn in_schema_order(properties: &'static [Property]) -> Vec<&'static Property> {
    let mut ordered: Vec<_> = properties.iter().collect();
    ordered.sort_by_key(|property| property.order);
    ordered
}

/// The property at a path of names joined by dots, from a slice of properties. Lists are passed through with or without
/// their `*`: `networks.network` and `networks.*.network` are the same. Property names hold no dot.
pub fn property_at(properties: &'static [Property], path: &str) -> Option<&'static Property> {
    let mut names = path.split('.');
    let mut property = find_property(properties, names.next()?)?;
    for name in names {
        property = if name == "*" {
            property.items?
        } else {
            property.property(name)?
        };
    }
    Some(property)
}
