//! `--cache`: the same words with it and without, and what cannot be a cache is told.

use std::fs;

use crate::kit::{FAULTY, Folder, SOUND};

const FOLDER: &str = ".hotkit_cache";

#[test]
fn every_form_is_the_same_with_and_without() {
    let folder = Folder::of(&[("a.yaml", FAULTY), ("b/c.yaml", SOUND), ("b/d.yaml", FAULTY)]);
    for form in ["concise", "jsonl", "github", "gitlab", "sarif", "checkstyle"] {
        let plain = folder.hotkit(&["check", "--format", form, "."]);
        for _ in 0..2 {
            let cached = folder.hotkit(&["check", "--cache", "--format", form, "."]);
            assert_eq!(
                (cached.status, &cached.out, &cached.err),
                (plain.status, &plain.out, &plain.err)
            );
        }
    }
    assert_eq!(
        fs::read_to_string(folder.path().join(FOLDER).join(".gitignore")).unwrap(),
        "*\n"
    );
    folder.write("b/c.yaml", FAULTY);
    let mended = [
        "a.yaml:9:7: error[unknown-property]",
        "b/c.yaml:9:7: error[unknown-property]",
        "b/d.yaml:9:7: error[unknown-property]",
    ];
    folder
        .hotkit(&["check", "--cache", "--format", "concise"])
        .finds(1, &mended);
}

#[test]
fn what_cannot_be_a_cache() {
    let folder = Folder::of(&[("a.yaml", SOUND), ("docs/page.md", "words\n")]);
    let run = folder.hotkit(&["check", "--cache=docs"]);
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
    assert!(
        run.err
            .contains("cannot use docs as cache: the folder holds other files"),
        "{run:?}"
    );
    let run = folder.hotkit(&["check", "--cache", "--fix"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(!folder.path().join(FOLDER).exists());
}

#[cfg(unix)]
#[test]
fn a_cache_that_cannot_be_written_keeps_nothing_from_being_checked() {
    let folder = Folder::of(&[("a.yaml", FAULTY)]);
    // Not even the administrator makes a folder below a device.
    let run = folder.hotkit(&["check", "--format", "concise", "--cache=/dev/null/cache", "a.yaml"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(
        run.err.contains("cannot use /dev/null/cache as cache: it is no folder"),
        "{run:?}"
    );
    std::os::unix::fs::symlink("/proc/nowhere", folder.path().join("link")).unwrap();
    let run = folder.hotkit(&["check", "--format", "concise", "--cache=link/cache", "a.yaml"]);
    run.finds(1, &["a.yaml:9:7: error[unknown-property]"]);
    assert!(
        run.err.starts_with("warning: cannot write the cache in link/cache: "),
        "{run:?}"
    );
}
