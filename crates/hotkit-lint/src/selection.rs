//! Which rules speak: chosen by name or by group, on the command line or in the configuration.

use std::{fmt, ptr};

use hotkit_text::{Group, nearest};

use crate::rule::Rule;
use crate::rules::{rule, rules};

/// The word that selects every rule, those that are off by default too.
const ALL: &str = "all";

/// The rules that were chosen. The default is every rule that is on by default.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Selection {
    /// What was selected; nothing at all means: what is on by default.
    pub select: Vec<Selector>,
    /// What was taken away again.
    pub ignore: Vec<Selector>,
}

/// The rules that speak, in the order of [`rules`].
#[derive(Clone, Debug)]
pub struct RuleSet(Vec<&'static Rule>);

impl RuleSet {
    /// Every rule of which this is true.
    pub fn of(is_in: impl Fn(&Rule) -> bool) -> RuleSet {
        RuleSet(rules().iter().copied().filter(|rule| is_in(rule)).collect())
    }

    /// The rules.
    pub fn iter(&self) -> impl Iterator<Item = &'static Rule> {
        self.0.iter().copied()
    }

    /// Whether findings of this rule are wanted.
    #[must_use]
    pub fn holds(&self, rule: &Rule) -> bool {
        self.0.iter().any(|it| ptr::eq(*it, rule))
    }
}

impl From<&Selection> for RuleSet {
    fn from(selection: &Selection) -> RuleSet {
        RuleSet::of(|rule| selection.is_on(rule))
    }
}

/// A rule, or a family of rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Selector {
    /// Every rule there is.
    All,
    /// The rules of a group.
    Group(Group),
    /// One rule.
    Rule(&'static Rule),
}

impl Selector {
    /// Whether a rule is meant.
    #[must_use]
    pub fn includes(self, rule: &Rule) -> bool {
        match self {
            Selector::All => true,
            Selector::Group(group) => group == rule.group,
            Selector::Rule(named) => ptr::eq(named, rule),
        }
    }

    /// What a name stands for: a rule, by its present name or a former one, a group, or `all`.
    ///
    /// # Errors
    /// Where it is none of them.
    pub fn parse(name: &str) -> Result<Selector, UnknownRule> {
        selector(name)
    }
}

/// A name that is neither that of a rule nor that of a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownRule {
    /// The name as it was given.
    pub name: String,
    /// The name that was likely meant.
    pub suggestion: Option<&'static str>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule or group is called `{}`", self.name)
    }
}

impl std::error::Error for UnknownRule {}

impl Selection {
    /// The selection of these names: rules (former names too), groups, and `all`.
    ///
    /// # Errors
    /// The first name that is none of them.
    pub fn parse(select: &[String], ignore: &[String]) -> Result<Selection, UnknownRule> {
        Ok(Selection {
            select: selectors(select)?,
            ignore: selectors(ignore)?,
        })
    }

    /// Whether findings of this rule are wanted. A rule that is selected by its own name stays on where only its group is
    /// ignored; a rule that is ignored by its own name is always off.
    #[must_use]
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.says(rule).unwrap_or(rule.default_on)
    }

    /// As [`Selection::is_on`]; `None` where nothing was said that bears on the rule.
    #[must_use]
    pub fn says(&self, rule: &Rule) -> Option<bool> {
        let by_name = |selectors: &[Selector]| {
            selectors
                .iter()
                .any(|it| matches!(it, Selector::Rule(named) if ptr::eq(*named, rule)))
        };
        let by_group = |selectors: &[Selector]| {
            let of_several = |it: &&Selector| !matches!(it, Selector::Rule(_));
            selectors.iter().filter(of_several).any(|it| it.includes(rule))
        };
        if by_name(&self.ignore) {
            return Some(false);
        }
        if by_name(&self.select) {
            return Some(true);
        }
        if by_group(&self.ignore) {
            return Some(false);
        }
        (!self.select.is_empty()).then(|| by_group(&self.select))
    }
}

fn selectors(names: &[String]) -> Result<Vec<Selector>, UnknownRule> {
    names.iter().map(|name| selector(name)).collect()
}

/// The rule, group or word for all of this name.
pub(crate) fn selector(name: &str) -> Result<Selector, UnknownRule> {
    if name == ALL {
        return Ok(Selector::All);
    }
    if let Some(group) = Group::ALL.into_iter().find(|group| group.name() == name) {
        return Ok(Selector::Group(group));
    }
    if let Some(rule) = rule(name) {
        return Ok(Selector::Rule(rule));
    }
    let groups = Group::ALL.into_iter().map(Group::name);
    let names = rules().iter().map(|rule| rule.name).chain(groups);
    Err(UnknownRule {
        name: name.to_owned(),
        suggestion: nearest(name, names),
    })
}
