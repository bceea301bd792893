//! Which findings are shown in full, which on one line, and which are only counted.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_text::{Diagnostic, Group};

/// Of one rule that is not Heat's own verdict, a file shows so many.
const OF_ONE_RULE: usize = 5;

/// A run shows so many in full.
const IN_FULL: usize = 50;

/// How a finding is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Full,
    OneLine,
    /// In full where there is room for it when all have been seen, else on one line.
    Undecided,
    Counted,
}

/// What is only counted, for one rule.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) rule: &'static str,
    pub(crate) findings: usize,
    pub(crate) files: usize,
}

/// Decides file by file. Heat's own verdicts are never only counted, and are the last to lose their frame.
#[derive(Clone, Default, Debug)]
pub(crate) struct Fold {
    /// Heat's verdicts that are shown in full.
    engine: usize,
    /// Other findings that may be.
    others: usize,
    /// What is only counted, by the first finding of each rule.
    pub(crate) counted: Vec<Counted>,
}

impl Fold {
    /// The form of each finding of a file, in their order.
    pub(crate) fn forms(&mut self, findings: &[&Diagnostic]) -> Vec<Form> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut counted_here: BTreeSet<&str> = BTreeSet::new();
        let mut form = |finding: &&Diagnostic| {
            if finding.group == Group::Engine {
                let is_full = self.engine < IN_FULL;
                self.engine += usize::from(is_full);
                return if is_full { Form::Full } else { Form::OneLine };
            }
            let shown = seen.entry(finding.rule).or_default();
            *shown += 1;
            if *shown > OF_ONE_RULE {
                self.count(finding.rule, counted_here.insert(finding.rule));
                return Form::Counted;
            }
            let may_be_full = self.others < self.room();
            self.others += usize::from(may_be_full);
            if may_be_full { Form::Undecided } else { Form::OneLine }
        };
        findings.iter().map(&mut form).collect()
    }

    /// How many of those that are undecided are shown in full, the first ones; it can only become less.
    pub(crate) fn room(&self) -> usize {
        IN_FULL - self.engine
    }

    fn count(&mut self, rule: &'static str, is_new_file: bool) {
        let known = self.counted.iter().position(|it| it.rule == rule);
        let index = known.unwrap_or_else(|| {
            self.counted.push(Counted {
                rule,
                findings: 0,
                files: 0,
            });
            self.counted.len() - 1
        });
        self.counted[index].findings += 1;
        self.counted[index].files += usize::from(is_new_file);
    }
}
