//! The one driver: finds templates and environments, reads them and what they name, checks them, and formats them.
//!
//! The only crate below the binary that reads and writes the disk. Command line, tests and benchmarks call the same [`check`], so
//! that none of them can find a file, or guess its kind, in a way of its own.
//!
//! A *path* in this crate is a text as people see it: relative to the working folder where it was named so, `/` between its
//! parts, `.` and `..` worked in. Where it really leads is settled in [`Project`] alone, together with the question whether
//! it may be read: nothing outside the project is opened unless the user said so.

mod baseline;
mod cache;
mod check;
mod cloud;
mod config;
mod discovery;
mod disk;
mod fix;
mod format;
mod git;
mod init;
mod locate;
mod memory;
mod parallel;
mod parameter;
mod plan;
mod project;
mod releases;
mod shelf;
mod shellcheck;
mod sift;
mod silence;
mod stamp;
mod store;
mod survey;
mod watched;

pub use baseline::baseline;
pub use check::{
    CheckError, CheckRequest, CheckResult, Inspection, Part, Progress, Unreadable, check, check_each, inspect, merge,
};
pub use cloud::{CloudError, read_cloud};
pub use config::{CONFIG_NAME, ConfigChoice, ConfigFault, Protected, RunSettings, layout, plug_ins, run_settings};
pub use discovery::Naming;
pub use disk::{LARGEST_FILE, create as create_file, write as write_file};
pub use fix::{FixResult, FixedFile, Unwritable, fix, write};
pub use format::{Broken, FormatFile, FormatMode, FormatRequest, FormatResult, FormatState, format, format_text};
/// The types of plug-ins, for whoever tells about them.
pub use hotkit_analysis::PlugIns;
/// The choices that a layout leaves, for whoever asks for one.
pub use hotkit_format::{
    Choice, Doubt, Functions, LineEnds, ListIndent, Padding, Quotes, Separation, Skipped, Style, VersionQuotes,
};
/// The rules, for whoever tells about them.
pub use hotkit_lint::{Rule, rule, rules};
pub use hotkit_plan::{Action, Change, Cloud, Plan, UpdatePlan};
pub use init::{Proposal, propose};
pub use locate::{Found, Located, locate};
pub use memory::{Kept, Unsaved, real};
pub use parameter::{MalformedParameter, split_parameter, split_parameters};
pub use plan::{PlanError, PlanRequest, PlanResult, Side, plan};
pub use project::Project;
pub use releases::releases;
pub use silence::{Silenced, silence, with_comments};
pub use survey::{Surveyed, document, environments_of, exists, inputs_of, is_folder, names_in, now, survey};

pub use watched::Watched;

#[cfg(test)]
mod tests;
