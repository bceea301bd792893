//! One `hotkit.yaml`, read and understood.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobSet;
use hotkit_format::Choice;
use hotkit_lint::{Level, Profile, Selector};
use hotkit_schema::ResourceType;
use hotkit_text::{Severity, SourceFile, TextRange};

use super::reader::Reader;
use super::{ConfigFault, PathSettings};
use crate::shelf::{Print, print_of};

/// What a configuration says.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConfigFile {
    /// The folder that its paths start from.
    pub(crate) folder: PathBuf,
    /// What its text is known by.
    pub(super) print: Print,
    /// True where no configuration above it counts.
    pub(crate) is_root: bool,
    /// The set of levels that it begins with.
    pub(super) profile: Option<Profile>,
    /// The levels, in their order: groups before rules.
    pub(super) rules: Vec<(Selector, Level)>,
    /// Further levels for some files.
    pub(super) paths: Vec<PathBlock>,
    /// Choices about the layout, in their order.
    pub(super) format: Vec<Choice>,
    /// Files of folders that are neither checked nor formatted.
    pub(super) exclude: Globs,
    /// What stacks are made of the templates.
    pub(crate) stacks: Vec<StackEntry>,
    /// The oldest and the newest release of Heat that is meant.
    pub(super) release: Option<(String, String)>,
    /// Files, or patterns for files, that describe types of plug-ins, and where they are named.
    pub(super) type_schemas: Vec<(String, TextRange)>,
    /// The types that these files describe.
    pub(super) plug_ins: Vec<&'static ResourceType>,
    /// Names of types, with `*`, that are taken on trust.
    pub(crate) trusted_types: Vec<String>,
    /// The description of the cloud.
    pub(super) cloud: Option<String>,
    /// Resources that no update shall replace or delete: paths of resources, or types.
    pub(super) protected: Globs,
    pub(super) baseline: Option<String>,
    /// Whether shellcheck is asked about scripts.
    pub(super) shellcheck: Option<bool>,
    pub(super) fail_on: Option<Option<Severity>>,
}

/// Levels for some files.
#[derive(Clone, Debug, Default)]
pub(super) struct PathBlock {
    pub(super) files: Globs,
    pub(super) profile: Option<Profile>,
    pub(super) rules: Vec<(Selector, Level)>,
    pub(super) release: Option<(String, String)>,
    pub(super) format: Vec<Choice>,
}

/// Templates, and what stacks are made of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct StackEntry {
    pub(super) templates: Globs,
    /// Environment files in their order.
    pub(crate) environments: Vec<String>,
    /// Names and values of parameters.
    pub(crate) parameters: Vec<(String, String)>,
    /// True where further values come from elsewhere.
    pub(crate) partial: bool,
}

/// Patterns for paths below a folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Globs(pub(super) Option<GlobSet>);

impl Globs {
    /// Whether a pattern fits a path that starts nowhere, such as the one of a resource.
    pub(super) fn fits(&self, path: &str) -> bool {
        self.0.as_ref().is_some_and(|globs| globs.is_match(path))
    }

    fn matches(&self, folder: &Path, file: &Path) -> bool {
        let below = file.strip_prefix(folder).ok();
        self.0
            .as_ref()
            .zip(below)
            .is_some_and(|(globs, below)| globs.is_match(below))
    }
}

impl ConfigFile {
    /// Reads a text, with the mistakes in it.
    pub(super) fn read(file: &Arc<SourceFile>, folder: PathBuf) -> (ConfigFile, Vec<ConfigFault>) {
        let print = print_of(file.text().as_bytes());
        let mut reader = Reader::new(Arc::clone(file));
        let mut config = reader.config();
        config.folder = folder;
        config.print = print;
        (config, reader.faults)
    }

    /// Puts what it says of a file on top of what was said before.
    pub(super) fn apply(&self, file: &Path, settings: &mut PathSettings) {
        let mut set = |profile: Option<Profile>, rules: &[(Selector, Level)], release: &Option<(String, String)>| {
            if let Some(profile) = profile {
                settings.policy.start(profile);
            }
            for (selector, level) in rules {
                settings.policy.set(*selector, *level);
            }
            if release.is_some() {
                settings.release.clone_from(release);
            }
        };
        set(self.profile, &self.rules, &self.release);
        for block in self.paths.iter().filter(|it| it.files.matches(&self.folder, file)) {
            set(block.profile, &block.rules, &block.release);
        }
        settings.format.extend(&self.format);
        for block in self.paths.iter().filter(|it| it.files.matches(&self.folder, file)) {
            settings.format.extend(&block.format);
        }
        settings.shellcheck = self.shellcheck.unwrap_or(settings.shellcheck);
        settings.plug_ins.extend(&self.plug_ins);
        settings.trusted_types.extend(self.trusted_types.iter().cloned());
        settings.excluded |= self.exclude.matches(&self.folder, file);
    }

    /// The stacks that are made of a template.
    pub(crate) fn stacks_of<'c>(&'c self, file: &'c Path) -> impl Iterator<Item = &'c StackEntry> {
        self.stacks.iter().filter(|it| it.templates.matches(&self.folder, file))
    }
}
