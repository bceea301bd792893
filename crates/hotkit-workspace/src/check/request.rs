//! What a check is asked, and what it says.

use std::collections::BTreeMap;

use hotkit_text::{Diagnostic, Files};

use crate::cloud::CloudError;
use crate::config::{ConfigChoice, ConfigFault};
use crate::discovery::Naming;

/// What shall be checked, and how.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// Templates, environments and folders, relative to the project's working folder.
    pub paths: Vec<String>,
    /// What the files among them are taken for.
    pub naming: Naming,
    /// Single files that are checked only where they are templates or environments, as those of a folder are.
    pub found: Vec<String>,
    /// Environment files in their order, as `openstack stack create -e` takes them.
    pub environments: Vec<String>,
    /// Names and values of parameters, in their order.
    pub parameters: Vec<(String, String)>,
    /// Names of parameters, and the files that hold their values.
    pub parameter_files: Vec<(String, String)>,
    /// Judge as a stack creation with exactly these inputs. Any input implies it.
    pub stack: bool,
    /// The time in seconds since 1970, for what may have expired; `None` where that shall not be judged.
    pub now: Option<i64>,
    /// Rules and groups that are on; empty for those that are on by themselves.
    pub select: Vec<String>,
    /// Rules and groups that are off.
    pub ignore: Vec<String>,
    /// Which configuration counts.
    pub config: ConfigChoice,
    /// The file with the findings that are known.
    pub baseline: Option<String>,
    /// The releases of Heat that are meant: one, or two with `..` between them.
    pub release: Option<String>,
    /// The file that says what the cloud has.
    pub cloud: Option<String>,
    /// Ask shellcheck about scripts, whatever the configuration says.
    pub shellcheck: bool,
    /// The folder in which verdicts are kept from run to run, empty for the one of the project; `None` where none are.
    pub cache: Option<String>,
}

/// How far a run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress<'a> {
    /// Files that are done.
    pub done: usize,
    /// Files there are.
    pub total: usize,
    /// What was found so far.
    pub findings: usize,
    /// The file that was done last.
    pub path: &'a str,
}

/// Everything there is to say.
#[derive(Debug, Default)]
pub struct CheckResult {
    /// Every file that a finding speaks of.
    pub files: Files,
    /// The findings, sorted by the path of the file and the place in it.
    pub diagnostics: Vec<Diagnostic>,
    /// Names of resources and of those they wait for, sorted; only where exactly one template was checked and could be read.
    pub edges: Option<Vec<(String, String)>>,
    /// Templates and environments that were read, those that others name among them.
    pub files_checked: usize,
    /// The paths of those files, sorted.
    pub paths: Vec<String>,
    /// The templates that were judged, in their order.
    pub templates: Vec<String>,
    /// Those of them that Heat refuses.
    pub refused_templates: Vec<String>,
    /// Parameters without a value, in the order of the template; only where one template was checked, and not as a stack.
    pub missing_values: Vec<String>,
    /// True where the verdict is that of a stack creation with exactly the values given.
    pub judged_as_stack: bool,
    /// What was named, or found, and could not be read.
    pub unreadable: Vec<Unreadable>,
    /// What could not be done beside the check itself, a sentence each.
    pub notes: Vec<String>,
    /// Roots whose verdict was one of an earlier run.
    pub from_cache: usize,
    /// Why verdicts could not be kept for the next run.
    pub cache_fault: Option<String>,
    /// Findings by path of the file and rule, those of the engine whether they are shown or not: what a change may not add to.
    pub(crate) counts: BTreeMap<(String, &'static str), usize>,
    /// Findings that the baseline holds; they are not among the others.
    pub in_baseline: usize,
    /// Entries of the baseline that are found no more.
    pub gone_from_baseline: usize,
}

/// A file or folder that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Its path.
    pub path: String,
    /// Why, in words that follow `cannot read PATH:`.
    pub why: String,
    /// The option that named it: `-e`, `--parameter-file`; `None` for paths.
    pub option: Option<&'static str>,
    /// A path that was most likely meant.
    pub suggestion: Option<String>,
    /// True where `--allow-outside` would have it read.
    pub outside: bool,
}

/// Why nothing could be checked at all.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CheckError {
    /// A name in `select` or `ignore` that is neither a rule nor a group.
    #[error("there is no rule or group `{name}`")]
    UnknownRule {
        /// The name.
        name: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
    /// Mistakes in configurations.
    #[error("the configuration has mistakes")]
    Config(Vec<ConfigFault>),
    /// A file that the run cannot do without.
    #[error("cannot read {path}: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// A cloud file that cannot be used.
    #[error("cannot use the cloud file {}{}: {}", .0.path, .0.at(), .0.message)]
    Cloud(CloudError),
    /// A folder that cannot be a cache.
    #[error("cannot use {path} as cache: {why}")]
    Cache {
        /// The folder.
        path: String,
        /// Why.
        why: String,
    },
    /// A release that hotkit does not know.
    #[error("hotkit knows no release `{name}`")]
    UnknownRelease {
        /// The name.
        name: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
}
