//! The words of `plan` and `graph` on the command line.

use clap::{Args, Subcommand, ValueEnum};
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

    /// How many such stacks there shall be: do they fit the quota?
    #[arg(long, value_name = "N", help_heading = "Cloud")]
    pub(crate) stacks: Option<u64>,

    /// What is there when this resource fails, and what becomes of it
    #[arg(long, value_name = "RESOURCE", help_heading = "Cloud")]
    pub(crate) fail: Option<String>,

    /// What makes the exit status 1; repeatable
    #[arg(long, value_name = "CHANGE", help_heading = "Update", requires = "against")]
    pub(crate) fail_on: Vec<FailOn>,

    /// Show the value of every property, and what each resource waits for
    #[arg(long, help_heading = "Output")]
    pub(crate) values: bool,

    /// Show the values of this resource; repeatable
    #[arg(long = "resource", value_name = "RESOURCE", help_heading = "Output")]
    pub(crate) resources: Vec<String>,

    /// Never cut values
    #[arg(long, help_heading = "Output")]
    pub(crate) full: bool,

    /// Show what the OpenStack client would list afterwards
    #[arg(long, help_heading = "Output")]
    pub(crate) list: bool,

    /// Fold nothing
    #[arg(short, long, help_heading = "Output")]
    pub(crate) verbose: bool,

    /// Where files can be looked at, for links in Markdown: URL#LINE
    #[arg(long, value_name = "URL", help_heading = "Output")]
    pub(crate) link_base: Option<String>,

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
    #[arg(
        short = 'P',
        long = "parameters",
        value_name = "NAME=VALUE;...",
        help_heading = "Inputs"
    )]
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

    /// What the cloud has, allows and takes: a cloud file; else the one that the configuration names
    #[arg(long, value_name = "FILE", help_heading = "Cloud")]
    pub(crate) cloud: Option<String>,

    /// The configuration, instead of every hotkit.yaml found upwards from the files
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<String>,

    /// Take no notice of any hotkit.yaml
    #[arg(long)]
    pub(crate) no_config: bool,

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
    /// For a comment on a pull request
    Markdown,
    /// One page with graph, timeline and changes
    Html,
}

/// A change that counts.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FailOn {
    /// A resource is replaced
    Replace,
    /// A resource is deleted
    Delete,
    /// Anything changes
    Change,
}

/// Draw the dependency graph
///
/// Every resource with what it waits for, those inside nested stacks and groups too.
#[derive(Args, Debug)]
pub(crate) struct GraphArguments {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// How the graph is written
    #[arg(long, default_value = "svg", help_heading = "Output")]
    pub(crate) format: GraphFormat,

    #[command(flatten)]
    pub(crate) look: LookArguments,
}

/// A form of the graph.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum GraphFormat {
    /// A picture
    Svg,
    /// For Graphviz
    Dot,
    /// For Markdown that draws Mermaid
    Mermaid,
    /// The whole plan as JSON
    Json,
}

/// The mocked cloud
#[derive(Args, Debug)]
pub(crate) struct CloudArguments {
    #[command(subcommand)]
    pub(crate) command: CloudCommand,
}

#[derive(Subcommand, Debug)]
pub(crate) enum CloudCommand {
    /// Print a script that writes a cloud file from a real cloud, with the OpenStack client
    Export,
}
