//! The one driver: finds templates and environments, reads them and what they name, and checks them.
//!
//! The only crate below the binary that reads the disk. Command line, tests and benchmarks call the same [`check`], so
//! that none of them can find a file, or guess its kind, in a way of its own.
//!
//! A *path* in this crate is a text as people see it: relative to the working folder where it was named so, `/` between its
//! parts, `.` and `..` worked in. Where it really leads is settled in [`Project`] alone, together with the question whether
//! it may be read: nothing outside the project is opened unless the user said so.

mod check;
mod cloud;
mod discovery;
mod disk;
mod git;
mod parallel;
mod parameter;
mod plan;
mod project;
mod store;

pub use check::{CheckError, CheckRequest, CheckResult, Progress, Unreadable, check};
pub use cloud::{CloudError, read_cloud};
pub use disk::LARGEST_FILE;
pub use hotkit_plan::{Action, Change, Cloud, Plan, UpdatePlan};
pub use parameter::{MalformedParameter, split_parameter, split_parameters};
pub use plan::{PlanError, PlanRequest, PlanResult, Side, plan};
pub use project::Project;

#[cfg(test)]
mod tests;
