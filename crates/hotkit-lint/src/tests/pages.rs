//! The examples of the pages: bad ones are found, good ones are silent.
//!
//! The word behind `yaml` says what a block is: `bad` and `good`, with `environment` where the example is an environment,
//! with `stack` where a stack is judged, with `sketch` where the true example cannot be printed; `template` is
//! the root template of environments, `file NAME` a file that examples name. A line `# ^^^` in a bad example points to
//! the place on the line above.

use hotkit_text::Diagnostic;

use super::memory::{ENVIRONMENT, MemoryFiles, ROOT, one_line};
use crate::{Rule, rules};

/// Known to be wrong: rules whose fault `hotkit-analysis` has a name for and does not report.
const UNREPORTED: &[&str] = &[];

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
fn findings(example: &Block<'_>, page: &[Block<'_>]) -> (MemoryFiles, Vec<Diagnostic>) {
    let mut files = MemoryFiles::default();
    let path = if example.words.contains(&"environment") {
        ENVIRONMENT
    } else {
        ROOT
    };
    files.add(path, &example.text);
    for block in page {
        match block.words.as_slice() {
            ["yaml", "template"] => files.add(ROOT, &block.text),
            ["yaml", "file", path] => files.add(path, &block.text),
            _ => {}
        }
    }
    let findings = files.findings(example.words.contains(&"stack"));
    (files, findings)
}

/// Line and column, from 0, of every mark in an example.
fn marks(text: &str) -> Vec<(u32, u32)> {
    let is_mark = |line: &&str| line.contains('^') && line.chars().all(|it| matches!(it, ' ' | '#' | '^'));
    let lines = (0..).zip(text.lines()).filter(|(_, line)| is_mark(line));
    lines
        .map(|(number, line)| (number - 1, line.find('^').unwrap() as u32))
        .collect()
}

/// What is wrong with a bad example; `None` where its rule speaks at every mark.
fn complaint(rule: &Rule, example: &Block<'_>, page: &[Block<'_>]) -> Option<String> {
    let (files, findings) = findings(example, page);
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
    for rule in rules() {
        let page = blocks(rule.page);
        let bad: Vec<&Block<'_>> = page.iter().filter(|it| it.words.contains(&"bad")).collect();
        assert!(!bad.is_empty(), "{} has no bad example", rule.name);
        let run = bad.into_iter().filter(|it| !it.words.contains(&"sketch"));
        let complaints: Vec<String> = run.filter_map(|example| complaint(rule, example, &page)).collect();
        let unreported = UNREPORTED.contains(&rule.name);
        assert_eq!(complaints.is_empty(), !unreported, "{}: {complaints:#?}", rule.name);
    }
}

#[test]
fn good_examples_are_silent() {
    for rule in rules() {
        let page = blocks(rule.page);
        let good = page.iter().filter(|it| it.words.contains(&"good"));
        assert!(good.clone().next().is_some(), "{} has no good example", rule.name);
        for example in good {
            let (files, findings) = findings(example, &page);
            let seen: Vec<String> = findings.iter().map(|it| one_line(it, &files.files)).collect();
            assert!(seen.is_empty(), "{}: {seen:#?}", rule.name);
        }
    }
}
