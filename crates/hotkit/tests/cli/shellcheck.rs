//! `--shellcheck` with a program in the place of shellcheck, so that the tests do not hang on what is installed.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::kit::{Folder, Run, command, run};

const TEMPLATE: &str = "\
heat_template_version: 2018-08-31
parameters:
  name: { type: string }
resources:
  known:
    type: OS::Heat::SoftwareConfig
    properties:
      group: script
      config:
        str_replace:
          params: { NAME: web }
          template: |
            #!/bin/bash -e
              rm -rf $1/data
            echo NAME
  unknown:
    type: OS::Heat::SoftwareConfig
    properties:
      group: script
      config:
        str_replace:
          params: { NAME: { get_param: name } }
          template: |
            #!/bin/sh
            echo NAME
  python:
    type: OS::Heat::SoftwareConfig
    properties:
      group: script
      config: |
        #!/usr/bin/env python3
        print(1)
";

/// Answers as shellcheck does, to whatever it is given; what it was given is kept.
const PROGRAM: &str = r#"#!/bin/sh
cat >> "$(dirname "$0")/asked"
echo '{"comments":[
{"file":"-","line":2,"endLine":2,"column":10,"endColumn":12,"level":"info","code":2086,"message":"Double quote it."},
{"file":"-","line":2,"endLine":2,"column":10,"endColumn":12,"level":"warning","code":2154,"message":"Set by the hook."},
{"file":"-","line":3,"endLine":3,"column":1,"endColumn":5,"level":"error","code":1000,"message":"No echo"}]}'
"#;

fn folder(config: &str) -> Folder {
    let folder = Folder::of(&[
        ("a.yaml", TEMPLATE),
        ("hotkit.yaml", config),
        ("bin/shellcheck", PROGRAM),
    ]);
    let program = folder.path().join("bin/shellcheck");
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn check(folder: &Folder, programs: &str, arguments: &[&str]) -> Run {
    let path = format!("{}:/usr/bin:/bin", folder.path().join(programs).display());
    let mut command = command(folder.path());
    run(command
        .args(["check", "--format", "concise", "a.yaml"])
        .args(arguments)
        .env("PATH", path))
}

const FOUND: &str = "\
a.yaml:14:22: info[shellcheck]: in the script of `known`: Double quote it (SC2086)
a.yaml:9:7: error[shellcheck]: in the script of `known`: No echo (SC1000) (line 3 of the text)
";

#[test]
fn remarks_are_shown_at_their_place_in_the_template() {
    let folder = folder("{}");
    let run = check(&folder, "bin", &["--shellcheck"]);
    let mut lines: Vec<&str> = run.out.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, FOUND.lines().collect::<Vec<_>>(), "{run:?}");
    assert_eq!(run.status, Some(1));
    // What is wholly known, after `str_replace`, and nothing else.
    assert_eq!(folder.read("bin/asked"), "#!/bin/bash -e\n  rm -rf $1/data\necho web\n");
}

#[test]
fn nothing_is_started_unless_it_is_asked_for() {
    for (config, arguments) in [
        ("{}", &[][..]),
        ("profile: strict", &[]),
        ("{}", &["--select", "all"]),
        ("shellcheck: false", &[]),
    ] {
        let folder = folder(config);
        let run = check(&folder, "bin", arguments);
        assert!(!run.out.contains("[shellcheck]"), "{config}: {run:?}");
        assert!(!folder.path().join("bin/asked").exists(), "{config}");
    }
}

#[test]
fn the_configuration_asks_and_rules_have_levels() {
    let run = check(&folder("shellcheck: true"), "bin", &[]);
    assert!(run.out.contains("SC2086"), "{run:?}");
    let quiet = check(&folder("{ shellcheck: true, rules: { shellcheck: off } }"), "bin", &[]);
    assert_eq!((quiet.status, quiet.out.as_str()), (Some(0), ""));
}

/// A stack that the configuration makes of the template has values where the template by itself has none.
#[test]
fn values_of_configured_stacks_make_texts_known() {
    let folder = folder("{ shellcheck: true, stacks: [{ templates: a.yaml, parameters: { name: db } }] }");
    check(&folder, "bin", &[]);
    let asked = folder.read("bin/asked");
    assert!(asked.contains("#!/bin/sh\necho db\n"), "{asked}");
}

#[test]
fn a_program_that_is_missing_or_broken_is_told() {
    let folder = folder("{}");
    let mut nowhere = command(folder.path());
    let run = run(nowhere
        .args(["check", "a.yaml", "--shellcheck", "--format", "concise"])
        .env("PATH", "/nowhere"));
    assert_eq!((run.status, run.out.as_str()), (Some(0), ""));
    run.complains("shellcheck is not installed");
    folder.write("bin/shellcheck", "#!/bin/sh\necho nothing\n");
    let run = check(&folder, "bin", &["--shellcheck"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), ""));
    run.complains("no answer that can be read");
}
