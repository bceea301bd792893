//! Nothing outside the project is read unless the user says so.

use crate::kit::{Folder, SOUND};

const SECRET: &str = "heat_template_version: 2018-08-31\nresources:\n  secret: 1\n";

fn including(path: &str) -> String {
    format!(
        "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Heat::Value\n    properties:\n      value: {{ get_file: {path} }}\n"
    )
}

#[test]
fn references_that_lead_outside() {
    let folder = Folder::of(&[
        ("keys/token.yaml", SECRET),
        ("project/a.yaml", &including("../keys/token.yaml")),
    ]);
    let run = folder.hotkit_in("project", &["check", "--format", "concise", "a.yaml"]);
    run.finds(0, &["a.yaml:6:26: warning[file-outside-project]"]);
    // Whether there is something outside is not told either.
    folder.write("project/a.yaml", including("../keys/nothing.yaml"));
    let run = folder.hotkit_in("project", &["check", "--format", "concise", "a.yaml"]);
    run.finds(0, &["a.yaml:6:26: warning[file-outside-project]"]);
    let run = folder.hotkit_in(
        "project",
        &["check", "--format", "concise", "--allow-outside", "a.yaml"],
    );
    run.finds(1, &["a.yaml:6:26: error[missing-file]"]);
}

#[test]
fn the_git_root_is_the_project() {
    let folder = Folder::of(&[
        ("project/.git/HEAD", ""),
        ("project/shared/x.txt", ""),
        ("project/labs/a.yaml", &including("../shared/x.txt")),
    ]);
    folder
        .hotkit_in("project/labs", &["check", "--format", "concise", "a.yaml"])
        .finds(0, &[]);
}

#[cfg(unix)]
#[test]
fn symbolic_links() {
    use std::os::unix::fs::symlink;
    let folder = Folder::of(&[
        ("keys/token.yaml", SECRET),
        ("project/a.yaml", &including("link.yaml")),
        ("project/b.yaml", &including("inner.yaml")),
        ("project/inside/sound.yaml", SOUND),
    ]);
    symlink("../keys/token.yaml", folder.path().join("project/link.yaml")).unwrap();
    symlink("inside/sound.yaml", folder.path().join("project/inner.yaml")).unwrap();
    let check =
        |arguments: &[&str]| folder.hotkit_in("project", &[&["check", "--format", "concise"], arguments].concat());
    check(&["a.yaml"]).finds(0, &["a.yaml:6:26: warning[file-outside-project]"]);
    check(&["b.yaml"]).finds(0, &[]);
    // A folder that is searched, and a link that is named: the link is the project's word, not the user's.
    check(&["."]).finds(0, &["a.yaml:6:26: warning[file-outside-project]"]);
    let run = check(&["link.yaml"]);
    run.finds(2, &[]);
    run.complains("error: cannot read link.yaml: it lies outside the project\n  help: --allow-outside reads it");
    let run = check(&["--allow-outside", "link.yaml"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.out.starts_with("link.yaml:3:"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle() {
    use std::os::unix::fs::symlink;
    let text = "\
heat_template_version: 2018-08-31
resources:
  a: { type: one/a.yaml }
  b: { type: two/a.yaml }
";
    let folder = Folder::of(&[("a.yaml", text)]);
    symlink(".", folder.path().join("one")).unwrap();
    symlink(".", folder.path().join("two")).unwrap();
    let run = folder.check(&["a.yaml"]);
    assert_eq!(run.status, Some(1), "{run:?}");
}

#[test]
fn templates_named_elsewhere_bring_their_folder() {
    let folder = Folder::of(&[
        ("here/x.txt", ""),
        ("there/a.yaml", &including("b.txt")),
        ("there/b.txt", ""),
        ("there/b.yaml", SOUND),
        ("there/c.yaml", &including("../here/x.txt")),
        ("there/e.env", "resource_registry: { A: b.yaml }\n"),
    ]);
    let check = |arguments: &[&str]| folder.hotkit_in("here", &[&["check", "--format", "concise"], arguments].concat());
    check(&["../there/a.yaml"]).finds(0, &[]);
    check(&["../there/c.yaml"]).finds(0, &[]);
    folder.write("else/x.txt", "");
    folder.write("there/c.yaml", including("../else/x.txt"));
    check(&["../there/c.yaml"]).finds(0, &["../there/c.yaml:6:26: warning[file-outside-project]"]);
    // An environment is only itself.
    folder.write("here/a.yaml", SOUND);
    check(&["a.yaml", "--parameter", "size=1", "-e", "../there/e.env"])
        .finds(0, &["../there/e.env:1:25: warning[file-outside-project]"]);
}
