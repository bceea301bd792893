//! The plan as plain data.

use smol_str::SmolStr;

use crate::planned::Planned;

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The file, as people see it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// What a stack creation would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The name of the stack.
    pub stack_name: SmolStr,
    /// The root template.
    pub file: String,
    /// Its version, as written.
    pub version: SmolStr,
    /// Its description.
    pub description: Option<SmolStr>,
    /// Environment files in their order.
    pub environments: Vec<String>,
    /// The release of Heat whose verdict it is, such as `2026.2`.
    pub release: &'static str,
    /// The root stack.
    pub root: StackPlan,
}

/// What kind of stack it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StackKind {
    /// The stack itself.
    Root,
    /// A nested stack, from a template.
    Stack,
    /// A group: its template is made up by Heat.
    Group,
}

/// One stack with everything in it.
#[derive(Clone, Debug)]
pub struct StackPlan {
    /// What it is.
    pub kind: StackKind,
    /// Its template; of a group the file in which it is defined.
    pub file: String,
    /// Resources that are created, in the order of the template.
    pub resources: Vec<ResourcePlan>,
    /// Indices of resources that can start together, in their order.
    pub waves: Vec<Vec<usize>>,
    /// Resources that a condition switches off.
    pub disabled: Vec<Disabled>,
    /// Outputs in their order.
    pub outputs: Vec<OutputPlan>,
    /// Parameters in their order.
    pub parameters: Vec<ParameterPlan>,
    /// Why the members are not known, or not all of them, in words.
    pub note: Option<String>,
    /// False where Heat makes up the names of the members by chance.
    pub names_known: bool,
    /// How many members are created at a time, and the seconds between, where the group is created in batches.
    pub batches: Option<(u64, f64)>,
}

impl StackPlan {
    /// The resource of this name.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<&ResourcePlan> {
        self.resources.iter().find(|it| it.name == name)
    }

    /// Resources in it and in everything nested in it.
    #[must_use]
    pub fn total(&self) -> usize {
        let nested = self.resources.iter().filter_map(|it| it.nested.as_deref());
        self.resources.len() + nested.map(StackPlan::total).sum::<usize>()
    }
}

/// A resource that is created.
#[derive(Clone, Debug)]
pub struct ResourcePlan {
    /// Its logical name.
    pub name: SmolStr,
    /// Its type as written.
    pub type_name: SmolStr,
    /// The engine's type that it comes to; `None` for templates and what is not known.
    pub builtin: Option<&'static str>,
    /// The template that it comes to.
    pub template: Option<String>,
    /// Where it is declared.
    pub at: Place,
    /// The wave in which it starts, from 1.
    pub wave: usize,
    /// What it waits for, in the order of the template.
    pub requires: Vec<Requirement>,
    /// Its properties as written, in their order.
    pub properties: Vec<PropertyPlan>,
    /// `metadata`, `update_policy`.
    pub metadata: Option<Planned>,
    /// The update policy.
    pub update_policy: Option<Planned>,
    /// What is in it.
    pub nested: Option<Box<StackPlan>>,
    /// `Delete`, `Retain` or `Snapshot`, where it is written.
    pub deletion_policy: Option<SmolStr>,
    /// The id of the thing that it stands for, where it is not created at all.
    pub external_id: Option<Planned>,
    /// `depends_on`, as written.
    pub depends_on: Vec<SmolStr>,
    /// The name of its condition, or the condition itself as JSON.
    pub condition: Option<SmolStr>,
    /// False where it is not known whether the condition holds.
    pub certain: bool,
    /// Its description.
    pub description: Option<SmolStr>,
    /// When it starts, in seconds from the start of the stack.
    pub start: u64,
    /// How long it takes.
    pub seconds: u64,
    /// True where the duration is a guess that depends on what is not Heat's.
    pub assumed: bool,
}

impl ResourcePlan {
    /// The property of this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&PropertyPlan> {
        self.properties.iter().find(|it| it.name == name)
    }

    /// The type by which it is known: the engine's, else as written.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.builtin.unwrap_or(&self.type_name)
    }
}

/// A resource that another one waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Requirement {
    /// Index of the resource in the same stack.
    pub resource: usize,
    /// Every reason.
    pub because: Vec<Because>,
}

/// Why a resource waits for another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Because {
    /// What kind of reason it is.
    pub kind: BecauseKind,
    /// The place in the resource: `properties.networks[0].port`.
    pub at: String,
    /// The line, from 1; 0 where there is none.
    pub line: u32,
}

/// The kinds of reasons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BecauseKind {
    /// `get_resource`, `Ref`
    GetResource,
    /// `get_attr` of this attribute.
    GetAttr(String),
    /// `depends_on`
    DependsOn,
    /// Heat adds it by itself; why, in words.
    Heat(&'static str),
}

impl BecauseKind {
    /// The name of the kind.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            BecauseKind::GetResource => "get_resource",
            BecauseKind::GetAttr(_) => "get_attr",
            BecauseKind::DependsOn => "depends_on",
            BecauseKind::Heat(_) => "heat",
        }
    }
}

/// A property.
#[derive(Clone, PartialEq, Debug)]
pub struct PropertyPlan {
    /// Its name.
    pub name: SmolStr,
    /// What it comes to.
    pub value: Planned,
    /// The line, from 1; 0 where there is none.
    pub line: u32,
}

/// A resource that a condition switches off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disabled {
    /// Its name.
    pub name: SmolStr,
    /// Its type as written.
    pub type_name: SmolStr,
    /// The condition as written: a name, else JSON.
    pub condition: SmolStr,
    /// Where it is declared.
    pub at: Place,
}

/// An output.
#[derive(Clone, PartialEq, Debug)]
pub struct OutputPlan {
    /// Its name.
    pub name: SmolStr,
    /// What it comes to.
    pub value: Planned,
    /// Its description.
    pub description: Option<SmolStr>,
    /// The line, from 1; 0 where there is none.
    pub line: u32,
    /// True where the value is a secret by its nature.
    pub secret: bool,
}

/// A parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct ParameterPlan {
    /// Its name.
    pub name: SmolStr,
    /// Its type as written.
    pub type_name: &'static str,
    /// Its value, of its type.
    pub value: Planned,
    /// True where it is declared hidden.
    pub hidden: bool,
    /// Where the value comes from: a file, `default`, `command line`, `property`.
    pub from: String,
    /// The line of its declaration.
    pub line: u32,
    /// True where an update may not change it.
    pub immutable: bool,
}
