//! Comments that silence findings, and the baseline.

use std::fs;

use crate::kit::{FAULTY, Folder};

/// `FAULTY` with a comment behind the line of its fault.
fn with_comment(comment: &str) -> String {
    FAULTY.replace(
        "sise: { get_param: size }",
        &format!("sise: {{ get_param: size }}  {comment}"),
    )
}

#[test]
fn a_comment_silences_its_line_its_block_or_its_file() {
    let line = with_comment("# hotkit: ignore[unknown-property] our cloud has it");
    let group = with_comment("# hotkit: ignore[engine]");
    let block = FAULTY.replace("  disk:\n", "  # hotkit: ignore[unknown-property]\n\n  disk:\n");
    let file = format!("# hotkit: ignore-file[duplicate-key,unknown-property] old\n{FAULTY}");
    let folder = Folder::of(&[("a.yaml", &line), ("b.yaml", &group), ("c.yaml", &block)]);
    folder.check(&["a.yaml", "b.yaml", "c.yaml"]).finds(0, &[]);
    let folder = Folder::of(&[("a.yaml", &file)]);
    folder.check(&[]).finds(0, &["a.yaml:1:23: warning[unused-ignore]"]);
}

#[test]
fn a_comment_does_not_reach_further() {
    let before = FAULTY.replace("parameters:\n", "parameters:  # hotkit: ignore[unknown-property]\n");
    let beside = FAULTY.replace("  size:\n", "  # hotkit: ignore[unknown-property]\n  size:\n");
    let text = FAULTY.replace(
        "type: number",
        "type: number\n    description: '# hotkit: ignore-file[engine]'",
    );
    let folder = Folder::of(&[("a.yaml", &before), ("b.yaml", &beside), ("c.yaml", &text)]);
    folder.check(&[]).finds(
        1,
        &[
            "a.yaml:2:31: warning[unused-ignore]",
            "a.yaml:9:7: error[unknown-property]",
            "b.yaml:3:20: warning[unused-ignore]",
            "b.yaml:10:7: error[unknown-property]",
            "c.yaml:10:7: error[unknown-property]",
        ],
    );
}

#[test]
fn what_comments_say_wrongly_is_told() {
    for (comment, place, words) in [
        (
            "# hotkit: ignore[unknwon-property]",
            "a.yaml:9:51: warning[unknown-ignore]",
            "there is no rule or group `unknwon-property`, did you mean `unknown-property`?",
        ),
        (
            "# hotkit: ingore[unknown-property]",
            "a.yaml:9:44: warning[unknown-ignore]",
            "hotkit knows no instruction `ingore` in comments, did you mean `ignore`?",
        ),
        (
            "# hotkit: ignore the next one",
            "a.yaml:9:34: warning[unknown-ignore]",
            "the comment does not say which rules to ignore: `ignore[rule]`",
        ),
        (
            "# hotkit:",
            "a.yaml:9:34: warning[unknown-ignore]",
            "the comment does not say what hotkit shall do, such as `ignore[rule]`",
        ),
        (
            "# hotkit: \u{e9}!",
            "a.yaml:9:34: warning[unknown-ignore]",
            "the comment does not say what hotkit shall do, such as `ignore[rule]`",
        ),
    ] {
        let folder = Folder::of(&[("a.yaml", &with_comment(comment))]);
        let run = folder.check(&[]);
        run.finds(1, &["a.yaml:9:7: error[unknown-property]", place]);
        assert!(run.out.contains(words), "{words} is missing: {run:?}");
    }
    let folder = Folder::of(&[("a.yaml", "heat_template_version: 2018-08-31  # hotkit: fmt off\n")]);
    folder.check(&[]).finds(0, &[]);
}

#[test]
fn a_comment_without_instruction_is_told_whole() {
    // Its end lies before the line break, and behind whole characters.
    for comment in ["# hotkit:", "# hotkit: \u{e9}!", "# hotkit: \u{1f600}"] {
        let text = with_comment(comment).replace('\n', "\r\n");
        let folder = Folder::of(&[("a.yaml", &text)]);
        let run = folder.hotkit(&["check", "--format", "json", "a.yaml"]);
        let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let all = document["diagnostics"].as_array().unwrap();
        let found = all.iter().find(|it| it["rule"] == "unknown-ignore").unwrap();
        let (start, end) = (&found["range"]["start"], &found["range"]["end"]);
        let length = comment.chars().count() as u64;
        assert_eq!(start["line"], end["line"], "{found}");
        assert_eq!(
            end["column"].as_u64(),
            start["column"].as_u64().map(|it| it + length),
            "{found}"
        );
    }
}

#[test]
fn idle_comments_are_told_only_where_every_rule_was_asked() {
    let text = "heat_template_version: 2018-08-31  # hotkit: ignore[unknown-section]\n";
    let folder = Folder::of(&[("a.yaml", text)]);
    folder.check(&[]).finds(0, &["a.yaml:1:53: warning[unused-ignore]"]);
    folder.check(&["--stack"]).finds(0, &[]);
    folder.check(&["--select", "suspicious"]).finds(0, &[]);
    folder.check(&["--ignore", "unused-ignore"]).finds(0, &[]);
    let run = folder.check(&["--fix"]);
    run.finds(0, &[]);
    assert_eq!(
        fs::read_to_string(folder.path().join("a.yaml")).unwrap(),
        "heat_template_version: 2018-08-31\n"
    );
}

#[test]
fn of_several_names_the_idle_ones_go() {
    let text = with_comment("# hotkit: ignore[unknown-property, unknown-key]  why");
    let folder = Folder::of(&[("a.yaml", &text)]);
    folder.check(&["--fix"]).finds(0, &[]);
    let after = fs::read_to_string(folder.path().join("a.yaml")).unwrap();
    assert_eq!(after, with_comment("# hotkit: ignore[unknown-property]  why"));
}

#[test]
fn comments_are_written_where_they_can_stand() {
    let text = "\
heat_template_version: 2018-08-31
description: >
  # not a comment
resources:
  a:
    type: OS::Nova::Sever
  b:
    type: OS::Nova::KeyPair  # ours
    properties: { name: x,
      public: 'in
        two lines' }
  c:
    type: OS::Heat::Value
    properties:
      valeu: 'in
        two lines'
";
    let folder = Folder::of(&[
        ("a.yaml", text),
        ("b.json", "{\"heat_template_version\": \"2018-08-31\", \"x\": 1}"),
    ]);
    let found = folder.check(&[]);
    let run = folder.check(&["--add-ignores"]);
    assert!(found.places().len() > run.places().len(), "{found:?} {run:?}");
    assert!(!run.out.contains("a.yaml"), "{run:?}");
    // JSON has no comments.
    assert!(run.out.contains("b.json"), "{run:?}");
    let after = fs::read_to_string(folder.path().join("a.yaml")).unwrap();
    insta::assert_snapshot!(after);
    let again = folder.check(&["--add-ignores", "a.yaml"]);
    again.finds(0, &[]);
    assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).unwrap(), after);
}

#[test]
fn a_baseline_keeps_what_was_there() {
    let folder = Folder::of(&[("labs/a.yaml", FAULTY), (".git/HEAD", "")]);
    let run = folder.hotkit(&["check", "--write-baseline"]);
    assert_eq!(
        (run.status, run.out.as_str()),
        (Some(0), "1 finding written to hotkit-baseline.json\n")
    );
    folder.check(&["--baseline", "hotkit-baseline.json"]).finds(0, &[]);
    // Lines move, and the command is started elsewhere.
    folder.write("labs/a.yaml", format!("# new\n\n{FAULTY}"));
    let run = folder.hotkit_in(
        "labs",
        &["check", "--format", "concise", "--baseline", "../hotkit-baseline.json"],
    );
    run.finds(0, &[]);
    let more = FAULTY.replace("sise:", "naem: x\n      sise:");
    folder.write("labs/a.yaml", more);
    folder
        .check(&["--baseline", "hotkit-baseline.json"])
        .finds(1, &["labs/a.yaml:9:7: error[unknown-property]"]);
    folder.write("labs/a.yaml", "heat_template_version: 2018-08-31\n");
    let run = folder.hotkit(&["check", "--baseline", "hotkit-baseline.json"]);
    assert!(
        run.out
            .contains("1 of the baseline gone, --write-baseline forgets them"),
        "{run:?}"
    );
}

#[test]
fn a_baseline_that_is_none() {
    let folder = Folder::of(&[("a.yaml", FAULTY), ("x.json", "[]")]);
    let run = folder.check(&["--baseline", "hotkit-baseline.json"]);
    run.complains("cannot read hotkit-baseline.json: there is no such file");
    run.complains("--write-baseline writes a baseline");
    assert_eq!(run.status, Some(2));
    folder
        .check(&["--baseline", "x.json"])
        .complains("it is not a baseline that this version knows");
}
