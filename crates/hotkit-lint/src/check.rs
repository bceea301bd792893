//! From problems to findings.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_analysis::{Fault, Problem};
use hotkit_model::{Fault as FileFault, ValueKind};
use hotkit_text::{Diagnostic, FileId, Files, TextRange};

use crate::dispatch;
use crate::rules::engine::not_utf8;
use crate::rules::rule;
use crate::selection::RuleSet;
use crate::site::Site;

/// The findings of the wanted rules, in the order of file paths, places and rules; nothing twice.
///
/// What follows from another finding is left out, whether that one is wanted or not. `files` must hold every file that the
/// problems speak of.
#[must_use]
pub fn check(problems: Vec<Problem>, wanted: &RuleSet, files: &Files) -> Vec<Diagnostic> {
    let worded: Vec<Diagnostic> = problems.iter().map(|problem| word(problem, files)).collect();
    let causes = Causes::of(&problems, &worded);
    let is_wanted = |name: &str| rule(name).is_some_and(|rule| wanted.holds(rule));
    let pairs = problems.iter().zip(worded);
    let kept = pairs.filter(|(problem, finding)| is_wanted(finding.rule) && !causes.explain(problem, finding, files));
    let mut findings: Vec<Diagnostic> = kept.map(|(_, finding)| finding).collect();
    let key = |finding: &Diagnostic| (finding.range, finding.rule, finding.severity);
    findings.sort_by(|a, b| {
        let by_file = files.get(a.file).path().cmp(files.get(b.file).path());
        by_file
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
    findings
}

/// The finding for a file that cannot be decoded: there is no text in it for a [`Problem`] to speak of.
#[must_use]
pub fn not_utf8(file: FileId, range: TextRange) -> Diagnostic {
    not_utf8::finding(file, range)
}

/// The finding for a problem, whatever is selected.
#[must_use]
pub fn word(problem: &Problem, files: &Files) -> Diagnostic {
    let site = Site { problem, files };
    dispatch::words(&problem.fault, site).finish(site)
}

/// Faults that say that something is not there.
fn is_absence(fault: &Fault) -> bool {
    match fault {
        Fault::MissingProperty { .. } => true,
        Fault::File(FileFault::MissingKey { .. }) => true,
        Fault::File(FileFault::WrongKind { found, .. }) => *found == ValueKind::Null,
        _ => false,
    }
}

/// Findings from which others follow.
struct Causes<'p> {
    /// By file the places that cannot be read, in the order of the text. What stands there was guessed.
    unreadable: BTreeMap<FileId, Vec<TextRange>>,
    /// Files without sections, or with some that cannot be read: that a version is missing says nothing there.
    without_sections: BTreeSet<FileId>,
    /// Keys that were likely meant by misspelt ones that Heat refuses: file, owner, key.
    misspelt: BTreeSet<(FileId, &'p str, String)>,
}

impl<'p> Causes<'p> {
    fn of(problems: &'p [Problem], findings: &[Diagnostic]) -> Causes<'p> {
        let mut causes = Causes {
            unreadable: BTreeMap::new(),
            without_sections: BTreeSet::new(),
            misspelt: BTreeSet::new(),
        };
        for (problem, finding) in problems.iter().zip(findings) {
            match &problem.fault {
                Fault::File(FileFault::Syntax { .. } | FileFault::Json { .. }) => {
                    causes.unreadable.entry(problem.file).or_default().push(problem.range);
                    causes.without_sections.insert(problem.file);
                }
                Fault::File(FileFault::NotAMapping { .. }) => {
                    causes.without_sections.insert(problem.file);
                }
                Fault::File(FileFault::UnknownKey { .. }) => {
                    causes.misspelt.extend(
                        finding
                            .suggestion
                            .clone()
                            .map(|key| (problem.file, problem.path.as_str(), key)),
                    );
                }
                _ => {}
            }
        }
        for places in causes.unreadable.values_mut() {
            places.sort_unstable();
        }
        causes
    }

    fn explain(&self, problem: &Problem, finding: &Diagnostic, files: &Files) -> bool {
        match &problem.fault {
            Fault::File(FileFault::Syntax { .. } | FileFault::Json { .. }) => false,
            Fault::File(FileFault::MissingVersion) if self.without_sections.contains(&problem.file) => true,
            Fault::File(FileFault::MissingKey { key, .. })
                if self
                    .misspelt
                    .contains(&(problem.file, problem.path.as_str(), (*key).to_owned())) =>
            {
                true
            }
            _ => self.is_unreadable(finding) || (is_absence(&problem.fault) && self.is_near_unreadable(finding, files)),
        }
    }

    /// True where a line that cannot be read is the same or the next one: what seems to be missing may well stand there.
    fn is_near_unreadable(&self, finding: &Diagnostic, files: &Files) -> bool {
        let Some(places) = self.unreadable.get(&finding.file) else {
            return false;
        };
        let lines = files.get(finding.file).lines();
        let line = lines.line(finding.range.end());
        places.iter().any(|place| {
            let broken = lines.line(place.start())..=lines.line(place.end());
            broken.contains(&line) || broken.contains(&(line + 1))
        })
    }

    /// True where the finding begins in text that cannot be read.
    fn is_unreadable(&self, finding: &Diagnostic) -> bool {
        let Some(places) = self.unreadable.get(&finding.file) else {
            return false;
        };
        let start = finding.range.start();
        let behind = places.partition_point(|place| place.start() <= start);
        behind > 0 && places[behind - 1].touches(start)
    }
}
