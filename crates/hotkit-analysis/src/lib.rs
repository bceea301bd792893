//! A stack as Heat would see it: the root template, its environments, and every file that they name.
//!
//! [`analyze`] looks at one root with its inputs and says everything that is wrong, with the verdict that Heat would give,
//! and the dependency graph. It reads nothing itself: files come from a [`FileSet`]; [`wanted`] says which files a file
//! names, so that the caller can read them first.

mod analyze;
mod attribute;
mod call;
mod cloud;
mod condition;
mod constraint;
mod file;
mod graph;
mod group;
mod implicit;
mod inclusion;
mod input;
mod nested;
mod plug_in;
mod problem;
mod property;
mod registry;
mod resource;
mod seen;
mod site;
mod stack;
mod types;
mod walk;

pub use analyze::{Analysis, Inputs, Stack, StackResource, analyze, analyze_environment, stack_graph};
pub use cloud::{CloudContents, CloudList};
pub use file::{FileSet, FileState, Resolved, resolve, wanted};
pub use graph::{Because, Edge, Graph};
pub use implicit::{Rule as ImplicitRule, at_creation};
pub use input::{GivenValue, GivenValues};
pub use plug_in::PlugIns;
pub use problem::{Declared, FacadeFault, Fault, GivenBy, Problem, ReferenceFunction, Step, Verdict, WhyNot};
pub use registry::{Registry, Resolution};
pub use seen::{compared, typed};
pub use types::duration_seconds;
