//! The examples of the pages: bad ones are found, good ones are silent.
//!
//! The word behind `yaml` says what a block is: `bad` and `good`, with `environment` where the example is an environment,
//! with `stack` where a stack is judged, with `sketch` where the true example cannot be printed; `template` is
//! the root template of environments, `file NAME` a file that examples name, `cloud` what the cloud has. A line `# ^^^` in a bad example points to
//! the place on the line above.

use std::sync::Arc;

use hotkit_analysis::{CloudContents, CloudList};
use hotkit_text::{Diagnostic, Group, apply_edits};

use super::memory::{ENVIRONMENT, MemoryFiles, ROOT, one_line};
use crate::{Rule, rules};

/// A block of a page: the words behind the fence, and its text.
struct Block<'p> {
    words: Vec<&'p str>,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => {
                let words = info.split_whitespace().collect();
                open = Some(Block {
                    words,
                    text: String::new(),
                });
            }
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The findings of an example among the other blocks of its page.
fn findings(rule: &'static Rule, example: &Block<'_>, page: &[Block<'_>]) -> (MemoryFiles, Vec<Diagnostic>) {
    let files = files(example, page, &example.text);
    let findings = files.all_findings(example.words.contains(&"stack"), rule);
    (files, findings)
}

/// An example with this text, among the other blocks of its page.
fn files(example: &Block<'_>, page: &[Block<'_>], text: &str) -> MemoryFiles {
    let mut files = MemoryFiles::default();
    let path = if example.words.contains(&"environment") {
        ENVIRONMENT
    } else {
        ROOT
    };
    files.add(path, text);
    for block in page {
        match block.words.as_slice() {
            ["yaml", "template"] => files.add(ROOT, &block.text),
            ["yaml", "file", path] => files.add(path, &block.text),
            ["yaml", "cloud"] => files.cloud = Some(Arc::new(cloud(&block.text))),
            _ => {}
        }
    }
    files
}

/// The lists of a cloud file that are written on one line.
fn cloud(text: &str) -> CloudContents {
    let kinds = [
        ("images", "glance.image", "image"),
        ("networks", "neutron.network", "network"),
    ];
    let lists = text.lines().filter_map(|line| {
        let (key, names) = line.split_once(": [")?;
        let (_, constraint, what) = *kinds.iter().find(|(it, ..)| *it == key)?;
        let names = names.trim_end_matches(']').split(", ").map(str::to_owned).collect();
        Some(CloudList {
            constraint,
            what,
            names,
        })
    });
    CloudContents {
        name: "example".to_owned(),
        lists: lists.collect(),
    }
}

/// Line and column, from 0, of every mark in an example.
fn marks(text: &str) -> Vec<(u32, u32)> {
    let is_mark = |line: &&str| line.contains('^') && line.chars().all(|it| matches!(it, ' ' | '#' | '^'));
    let lines = (0..).zip(text.lines()).filter(|(_, line)| is_mark(line));
    lines
        .map(|(number, line)| (number - 1, line.find('^').unwrap() as u32))
        .collect()
}

/// Examples are small, so that what they declare is mostly used by nothing. Those of engine rules show what Heat takes, be
/// it wise or not.
fn counts(rule: &Rule, finding: &Diagnostic) -> bool {
    let is_own = finding.rule == rule.name;
    let looks = crate::rule(finding.rule).is_some_and(|it| it.look.is_some());
    is_own || !(finding.rule.starts_with("unused-") || (rule.group == Group::Engine && looks))
}

/// What is wrong with a bad example; `None` where its rule speaks at every mark.
fn complaint(rule: &'static Rule, example: &Block<'_>, page: &[Block<'_>]) -> Option<String> {
    let (files, findings) = findings(rule, example, page);
    let seen: Vec<String> = findings.iter().map(|it| one_line(it, &files.files)).collect();
    let own: Vec<&Diagnostic> = findings.iter().filter(|it| it.rule == rule.name).collect();
    if own.is_empty() {
        return Some(format!("{}: not found, but {seen:#?}", rule.name));
    }
    let holds = |it: &Diagnostic, mark: (u32, u32)| {
        let source = files.files.get(it.file);
        let (start, end) = (source.position(it.range.start()), source.position(it.range.end()));
        (start.line, start.column) <= mark && mark < (end.line, end.column)
    };
    let missed = marks(&example.text)
        .into_iter()
        .find(|mark| !own.iter().any(|it| holds(it, *mark)));
    missed.map(|mark| format!("{}: nothing at {mark:?}, but {seen:#?}", rule.name))
}

#[test]
fn bad_examples_are_found() {
    let mut complaints = Vec::new();
    for rule in rules() {
        let page = blocks(rule.page);
        let bad: Vec<&Block<'_>> = page.iter().filter(|it| it.words.contains(&"bad")).collect();
        assert!(!bad.is_empty(), "{} has no bad example", rule.name);
        let run = bad.into_iter().filter(|it| !it.words.contains(&"sketch"));
        complaints.extend(run.filter_map(|example| complaint(rule, example, &page)));
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn good_examples_are_silent() {
    let mut complaints = Vec::new();
    for rule in rules() {
        let page = blocks(rule.page);
        let good = page.iter().filter(|it| it.words.contains(&"good"));
        assert!(good.clone().next().is_some(), "{} has no good example", rule.name);
        for example in good {
            let (files, findings) = findings(rule, example, &page);
            let seen = findings
                .iter()
                .filter(|it| counts(rule, it))
                .map(|it| one_line(it, &files.files));
            complaints.extend(seen.map(|it| format!("{}: {it}", rule.name)));
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// The fix of every bad example mends it: the text still reads, the finding is gone, and there is no new one.
#[test]
fn fixes_of_bad_examples_mend() {
    let mut fixed = 0;
    // Where Heat refuses a template, mending one fault shows others.
    for rule in rules().iter().filter(|it| it.group != Group::Engine) {
        let page = blocks(rule.page);
        for example in page.iter().filter(|it| it.words.contains(&"bad")) {
            let (before, findings) = findings(rule, example, &page);
            let own = findings.iter().filter(|it| it.rule == rule.name);
            let Some(fix) = own.clone().find_map(|it| it.fix.as_ref()) else {
                continue;
            };
            fixed += 1;
            let mended = apply_edits(&example.text, &fix.edits).unwrap();
            let after = files(example, &page, &mended);
            let left = after.all_findings(example.words.contains(&"stack"), rule);
            let seen: Vec<String> = left.iter().map(|it| one_line(it, &after.files)).collect();
            let count = |all: &[Diagnostic]| all.iter().filter(|it| it.rule == rule.name).count();
            assert!(count(&left) < count(&findings), "{}: {mended}{seen:#?}", rule.name);
            assert!(left.len() < findings.len(), "{}: {mended}{seen:#?}", rule.name);
            assert_eq!(before.files.len(), after.files.len());
        }
    }
    assert!(fixed >= 20, "only {fixed} rules have a fix that their page shows");
}

/// The last line of the page of a lint rule says what the rule is; so does the rule.
#[test]
fn pages_say_default_and_fix() {
    for rule in rules().iter().filter(|it| it.group != Group::Engine) {
        let last = rule.page.lines().last().unwrap();
        let default = if rule.default_on { "on" } else { "off" };
        let fix = last.split("Fix: ").nth(1).and_then(|it| it.split('.').next()).unwrap();
        let expected = format!("Default: {default}. Fix: {fix}. Options: none. Since ");
        assert!(last.starts_with(&expected), "{}: {last}", rule.name);
        assert!(rule.page.contains("\n## Evidence\n"), "{}", rule.name);
        let page = blocks(rule.page);
        for example in page.iter().filter(|it| it.words.contains(&"bad")) {
            let (_, findings) = findings(rule, example, &page);
            let kinds = findings
                .iter()
                .filter(|it| it.rule == rule.name)
                .filter_map(|it| it.fix.as_ref());
            for kind in kinds.map(|it| if it.safe { "safe" } else { "unsafe" }) {
                assert!(
                    fix.split(" or ").any(|it| it == kind),
                    "{}: {kind}, and {last}",
                    rule.name
                );
            }
        }
    }
}
