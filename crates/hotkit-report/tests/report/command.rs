//! Errors of the command: the samples of the design.

use hotkit_report::{CommandError, ErrorPlace, Look, command_error};
use hotkit_text::FileId;

use crate::fixture::{COLOR, PLAIN, file, range, roles};

#[test]
fn unreadable_file() {
    let error = CommandError {
        message: "cannot read labs/secret/env.yaml: permission denied",
        path: Some("labs/secret/env.yaml"),
        notes: &["named by -e on the command line"],
        ..CommandError::default()
    };
    insta::assert_snapshot!(roles(&command_error(&error, &COLOR)), @r#"
    [error]error:[/] cannot read [path]labs/secret/env.yaml[/]: permission denied
      [dim]named by -e on the command line[/]
    "#);
}

#[test]
fn file_outside_the_project() {
    let line = "          template: { get_file: ../../keys/token }\n";
    let text = format!("{}{line}      cidr: 10.0.0.0/8\n", "a:\n".repeat(108));
    let files = file("labs/ceph/course.yaml", &text);
    let error = CommandError {
        message: "../../keys/token lies outside the project and was not read",
        place: Some(ErrorPlace {
            file: files.get(FileId(0)),
            range: range(&text, "get_file: |../../keys/token|"),
            label: "asked for here",
        }),
        help: Some("--allow-outside reads it all the same"),
        ..CommandError::default()
    };
    insta::assert_snapshot!(command_error(&error, &PLAIN), @r#"
    error: ../../keys/token lies outside the project and was not read
         ╭─[labs/ceph/course.yaml:109:33]
     109 │           template: { get_file: ../../keys/token }
         ·                                 ────────┬───────
         ·                                         ╰── asked for here
         ╰────
      help: --allow-outside reads it all the same
    "#);
}

#[test]
fn unknown_rule_in_the_configuration() {
    let text = "rules:\n  x: y\nselect:\n  - unkown-property\n";
    let files = file("hotkit.yaml", text);
    let error = CommandError {
        message: "`select` of the configuration knows no rule `unkown-property`",
        place: Some(ErrorPlace {
            file: files.get(FileId(0)),
            range: range(text, "|unkown-property|"),
            label: "not a rule or a group",
        }),
        help: Some("did you mean `unknown-property`?"),
        ..CommandError::default()
    };
    insta::assert_snapshot!(command_error(&error, &PLAIN), @r#"
    error: `select` of the configuration knows no rule `unkown-property`
       ╭─[hotkit.yaml:4:5]
     4 │   - unkown-property
       ·     ───────┬───────
       ·            ╰── not a rule or a group
       ╰────
      help: did you mean `unknown-property`?
    "#);
}

#[test]
fn fault_of_our_own() {
    let error = CommandError {
        message: "this is a bug in hotkit: the formatted text would not read as the same data",
        notes: &[
            "labs/ceph/course.yaml was left alone; please report it with the file, or with the output of",
            "hotkit fmt --debug-report labs/ceph/course.yaml",
        ],
        ..CommandError::default()
    };
    let wide = Look { width: 120, ..PLAIN };
    insta::assert_snapshot!(command_error(&error, &wide), @r#"
    error: this is a bug in hotkit: the formatted text would not read as the same data
      labs/ceph/course.yaml was left alone; please report it with the file, or with the output of
      hotkit fmt --debug-report labs/ceph/course.yaml
    "#);
}
