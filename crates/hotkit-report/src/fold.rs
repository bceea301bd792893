//! Which findings are shown in full, which on one line, and which are only counted.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_text::{Diagnostic, FileId, Group};

/// Of one rule that is not Heat's own verdict, a file shows so many.
const OF_ONE_RULE: usize = 5;

/// A run shows so many in full.
const IN_FULL: usize = 50;

/// How a finding is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Full,
    OneLine,
    Counted,
}

/// What is only counted, for one rule.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) rule: &'static str,
    pub(crate) findings: usize,
    pub(crate) files: usize,
}

/// The form of each finding, in their order, and what is only counted, by the first finding of
/// each rule. Heat's own verdicts are never only counted, and are the last to lose their frame.
pub(crate) fn fold(findings: &[&Diagnostic]) -> (Vec<Form>, Vec<Counted>) {
    let mut forms = vec![Form::OneLine; findings.len()];
    let counted = count_repetitions(findings, &mut forms);
    let mut room = IN_FULL;
    for engine in [true, false] {
        for (finding, form) in findings.iter().zip(&mut forms) {
            let in_turn = (finding.group == Group::Engine) == engine;
            if in_turn && *form == Form::OneLine && room > 0 {
                *form = Form::Full;
                room -= 1;
            }
        }
    }
    (forms, counted)
}

fn count_repetitions(findings: &[&Diagnostic], forms: &mut [Form]) -> Vec<Counted> {
    let mut seen: BTreeMap<(FileId, &str), usize> = BTreeMap::new();
    let mut files: BTreeMap<&str, BTreeSet<FileId>> = BTreeMap::new();
    let mut counted: Vec<Counted> = Vec::new();
    for (finding, form) in findings.iter().zip(forms) {
        if finding.group == Group::Engine {
            continue;
        }
        let shown = seen.entry((finding.file, finding.rule)).or_default();
        *shown += 1;
        if *shown <= OF_ONE_RULE {
            continue;
        }
        *form = Form::Counted;
        let files = files.entry(finding.rule).or_default();
        files.insert(finding.file);
        let known = counted.iter().position(|it| it.rule == finding.rule);
        let index = known.unwrap_or_else(|| {
            counted.push(Counted {
                rule: finding.rule,
                findings: 0,
                files: 0,
            });
            counted.len() - 1
        });
        counted[index].findings += 1;
        counted[index].files = files.len();
    }
    counted
}
