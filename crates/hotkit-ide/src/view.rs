//! What a feature is given: one file, and a way to ask for others.

use std::sync::Arc;

use hotkit_analysis::{PlugIns, Registry, Resolution, Resolved, Stack, resolve};
use hotkit_model::{Content, Document, EnvironmentFile, FileKind, Resource, Template};
use hotkit_text::{Edit, TextRange};

/// The rest of the project. Nothing is read here: the server answers from the disk and from unsaved text.
pub trait World: Sync {
    /// The template or environment at a path; `as_template` takes any text for a template.
    fn document(&self, path: &str, as_template: bool) -> Option<Arc<Document>>;
    /// Every template and environment of the project, in the order of their paths.
    fn known(&self) -> Vec<Known>;
    /// The names in a folder, sorted; those of folders end in `/`.
    fn names_in(&self, folder: &str) -> Vec<String>;
    /// Whether there is a file at a path that may be read.
    fn exists(&self, path: &str) -> bool;
    /// The environments that templates are used with, in their order.
    fn environments(&self) -> Vec<String>;
    /// Types that the cloud's Heat has beside those that it is shipped with.
    fn plug_ins(&self) -> PlugIns;
    /// Types that were completed of late, the last one first.
    fn recent_types(&self) -> Vec<String>;
    /// The rules and groups that comments may name, in the order in which they are offered.
    fn rules(&self) -> Vec<KnownRule>;
}

/// A rule or group of rules that findings can be silenced by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownRule {
    /// Its name.
    pub name: &'static str,
    /// Its group, or that it is one.
    pub family: String,
    /// What it finds, in one sentence.
    pub summary: String,
    /// True where it has findings in the file that is looked at.
    pub found: bool,
}

/// A template or environment of the project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// Its path.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// The paths of the files that it names.
    pub references: Vec<String>,
}

/// One file and its surroundings.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Its path.
    pub path: &'a str,
    /// Its present text, read.
    pub document: &'a Document,
    /// Its stack as it was judged last; may be of an older text.
    pub stack: Option<&'a Stack>,
    /// The rest of the project.
    pub world: &'a dyn World,
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The file's path.
    pub path: String,
    /// The text.
    pub range: TextRange,
}

/// Edits of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileEdits {
    /// The file's path.
    pub path: String,
    /// What is changed; no two overlap.
    pub edits: Vec<Edit>,
}

impl<'a> View<'a> {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.document.tree.text()
    }

    /// The template, where the file is one.
    #[must_use]
    pub fn template(&self) -> Option<&'a Template> {
        self.document.template()
    }

    /// The environment, where the file is one.
    #[must_use]
    pub fn environment(&self) -> Option<&'a EnvironmentFile> {
        self.document.environment()
    }

    /// The file itself where a path leads to it, else another one.
    pub(crate) fn other(&self, path: &str) -> Option<Arc<Document>> {
        self.world.document(path, true)
    }

    /// The path of a file that is named in this one; `None` for what lies on the network.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<String> {
        match resolve(self.path, reference) {
            Resolved::Path(path) => Some(path),
            Resolved::Remote(_) => None,
        }
    }

    /// The registry of the project's environments.
    #[must_use]
    pub fn registry(&self) -> Registry {
        let paths = self.world.environments();
        let documents: Vec<(String, Arc<Document>)> = paths
            .into_iter()
            .filter_map(|path| self.world.document(&path, false).map(|it| (path, it)))
            .collect();
        let environments = documents.iter().filter_map(|(path, document)| match &document.content {
            Content::Environment(it) => Some((&**it, path.as_str())),
            _ => None,
        });
        Registry::of(environments).with_plug_ins(self.world.plug_ins())
    }

    /// What the type of a resource is.
    #[must_use]
    pub fn resolution(&self, type_name: &str, resource: &str) -> Resolution {
        self.registry().lookup(type_name, resource, self.path)
    }

    /// What the type of a declared resource is.
    pub(crate) fn resolution_of(&self, resource: &Resource) -> Resolution {
        match &resource.resource_type {
            Some(key) => self.resolution(&key.text, &resource.name.text),
            None => Resolution::Unknown,
        }
    }
}
