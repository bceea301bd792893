//! Files of every kind in the place of templates: empty, binary, in other encodings, no files at all.

use crate::kit::{Folder, SOUND};

#[test]
fn empty_files() {
    let folder = Folder::of(&[("a.yaml", ""), ("b.yaml", "# nothing\n"), ("c.yaml", "\n\n---\n")]);
    for name in ["a.yaml", "b.yaml", "c.yaml"] {
        let run = folder.check(&[name]);
        assert_eq!(run.status, Some(1), "{run:?}");
        assert!(run.out.starts_with(&format!("{name}:1:1: error[")), "{run:?}");
    }
}

#[test]
fn files_that_are_no_utf8() {
    let folder = Folder::of(&[]);
    folder.write(
        "a.yaml",
        b"heat_template_version: 2018-08-31\ndescription: caf\xe9 au lait\n",
    );
    let run = folder.check(&["a.yaml"]);
    run.finds(1, &["a.yaml:2:17: error[not-utf8]"]);
    assert_eq!(run.out, "a.yaml:2:17: error[not-utf8]: the file is not UTF-8\n");
    folder.check(&["."]).finds(1, &["a.yaml:2:17: error[not-utf8]"]);
    let json = folder.json(&["a.yaml"]);
    assert_eq!(json["diagnostics"][0]["refused"], true);
    assert_eq!(json["diagnostics"][0]["range"]["start"]["byte"], 50);
    assert_eq!(json["summary"]["refused"], 1);
}

#[test]
fn a_binary_file() {
    let folder = Folder::of(&[]);
    folder.write("image.yaml", b"\x7fELF\x02\x01\x01\x00\x00\xff\xfe\x80");
    folder
        .check(&["image.yaml"])
        .finds(1, &["image.yaml:1:10: error[not-utf8]"]);
    folder.check(&["."]).finds(0, &[]);
}

#[test]
fn an_environment_that_is_no_utf8() {
    let folder = Folder::of(&[("a.yaml", SOUND)]);
    folder.write("e.env", b"parameters: { size: \"\xff\" }\n");
    let run = folder.check(&["a.yaml", "--parameter", "size=1", "-e", "e.env"]);
    run.finds(1, &["e.env:1:22: error[not-utf8]"]);
}

#[test]
fn byte_order_marks_carriage_returns_tabs_and_nuls() {
    let sound = SOUND.replace("type: number", "type: number\n    default: 1");
    let folder = Folder::of(&[
        ("bom.yaml", &format!("\u{feff}{sound}")),
        ("crlf.yaml", &sound.replace('\n', "\r\n")),
        ("cr.yaml", &sound.replace('\n', "\r")),
        ("tab.yaml", &sound.replace("      size", "\tsize")),
        ("nul.yaml", &sound.replace("disk", "di\u{0}sk")),
        (
            "faulty-crlf.yaml",
            &sound.replace("size: {", "sise: {").replace('\n', "\r\n"),
        ),
    ]);
    folder.check(&["bom.yaml"]).finds(0, &[]);
    folder.check(&["crlf.yaml"]).finds(0, &[]);
    folder.check(&["cr.yaml"]).finds(0, &[]);
    let run = folder.check(&["tab.yaml"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.places().contains(&"tab.yaml:10:1: error[yaml-syntax]"), "{run:?}");
    folder
        .check(&["nul.yaml"])
        .finds(1, &["nul.yaml:7:5: error[yaml-syntax]"]);
    folder
        .check(&["faulty-crlf.yaml"])
        .finds(1, &["faulty-crlf.yaml:10:7: error[unknown-property]"]);
}

#[test]
fn a_folder_named_like_a_template() {
    let outer = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: folder.yaml\n";
    let folder = Folder::of(&[("a.yaml", outer), ("folder.yaml/b.txt", "")]);
    let run = folder.check(&["a.yaml"]);
    run.finds(1, &["a.yaml:4:11: error[unreadable-file]"]);
    assert!(run.out.contains("it is a folder"), "{run:?}");
    // As a path of its own it is searched.
    folder.check(&["folder.yaml"]).finds(0, &[]);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_never_opened() {
    use std::os::unix::fs::symlink;
    let outer = "\
heat_template_version: 2018-08-31
resources:
  a:
    type: pipe.yaml
  b:
    type: OS::Heat::SoftwareConfig
    properties: { config: { get_file: pipe } }
  c:
    type: OS::Heat::SoftwareConfig
    properties: { config: { get_file: zero } }
outputs:
  all: { value: [{ get_resource: b }, { get_resource: c }] }
";
    let folder = Folder::of(&[("a.yaml", outer)]);
    for name in ["pipe.yaml", "pipe"] {
        let made = std::process::Command::new("mkfifo")
            .arg(folder.path().join(name))
            .status();
        assert!(made.is_ok_and(|it| it.success()), "mkfifo is needed");
    }
    symlink("/dev/zero", folder.path().join("zero")).unwrap();
    let run = folder.check(&["pipe.yaml"]);
    run.finds(2, &[]);
    run.complains("error: cannot read pipe.yaml: it is not a regular file\n");
    let run = folder.check(&["--allow-outside", "a.yaml"]);
    run.finds(
        1,
        &[
            "a.yaml:4:11: error[unreadable-file]",
            "a.yaml:7:39: error[unreadable-file]",
            "a.yaml:10:39: error[unreadable-file]",
        ],
    );
    folder.check(&["a.yaml"]).finds(
        1,
        &[
            "a.yaml:4:11: error[unreadable-file]",
            "a.yaml:7:39: error[unreadable-file]",
            "a.yaml:10:39: warning[file-outside-project]",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(&[("sound.yaml", SOUND)]);
    let path = folder.write("a.yaml", SOUND);
    set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let run = folder.check(&["a.yaml", "sound.yaml"]);
    run.finds(2, &[]);
    run.complains("error: cannot read a.yaml: permission denied\n");
}

#[test]
fn included_files_may_hold_anything() {
    let outer = "\
heat_template_version: 2018-08-31
resources:
  a:
    type: OS::Heat::Value
    properties: { value: { get_file: image } }
  b:
    type: OS::Heat::Value
    properties: { value: { get_file: broken.yaml } }
  c:
    type: OS::Heat::Value
    properties: { value: { get_file: old.yaml } }
";
    let folder = Folder::of(&[
        ("a.yaml", outer),
        ("broken.yaml", "heat_template_version: [\n"),
        ("old.yaml", "heat_template_version: 2012-12-12\n"),
    ]);
    folder.write("image", b"\x00\xff\xfe heat_template_version");
    // Every file that is sent and is a template must have a known version (N-017).
    folder
        .check(&["a.yaml"])
        .finds(1, &["old.yaml:1:24: error[unknown-version]"]);
}

#[test]
fn references_to_nothing() {
    let outer = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: none.yaml\n";
    let folder = Folder::of(&[("a.yaml", outer)]);
    folder
        .check(&["a.yaml"])
        .finds(1, &["a.yaml:4:11: error[missing-file]"]);
}
