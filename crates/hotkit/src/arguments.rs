//! The command line: its words, and nothing of what they do.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use hotkit_text::Severity;
use hotkit_workspace::split_parameter;

use crate::explain::ExplainArguments;
use crate::fmt::arguments::FmtArguments;
use crate::init::InitArguments;
use crate::locate::LocateArguments;
use crate::shell::{CompletionsArguments, ManArguments};

use crate::plan::arguments::{CloudArguments, GraphArguments, PlanArguments};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Blue.on_default().bold())
    .usage(AnsiColor::Blue.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

/// Checks and formats OpenStack Heat templates offline, with the verdict of the real engine.
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
    Fmt(FmtArguments),
    Lsp(LspArguments),
    Plan(PlanArguments),
    Graph(GraphArguments),
    Cloud(CloudArguments),
    Explain(ExplainArguments),
    Locate(LocateArguments),
    Init(InitArguments),
    Completions(CompletionsArguments),
    Man(ManArguments),
}

/// Serve an editor: the language server on standard input and output
///
/// Editors start it by themselves; docs/editors.md says how each is told to. It speaks the Language Server Protocol, reads
/// the files of the project, and opens no connection.
#[derive(Args, Debug)]
pub(crate) struct LspArguments {
    /// For editors that name the way by which they talk; there is no other
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Check templates and environments
///
/// Says everything that Heat would refuse, each fault at the character that causes it, and what it accepts although it is
/// wrong. No cloud, no account and no network is needed.
///
/// Without values, a template is refused only where no values can help. With -e, --parameter, -P, --parameter-file or
/// --stack the verdict is the one of a stack creation with exactly these values.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  hotkit check                              everything below the working folder
  hotkit check course.yaml                  one template, whatever its parameters will be
  hotkit check course.yaml -e region.yaml   as `openstack stack create -t course.yaml -e region.yaml`
  hotkit check --format json labs           for programs
  hotkit check --fix labs                   mend what can safely be mended
  hotkit check --unsafe-fixes --diff labs   what would be mended, as a patch
  hotkit check - --stdin-filename a.yaml    from an editor
  hotkit check --watch labs                 again with every change

Exit status: 0 nothing to report at or above --fail-on, 1 findings, 2 a file could not be read, or the
command could not be carried out.")]
pub(crate) struct CheckArguments {
    /// Templates, environments, and folders to search for them
    ///
    /// Folders are searched as .gitignore, .ignore and .hotkitignore allow, hidden files left out. What a file is, its
    /// content says. `-` is standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// Take named files as a search of folders would: pass over what is ignored, excluded or no template
    ///
    /// For programs that name every changed file, such as pre-commit.
    #[arg(long, conflicts_with = "stdin_filename")]
    pub(crate) as_found: bool,

    /// The name of what standard input holds: files that it names are sought beside it
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<String>,

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

    /// The least severity that makes the exit status 1; error, unless the configuration says otherwise
    #[arg(long, value_name = "SEVERITY", help_heading = "Rules")]
    pub(crate) fail_on: Option<FailOn>,

    /// The releases of Heat that the templates are meant for: 2024.1, caracal, 2023.1..2024.1
    #[arg(long, value_name = "RELEASE[..RELEASE]", help_heading = "Rules")]
    pub(crate) release: Option<String>,

    /// What the cloud has: flavors, images and networks that are missing there are found; else what the configuration says
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub(crate) cloud: Option<String>,

    /// Ask shellcheck, where it is installed, about the scripts in user data and software configs
    #[arg(long, help_heading = "Rules")]
    pub(crate) shellcheck: bool,

    #[command(flatten)]
    pub(crate) living: LivingArguments,

    #[command(flatten)]
    pub(crate) fixes: FixArguments,

    /// How findings are written
    #[arg(long, default_value = "pretty", help_heading = "Output")]
    pub(crate) format: Format,

    /// Write the findings to a file, which is replaced as a whole
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<String>,

    /// Count the findings of each rule instead of showing them
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// Whether findings are coloured
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub(crate) color: Color,

    /// Draw with ASCII only
    #[arg(long, help_heading = "Output")]
    pub(crate) ascii: bool,

    /// Keep verdicts from run to run: only what changed is judged again
    ///
    /// They lie in DIR, by default .hotkit_cache beside the hotkit.yaml of the working folder, or in the working folder. What
    /// is found is the same with and without. Never check the folder in.
    #[arg(
        long,
        value_name = "DIR",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["fix", "unsafe_fixes", "diff", "add_ignores"]
    )]
    pub(crate) cache: Option<String>,

    /// Run again whenever a file changes that took part, until Ctrl-C
    ///
    /// The exit status is that of the last run. On a terminal each run begins on a clear screen.
    #[arg(long, conflicts_with_all = ["stdin_filename", "write_baseline", "add_ignores", "fix", "unsafe_fixes", "diff"])]
    pub(crate) watch: bool,

    /// Read files outside the project, too
    ///
    /// The project is the folder with .git, or the working folder; and the folder of a template that is named by a path
    /// leading elsewhere. A template of somebody else cannot make hotkit read anything outside.
    #[arg(long)]
    pub(crate) allow_outside: bool,
}

/// What becomes of findings that can be mended.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixArguments {
    /// Mend what can be mended without changing what a sound template means
    #[arg(long)]
    pub(crate) fix: bool,

    /// Mend also what may change a template's meaning, such as misspelt names
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Write nothing; show what would be mended, as a patch
    #[arg(long)]
    pub(crate) diff: bool,
}

impl FixArguments {
    /// True where anything is to be mended.
    pub(crate) fn is_any(self) -> bool {
        self.fix || self.unsafe_fixes || self.diff
    }
}

/// How to live with findings: configuration, baseline, comments.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Living with findings")]
pub(crate) struct LivingArguments {
    /// The configuration, instead of every hotkit.yaml found upwards from the files
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<String>,

    /// Take no notice of any hotkit.yaml
    #[arg(long)]
    pub(crate) no_config: bool,

    /// Findings that are known already and do not count
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<String>,

    /// Write the findings of this run to the baseline, hotkit-baseline.json unless one is named
    #[arg(long)]
    pub(crate) write_baseline: bool,

    /// Write a comment `# hotkit: ignore[RULE]` to every finding of this run
    #[arg(long, conflicts_with_all = ["write_baseline", "fix", "unsafe_fixes"])]
    pub(crate) add_ignores: bool,
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
    /// The choice for the least severity that counts; `None` where nothing does.
    pub(crate) fn of(least: Option<Severity>) -> FailOn {
        match least {
            Some(Severity::Error) => FailOn::Error,
            Some(Severity::Warning) => FailOn::Warning,
            Some(Severity::Info | Severity::Hint) => FailOn::Info,
            None => FailOn::Never,
        }
    }

    /// The least severity that counts; `None` where nothing does.
    pub(crate) fn least(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }

    /// Whether a finding of this severity counts.
    pub(crate) fn includes(self, severity: Severity) -> bool {
        self.least().is_some_and(|least| severity <= least)
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
    /// One JSON object a line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// JUnit's XML
    Junit,
    /// Checkstyle's XML
    Checkstyle,
}

/// When there is colour.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb
    Auto,
    Always,
    Never,
}
