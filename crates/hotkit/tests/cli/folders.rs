//! Folders are searched: which files are taken, which are left, in which order.

use crate::kit::{FAULTY, Folder, SOUND};

const FOUND: &str = ": error[unknown-property]";

#[test]
fn files_are_recognised_by_content() {
    let folder = Folder::of(&[
        ("a.yaml", FAULTY),
        ("b.yml", FAULTY),
        ("c.template", FAULTY),
        ("d.hot", FAULTY),
        (
            "e.json",
            r#"{"heat_template_version": "2018-08-31", "resources": {"a": {"type": "OS::No::Such"}}}"#,
        ),
        ("deep/down/f.YAML", FAULTY),
        ("kubernetes.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n"),
        ("playbook.yaml", "- hosts: all\n  tasks: []\n"),
        ("broken.yaml", "a: [\n"),
        ("empty.yaml", ""),
        ("faulty.txt", FAULTY),
        ("readme.md", FAULTY),
    ]);
    folder.check(&[]).finds(
        1,
        &[
            "a.yaml:9:7: error[unknown-property]",
            "b.yml:9:7: error[unknown-property]",
            "c.template:9:7: error[unknown-property]",
            "d.hot:9:7: error[unknown-property]",
            "deep/down/f.YAML:9:7: error[unknown-property]",
            "e.json:1:69: warning[unknown-resource-type]",
        ],
    );
}

#[test]
fn broken_templates_are_templates() {
    let folder = Folder::of(&[
        (
            "brackets.yaml",
            "heat_template_version: 2018-08-31\nresources:\n  a: [\n  b: }\n",
        ),
        ("tab.yaml", "heat_template_version: 2018-08-31\nresources:\n\ta: 1\n"),
        ("late.yaml", "description: \"open\nheat_template_version: 2018-08-31\n"),
    ]);
    let run = folder.check(&[]);
    assert_eq!(run.status, Some(1));
    for name in ["brackets.yaml:", "tab.yaml:3:1: error[yaml-syntax]", "late.yaml:"] {
        assert!(run.out.contains(name), "{name} is missing: {run:?}");
    }
}

#[test]
fn environments_are_checked_by_themselves() {
    let environment = "parameters:\n  size: 1\nresource_registry:\n  My::Disk: disk.yaml\nparametrs: {}\n";
    let folder = Folder::of(&[
        ("region.env", &environment.replace("parametrs: {}\n", "")),
        ("sound.env", "parameters:\n  size: 1\n"),
    ]);
    folder.check(&[]).finds(1, &["region.env:4:13: error[missing-file]"]);
}

#[test]
fn ignore_files_are_respected_and_hidden_ones_left_out() {
    for (ignore_file, pattern) in [
        (".gitignore", "skipped/\n"),
        (".ignore", "skipped\n"),
        (".hotkitignore", "/skipped/*.yaml\n"),
        ("skipped/.gitignore", "*\n"),
    ] {
        let folder = Folder::of(&[
            ("kept/a.yaml", FAULTY),
            ("skipped/b.yaml", FAULTY),
            (".hidden/c.yaml", FAULTY),
            (".d.yaml", FAULTY),
            (ignore_file, pattern),
        ]);
        folder.check(&[]).finds(1, &[&format!("kept/a.yaml:9:7{FOUND}")]);
        // What is named is checked all the same.
        folder
            .check(&["skipped/b.yaml"])
            .finds(1, &[&format!("skipped/b.yaml:9:7{FOUND}")]);
    }
}

#[test]
fn a_file_is_checked_once() {
    let folder = Folder::of(&[("labs/a.yaml", FAULTY)]);
    let absolute = folder.path().canonicalize().unwrap().join("labs/a.yaml");
    let absolute = absolute.to_str().unwrap();
    let run = folder.check(&["labs/a.yaml", ".", "labs", "./labs//a.yaml", absolute]);
    run.finds(1, &["labs/a.yaml:9:7: error[unknown-property]"]);
    assert_eq!(folder.json(&["labs/a.yaml", "labs", absolute])["summary"]["files"], 1);
}

#[test]
fn what_several_templates_share_is_told_once() {
    let outer = "\
heat_template_version: 2018-08-31
resources:
  inner:
    type: inner.yaml
    properties: { size: 1 }
";
    let folder = Folder::of(&[("a.yaml", outer), ("b.yaml", outer), ("inner.yaml", FAULTY)]);
    folder
        .check(&["a.yaml", "b.yaml"])
        .finds(1, &["inner.yaml:9:7: error[unknown-property]"]);
    // By itself, Heat refuses it; inside another stack it fails later. The worst is told.
    let json = folder.json(&["."]);
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 1, "{json}");
    assert_eq!(json["diagnostics"][0]["refused"], true);
    assert_eq!(json["summary"]["templates"], 3);
}

#[test]
fn folders_above_and_below() {
    let folder = Folder::of(&[(".git/HEAD", ""), ("one/a.yaml", FAULTY), ("two/b.yaml", SOUND)]);
    let run = folder.hotkit_in("two", &["check", "--format", "concise", "..", "../one"]);
    run.finds(1, &["../one/a.yaml:9:7: error[unknown-property]"]);
}

#[test]
fn many_files_in_any_order_of_threads() {
    let folder = Folder::of(&[]);
    for index in 0..60 {
        folder.write(&format!("{index:02}.yaml"), if index % 3 == 0 { FAULTY } else { SOUND });
    }
    let expected: Vec<String> = (0..60)
        .step_by(3)
        .map(|index| format!("{index:02}.yaml:9:7: error[unknown-property]"))
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    folder.check(&[]).finds(1, &expected);
}

#[test]
fn named_files_as_found() {
    let other = "- hosts: all\n";
    let folder = Folder::of(&[
        ("faulty.yaml", FAULTY),
        ("play.yaml", other),
        ("out/faulty.yaml", FAULTY),
        ("old/faulty.yaml", FAULTY),
        ("hotkit.yaml", "exclude: old\n"),
        (".hotkitignore", "/out/\n"),
    ]);
    let named = ["faulty.yaml", "play.yaml", "out/faulty.yaml", "old/faulty.yaml"];
    folder
        .check(&[&["--as-found"][..], &named].concat())
        .finds(1, &["faulty.yaml:9:7: error[unknown-property]"]);
    folder.check(&named).finds(
        1,
        &[
            "faulty.yaml:9:7: error[unknown-property]",
            "old/faulty.yaml:9:7: error[unknown-property]",
            "out/faulty.yaml:9:7: error[unknown-property]",
            "play.yaml:1:1: error[not-a-mapping]",
        ],
    );
    // What is missing is told, and what lies elsewhere is judged by its content.
    let run = folder.check(&["--as-found", "falty.yaml"]);
    run.finds(2, &[]);
    run.complains("error: cannot read falty.yaml: there is no such file\n");
    let run = folder.hotkit_in(
        "old",
        &[
            "check",
            "--format",
            "concise",
            "--as-found",
            "../faulty.yaml",
            "../play.yaml",
        ],
    );
    run.finds(1, &["../faulty.yaml:9:7: error[unknown-property]"]);
}

#[test]
fn formatting_named_files_as_found() {
    let loose = "heat_template_version:   2018-08-31\n";
    let folder = Folder::of(&[
        ("a.yaml", loose),
        ("play.yaml", "name:   x\n"),
        ("out/a.yaml", loose),
        (".hotkitignore", "out\n"),
    ]);
    let run = folder.hotkit(&["fmt", "--as-found", "a.yaml", "play.yaml", "out/a.yaml"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), "a.yaml\n"), "{run:?}");
    run.complains("1 of 1 file changed");
}
