//! A dry run of a stack: what Heat would create, in which order and why, with which values; what an update would do.
//!
//! [`plan`] expands a root template that [`hotkit_analysis`] accepts: every property is evaluated as the engine does it,
//! nested stacks and groups are expanded with the values that they are given, and what only the cloud will know stays
//! unknown and says what it waits for. [`compare`] sets two plans against each other as an update of a live stack would.
//! Everything here is plain data for `hotkit-report`; nothing is read from disk, nothing is asked of a cloud.

mod change;
mod cloud;
mod display;
mod estimate;
mod expand;
mod failure;
mod group;
mod nested;
mod notes;
mod plan;
mod planned;
mod reference;
mod rolling;
mod rules;
mod scope;
mod update;
mod waves;

pub use change::{Action, Change, ChangeReason, Effect, UpdatePlan};
pub use cloud::{Cloud, Flavor, QuotaKind};
pub use estimate::{Estimate, Missing, estimate, starts_after};
pub use expand::{PlanFiles, Request, TooLarge, plan};
pub use failure::{Failure, GRACE, deletion_order, failure};
pub use hotkit_eval::{Unknown, Value, json_text, str_text};
pub use plan::{
    Because, BecauseKind, Disabled, OutputPlan, ParameterPlan, Place, Plan, PropertyPlan, Requirement, ResourcePlan,
    StackKind, StackPlan,
};
pub use planned::{Kind, Planned};
pub use rolling::{Batch, Rolling};
pub use update::{Side, compare};
