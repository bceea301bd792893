//! What things are for, in our own words: the sentences of `schemas/descriptions`, for `explain`, hovers and completion.
//!
//! Every look-up is by name; nothing is parsed at run time. Aliases of resource types share the words of the type that they
//! stand for. Paths of properties have `*` for the items of lists: `networks.*.subnet`.

use crate::find_by_name;
use crate::resource_type::resource_type;
use crate::tables;

/// What a resource type is for.
#[derive(Debug, PartialEq)]
pub struct TypeDescription {
    /// Its name.
    pub name: &'static str,
    /// What it makes, in one sentence.
    pub summary: &'static str,
    /// Paths of properties with a sentence each, sorted by path. Some keys hold dots of their own.
    pub properties: &'static [(&'static str, &'static str)],
    /// Names of attributes with a sentence each, sorted by name.
    pub attributes: &'static [(&'static str, &'static str)],
}

impl TypeDescription {
    /// The sentence for a property by its path; lists are passed through with or without their `*`.
    pub fn property(&self, path: &str) -> Option<&'static str> {
        find_sentence(self.properties, path).or_else(|| {
            let is_path = |known: &&(&str, &str)| is_same_path(known.0, path);
            self.properties.iter().find(is_path).map(|(_, sentence)| *sentence)
        })
    }

    /// The sentence for an attribute.
    pub fn attribute(&self, name: &str) -> Option<&'static str> {
        find_sentence(self.attributes, name)
    }
}

/// What a function does.
#[derive(Debug, PartialEq)]
pub struct FunctionDescription {
    /// Its name.
    pub name: &'static str,
    /// How it is called; several forms are parted by ` | `.
    pub signature: &'static str,
    /// What it gives, in one sentence.
    pub summary: &'static str,
    /// What surprises people.
    pub notes: &'static [&'static str],
    /// One call, or a piece of a template without its version line; ends with a line break.
    pub example: &'static str,
    /// Value of the call, of the only output, or of the last condition: text, or JSON. In parentheses: what is known only
    /// once the stack exists.
    pub result: &'static str,
}

/// The words for a resource type. `None`: the type is unknown, or hidden.
pub fn of_type(name: &str) -> Option<&'static TypeDescription> {
    let find = |name: &str| find_by_name(tables::TYPE_DESCRIPTIONS, name, |it| it.name);
    find(name).or_else(|| find(resource_type(name)?.alias?))
}

/// The sentence for a property by its path; lists are passed through with or without their `*`.
pub fn of_property(type_name: &str, path: &str) -> Option<&'static str> {
    of_type(type_name)?.property(path)
}

/// The sentence for an attribute.
pub fn of_attribute(type_name: &str, name: &str) -> Option<&'static str> {
    of_type(type_name)?.attribute(name)
}

/// The words for a function.
pub fn of_function(name: &str) -> Option<&'static FunctionDescription> {
    find_by_name(tables::FUNCTION_DESCRIPTIONS, name, |it| it.name)
}

/// The sentence for a key of templates or environments, by its path: `resources.*.depends_on`,
/// `heat_template_version.2018-08-31`, `environment.resource_registry`, `pseudo_parameters.OS::stack_id`.
pub fn of_section(path: &str) -> Option<&'static str> {
    find_sentence(tables::SECTION_DESCRIPTIONS, path)
}

/// The paths of all keys that have a sentence, sorted.
pub fn section_paths() -> impl Iterator<Item = &'static str> {
    tables::SECTION_DESCRIPTIONS.iter().map(|(path, _)| *path)
}

/// The words for all types that have some, sorted by name.
pub fn types() -> &'static [TypeDescription] {
    tables::TYPE_DESCRIPTIONS
}

/// The words for all functions, sorted by name.
pub fn functions() -> &'static [FunctionDescription] {
    tables::FUNCTION_DESCRIPTIONS
}

fn find_sentence(sentences: &'static [(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    find_by_name(sentences, key, |(known, _)| known).map(|(_, sentence)| *sentence)
}

/// Whether two paths differ in nothing but the `*` of lists.
fn is_same_path(one: &str, other: &str) -> bool {
    let names = |path| str::split(path, '.').filter(|name| *name != "*");
    names(one).eq(names(other))
}
