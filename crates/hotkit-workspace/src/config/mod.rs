//! `hotkit.yaml`: found upwards from each file, the inner ones on top of the outer ones.
//!
//! A mistake in it is an error at its line, never a default that nobody asked for. Paths in it start from its own folder.

mod file;
mod reader;
mod type_files;
mod type_schema;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hotkit_analysis::PlugIns;
use hotkit_format::{Choice, Style};
use hotkit_lint::{Policy, RuleSet, Selection};
use hotkit_schema::ResourceType;
use hotkit_text::{Severity, SourceFile, TextRange};
use rustc_hash::FxHashMap;

use crate::disk;
use crate::memory::real;
use crate::project::{Located, Project, lexical};
use crate::shelf::{Print, Prints};

pub(crate) use file::ConfigFile;
pub(crate) use reader::release_range;

/// The name of the file.
pub const CONFIG_NAME: &str = "hotkit.yaml";

/// A mistake in a configuration.
#[derive(Clone, Debug)]
pub struct ConfigFault {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The text at fault.
    pub range: TextRange,
    /// What is wrong, in one line.
    pub message: String,
    /// Words under the text.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

/// Which configuration is used.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum ConfigChoice {
    /// What is found upwards from each file.
    #[default]
    Found,
    /// This one, for all files.
    File(String),
    /// None.
    Nothing,
}

/// The configurations of a run.
#[derive(Debug, Default)]
pub(crate) struct Configs {
    choice: ConfigChoice,
    /// By folder the configurations that hold there, the outermost first.
    chains: FxHashMap<PathBuf, Vec<Arc<ConfigFile>>>,
    /// The same by the folder as it stands in the paths of files: thousands of them lie in one.
    by_name: FxHashMap<String, Vec<Arc<ConfigFile>>>,
    /// What [`Configs::print`] said of folders.
    prints: FxHashMap<String, Print>,
    /// By file what was read there.
    read: FxHashMap<PathBuf, Option<Arc<ConfigFile>>>,
    pub(crate) faults: Vec<ConfigFault>,
    pub(crate) unreadable: Vec<(String, String)>,
    /// Files that describe types.
    type_files: Vec<PathBuf>,
}

/// What holds for a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathSettings {
    pub(crate) policy: Policy,
    pub(crate) excluded: bool,
    pub(crate) format: Vec<Choice>,
    /// Names of types, with `*`, that are taken on trust.
    pub(crate) trusted_types: Vec<String>,
    /// Types of plug-ins whose schema is known.
    pub(crate) plug_ins: Vec<&'static ResourceType>,
    pub(crate) release: Option<(String, String)>,
    /// Whether shellcheck is asked about scripts.
    pub(crate) shellcheck: bool,
}

/// The inputs of a stack that a configuration makes of a template.
#[derive(Clone, Debug)]
pub(crate) struct ConfiguredStack {
    /// Paths of environments, in their order.
    pub(crate) environments: Vec<String>,
    pub(crate) parameters: Vec<(String, String)>,
    /// True where further values come from elsewhere.
    pub(crate) partial: bool,
}

impl Configs {
    pub(crate) fn new(choice: ConfigChoice) -> Configs {
        Configs {
            choice,
            ..Configs::default()
        }
    }

    /// The configurations for a path, the outermost first.
    pub(crate) fn chain(&mut self, project: &Project, path: &str) -> Vec<Arc<ConfigFile>> {
        let (folder, name) = path.split_at(path.rfind('/').map_or(0, |it| it + 1));
        // Dots are no name of a file, and lead elsewhere.
        let is_name = !name.is_empty() && !name.starts_with('.');
        if let Some(known) = self.by_name.get(folder).filter(|_| is_name) {
            return known.clone();
        }
        let absolute = lexical(&project.absolute(path));
        let chain = self.chain_of_folder(project, absolute.parent().unwrap_or(&absolute));
        if is_name {
            self.by_name.insert(folder.to_owned(), chain.clone());
        }
        chain
    }

    /// The configurations for the working folder.
    pub(crate) fn run_chain(&mut self, project: &Project) -> Vec<Arc<ConfigFile>> {
        self.chain_of_folder(project, project.working_folder())
    }

    fn chain_of_folder(&mut self, project: &Project, folder: &Path) -> Vec<Arc<ConfigFile>> {
        if let Some(known) = self.chains.get(folder) {
            return known.clone();
        }
        let chain = match self.choice.clone() {
            ConfigChoice::Nothing => Vec::new(),
            ConfigChoice::File(path) => {
                let absolute = lexical(&project.absolute(&path));
                let base = absolute.parent().unwrap_or(&absolute).to_owned();
                self.read(project, &base, &absolute, &path, true).into_iter().collect()
            }
            ConfigChoice::Found => self.upwards(project, folder),
        };
        self.chains.insert(folder.to_owned(), chain.clone());
        chain
    }

    fn upwards(&mut self, project: &Project, folder: &Path) -> Vec<Arc<ConfigFile>> {
        // What lies above the project is none of its business.
        let concerns = |folder: &Path| folder.starts_with(project.root()) || folder == project.working_folder();
        if !concerns(folder) {
            return Vec::new();
        }
        let own = self.read_in(project, folder);
        let mut chain = match folder.parent().filter(|it| concerns(it)) {
            Some(above) if own.as_ref().is_none_or(|it| !it.is_root) => self.chain_of_folder(project, above),
            _ => Vec::new(),
        };
        chain.extend(own);
        chain
    }

    /// The configuration of a folder, read once.
    fn read_in(&mut self, project: &Project, folder: &Path) -> Option<Arc<ConfigFile>> {
        let file = folder.join(CONFIG_NAME);
        if let Some(known) = self.read.get(&file) {
            return known.clone();
        }
        if project.all_unsaved().is_empty() && !file.exists() {
            // So it is nearly everywhere: that it was looked for, the chain of the folder tells.
            return None;
        }
        let shown = relative(project.working_folder(), &file);
        self.read(project, folder, &file, &shown, false)
    }

    /// Reads a configuration, once.
    fn read(
        &mut self,
        project: &Project,
        folder: &Path,
        file: &Path,
        shown: &str,
        must_be: bool,
    ) -> Option<Arc<ConfigFile>> {
        if let Some(known) = self.read.get(file) {
            return known.clone();
        }
        let text = match project.unsaved(&real(file)) {
            Some(text) => Some(Arc::clone(text)),
            None => self.text_of(project, file, shown, must_be),
        };
        let config = text.map(|text| {
            let source = Arc::new(SourceFile::new(shown, text));
            let (mut config, faults) = ConfigFile::read(&source, folder.to_owned());
            self.faults.extend(faults);
            for (path, range) in &config.type_schemas {
                let (types, faults, files) = type_files::read(project, folder, path, &source, *range);
                self.type_files.extend(files.iter().map(|it| project.absolute(it)));
                config.plug_ins.extend(types);
                config.print = with_files(config.print, project, &files);
                self.faults.extend(faults);
            }
            Arc::new(config)
        });
        self.read.insert(file.to_owned(), config.clone());
        config
    }

    fn text_of(&mut self, project: &Project, file: &Path, shown: &str, must_be: bool) -> Option<Arc<str>> {
        if !must_be && !file.exists() {
            return None;
        }
        let located = match project.locate(&file.to_string_lossy()) {
            Located::Real(real) => Ok(real),
            // What the command line names is read wherever it lies.
            Located::Outside | Located::OutsideMissing if must_be => Ok(file.to_owned()),
            Located::Outside | Located::OutsideMissing => Err("it lies outside the project".to_owned()),
            Located::Missing => Err("there is no such file".to_owned()),
            Located::Unreachable(why) => Err(why),
        };
        let bytes = located.and_then(|real| disk::read(&real));
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()));
        match text {
            Ok(text) => Some(text.into()),
            Err(why) => {
                self.unreadable.push((shown.to_owned(), why));
                None
            }
        }
    }

    /// Every path where a configuration was looked for, and what they name of types.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.read.keys().chain(&self.type_files).cloned().collect();
        if self.choice == ConfigChoice::Found {
            files.extend(self.chains.keys().map(|folder| folder.join(CONFIG_NAME)));
        }
        files.sort_unstable();
        files.dedup();
        files
    }

    /// The stacks that the configurations make of a template.
    pub(crate) fn stacks(&mut self, project: &Project, path: &str) -> Vec<ConfiguredStack> {
        let chain = self.chain(project, path);
        let mut stacks = Vec::new();
        if chain.is_empty() {
            return stacks;
        }
        let absolute = lexical(&project.absolute(path));
        for config in chain {
            for entry in config.stacks_of(&absolute) {
                let from_here = |it: &String| relative(project.working_folder(), &config.folder.join(it));
                stacks.push(ConfiguredStack {
                    environments: entry.environments.iter().map(from_here).collect(),
                    parameters: entry.parameters.clone(),
                    partial: entry.partial,
                });
            }
        }
        stacks
    }

    /// What all that the configurations say of the files of a folder is known by: their texts, and where they lie.
    pub(crate) fn print(&mut self, project: &Project, folder: &str) -> Print {
        if let Some(known) = self.prints.get(folder) {
            return *known;
        }
        let absolute = lexical(&project.absolute(folder));
        let mut prints = Prints::default();
        for config in self.chain_of_folder(project, &absolute) {
            prints.add(relative(project.working_folder(), &config.folder).as_bytes());
            prints.add(&config.print);
        }
        let print = prints.end();
        self.prints.insert(folder.to_owned(), print);
        print
    }

    /// The folder of the innermost configuration of the working folder.
    pub(crate) fn home(&mut self, project: &Project) -> Option<PathBuf> {
        self.run_chain(project).last().map(|it| it.folder.clone())
    }

    /// What the configurations say of a file.
    pub(crate) fn settings(&mut self, project: &Project, path: &str) -> PathSettings {
        let chain = self.chain(project, path);
        let mut settings = PathSettings::default();
        if chain.is_empty() {
            return settings;
        }
        let absolute = lexical(&project.absolute(path));
        for config in chain {
            config.apply(&absolute, &mut settings);
        }
        settings
    }
}

/// What holds for a whole run: from the configurations of the working folder, the innermost first.
#[derive(Clone, Debug, Default)]
pub struct RunSettings {
    /// The least severity that makes the exit status 1: `error`, `warning`, `info` or `never`.
    pub fail_on: Option<Option<Severity>>,
    /// The baseline, as a path from the working folder.
    pub baseline: Option<String>,
    /// The description of the cloud, as a path from the working folder.
    pub cloud: Option<String>,
    /// What no update shall replace or delete.
    pub protected: Protected,
}

/// Resources that no update shall replace or delete.
#[derive(Clone, Debug, Default)]
pub struct Protected(Vec<file::Globs>);

impl Protected {
    /// Whether a resource is one of them: its path (`database`, `storage/volume`), or its type.
    #[must_use]
    pub fn holds(&self, path: &str, type_name: &str) -> bool {
        self.0.iter().any(|it| it.fits(path) || it.fits(type_name))
    }
}

/// What the configurations of the working folder say of a run.
///
/// # Errors
/// The mistakes in them.
pub fn run_settings(project: &Project, choice: &ConfigChoice) -> Result<RunSettings, Vec<ConfigFault>> {
    let mut configs = Configs::new(choice.clone());
    let chain = configs.run_chain(project);
    if !configs.faults.is_empty() {
        return Err(configs.faults);
    }
    let path_of = |config: &ConfigFile, path: &String| relative(project.working_folder(), &config.folder.join(path));
    let mut settings = RunSettings::default();
    for config in chain.iter().rev() {
        settings.fail_on = settings.fail_on.or(config.fail_on);
        let baseline = config.baseline.as_ref().map(|it| path_of(config, it));
        settings.baseline = settings.baseline.or(baseline);
        let cloud = config.cloud.as_ref().map(|it| path_of(config, it));
        settings.cloud = settings.cloud.or(cloud);
        settings.protected.0.push(config.protected.clone());
    }
    Ok(settings)
}

/// The layout that the configurations ask for in a file, be it there or not.
///
/// # Errors
/// The mistakes in them.
pub fn layout(project: &Project, choice: &ConfigChoice, path: &str) -> Result<Style, Vec<ConfigFault>> {
    let mut configs = Configs::new(choice.clone());
    let settings = configs.settings(project, path);
    if configs.faults.is_empty() {
        Ok(Style::of(&settings.format))
    } else {
        Err(configs.faults)
    }
}

/// The types of plug-ins that the configurations describe for a file, be it there or not.
///
/// # Errors
/// The mistakes in them.
pub fn plug_ins(project: &Project, choice: &ConfigChoice, path: &str) -> Result<PlugIns, Vec<ConfigFault>> {
    let mut configs = Configs::new(choice.clone());
    let settings = configs.settings(project, path);
    if configs.faults.is_empty() {
        Ok(PlugIns::of(settings.plug_ins))
    } else {
        Err(configs.faults)
    }
}

/// What a configuration is known by, with files that it names.
fn with_files(print: Print, project: &Project, files: &[String]) -> Print {
    let mut prints = Prints::default();
    prints.add(&print);
    for path in files {
        prints.add(path.as_bytes());
        prints.add(&disk::read(&project.absolute(path)).unwrap_or_default());
    }
    prints.end()
}

/// The rules that may speak anywhere in a run.
pub(crate) fn union<'s>(settings: impl Iterator<Item = &'s PathSettings>, command_line: &Selection) -> RuleSet {
    let policies: Vec<&Policy> = settings.map(|it| &it.policy).collect();
    let default = Policy::default();
    hotkit_lint::union(policies.into_iter().chain([&default]), command_line)
}

/// The way from a folder to a file, with `..` where it leads upwards.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (
        lexical(from).components().map(own).collect(),
        lexical(to).components().map(own).collect(),
    );
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let mut parts = vec!["..".to_owned(); from.len() - common];
    parts.extend(to[common..].iter().cloned());
    parts.join("/")
}

fn own(component: std::path::Component<'_>) -> String {
    component.as_os_str().to_string_lossy().into_owned()
}
