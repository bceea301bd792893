//! Which rules speak at a certain place, and how loudly: profiles and levels of the configuration.

use std::collections::BTreeMap;

use hotkit_text::{Group, Severity};

use crate::rule::Rule;
use crate::rules::rules;
use crate::selection::{RuleSet, Selection, Selector};

/// How loudly a rule speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Not at all.
    Off,
    /// As it does by itself.
    On,
    /// With findings of this severity. What Heat refuses stays an error.
    At(Severity),
}

impl Level {
    /// The words for all levels.
    pub const NAMES: [&'static str; 6] = ["off", "on", "hint", "info", "warning", "error"];

    /// The level of this name; `true` and `false` are what tools make of `on` and `off`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Level> {
        Some(match name {
            "off" | "false" => Level::Off,
            "on" | "true" => Level::On,
            "hint" => Level::At(Severity::Hint),
            "info" => Level::At(Severity::Info),
            "warning" => Level::At(Severity::Warning),
            "error" => Level::At(Severity::Error),
            _ => return None,
        })
    }
}

/// A set of levels for a kind of repository.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// What is on by itself.
    Default,
    /// Every rule, but for those of contracts.
    Strict,
    /// Labs of courses: stacks that live for an afternoon and hand a private key to whoever takes part.
    Lab,
    /// Templates of virtual network functions as ONAP takes them.
    Onap,
}

impl Profile {
    /// The words for all profiles.
    pub const NAMES: [&'static str; 4] = ["default", "strict", "lab", "onap"];

    /// The profile of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Profile> {
        Some(match name {
            "default" => Profile::Default,
            "strict" => Profile::Strict,
            "lab" => Profile::Lab,
            "onap" => Profile::Onap,
            _ => return None,
        })
    }

    /// Levels by names of rules or groups, in their order.
    pub(crate) fn levels(self) -> &'static [(&'static str, Level)] {
        match self {
            Profile::Default => &[],
            // What a contract asks is asked of those who entered into it.
            Profile::Strict => &[("all", Level::On), ("contract", Level::Off)],
            // The private key in an output is the contract, and nobody updates a lab.
            Profile::Lab => &[
                ("update", Level::Off),
                ("secret-in-output", Level::Off),
                ("stored-private-key", Level::Off),
                ("open-remote-login", Level::Off),
                ("fixed-unique-name", Level::Off),
                ("missing-lab-output", Level::On),
                ("missing-lab-run", Level::On),
                ("same-name-in-every-lab", Level::On),
                ("unusable-lab-output", Level::On),
            ],
            // The requirements ask for nothing that belongs to one cloud, and for parameters that are used (R-90279); constraints of
            // parameters they leave open (R-40518), and forbid them for what the orchestrator sets.
            Profile::Onap => &[
                ("portability", Level::On),
                ("deprecated", Level::On),
                ("missing-constraint", Level::Off),
                ("unused-parameter", Level::At(Severity::Error)),
                ("hard-coded-id", Level::At(Severity::Error)),
                ("hard-coded-choice", Level::At(Severity::Error)),
                ("onap-availability-zone", Level::On),
                ("onap-environment", Level::On),
                ("onap-mixed-vm-type", Level::On),
                ("onap-name-property", Level::On),
                ("onap-parameter", Level::On),
                ("onap-port-network", Level::On),
                ("onap-remote-template", Level::On),
                ("onap-resource-id", Level::On),
                ("onap-section", Level::On),
                ("onap-server-metadata", Level::On),
                ("onap-server-value", Level::On),
            ],
        }
    }
}

/// The levels that hold for a file.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Policy {
    levels: BTreeMap<&'static str, Level>,
}

impl Policy {
    /// Begins anew with a profile.
    pub fn start(&mut self, profile: Profile) {
        self.levels.clear();
        for (name, level) in profile.levels() {
            if let Ok(selector) = Selector::parse(name) {
                self.set(selector, *level);
            }
        }
    }

    /// Sets the level of a rule, or of every rule of a group. A group that is switched on gets its rules as they are.
    pub fn set(&mut self, selector: Selector, level: Level) {
        for rule in rules().iter().filter(|rule| selector.includes(rule)) {
            self.levels.insert(rule.name, level);
        }
    }

    /// Whether a rule speaks, the command line having the last word.
    #[must_use]
    pub fn is_on(&self, rule: &Rule, command_line: &Selection) -> bool {
        command_line
            .says(rule)
            .unwrap_or_else(|| match self.levels.get(rule.name) {
                None => rule.default_on,
                Some(level) => *level != Level::Off,
            })
    }

    /// Whether some rule speaks for which it matters that another template nests a root.
    #[must_use]
    pub fn has_contract(&self, command_line: &Selection) -> bool {
        let mut of_roots = rules().iter().filter(|rule| rule.of_roots);
        of_roots.any(|rule| self.is_on(rule, command_line))
    }

    /// The severity that was chosen for findings of a rule.
    #[must_use]
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        match self.levels.get(rule.name) {
            Some(Level::At(severity)) => Some(*severity),
            Some(Level::On | Level::Off) | None => None,
        }
    }
}

/// Whether a level can be given to what is selected: what Heat refuses is an error or not told, and nothing between.
#[must_use]
pub fn can_have(selector: Selector, level: Level) -> bool {
    let is_engine = match selector {
        Selector::Rule(rule) => rule.group == Group::Engine,
        Selector::Group(group) => group == Group::Engine,
        Selector::All => false,
    };
    !is_engine || matches!(level, Level::Off | Level::On)
}

/// The rules that speak under at least one of several policies, and those of the engine.
#[must_use]
pub fn union<'p>(policies: impl IntoIterator<Item = &'p Policy>, command_line: &Selection) -> RuleSet {
    let policies: Vec<&Policy> = policies.into_iter().collect();
    RuleSet::of(|rule| rule.group == Group::Engine || policies.iter().any(|policy| policy.is_on(rule, command_line)))
}
