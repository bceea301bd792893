//! `hotkit fmt`: what is written where, what stays, and the exit status.

use std::fs;

use crate::kit::{Folder, Run, SOUND, command, run};

/// A template that is not laid out.
const UNTIDY: &str = "\
heat_template_version: 2018-08-31
resources:
    disk:
        type:  OS::Cinder::Volume␣
        properties:
            size: { get_param: size}
parameters:
    size: {type: number}
";

const TIDY: &str = "\
heat_template_version: 2018-08-31
resources:
  disk:
    type: OS::Cinder::Volume
    properties:
      size: { get_param: size }
parameters:
  size: { type: number }
";

/// The template above with a blank at the end of a line, which no editor shall take away from this file.
fn untidy() -> String {
    UNTIDY.replace('␣', " ")
}

const BROKEN: &str = "heat_template_version: 2018-08-31\nresources:\n  a: [\n";

#[track_caller]
fn ends(run: &Run, status: i32, out: &str, err: &str) {
    assert_eq!(
        (run.status, run.out.as_str(), run.err.as_str()),
        (Some(status), out, err),
        "{run:?}"
    );
}

#[test]
fn files_are_replaced_and_named() {
    let folder = Folder::of(&[("a.yaml", &untidy()), ("b.yaml", SOUND)]);
    ends(&folder.hotkit(&["fmt"]), 0, "a.yaml\n", "1 of 2 files changed\n");
    assert_eq!(folder.read("a.yaml"), TIDY);
    assert_eq!(folder.read("b.yaml"), SOUND);
    ends(&folder.hotkit(&["fmt", "a.yaml"]), 0, "", "0 of 1 file changed\n");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing else is left behind");
}

#[test]
fn check_names_what_would_change_and_writes_nothing() {
    let folder = Folder::of(&[("a.yaml", &untidy()), ("b.yaml", SOUND)]);
    let run = folder.hotkit(&["fmt", "--check", "a.yaml", "b.yaml"]);
    ends(&run, 1, "a.yaml\n", "1 of 2 files would change\n");
    assert_eq!(folder.read("a.yaml"), untidy());
    ends(
        &folder.hotkit(&["fmt", "--check", "b.yaml"]),
        0,
        "",
        "0 of 1 file would change\n",
    );
}

#[test]
fn diff_shows_a_patch_and_writes_nothing() {
    let folder = Folder::of(&[
        ("labs/a.yaml", "a: 1\nb: 2\nc: 3\nd: 4\ne:   5\nf: 6"),
        ("b.yaml", "a: 1\n"),
    ]);
    let run = folder.hotkit(&["fmt", "--diff", "labs/a.yaml", "b.yaml"]);
    let patch = "\
--- labs/a.yaml
+++ labs/a.yaml
@@ -2,5 +2,5 @@
 b: 2
 c: 3
 d: 4
-e:   5
-f: 6
\\ No newline at end of file
+e: 5
+f: 6
";
    ends(&run, 1, patch, "1 of 2 files would change\n");
    let run = folder.hotkit(&["fmt", "--diff", "--color", "always", "labs/a.yaml"]);
    assert!(run.out.contains("\u{1b}[31m-e:   5\u{1b}[0m\n"), "{run:?}");
    ends(
        &folder.hotkit(&["fmt", "--diff", "b.yaml"]),
        0,
        "",
        "0 of 1 file would change\n",
    );
}

#[test]
fn standard_input_to_standard_output() {
    let folder = Folder::of(&[]);
    ends(&folder.hotkit_with_input(&["fmt", "-"], untidy()), 0, TIDY, "");
    ends(&folder.hotkit_with_input(&["fmt", "-"], TIDY), 0, TIDY, "");
    ends(&folder.hotkit_with_input(&["fmt", "-"], ""), 0, "", "");
    let json = "{\"a\":   1}";
    ends(&folder.hotkit_with_input(&["fmt", "-"], json), 0, json, "");
    ends(&folder.hotkit_with_input(&["fmt", "--check", "-"], untidy()), 1, "", "");
    let run = folder.hotkit_with_input(&["fmt", "--diff", "-"], "a:  1\n");
    ends(&run, 1, "--- -\n+++ -\n@@ -1 +1 @@\n-a:  1\n+a: 1\n", "");
}

#[test]
fn broken_input_gives_nothing_and_says_why() {
    let folder = Folder::of(&[]);
    let run = folder.hotkit_with_input(&["fmt", "-"], BROKEN);
    let words = "error: cannot format standard input: line 3: did not find expected node\n    content\n  \
                 Heat cannot read it; it stays as it is\n";
    ends(&run, 1, "", words);
    let run = folder.hotkit_with_input(&["fmt", "-"], b"a: \xff\n");
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""), "{run:?}");
    run.complains("cannot format standard input: line 1: it is not UTF-8");
    let run = folder.hotkit_with_input(&["fmt", "-"], "  a: 1\n  b: 2\n");
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""), "{run:?}");
    run.complains("cannot format standard input: its first line is indented, which\n");
    // Without a second line the client reads it all the same.
    ends(&folder.hotkit_with_input(&["fmt", "-"], "  a: 1\n"), 0, "a: 1\n", "");
    let run = folder.hotkit_with_input(&["fmt", "-"], "a: {b:}\n");
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""), "{run:?}");
    run.complains("line 1: libyaml refuses it (found\n    unexpected ':')\n");
    run.complains("  pure Python reads it, few other tools do; it stays as it is\n");
}

#[test]
fn what_cannot_be_proved_for_every_reader_stays_and_is_told() {
    let folder = Folder::of(&[]);
    let text = "a: {?x: 1}\nb:   2\n\u{2028}c: 3\n";
    let note = "note: standard input stays as it is: it has line breaks that few tools know\n";
    ends(&folder.hotkit_with_input(&["fmt", "-"], text), 0, text, note);
    // A reader of YAML 1.2 sees the text `?x`, and a comment there would end it.
    let text = "a: [?#\nx]\n";
    let note = "note: standard input stays as it is: readers of YAML 1.2 see other data in it than\nHeat\n";
    let run = folder.hotkit_with_input(&["fmt", "-"], text);
    ends(&run, 0, text, &note.replace("than\n", "than "));
}

#[test]
fn broken_files_stay_and_the_others_are_formatted() {
    let folder = Folder::of(&[("a.yaml", BROKEN), ("b.yaml", &untidy())]);
    let run = folder.hotkit(&["fmt", "."]);
    assert_eq!((run.status, run.out.as_str()), (Some(1), "b.yaml\n"), "{run:?}");
    run.complains("error: cannot format a.yaml: line 3: ");
    run.complains("`hotkit check a.yaml` says more");
    run.complains("1 of 2 files changed\n");
    assert_eq!(folder.read("a.yaml"), BROKEN);
    assert_eq!(folder.read("b.yaml"), TIDY);
}

#[test]
fn in_folders_only_templates_and_environments() {
    let other = "services:\n    web:   1\n";
    let environment = "parameters:\n    size:   1\n";
    let folder = Folder::of(&[
        ("compose.yaml", other),
        ("env/prod.env", environment),
        ("ignored/a.yaml", &untidy()),
        ("mine/b.yaml", &untidy()),
        (".hotkitignore", "mine\n"),
        (".gitignore", "ignored/\n"),
    ]);
    ends(&folder.hotkit(&["fmt"]), 0, "env/prod.env\n", "1 of 1 file changed\n");
    assert_eq!(folder.read("compose.yaml"), other);
    assert_eq!(folder.read("env/prod.env"), "parameters:\n  size: 1\n");
    assert_eq!(folder.read("ignored/a.yaml"), untidy());
    // What is named is meant.
    ends(
        &folder.hotkit(&["fmt", "compose.yaml"]),
        0,
        "compose.yaml\n",
        "1 of 1 file changed\n",
    );
}

#[test]
fn some_lines_only() {
    let text = "a:   1\nb:   2\nc:   3\nd:   4\n";
    let folder = Folder::of(&[("a.yaml", text)]);
    let range = |range: &str| folder.hotkit_with_input(&["fmt", "--range", range, "-"], text);
    ends(&range("2:3"), 0, "a:   1\nb: 2\nc: 3\nd:   4\n", "");
    ends(&range("4"), 0, "a:   1\nb:   2\nc:   3\nd: 4\n", "");
    ends(&range("3:"), 0, "a:   1\nb:   2\nc: 3\nd: 4\n", "");
    ends(&range("9:12"), 0, text, "");
    let run = folder.hotkit(&["fmt", "--range", "1:1", "a.yaml"]);
    ends(&run, 0, "a.yaml\n", "1 of 1 file changed\n");
    assert_eq!(folder.read("a.yaml"), "a: 1\nb:   2\nc:   3\nd:   4\n");
}

#[test]
fn the_layout_can_be_chosen() {
    let folder = Folder::of(&[]);
    let arguments = [
        "fmt",
        "--indent=4",
        "--lists=flush",
        "--braces=tight",
        "--brackets=padded",
        "--line-ends=lf",
        "--blank-lines=0",
        "--separation=keep",
        "--comment-blank",
        "--section-order",
        "--key-order",
        "--quotes=double",
        "--version-quotes=single",
        "--functions=flow",
        "--width=60",
        "-",
    ];
    let text = "\
heat_template_version: 2018-08-31
resources:

  #comment
  a:
    properties:
      sizes:
        - 'x'
        - get_param: y
      list: [1]
    type: T
parameters:
  y: { type: string }
";
    let after = "\
heat_template_version: '2018-08-31'
parameters:
    y: {type: string}
resources:
    # comment
    a:
        type: T
        properties:
            sizes:
            - \"x\"
            - {get_param: y}
            list: [ 1 ]
";
    ends(&folder.hotkit_with_input(&arguments, text), 0, after, "");
}

/// A template in which every choice shows that the configuration tests make.
const NARROW: &str = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: T\n";
const WIDE: &str = "heat_template_version: 2018-08-31\nresources:\n    a:\n        type: T\n";

#[test]
fn the_configuration_chooses_the_layout() {
    let folder = Folder::of(&[
        (
            "hotkit.yaml",
            "format: { indent: 4 }\npaths:\n- { files: old, format: { indent: 2 } }\nexclude: foreign\n",
        ),
        ("a.yaml", NARROW),
        ("old/a.yaml", WIDE),
        ("foreign/a.yaml", &untidy()),
    ]);
    ends(
        &folder.hotkit(&["fmt"]),
        0,
        "a.yaml\nold/a.yaml\n",
        "2 of 2 files changed\n",
    );
    assert_eq!(folder.read("a.yaml"), WIDE);
    assert_eq!(folder.read("old/a.yaml"), NARROW);
    assert_eq!(folder.read("foreign/a.yaml"), untidy());
    // The command line has the last word, and what is named is meant.
    ends(
        &folder.hotkit(&["fmt", "--indent", "2", "a.yaml", "foreign/a.yaml"]),
        0,
        "a.yaml\nforeign/a.yaml\n",
        "2 of 2 files changed\n",
    );
    assert_eq!(folder.read("a.yaml"), NARROW);
    ends(
        &folder.hotkit(&["fmt", "--check", "--no-config", "a.yaml"]),
        0,
        "",
        "0 of 1 file would change\n",
    );
    folder.write("other.yaml", "format: { section-order: true }\n");
    let run = folder.hotkit(&[
        "fmt",
        "--config",
        "other.yaml",
        "--section-order=false",
        "--check",
        "a.yaml",
    ]);
    ends(&run, 0, "", "0 of 1 file would change\n");
}

#[test]
fn a_mistaken_configuration_keeps_everything_as_it_is() {
    let folder = Folder::of(&[("hotkit.yaml", "format: { indent: wide }\n"), ("a.yaml", &untidy())]);
    for arguments in [&["fmt"][..], &["fmt", "-"]] {
        let run = folder.hotkit_with_input(arguments, NARROW);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{run:?}");
        run.complains("error: `indent` must be a number from 1 to 8");
        run.complains("hotkit.yaml:1:19");
    }
    assert_eq!(folder.read("a.yaml"), untidy());
}

#[test]
fn standard_input_has_the_layout_of_the_file_that_it_stands_for() {
    let folder = Folder::of(&[("labs/hotkit.yaml", "format: { indent: 4 }\n")]);
    let named = ["fmt", "-", "--stdin-filename", "labs/new.yaml"];
    ends(&folder.hotkit_with_input(&named, NARROW), 0, WIDE, "");
    ends(&folder.hotkit_with_input(&["fmt", "-"], NARROW), 0, NARROW, "");
    let run = folder.hotkit_with_input(&named, BROKEN);
    run.complains("error: cannot format labs/new.yaml: line 3: ");
    let run = folder.hotkit(&["fmt", "--stdin-filename", "a.yaml", "."]);
    assert_eq!(run.status, Some(2), "{run:?}");
    run.complains("--stdin-filename goes with the path `-`");
}

#[test]
fn line_ends_of_windows_stay() {
    let folder = Folder::of(&[]);
    let text = untidy().replace('\n', "\r\n");
    let run = folder.hotkit_with_input(&["fmt", "-"], &text);
    ends(&run, 0, &TIDY.replace('\n', "\r\n"), "");
}

#[test]
fn wrong_usage() {
    let folder = Folder::of(&[("a.yaml", "a: 1\n")]);
    for (arguments, words) in [
        (
            &["fmt", "--range", "1:2", "a.yaml", "a.yaml"][..],
            "--range speaks of one file",
        ),
        (
            &["fmt", "--range", "3:2", "a.yaml"],
            "`3:2` is not of the form START:END",
        ),
        (
            &["fmt", "--range", "0:2", "a.yaml"],
            "`0:2` is not of the form START:END",
        ),
        (&["fmt", "-", "a.yaml"], "`-` stands for standard input"),
        (&["fmt", "--indent", "0"], "0 is not in 1..=8"),
        (&["fmt", "--width", "19"], "19 is neither `none` nor in 20..=65535"),
        (
            &["fmt", "--config", "gone.yaml"],
            "cannot read gone.yaml: there is no such file",
        ),
        (&["fmt", "b.yaml"], "error: cannot read b.yaml: there is no such file"),
        (&["fmt", "b.yaml"], "did you mean `a.yaml`?"),
    ] {
        let run = folder.hotkit(arguments);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{arguments:?} {run:?}");
        run.complains(words);
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::of(&[("real/a.yaml", &untidy())]);
    let file = folder.path().join("real/a.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.yaml", folder.path().join("link.yaml")).unwrap();
    ends(
        &folder.hotkit(&["fmt", "link.yaml"]),
        0,
        "link.yaml\n",
        "1 of 1 file changed\n",
    );
    assert!(folder.path().join("link.yaml").symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o640);
    assert_eq!(fs::read_to_string(&file).unwrap(), TIDY);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_replaced_stays() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(&[("a.yaml", &untidy()), ("b.yaml", &untidy()), ("d.yaml", &untidy())]);
    let file = |name: &str| folder.path().join(name);
    fs::set_permissions(file("a.yaml"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::hard_link(file("b.yaml"), file("c.txt")).unwrap();
    let run = folder.hotkit(&["fmt"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    run.complains("error: cannot write a.yaml: it may not be written to\n  the file is as it was\n");
    run.complains("error: cannot write b.yaml: it has another name (a hard link)");
    assert_eq!(folder.read("a.yaml"), untidy());
    assert_eq!(folder.read("b.yaml"), untidy());
    assert_eq!(folder.read("d.yaml"), TIDY);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        4,
        "no temporary file is left"
    );
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_project_is_written() {
    use std::os::unix::fs::symlink;
    let folder = Folder::of(&[
        ("outside.yaml", &untidy()),
        ("project/.git/config", ""),
        ("project/a.yaml", SOUND),
    ]);
    symlink("../outside.yaml", folder.path().join("project/link.yaml")).unwrap();
    let run = folder.hotkit_in("project", &["fmt"]);
    ends(&run, 0, "", "0 of 1 file changed\n");
    let run = folder.hotkit_in("project", &["fmt", "link.yaml"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    run.complains("error: cannot read link.yaml: it lies outside the project");
    assert_eq!(folder.read("outside.yaml"), untidy());
    let run = folder.hotkit_in("project", &["fmt", "--allow-outside", "link.yaml"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(folder.read("outside.yaml"), TIDY);
}

#[test]
fn hostile_texts_end_in_time() {
    let folder = Folder::of(&[]);
    let wide = format!("a: [{}]\n", "é,x ,".repeat(60_000));
    let deep = format!("a:  {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let blocks: String = (0..900).map(|depth| format!("{}a:\n", "   ".repeat(depth))).collect();
    let tail = format!("{blocks}{}", "  # c\n".repeat(20_000));
    let frozen = format!("{tail}# hotkit: fmt off\n# hotkit: fmt on\n");
    let lines = format!("a: \"{}\"\n", "x\n   ".repeat(100_000));
    let comments = "# c\n\n\n\n".repeat(100_000);
    for (name, text) in [
        ("wide", wide),
        ("deep", deep),
        ("tail", tail),
        ("frozen", frozen),
        ("lines", lines),
        ("comments", comments),
    ] {
        for arguments in [&["fmt", "-"][..], &["fmt", "--width", "40", "--quotes", "single", "-"]] {
            let run = folder.hotkit_with_input(arguments, &text);
            assert!(
                matches!(run.status, Some(0 | 1)),
                "{name}: {}",
                &run.err[..run.err.len().min(300)]
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;
    let folder = Folder::of(&[("a.yaml", &untidy())]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = command(folder.path());
    command.args(["fmt", "--diff"]).stdout(writer).stderr(Stdio::null());
    assert_eq!(command.status().unwrap().code(), Some(1));
}

#[test]
fn help_names_the_layout() {
    let folder = Folder::of(&[]);
    let help = run(command(folder.path()).args(["fmt", "--help"]));
    assert_eq!(help.status, Some(0));
    for words in [
        "--range <START:END>",
        "# hotkit: fmt off",
        "--lists <HOW>",
        "Exit status: 0 all is well",
    ] {
        assert!(help.out.contains(words), "{words}: {}", help.out);
    }
}
