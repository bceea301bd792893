//! The words of `plan` and `graph` on the command line.

use clap::{Args, ValueEnum};
use hotkit_workspace::split_parameter;

use crate::arguments::Color;

/// Show what a stack creation or an update would do, without a cloud
///
/// Every property with its value, what waits for what and why, in which order and how long; with --against what an update
/// would change, replace or delete. What only the cloud knows is said to be so.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  hotkit plan course.yaml -e region.yaml           what would be created
  hotkit plan course.yaml --against git:main       what an update from the version of main would do
  hotkit plan course.yaml --format html > plan.html
  hotkit plan course.yaml --against git:main --fail-on replace --fail-on delete

Exit status: 0 Heat accepts the template and --fail-on found nothing, 1 Heat refuses it or --fail-on found something,
2 a file could not be read, or the command could not be carried out.")]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// How the plan is written
    #[arg(long, default_value = "pretty", help_heading = "Output")]
    pub(crate) format: PlanFormat,

    #[command(flatten)]
    pub(crate) look: LookArguments,
}

/// What goes into a plan.
#[derive(Args, Debug)]
pub(crate) struct Inputs {
    /// The template
    #[arg(value_name = "TEMPLATE")]
    pub(crate) template: String,

    /// An environment file; repeatable, later ones win
    #[arg(short, long = "environment", value_name = "FILE", help_heading = "Inputs")]
    pub(crate) environments: Vec<String>,

    /// The value of a parameter; repeatable
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = split_parameter, help_heading = "Inputs")]
    pub(crate) parameter: Vec<(String, String)>,

    /// Values of parameters as the old `heat` command took them: 'a=1;b=2'
    #[arg(short = 'P', long = "parameters", value_name = "NAME=VALUE;...", help_heading = "Inputs")]
    pub(crate) parameters: Vec<String>,

    /// A file that holds the value of a parameter; repeatable
    #[arg(long = "parameter-file", value_name = "NAME=FILE", value_parser = split_parameter, help_heading = "Inputs")]
    pub(crate) parameter_files: Vec<(String, String)>,

    /// The name of the stack; else what HOTKIT_STACK_NAME says
    #[arg(long, value_name = "NAME", help_heading = "Inputs")]
    pub(crate) stack_name: Option<String>,

    /// Plan an update of the stack that this made: a file, or git:REV for the same file at a revision
    #[arg(long, value_name = "OLD", help_heading = "Update")]
    pub(crate) against: Option<String>,

    /// An environment file of the old stack; without any, those of the new one
    #[arg(long, value_name = "FILE", help_heading = "Update", requires = "against")]
    pub(crate) against_environment: Vec<String>,

    /// A parameter of the old stack; without any, those of the new one
    #[arg(long, value_name = "NAME=VALUE", value_parser = split_parameter, help_heading = "Update", requires = "against")]
    pub(crate) against_parameter: Vec<(String, String)>,

    /// Read files outside the project, too
    #[arg(long)]
    pub(crate) allow_outside: bool,
}

/// How it looks.
#[derive(Args, Debug)]
pub(crate) struct LookArguments {
    /// Whether there is colour
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub(crate) color: Color,

    /// Draw with ASCII only
    #[arg(long, help_heading = "Output")]
    pub(crate) ascii: bool,
}

/// A form of the plan.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PlanFormat {
    /// A table, for people
    Pretty,
    /// One JSON document, for programs
    Json,
}
