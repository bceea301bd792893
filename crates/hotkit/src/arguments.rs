//! The command line: its words, and nothing of what they do.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use hotkit_text::Severity;
use hotkit_workspace::split_parameter;

use crate::plan::arguments::{CloudArguments, GraphArguments, PlanArguments};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Blue.on_default().bold())
    .usage(AnsiColor::Blue.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

/// Checks OpenStack Heat templates offline, with the verdict of the real engine.
#[derive(Parser, Debug)]
#[command(
    name = "hotkit",
    version,
    styles = STYLES,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Exit status: 0 nothing to report, 1 findings, 2 the command could not be carried out."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Check(CheckArguments),
    Plan(PlanArguments),
    Graph(GraphArguments),
    Cloud(CloudArguments),
}

/// Check templates and environments
///
/// Says everything that Heat would refuse, each fault at the character that causes it, and what it accepts although it is
/// wrong. No cloud, no account and no network is needed.
///
/// Without values, a template is refused only where no values can help. With -e, --parameter, -P, --parameter-file or
/// --stack the verdict is the one of a stack creation with exactly these values.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  hotkit check                              everything below the working folder
  hotkit check course.yaml                  one template, whatever its parameters will be
  hotkit check course.yaml -e region.yaml   as `openstack stack create -t course.yaml -e region.yaml`
  hotkit check --format json labs           for programs

Exit status: 0 nothing to report at or above --fail-on, 1 findings, 2 a file could not be read, or the
command could not be carried out.")]
pub(crate) struct CheckArguments {
    /// Templates, environments, and folders to search for them
    ///
    /// Folders are searched as .gitignore, .ignore and .hotkitignore allow, hidden files left out. What a file is, its
    /// content says.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// An environment file; repeatable, later ones win
    #[arg(short, long = "environment", value_name = "FILE", help_heading = "Inputs")]
    pub(crate) environments: Vec<String>,

    /// The value of a parameter; repeatable
    ///
    /// A name that is given several times has a list of values.
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = split_parameter, help_heading = "Inputs")]
    pub(crate) parameter: Vec<(String, String)>,

    /// Values of parameters as the old `heat` command took them: 'a=1;b=2'
    ///
    /// One -P is split at each semicolon, several are not.
    #[arg(
        short = 'P',
        long = "parameters",
        value_name = "NAME=VALUE;...",
        help_heading = "Inputs"
    )]
    pub(crate) parameters: Vec<String>,

    /// A file that holds the value of a parameter; repeatable
    ///
    /// The file is sought in the folder of the template, as OpenStack's client does, then in the working folder.
    #[arg(long = "parameter-file", value_name = "NAME=FILE", value_parser = split_parameter, help_heading = "Inputs")]
    pub(crate) parameter_files: Vec<(String, String)>,

    /// Judge as a stack creation: every parameter needs a value
    #[arg(long, help_heading = "Inputs")]
    pub(crate) stack: bool,

    /// Rules and groups to check, instead of those that are on by themselves
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) select: Vec<String>,

    /// Rules and groups to leave out
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) ignore: Vec<String>,

    /// The least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error", help_heading = "Rules")]
    pub(crate) fail_on: FailOn,

    /// How findings are written
    #[arg(long, default_value = "pretty", help_heading = "Output")]
    pub(crate) format: Format,

    /// Whether findings are coloured
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub(crate) color: Color,

    /// Draw with ASCII only
    #[arg(long, help_heading = "Output")]
    pub(crate) ascii: bool,

    /// Read files outside the project, too
    ///
    /// The project is the folder with .git, or the working folder; and the folder of a template that is named by a path
    /// leading elsewhere. A template of somebody else cannot make hotkit read anything outside.
    #[arg(long)]
    pub(crate) allow_outside: bool,
}

/// The least severity that counts.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// Whether a finding of this severity counts.
    pub(crate) fn includes(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity <= Severity::Error,
            FailOn::Warning => severity <= Severity::Warning,
            FailOn::Info => severity <= Severity::Info,
            FailOn::Never => false,
        }
    }
}

/// A form of output.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// With the lines of source, for people
    Pretty,
    /// One line each, for grep and editors
    Concise,
    /// One JSON document, for programs
    Json,
}

/// When there is colour.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb
    Auto,
    Always,
    Never,
}
