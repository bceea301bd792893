//! The last lines of a run, and what is folded before them.

use std::sync::Arc;
use std::time::Duration;

use hotkit_report::{Report, Summary, pretty};
use hotkit_text::{Diagnostic, FileId, Files, Fix, Group, Severity, SourceFile, TextRange};

use crate::fixture::{ASCII, COLOR, PLAIN, finding, roles};

/// So many files of one line each.
fn files(count: usize) -> Files {
    let mut files = Files::default();
    for number in 0..count {
        files.add(Arc::new(SourceFile::new(format!("{number:03}.yaml"), "a: 1\n")));
    }
    files
}

fn at(file: u32, severity: Severity, rule: &'static str) -> Diagnostic {
    let group = if severity == Severity::Error {
        Group::Engine
    } else {
        Group::Style
    };
    Diagnostic {
        file: FileId(file),
        severity,
        group,
        refused: group == Group::Engine,
        ..finding(rule, TextRange::new(0, 1), "words", "")
    }
}

fn fixable(safe: bool, diagnostic: Diagnostic) -> Diagnostic {
    let fix = Fix {
        title: "mend".to_owned(),
        edits: Vec::new(),
        safe,
    };
    Diagnostic {
        fix: Some(fix),
        ..diagnostic
    }
}

/// What `pretty` says behind the last empty line.
fn last_lines(files: &Files, diagnostics: &[Diagnostic], summary: &Summary) -> String {
    let report = Report {
        files,
        diagnostics,
        graph: None,
        summary,
    };
    let text = roles(&pretty(&report, &COLOR));
    text.rsplit("\n\n").next().unwrap().to_owned()
}

fn clean(summary: Summary) -> String {
    last_lines(&Files::default(), &[], &summary)
}

fn run(files: usize, templates: usize, milliseconds: u64) -> Summary {
    Summary {
        files_checked: files,
        templates_checked: templates,
        elapsed: Duration::from_millis(milliseconds),
        ..Summary::default()
    }
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn one_template_refused() {
    let diagnostics = [
        fixable(true, at(0, Severity::Warning, "one")),
        at(0, Severity::Error, "two"),
        at(0, Severity::Error, "three"),
        at(0, Severity::Error, "four"),
    ];
    let summary = Summary {
        refused_templates: texts(&["labs/ceph/broken.yaml"]),
        failed: true,
        ..run(2, 1, 4)
    };
    insta::assert_snapshot!(last_lines(&files(1), &diagnostics, &summary), @r#"
    [error]✗ 3 errors[/], [warning]1 warning[/] in 1 of 2 files; [bold]1 fixable with --fix[/]
      Heat refuses [path]labs/ceph/broken.yaml[/]; 2 files checked in 4 ms
    "#);
}

#[test]
fn many_files_with_findings() {
    let mut diagnostics = Vec::new();
    for number in 0..47 {
        let finding = match number {
            0..12 => at(number % 9, Severity::Error, "one"),
            12..43 => at(number % 9, Severity::Warning, "two"),
            _ => at(number % 9, Severity::Info, "three"),
        };
        diagnostics.push(if number < 18 { fixable(true, finding) } else { finding });
    }
    let summary = Summary {
        refused_templates: texts(&["a", "b", "c"]),
        failed: true,
        ..run(214, 96, 38)
    };
    insta::assert_snapshot!(last_lines(&files(9), &diagnostics, &summary), @r#"
    [error]✗ 12 errors[/], [warning]31 warnings[/], 4 info in 9 of 214 files; [bold]18 fixable with --fix[/]
      Heat refuses 3 of 96 templates; 214 files checked in 38 ms
    "#);
}

#[test]
fn clean_if_values_come() {
    let summary = Summary {
        single_template: Some("labs/ceph/course.yaml".to_owned()),
        missing_values: texts(&["student", "registry_token"]),
        ..run(1, 1, 3)
    };
    insta::assert_snapshot!(clean(summary), @r#"
    [ok]✓ no findings[/]; Heat can accept [path]labs/ceph/course.yaml[/]
      once student and registry_token have values (-e); 1 file checked in 3 ms
    "#);
}

#[test]
fn clean_with_values() {
    let summary = Summary {
        single_template: Some("labs/ceph/course.yaml".to_owned()),
        judged_as_stack: true,
        ..run(2, 1, 3)
    };
    insta::assert_snapshot!(clean(summary), @r"[ok]✓ no findings[/]; Heat accepts [path]labs/ceph/course.yaml[/]; 2 files checked in 3 ms");
}

#[test]
fn many_clean_templates() {
    insta::assert_snapshot!(clean(run(214, 96, 37)), @r"[ok]✓ no findings[/]; Heat accepts all 96 templates; 214 files checked in 37 ms");
}

#[test]
fn many_values_are_missing() {
    let names: Vec<String> = (0..17).map(|it| format!("parameter_{it}")).collect();
    let summary = Summary {
        single_template: Some("course.yaml".to_owned()),
        missing_values: names,
        ..run(1, 1, 1250)
    };
    insta::assert_snapshot!(clean(summary), @r#"
    [ok]✓ no findings[/]; Heat can accept [path]course.yaml[/]
      once parameter_0, parameter_1, parameter_2 and 14 more have values (-e); 1
      file checked in 1.2 s
    "#);
}

#[test]
fn one_value_is_missing_and_a_warning() {
    let summary = Summary {
        single_template: Some("000.yaml".to_owned()),
        missing_values: texts(&["student"]),
        failed: true,
        ..run(1, 1, 0)
    };
    let diagnostics = [at(0, Severity::Warning, "one"), at(0, Severity::Hint, "unseen")];
    insta::assert_snapshot!(last_lines(&files(1), &diagnostics, &summary), @r#"
    [warning]✗ 1 warning[/]
      Heat can accept [path]000.yaml[/] once student has a value (-e); 1 file checked in 1 ms
    "#);
}

#[test]
fn findings_below_the_threshold() {
    let diagnostics = [
        fixable(true, at(0, Severity::Info, "one")),
        fixable(false, at(1, Severity::Info, "two")),
    ];
    insta::assert_snapshot!(last_lines(&files(2), &diagnostics, &run(2, 2, 12_345)), @r#"
    [ok]✓[/] [info]2 info[/] in 2 of 2 files; [bold]1 fixable with --fix, 1 more with --unsafe-fixes[/]
      Heat accepts both templates; 2 files checked in 12 s
    "#);
}

#[test]
fn unreadable_files_are_the_last_word() {
    let summary = Summary {
        unreadable_files: 1,
        ..run(1200, 1046, 99)
    };
    insta::assert_snapshot!(clean(summary), @r#"
    [error]✗ no findings[/]; Heat accepts all 1,046 templates; 1,200 files checked in 99 ms; 1
      file could not be read
    "#);
}

#[test]
fn environments_alone_and_nothing_at_all() {
    insta::assert_snapshot!(clean(run(1, 0, 2)), @r"[ok]✓ no findings[/]; 1 file checked in 2 ms");
    insta::assert_snapshot!(clean(run(0, 0, 2)), @r"[ok]✓ nothing to check[/]; 0 files checked in 2 ms");
}

#[test]
fn verdict_in_ascii() {
    let text = |failed| {
        let summary = Summary { failed, ..run(3, 3, 3) };
        let diagnostics = [at(0, Severity::Warning, "one")];
        let report = Report {
            files: &files(1),
            diagnostics: if failed { &diagnostics } else { &[] },
            graph: None,
            summary: &summary,
        };
        pretty(&report, &ASCII)
    };
    insta::assert_snapshot!(text(false), @r"ok no findings; Heat accepts all 3 templates; 3 files checked in 3 ms");
    insta::assert_snapshot!(text(true), @r#"
    warning[one]: words
       ,-[000.yaml:1:1]
     1 | a: 1
       : ^
       `----

    x 1 warning in 1 of 3 files
      Heat accepts all 3 templates; 3 files checked in 3 ms
    "#);
}

fn folded(diagnostics: &[Diagnostic]) -> String {
    let report = Report {
        files: &files(8),
        diagnostics,
        graph: None,
        summary: &run(8, 8, 5),
    };
    roles(&pretty(&report, &COLOR))
}

#[test]
fn repetitions_of_a_rule_are_counted() {
    let mut diagnostics = Vec::new();
    for (file, count) in [(0, 15), (1, 15), (2, 15), (3, 12), (4, 5)] {
        diagnostics.extend((0..count).map(|_| at(file, Severity::Warning, "unused-parameter")));
    }
    let text = folded(&diagnostics);
    let fold = text.lines().rev().nth(3).unwrap();
    insta::assert_snapshot!(fold, @r"[dim]… and 37 more[/] unused-parameter [dim]in 4 files; --format concise lists all[/]");
    assert_eq!(text.matches("warning[unused-parameter]").count(), 25);
}

#[test]
fn verdicts_of_heat_are_never_counted_and_keep_their_frames_longest() {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for rule in ["a", "b", "c"] {
        diagnostics.extend((0..5).map(|_| at(0, Severity::Warning, rule)));
    }
    diagnostics.extend((0..48).map(|_| at(1, Severity::Error, "unknown-property")));
    let text = folded(&diagnostics);
    assert_eq!(text.matches("╭─[").count(), 50);
    assert_eq!(text.matches("╭─[[path]001.yaml").count(), 48);
    insta::assert_snapshot!(text.lines().take(24).collect::<Vec<_>>().join("\n"), @r#"
    [warning]warning[a]:[/] words
       ╭─[[path]000.yaml:1:1[/]]
     [dim]1[/] │ a: 1
       · [label]─[/]
       ╰────

    [warning]warning[a]:[/] words
       ╭─[[path]000.yaml:1:1[/]]
     [dim]1[/] │ a: 1
       · [label]─[/]
       ╰────

    [path]000.yaml:1:1:[/] [warning]warning[a]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[a]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[a]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[b]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[b]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[b]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[b]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[b]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[c]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[c]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[c]:[/] words
    [path]000.yaml:1:1:[/] [warning]warning[c]:[/] words
    "#);
}

#[test]
fn plain_text_has_no_escapes() {
    let report = Report {
        files: &files(1),
        diagnostics: &[at(0, Severity::Warning, "one")],
        graph: None,
        summary: &run(1, 1, 1),
    };
    assert!(!pretty(&report, &PLAIN).contains('\x1b'));
}
