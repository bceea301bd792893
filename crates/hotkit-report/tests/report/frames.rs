//! Frames for places and texts that are not as in the samples.

use std::sync::Arc;

use hotkit_report::{Look, concise};
use hotkit_text::{Diagnostic, FileId, Files, Fix, Related, SourceFile, TextRange};

use crate::fixture::{ASCII, COLOR, PLAIN, file, finding, range, related, shown, summary};

/// One finding with the text between bars, in a file of its own.
fn framed(text: &str, marked: &str, label: &str, look: &Look) -> String {
    let finding = finding("rule", range(text, marked), "words", label);
    shown(&file("a.yaml", text), &[finding], look)
}

fn at(text: &str, start: usize, end: usize) -> String {
    let place = TextRange::new(start as u32, end as u32);
    shown(
        &file("a.yaml", text),
        &[finding("rule", place, "words", "here")],
        &PLAIN,
    )
}

#[test]
fn empty_range_at_the_end_of_the_file() {
    let text = "resources:\n  a:\n";
    insta::assert_snapshot!(at(text, text.len(), text.len()), @r#"
    error[rule]: words
       ╭─[a.yaml:3:1]
     2 │   a:
     3 │
       · ▲
       · ╰── here
       ╰────
    "#);
    let text = "resources:\n  a:";
    insta::assert_snapshot!(at(text, text.len(), text.len()), @r#"
    error[rule]: words
       ╭─[a.yaml:2:5]
     1 │ resources:
     2 │   a:
       ·     ▲
       ·     ╰── here
       ╰────
    "#);
    insta::assert_snapshot!(at("", 0, 0), @r#"
    error[rule]: words
       ╭─[a.yaml:1:1]
     1 │
       · ▲
       · ╰── here
       ╰────
    "#);
}

#[test]
fn ranges_that_do_not_fit_the_text() {
    insta::assert_snapshot!(at("a: é\n", 4, 99), @r#"
    error[rule]: words
       ╭─[a.yaml:1:4]
     1 │ a: é
       ·    ┬
       ·    ╰── here
       ╰────
    "#);
    insta::assert_snapshot!(at("a: b\n", 99, 120), @r#"
    error[rule]: words
       ╭─[a.yaml:2:1]
     1 │ a: b
     2 │
       · ▲
       · ╰── here
       ╰────
    "#);
}

#[test]
fn range_of_several_lines() {
    let text = "a: 1\nlist:\n  - one\n  - two\n  - three\nz: 2\n";
    insta::assert_snapshot!(framed(text, "|- one\n  - two\n  - three\n|", "three items", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:3:3]
     2 │     list:
     3 │ ╭─▶   - one
     4 │ │     - two
     5 │ ├─▶   - three
       · ╰──── three items
     6 │     z: 2
       ╰────
    "#);
    insta::assert_snapshot!(framed(text, "|- one\n  - two\n  - three\n|", "three items", &ASCII), @r#"
    error[rule]: words
       ,-[a.yaml:3:3]
     2 |     list:
     3 | ,->   - one
     4 | |     - two
     5 | |->   - three
       : `---- three items
     6 |     z: 2
       `----
    "#);
}

#[test]
fn range_of_many_lines_is_shown_by_its_first() {
    let text = format!("a: |\n{}z: 2\n", "  text\n".repeat(400));
    insta::assert_snapshot!(at(&text, 3, text.len() - 5), @r#"
    error[rule]: words
       ╭─[a.yaml:1:4]
     1 │ a: |
       ·    ┬
       ·    ╰── here, to line 401
     2 │   text
       ╰────
    "#);
}

#[test]
fn line_breaks_of_windows() {
    let text = "a:\r\n  flavour: small\r\n  b: 1\r\n";
    insta::assert_snapshot!(framed(text, "|flavour|", "unknown", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:2:3]
     1 │ a:
     2 │   flavour: small
       ·   ───┬───
       ·      ╰── unknown
     3 │   b: 1
       ╰────
    "#);
    insta::assert_snapshot!(framed(text, "small|\r\n|  b", "empty", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:2:17]
     1 │ a:
     2 │   flavour: small
       ·                 ▲
       ·                 ╰── empty
     3 │   b: 1
       ╰────
    "#);
}

#[test]
fn tabs_are_four_blanks() {
    let text = "a: {\n\tb:\t[one,\n\t\ttwo]\n}\n";
    insta::assert_snapshot!(framed(text, "|two|", "behind two tabs", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:3:3]
     2 │     b:    [one,
     3 │         two]
       ·         ─┬─
       ·          ╰── behind two tabs
     4 │ }
       ╰────
    "#);
    insta::assert_snapshot!(framed(text, "|one|", "behind a tab in the line", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:2:6]
     1 │ a: {
     2 │     b:    [one,
       ·            ─┬─
       ·             ╰── behind a tab in the line
     3 │         two]
       ╰────
    "#);
}

#[test]
fn wide_characters_and_emoji_before_the_label() {
    let text = "name: { 名前: 🚀, e\u{301}té: flavour }\n";
    insta::assert_snapshot!(framed(text, "|flavour|", "column in characters", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:1:22]
     1 │ name: { 名前: 🚀, été: flavour }
       ·                        ───┬───
       ·                           ╰── column in characters
       ╰────
    "#);
    insta::assert_snapshot!(framed(text, "|名前|", "two cells each", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:1:9]
     1 │ name: { 名前: 🚀, été: flavour }
       ·         ──┬─
       ·           ╰── two cells each
       ╰────
    "#);
}

#[test]
fn long_lines_are_cut_around_the_label() {
    let word = "0123456789";
    let text = format!("{}<here>{}\n", word.repeat(250), word.repeat(250));
    insta::assert_snapshot!(framed(&text, "|<here>|", "a label of some length, to be seen", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:1:2501]
     1 │ …89012345678901234567890123456789<here>01234567890123456789012345678901234…
       ·                                  ───┬──
       ·                                     ╰── a label of some length, to be seen
       ╰────
    "#);
    insta::assert_snapshot!(framed(&text, "|<here>|", "short", &ASCII), @r#"
    error[rule]: words
       ,-[a.yaml:1:2501]
     1 | ...9012345678901234567890123456789<here>01234567890123456789012345678901...
       :                                   ^^^|^^
       :                                      `-- short
       `----
    "#);
    insta::assert_snapshot!(at(&text, 0, 4), @r#"
    error[rule]: words
       ╭─[a.yaml:1:1]
     1 │ 01234567890123456789012345678901234567890123456789012345678901234567890123…
       · ──┬─
       ·   ╰── here
       ╰────
    "#);
    insta::assert_snapshot!(at(&text, text.len() - 5, text.len() - 1), @r#"
    error[rule]: words
       ╭─[a.yaml:1:5003]
     1 │ …56789012345678901234567890123456789012345678901234567890123456789
       ·                                                               ──┬─
       ·                                                                 ╰── here
       ╰────
    "#);
    insta::assert_snapshot!(at(&text, 1000, 4000), @r#"
    error[rule]: words
       ╭─[a.yaml:1:1001]
     1 │ …0123456789012345678901234567890123456789012345678901234567890123456789012…
       ·  ─────────────────────────────────────┬────────────────────────────────────
       ·                                       ╰── here
       ╰────
    "#);
}

#[test]
fn no_line_of_a_frame_is_wider_than_the_terminal() {
    let text = format!("{}\n", "a名\t\u{1b}".repeat(1000));
    let line_starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for width in [60, 80, 120] {
        for look in [PLAIN, ASCII] {
            for start in line_starts.iter().step_by(97) {
                let place = TextRange::at(*start as u32);
                let files = file("a.yaml", &text);
                let look = Look { width, ..look };
                let shown = shown(&files, &[finding("rule", place, "words", "")], &look);
                let source = shown.lines().nth(2).unwrap();
                let cells: usize = source.chars().map(|it| if it == '名' { 2 } else { 1 }).sum();
                assert!(cells <= width, "{cells} cells of {width}: {source}");
                assert!(cells + 8 >= width, "only {cells} cells of {width}: {source}");
            }
        }
    }
}

#[test]
fn marks_without_width_are_cut_too() {
    let text = format!("a{}b\n", "\u{301}".repeat(1_000_000));
    let shown = at(&text, text.len() - 2, text.len() - 1);
    assert!(shown.len() < 5_000, "{} bytes", shown.len());
}

#[test]
fn escape_sequences_are_shown_and_not_sent() {
    let text = "a: \u{1b}[31mred\u{7}\u{9b}2J\u{202e}\u{7f} # b\n";
    insta::assert_snapshot!(framed(text, "|red|", "after it", &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:1:9]
     1 │ a: \e[31mred\a\u{9b}2J\u{202e}\x7f # b
       ·          ─┬─
       ·           ╰── after it
       ╰────
    "#);
    let mut hostile = finding(
        "rule",
        range(text, "|red|"),
        "no `\u{1b}]8;;x\u{7}\n` here",
        "\u{1b}[2J",
    );
    hostile.suggestion = Some("\u{1b}c".to_owned());
    let files = file("\u{1b}c.yaml", text);
    insta::assert_snapshot!(shown(&files, &[hostile.clone()], &PLAIN), @r#"
    error[rule]: no `\e]8;;x\a\n` here
       ╭─[\ec.yaml:1:9]
     1 │ a: \e[31mred\a\u{9b}2J\u{202e}\x7f # b
       ·          ─┬─
       ·           ╰── \e[2J
       ╰────
      help: did you mean `\ec`?
    "#);
    let report = hotkit_report::Report {
        files: &files,
        diagnostics: &[hostile],
        graph: None,
        summary: &summary(),
    };
    insta::assert_snapshot!(concise(&report, &PLAIN), @r"\ec.yaml:1:9: error[rule]: no `\e]8;;x\a\n` here, did you mean `\ec`?");
}

#[test]
fn several_labels_in_one_frame() {
    let text = "a: { b: 1, b: 2 }\nc:\nd: 3\nb: 4\n";
    let mut finding = finding("rule", range(text, "|b|: 2"), "`b` stands three times", "second");
    finding.related = vec![
        related(range(text, "|b|: 4"), "third"),
        related(range(text, "|b|: 1"), "first"),
    ];
    insta::assert_snapshot!(shown(&file("a.yaml", text), &[finding], &PLAIN), @r#"
    error[rule]: `b` stands three times
       ╭─[a.yaml:1:12]
     1 │ a: { b: 1, b: 2 }
       ·      ┬     ┬
       ·      │     ╰── second
       ·      ╰── first
     2 │ c:
     3 │ d: 3
     4 │ b: 4
       · ┬
       · ╰── third
       ╰────
    "#);
}

#[test]
fn places_that_overlap() {
    let text = "a: { b: 1 }\nc: 2\n";
    let mut finding = finding("rule", range(text, "|{ b: 1 }|"), "words", "whole");
    finding.related = vec![
        related(range(text, "|b|: 1"), "part"),
        related(range(text, "|{ b: 1 }\nc|"), "more"),
    ];
    insta::assert_snapshot!(shown(&file("a.yaml", text), &[finding], &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:1:4]
     1 │ ╭─▶ a: { b: 1 }
       · │      ────┬───┬
       · │          │   ╰── part
       · │          ╰── whole
     2 │ ├─▶ c: 2
       · ╰──── more
       ╰────
    "#);
}

#[test]
fn places_in_another_file() {
    let mut files = Files::default();
    files.add(Arc::new(SourceFile::new("nested.yaml", "parameters:\n  size: {}\n")));
    files.add(Arc::new(SourceFile::new("outer.yaml", "x:\n  sizes: 1\n")));
    let mut finding = finding(
        "rule",
        TextRange::new(5, 10),
        "no parameter is named `sizes`",
        "unknown",
    );
    finding.file = FileId(1);
    finding.related = vec![Related {
        file: FileId(0),
        range: TextRange::new(14, 18),
        label: "similar name, declared here".to_owned(),
    }];
    insta::assert_snapshot!(shown(&files, &[finding], &PLAIN), @r#"
    error[rule]: no parameter is named `sizes`
       ╭─[outer.yaml:2:3]
     1 │ x:
     2 │   sizes: 1
       ·   ──┬──
       ·     ╰── unknown
       ╰────
       ╭─[nested.yaml:2:3]
     1 │ parameters:
     2 │   size: {}
       ·   ──┬─
       ·     ╰── similar name, declared here
       ╰────
    "#);
}

#[test]
fn further_labels_are_blue() {
    let mut finding = finding("rule", TextRange::new(0, 1), "words", "own");
    finding.related = vec![related(TextRange::new(3, 4), "other")];
    let text = shown(&file("a.yaml", "a: b\n"), &[finding], &COLOR);
    let labels: Vec<&str> = text.lines().skip(3).take(3).collect();
    assert_eq!(
        labels,
        [
            "   · \x1b[31m┬\x1b[0m  \x1b[34m┬\x1b[0m",
            "   · \x1b[31m│\x1b[0m  \x1b[34m╰── other\x1b[0m",
            "   · \x1b[31m╰── own\x1b[0m",
        ]
    );
}

#[test]
fn too_many_places_are_counted() {
    let text = "a: 1\n\n\n\n\n".repeat(100);
    let mut finding = finding("rule", TextRange::new(0, 1), "words", "");
    finding.related = (1..100)
        .map(|it| related(TextRange::new(it * 9, it * 9 + 1), "again"))
        .collect();
    let text = shown(&file("a.yaml", &text), &[finding], &PLAIN);
    assert_eq!(text.matches("╭─[").count(), 13);
    assert_eq!(text.lines().last(), Some("  … and 87 places more"));
}

#[test]
fn help_is_joined_and_wrapped() {
    let text = "flavour: 1\n";
    let mut finding: Diagnostic = finding("rule", range(text, "|flavour|"), "words", "");
    finding.suggestion = Some("flavor".to_owned());
    finding.help = Some("`hotkit explain OS::Nova::Server` lists every property → and its type".to_owned());
    finding.fix = Some(Fix {
        title: "rename to `flavor`".to_owned(),
        edits: Vec::new(),
        safe: false,
    });
    insta::assert_snapshot!(shown(&file("a.yaml", text), &[finding.clone()], &ASCII), @r#"
    error[rule]: words
       ,-[a.yaml:1:1]
     1 | flavour: 1
       : ^^^^^^^
       `----
      help: did you mean `flavor`? `hotkit explain OS::Nova::Server` lists every
            property -> and its type  [+] --unsafe-fixes does it
    "#);
    finding.suggestion = None;
    finding.help = None;
    insta::assert_snapshot!(shown(&file("a.yaml", text), &[finding], &PLAIN), @r#"
    error[rule]: words
       ╭─[a.yaml:1:1]
     1 │ flavour: 1
       · ───────
       ╰────
      help: rename to `flavor`  [+] --unsafe-fixes does it
    "#);
}
