//! From the tree of a `hotkit.yaml` to what it says, with every mistake at its place.
//!
//! The text is read by the reader of templates, so that `off` and `2024.1` are known as they are written.

use std::sync::Arc;

use globset::{GlobBuilder, GlobSetBuilder};
use hotkit_format::{Choice, NoChoice};
use hotkit_lint::{Level, Profile, Selector, can_have};
use hotkit_schema::{find_release, releases};
use hotkit_syntax::{Entry, Node, NodeKind, Tree};
use hotkit_text::{Severity, SourceFile, TextRange, nearest};

use super::ConfigFault;
use super::file::{ConfigFile, Globs, PathBlock, StackEntry};

const KEYS: [&str; 14] = [
    "root",
    "profile",
    "release",
    "rules",
    "paths",
    "exclude",
    "stacks",
    "types",
    "format",
    "cloud",
    "protected",
    "baseline",
    "shellcheck",
    "fail-on",
];
const PATH_KEYS: [&str; 5] = ["files", "profile", "rules", "format", "release"];
const STACK_KEYS: [&str; 4] = ["templates", "environments", "parameters", "partial"];
const TYPE_KEYS: [&str; 2] = ["schemas", "trust"];
const FAIL_ON: [&str; 4] = ["error", "warning", "info", "never"];

pub(super) struct Reader {
    file: Arc<SourceFile>,
    pub(super) faults: Vec<ConfigFault>,
}

impl Reader {
    pub(super) fn new(file: Arc<SourceFile>) -> Reader {
        Reader {
            file,
            faults: Vec::new(),
        }
    }

    pub(super) fn config(&mut self) -> ConfigFile {
        let tree: Tree = hotkit_syntax::parse(Arc::clone(self.file.text()));
        let mut config = ConfigFile::default();
        if let Some(error) = tree.errors().first() {
            self.fault(
                error.range,
                format!("this is no YAML: {}", error.problem),
                "cannot be read",
                None,
            );
            return config;
        }
        let Some(root) = tree.root().filter(|it| !it.is_absent()) else {
            return config;
        };
        for Entry { key, value } in self.mapping(root, "the configuration", &KEYS) {
            match key.text() {
                "root" => config.is_root = self.flag(value),
                "profile" => config.profile = self.profile(value),
                "release" => config.release = self.release(value),
                "rules" => config.rules = self.rules(value),
                "paths" => {
                    for item in self.items(value, "`paths`") {
                        config.paths.push(self.path_block(item));
                    }
                }
                "exclude" => config.exclude = self.globs(value),
                "stacks" => {
                    for item in self.items(value, "`stacks`") {
                        config.stacks.push(self.stack(item));
                    }
                }
                "types" => {
                    for Entry { key, value } in self.mapping(value, "`types`", &TYPE_KEYS) {
                        match key.text() {
                            "schemas" => config.type_schemas = self.texts_with_ranges(value),
                            _ => config.trusted_types = self.texts(value),
                        }
                    }
                }
                "format" => config.format = self.format(value),
                "cloud" => config.cloud = self.text(value),
                "protected" => config.protected = self.globs(value),
                "baseline" => config.baseline = self.text(value),
                "shellcheck" => config.shellcheck = Some(self.flag(value)),
                _ => config.fail_on = self.fail_on(value),
            }
        }
        config
    }

    fn path_block(&mut self, node: Node<'_>) -> PathBlock {
        let mut block = PathBlock::default();
        let mut has_files = false;
        for Entry { key, value } in self.mapping(node, "an entry of `paths`", &PATH_KEYS) {
            match key.text() {
                "files" => {
                    has_files = true;
                    block.files = self.globs(value);
                }
                "profile" => block.profile = self.profile(value),
                "rules" => block.rules = self.rules(value),
                "format" => block.format = self.format(value),
                _ => block.release = self.release(value),
            }
        }
        if !has_files {
            self.missing(node, "files", "an entry of `paths`");
        }
        block
    }

    fn stack(&mut self, node: Node<'_>) -> StackEntry {
        let mut stack = StackEntry::default();
        let mut has_templates = false;
        for Entry { key, value } in self.mapping(node, "an entry of `stacks`", &STACK_KEYS) {
            match key.text() {
                "templates" => {
                    has_templates = true;
                    stack.templates = self.globs(value);
                }
                "environments" => stack.environments = self.texts(value),
                "parameters" => stack.parameters = self.parameters(value),
                _ => stack.partial = self.flag(value),
            }
        }
        if !has_templates {
            self.missing(node, "templates", "an entry of `stacks`");
        }
        stack
    }

    fn parameters(&mut self, node: Node<'_>) -> Vec<(String, String)> {
        let mut parameters = Vec::new();
        for Entry { key, value } in self.entries(node, "`parameters`") {
            if let (Some(name), Some(value)) = (self.text(key), self.text(value)) {
                parameters.push((name, value));
            }
        }
        parameters
    }

    fn profile(&mut self, node: Node<'_>) -> Option<Profile> {
        let text = self.text(node)?;
        let profile = Profile::parse(&text);
        if profile.is_none() {
            self.no_such(node.range(), "profile", &text, &Profile::NAMES);
        }
        profile
    }

    /// `2024.1`, `caracal`, `22`, or two of them around `..`; the oldest and the newest.
    fn release(&mut self, node: Node<'_>) -> Option<(String, String)> {
        let text = self.text(node)?;
        let range = release_range(&text);
        if range.is_none() {
            let names = releases().iter().flat_map(|it| [it.name, it.code_name]);
            let wrong = text.split("..").find(|it| find_release(it).is_none()).unwrap_or(&text);
            let help = nearest(wrong.trim(), names).map(|it| format!("did you mean `{it}`?"));
            let known =
                || "a release is named as `2024.1`, `caracal` or `22`, two of them as `2023.1..2024.1`".to_owned();
            self.fault(
                node.range(),
                format!("hotkit knows no release `{text}`"),
                "not a release",
                Some(help.unwrap_or_else(known)),
            );
        }
        range
    }

    fn fail_on(&mut self, node: Node<'_>) -> Option<Option<Severity>> {
        let text = self.text(node)?;
        match text.as_str() {
            "error" => Some(Some(Severity::Error)),
            "warning" => Some(Some(Severity::Warning)),
            "info" => Some(Some(Severity::Info)),
            "never" => Some(None),
            _ => {
                self.no_such(node.range(), "severity", &text, &FAIL_ON);
                None
            }
        }
    }

    /// Levels by rule or group; groups come first, so that a rule's own level wins.
    fn rules(&mut self, node: Node<'_>) -> Vec<(Selector, Level)> {
        let mut rules = Vec::new();
        for Entry { key, value } in self.entries(node, "`rules`") {
            let name = key.text().to_owned();
            let selector = Selector::parse(&name);
            if let Err(error) = &selector {
                let help = error.suggestion.map(|it| format!("did you mean `{it}`?"));
                self.fault(
                    key.range(),
                    format!("there is no rule or group `{name}`"),
                    "unknown",
                    help,
                );
            }
            let level = self.level(value);
            if let (Ok(selector), Some(level)) = (selector, level) {
                if !can_have(selector, level) {
                    let why = format!("what Heat refuses is an error: `{name}` can only be `off` or `on`");
                    self.fault(value.range(), why, "not for rules of the engine", None);
                    continue;
                }
                rules.push((selector, level));
            }
        }
        rules.sort_by_key(|(selector, _)| match selector {
            Selector::All => 0,
            Selector::Group(_) => 1,
            Selector::Rule(_) => 2,
        });
        rules
    }

    /// Choices about the layout.
    fn format(&mut self, node: Node<'_>) -> Vec<Choice> {
        let mut choices = Vec::new();
        for Entry { key, value } in self.mapping(node, "`format`", &Choice::NAMES) {
            let Some(text) = self.text(value) else { continue };
            match Choice::parse(key.text(), &text) {
                Ok(choice) => choices.push(choice),
                Err(NoChoice::Name) => {}
                Err(NoChoice::NotOneOf(words)) => {
                    let what = format!("choice for `{}`", key.text());
                    self.no_such(value.range(), &what, &text, words);
                }
                Err(NoChoice::NotBetween(least, most)) => {
                    let why = format!("`{}` must be a number from {least} to {most}", key.text());
                    self.fault(value.range(), why, "not such a number", None);
                }
            }
        }
        choices
    }

    /// A level by its word, or `{level: word}`.
    fn level(&mut self, node: Node<'_>) -> Option<Level> {
        if matches!(node.kind(), NodeKind::Mapping(_)) {
            let entries = self.mapping(node, "the options of a rule", &["level"]);
            let level = entries.into_iter().next()?.value;
            return self.level(level);
        }
        let text = self.text(node)?;
        let level = Level::parse(&text);
        if level.is_none() {
            self.no_such(node.range(), "level", &text, &Level::NAMES);
        }
        level
    }

    /// Patterns as in `.gitignore`: without a slash they hold at every depth.
    fn globs(&mut self, node: Node<'_>) -> Globs {
        let mut builder = GlobSetBuilder::new();
        for (text, range) in self.texts_with_ranges(node) {
            let inner = text.trim_end_matches('/');
            let pattern = match inner.strip_prefix('/') {
                Some(rooted) => rooted.to_owned(),
                None if inner.contains('/') => inner.trim_start_matches("./").to_owned(),
                None => format!("**/{inner}"),
            };
            // A folder stands for everything in it.
            for pattern in [pattern.clone(), format!("{pattern}/**")] {
                match GlobBuilder::new(&pattern).literal_separator(true).build() {
                    Ok(glob) => drop(builder.add(glob)),
                    Err(error) => {
                        let why = format!("`{text}` is no pattern for paths: {}", error.kind());
                        self.fault(range, why, "not a pattern", None);
                        break;
                    }
                }
            }
        }
        Globs(builder.build().ok())
    }

    fn flag(&mut self, node: Node<'_>) -> bool {
        match self.text(node).as_deref() {
            Some("true") => true,
            Some("false") => false,
            Some(_) => {
                self.fault(
                    node.range(),
                    "this must be `true` or `false`".to_owned(),
                    "neither",
                    None,
                );
                false
            }
            None => false,
        }
    }

    fn text(&mut self, node: Node<'_>) -> Option<String> {
        let node = node.resolve()?;
        if matches!(node.kind(), NodeKind::Scalar(_)) && !node.is_absent() {
            return Some(node.text().to_owned());
        }
        let range = self.visible(node);
        self.fault(range, "a text must stand here".to_owned(), "not a text", None);
        None
    }

    fn texts(&mut self, node: Node<'_>) -> Vec<String> {
        self.texts_with_ranges(node).into_iter().map(|(text, _)| text).collect()
    }

    /// A list of texts; one alone may stand without a list.
    fn texts_with_ranges(&mut self, node: Node<'_>) -> Vec<(String, TextRange)> {
        let Some(node) = node.resolve() else {
            return Vec::new();
        };
        let items: Vec<Node<'_>> = match node.kind() {
            NodeKind::Sequence(_) => node.items().collect(),
            _ => vec![node],
        };
        let mut texts = Vec::new();
        for item in items {
            if let Some(text) = self.text(item) {
                texts.push((text, item.range()));
            }
        }
        texts
    }

    fn items<'t>(&mut self, node: Node<'t>, what: &str) -> Vec<Node<'t>> {
        if matches!(node.kind(), NodeKind::Sequence(_)) {
            return node.items().collect();
        }
        let range = self.visible(node);
        self.fault(range, format!("{what} must be a list"), "not a list", None);
        Vec::new()
    }

    fn entries<'t>(&mut self, node: Node<'t>, what: &str) -> Vec<Entry<'t>> {
        if matches!(node.kind(), NodeKind::Mapping(_)) {
            return node.entries().collect();
        }
        let range = self.visible(node);
        self.fault(range, format!("{what} must be a mapping"), "not a mapping", None);
        Vec::new()
    }

    /// The entries whose keys are known; the others, and repeated ones, are mistakes.
    fn mapping<'t>(&mut self, node: Node<'t>, what: &str, known: &[&'static str]) -> Vec<Entry<'t>> {
        let mut seen: Vec<&str> = Vec::new();
        let mut entries = Vec::new();
        for entry in self.entries(node, what) {
            let name = entry.key.text();
            if !known.contains(&name) {
                let help = nearest(name, known.iter().copied()).map_or_else(
                    || format!("known are {}", known.join(", ")),
                    |it| format!("did you mean `{it}`?"),
                );
                self.fault(
                    entry.key.range(),
                    format!("{what} has no key `{name}`"),
                    "unknown",
                    Some(help),
                );
            } else if seen.contains(&name) {
                self.fault(
                    entry.key.range(),
                    format!("{what} has the key `{name}` twice"),
                    "again",
                    None,
                );
            } else {
                seen.push(name);
                entries.push(entry);
            }
        }
        entries
    }

    fn missing(&mut self, node: Node<'_>, key: &str, what: &str) {
        let range = self.visible(node);
        self.fault(
            range,
            format!("{what} needs the key `{key}`"),
            &format!("`{key}` is missing"),
            None,
        );
    }

    fn no_such(&mut self, range: TextRange, what: &str, name: &str, known: &[&'static str]) {
        let help = nearest(name, known.iter().copied()).map_or_else(
            || format!("known are {}", known.join(", ")),
            |it| format!("did you mean `{it}`?"),
        );
        self.fault(range, format!("there is no {what} `{name}`"), "unknown", Some(help));
    }

    fn fault(&mut self, range: TextRange, message: String, label: &str, help: Option<String>) {
        self.faults.push(ConfigFault {
            file: Arc::clone(&self.file),
            range,
            message,
            label: label.to_owned(),
            help,
        });
    }

    /// The first line of a node: what is marked of a long block.
    fn visible(&self, node: Node<'_>) -> TextRange {
        let range = node.range();
        let text = range.slice(self.file.text());
        let end = text.find('\n').unwrap_or(text.len());
        TextRange::new(range.start(), range.start() + end as u32)
    }
}

/// The oldest and the newest release of `2023.1..2024.1`, `..caracal`, `22`; by their names.
pub(crate) fn release_range(text: &str) -> Option<(String, String)> {
    let name = |text: &str| find_release(text).map(|it| it.id.to_owned());
    let (Some(first), Some(last)) = (releases().first(), releases().last()) else {
        return None;
    };
    let Some((oldest, newest)) = text.split_once("..") else {
        let only = name(text)?;
        return Some((only.clone(), only));
    };
    let oldest = if oldest.trim().is_empty() {
        first.id.to_owned()
    } else {
        name(oldest)?
    };
    let newest = if newest.trim().is_empty() {
        last.id.to_owned()
    } else {
        name(newest)?
    };
    let is_ordered = find_release(&oldest) <= find_release(&newest);
    is_ordered.then_some((oldest, newest))
}
