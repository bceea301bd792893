//! What an expression can ask about the world around it.

use hotkit_model::Template;

use crate::{Depth, EvaluationFault, Truth, Value};

/// What a parameter comes to.
#[derive(Clone, PartialEq, Debug)]
pub enum ParameterLookup {
    /// Its value, of its type.
    Value(Value),
    /// It is declared, and its value is not known.
    NotGiven,
    /// It is declared, and certainly has no value (P-016).
    Missing,
    /// There is no such parameter.
    Undefined,
}

/// What `resource_facade` can ask for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Facade {
    /// The metadata of the parent resource.
    Metadata,
    /// Its deletion policy.
    DeletionPolicy,
    /// Its update policy.
    UpdatePolicy,
}

/// The world around an expression.
pub trait Scope {
    /// The template that the expression stands in.
    fn template(&self) -> &Template;

    /// A parameter, pseudo parameters included.
    fn parameter(&self, name: &str) -> ParameterLookup;

    /// What `get_resource` gives; `None` where there is no such enabled resource.
    fn resource_reference(&self, name: &str) -> Option<Value>;

    /// What `get_attr` gives for an attribute, or for all of them; `None` where there is no such enabled resource.
    fn attribute(&self, resource: &str, attribute: Option<&str>, path: &[Value]) -> Option<Value>;

    /// The condition of this name, decided at most once; `None` where there is none. `depth` is handed on to
    /// [`crate::Conditions::truth`].
    fn condition(&self, name: &str, depth: Depth) -> Option<Result<Truth, EvaluationFault>>;

    /// The content of a file. A path that is not written literally is never fetched for its own sake (F-GF-1); `None`
    /// where Heat would have no content for it.
    fn file(&self, path: &str, is_literal: bool) -> Option<Value>;

    /// A part of the parent resource; `None` where the stack has no parent.
    fn facade(&self, part: Facade) -> Option<Value>;

    /// The availability zones of the cloud, a list of text.
    fn availability_zones(&self) -> Value;
}
