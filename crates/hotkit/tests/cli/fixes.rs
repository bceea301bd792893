//! What `--fix` and its kin change, show, and leave alone.

use std::fs;

use crate::kit::{Folder, command, run_with_input};

/// Two names that were misspelt, and comments around them.
const MISSPELT: &str = "\
heat_template_version: 2018-08-31   # the version
resources:
  disk:
    type: OS::Cinder::Volume
    properties:
      sise: 1          # in GB
      descripton: é😀
";

fn mended() -> String {
    MISSPELT.replace("sise", "size").replace("descripton", "description")
}

#[test]
fn safe_fixes_leave_what_may_change_the_meaning() {
    let folder = Folder::of(&[("a.yaml", MISSPELT)]);
    let run = folder.check(&["--fix", "a.yaml"]);
    run.finds(
        1,
        &[
            "a.yaml:6:7: error[unknown-property]",
            "a.yaml:7:7: error[unknown-property]",
        ],
    );
    assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).unwrap(), MISSPELT);
}

#[test]
fn unsafe_fixes_mend_names_and_keep_the_rest() {
    let folder = Folder::of(&[("a.yaml", MISSPELT)]);
    let run = folder.hotkit(&["check", "--unsafe-fixes", "a.yaml"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.out.contains("no findings; 2 fixed"), "{run:?}");
    assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).unwrap(), mended());
    let again = folder.hotkit(&["check", "--unsafe-fixes", "a.yaml"]);
    assert!(again.out.contains("0 fixed"), "{again:?}");
}

/// A condition between blank lines that nothing uses.
const UNUSED: &str = "\
heat_template_version: 2018-08-31

conditions:
  first: true

  second: true

  third: true

resources:
  a:
    type: OS::Heat::None
    condition: first
  b:
    type: OS::Heat::None
    condition: third
";

#[test]
fn what_was_laid_out_stays_so() {
    let kept = UNUSED.replace("  second: true\n\n", "");
    let untidy = UNUSED.replace("a:\n", "a:   \n");
    let folder = Folder::of(&[("a.yaml", UNUSED), ("b.yaml", &untidy)]);
    let run = folder.hotkit(&["check", "--unsafe-fixes", "."]);
    assert!(run.out.contains("2 fixed"), "{run:?}");
    assert_eq!(folder.read("a.yaml"), kept);
    // Of a file that was not, the fix changes what it must and no more.
    assert_eq!(folder.read("b.yaml"), untidy.replace("  second: true\n", ""));
    // As is laid out here, is laid out by the configuration.
    let folder = Folder::of(&[("a.yaml", UNUSED), ("hotkit.yaml", "format: { blank-lines: 2 }\n")]);
    folder.hotkit(&["check", "--unsafe-fixes", "."]);
    assert_eq!(folder.read("a.yaml"), UNUSED.replace("  second: true\n", ""));
}

#[test]
fn diff_shows_a_patch_and_writes_nothing() {
    let folder = Folder::of(&[("a.yaml", MISSPELT)]);
    let run = folder.hotkit(&["check", "--unsafe-fixes", "--diff", "a.yaml"]);
    assert_eq!(run.status, Some(1));
    assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).unwrap(), MISSPELT);
    let expected = "\
--- a.yaml
+++ a.yaml
@@ -3,5 +3,5 @@
   disk:
     type: OS::Cinder::Volume
     properties:
-      sise: 1          # in GB
-      descripton: é😀
+      size: 1          # in GB
+      description: é😀
";
    assert_eq!(run.out, expected);
    let nothing = folder.hotkit(&["check", "--diff", "a.yaml"]);
    assert_eq!(
        (nothing.status, nothing.out.as_str()),
        (Some(1), ""),
        "the findings are still there"
    );
}

#[test]
fn a_fix_that_makes_something_worse_is_not_made() {
    // `size` is there already: a second one would be a duplicate key.
    let text = MISSPELT.replace("descripton: é😀", "size: 2");
    let folder = Folder::of(&[("a.yaml", &text)]);
    folder
        .check(&["--unsafe-fixes", "a.yaml"])
        .finds(1, &["a.yaml:6:7: error[unknown-property]"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).unwrap(), text);
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::of(&[("real/a.yaml", MISSPELT)]);
    let real = folder.path().join("real/a.yaml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.yaml", folder.path().join("link.yaml")).unwrap();
    let run = folder.check(&["--unsafe-fixes", "link.yaml"]);
    run.finds(0, &[]);
    assert!(
        fs::symlink_metadata(folder.path().join("link.yaml"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(fs::read_to_string(&real).unwrap(), mended());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(
        fs::read_dir(folder.path().join("real")).unwrap().count(),
        1,
        "nothing is left behind"
    );
}

#[test]
fn standard_input_is_checked_under_a_name() {
    let folder = Folder::of(&[("labs/nested.yaml", "heat_template_version: 2018-08-31\n")]);
    let text =
        "heat_template_version: 2018-08-31\nresources:\n  a: { type: nested.yaml }\n  b: { type: OS::Nova::Sever }\n";
    let mut hotkit = command(folder.path());
    hotkit.args(["check", "--format", "concise", "--stdin-filename", "labs/new.yaml", "-"]);
    run_with_input(&mut hotkit, text).finds(1, &["labs/new.yaml:4:14: error[unknown-resource-type]"]);
    let mut nameless = command(folder.path());
    nameless.args(["check", "--format", "concise", "-"]);
    run_with_input(&mut nameless, "heat_template_version: 2018-08-31\n").finds(0, &[]);
    let misused = folder.check(&["--stdin-filename", "a.yaml", "labs"]);
    misused.complains("--stdin-filename goes with the path `-`");
    assert_eq!(misused.status, Some(2));
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    let folder = Folder::of(&[]);
    let mut hotkit = command(folder.path());
    hotkit.args(["check", "--unsafe-fixes", "-"]);
    let run = run_with_input(&mut hotkit, MISSPELT);
    assert_eq!((run.status, run.out.as_str()), (Some(0), mended().as_str()));
    run.complains("2 fixed");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
