//! One file as Heat's things: tree to typed template or environment, every part with its range.
//!
//! Lowering never fails: what is wrong becomes a [`Fault`] with its place, and the rest of the file stays usable.
//! Functions are told from data here, because the template's version decides what is a function; what they mean is the
//! business of `hotkit-eval` and `hotkit-analysis`.

mod environment;
mod expr;
mod fault;
mod kind;
mod lower;
mod number;
mod path;
mod reference;
mod template;

use hotkit_syntax::Tree;

pub use environment::{EnvironmentFile, RegistryEntry, RegistryTarget};
pub use expr::{Call, Context, Entry, Expr, ExprKind, Key, ValueKind};
pub use fault::{Fault, Kinds, Owner, Problem};
pub use kind::{FileKind, recognise};
pub use number::{Number, number_from_text};
pub use path::Path;
pub use reference::{FileReference, ReferenceKind, is_template_name};
pub use template::{
    Condition, Constraint, ConstraintKind, Output, Parameter, ParameterGroup, ParameterType, Resource, Template,
};

/// One file, read and understood.
#[derive(Debug)]
pub struct Document {
    /// The text as a tree.
    pub tree: Tree,
    /// What it is.
    pub content: Content,
    /// What is wrong with it by itself.
    pub problems: Vec<Problem>,
    /// The other files that it names, as Heat's client looks for them.
    pub references: Vec<FileReference>,
}

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// A template.
    Template(Box<Template>),
    /// An environment.
    Environment(Box<EnvironmentFile>),
    /// Neither: any other text, or text that no reader accepts and that looks like neither.
    Other,
}

impl Document {
    /// The template, where the file is one.
    #[must_use]
    pub fn template(&self) -> Option<&Template> {
        match &self.content {
            Content::Template(template) => Some(template),
            _ => None,
        }
    }

    /// The environment, where the file is one.
    #[must_use]
    pub fn environment(&self) -> Option<&EnvironmentFile> {
        match &self.content {
            Content::Environment(environment) => Some(environment),
            _ => None,
        }
    }
}

/// Reads a text as what it is used for: `kind` says which.
///
/// A text read as [`FileKind::Template`] always gives a template, even where it is empty or broken, with the faults that
/// Heat would find in it; the same goes for an environment.
#[must_use]
pub fn read(text: impl Into<std::sync::Arc<str>>, kind: FileKind) -> Document {
    let tree = hotkit_syntax::parse(text);
    lower::document(tree, kind)
}

/// A text as data, without any functions: what Heat's client sends on where a file is included as it is.
/// `None` for no text, and for more of it than Heat takes.
#[must_use]
pub fn as_data(tree: &Tree) -> Option<Expr> {
    lower::as_data(tree)
}
