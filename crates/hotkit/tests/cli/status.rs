//! Exit status, usage, and what goes where.

use crate::kit::{FAULTY, Folder, SOUND, command, run};

#[test]
fn zero_where_there_is_nothing_to_report() {
    let folder = Folder::of(&[("a.yaml", SOUND)]);
    let run = folder.check(&["a.yaml"]);
    run.finds(0, &[]);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn one_where_there_are_findings() {
    let folder = Folder::of(&[("a.yaml", FAULTY)]);
    folder
        .check(&["a.yaml"])
        .finds(1, &["a.yaml:9:7: error[unknown-property]"]);
}

#[test]
fn two_for_wrong_usage() {
    let folder = Folder::of(&[]);
    for (arguments, words) in [
        (
            &["check", "--enviroment", "x"][..],
            "a similar argument exists: '--environment'",
        ),
        (&["chek"], "unrecognized subcommand 'chek'"),
        (
            &["check", "--fail-on", "fatal"],
            "invalid value 'fatal' for '--fail-on <SEVERITY>'",
        ),
        (
            &["check", "--parameter", "size"],
            "`size` is not of the form NAME=VALUE",
        ),
        (&["check", "-P", "size"], "error: `size` is not of the form NAME=VALUE"),
        (&["check", "-P", "size=1;"], "error: `` is not of the form NAME=VALUE"),
        (
            &["check", "--ignore", "unknwon-property"],
            "error: there is no rule or group `unknwon-property`",
        ),
        (
            &["check", "--ignore", "unknwon-property"],
            "did you mean `unknown-property`?",
        ),
        (&[], "Usage: hotkit <COMMAND>"),
    ] {
        let run = folder.hotkit(arguments);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{arguments:?} {run:?}");
        run.complains(words);
    }
}

#[test]
fn two_where_a_named_file_cannot_be_read_and_the_others_are_checked() {
    let folder = Folder::of(&[("course.yaml", SOUND), ("faulty.yaml", FAULTY)]);
    let run = folder.check(&["curse.yaml", "faulty.yaml"]);
    run.finds(2, &["faulty.yaml:9:7: error[unknown-property]"]);
    assert_eq!(
        run.err,
        "error: cannot read curse.yaml: there is no such file\n  help: did you mean `course.yaml`?\n"
    );
}

#[test]
fn two_where_an_environment_or_a_parameter_file_cannot_be_read() {
    let folder = Folder::of(&[("a.yaml", SOUND)]);
    let run = folder.check(&["a.yaml", "-e", "prod.yaml", "--parameter-file", "size=size.txt"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    run.complains("error: cannot read prod.yaml: there is no such file\n  named by -e on the command line\n");
    run.complains("error: cannot read size.txt: there is no such file\n  named by --parameter-file on the");
}

#[test]
fn fail_on_sets_the_bar() {
    let misleading = "heat_template_version: 2018-08-31\nresources: {}\nresources: {}\n";
    let folder = Folder::of(&[("a.yaml", FAULTY), ("b.yaml", misleading)]);
    for (arguments, status) in [
        (&["a.yaml", "--fail-on", "never"][..], 0),
        (&["a.yaml", "--fail-on", "info"], 1),
        (&["b.yaml"], 0),
        (&["b.yaml", "--fail-on", "error"], 0),
        (&["b.yaml", "--fail-on", "warning"], 1),
        (&["b.yaml", "--fail-on", "info"], 1),
    ] {
        let run = folder.check(arguments);
        assert_eq!(run.status, Some(status), "{arguments:?} {run:?}");
        assert_ne!(run.out, "", "{arguments:?}");
    }
}

#[test]
fn ignored_rules_and_groups_are_not_reported() {
    let folder = Folder::of(&[("a.yaml", FAULTY)]);
    folder.check(&["a.yaml", "--ignore", "unknown-property"]).finds(0, &[]);
    folder
        .check(&["a.yaml", "--ignore", "duplicate-key,engine"])
        .finds(0, &[]);
    folder
        .check(&["a.yaml", "--select", "suspicious", "--select", "style"])
        .finds(0, &[]);
    folder
        .check(&["a.yaml", "--select", "unknown-property"])
        .finds(1, &["a.yaml:9:7: error[unknown-property]"]);
}

#[test]
fn version_and_help() {
    let folder = Folder::of(&[]);
    let version = folder.hotkit(&["--version"]);
    assert_eq!(version.out, format!("hotkit {}\n", env!("CARGO_PKG_VERSION")));
    let help = folder.hotkit(&["check", "--help"]);
    assert_eq!(help.status, Some(0));
    for words in [
        "--parameter-file <NAME=FILE>",
        "Exit status: 0 nothing to report",
        "openstack stack create",
    ] {
        assert!(help.out.contains(words), "{words}: {}", help.out);
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;
    let many = FAULTY.replace("sise:", "sise: 1\n      a: 1\n      b:");
    let folder = Folder::of(&[("a.yaml", &many)]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = command(folder.path());
    command.args(["check", "a.yaml"]).stdout(writer).stderr(Stdio::piped());
    let output = command.spawn().unwrap().wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(1), Vec::new()));
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = Folder::of(&[("a.yaml", FAULTY)]);
    let has_color = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = command(folder.path());
        command
            .args(["check", "a.yaml"])
            .args(arguments)
            .envs(variables.iter().copied());
        run(&mut command).out.contains('\u{1b}')
    };
    assert!(!has_color(&[], &[]));
    assert!(has_color(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(has_color(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!has_color(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!has_color(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}
