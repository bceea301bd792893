//! Input made to hurt: it ends in findings, within bounded time and memory.

use crate::kit::Folder;

/// The status must be 1, and a finding of this kind stand at this place.
#[track_caller]
fn ends_with(folder: &Folder, file: &str, place: &str) {
    for arguments in [&[file][..], &[file, "--stack"]] {
        let run = folder.check(arguments);
        let start = &run.out[..run.out.len().min(400)];
        assert_eq!(run.status, Some(1), "{file}: {start} {}", run.err);
        assert!(run.places().contains(&place), "{file}: {place} is missing: {start}");
    }
}

#[test]
fn templates_that_include_themselves() {
    let by_itself = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: a.yaml\n";
    let to = |name: &str| format!("heat_template_version: 2018-08-31\nresources:\n  a:\n    type: {name}\n");
    let folder = Folder::of(&[
        ("a.yaml", by_itself),
        ("b.yaml", &to("c.yaml")),
        ("c.yaml", &to("b.yaml")),
    ]);
    ends_with(&folder, "a.yaml", "a.yaml:4:11: error[self-including-file]");
    ends_with(&folder, "b.yaml", "c.yaml:4:11: error[self-including-file]");
}

/// What a finding points back to begins with a character of several bytes.
#[test]
fn a_wrong_indentation_below_other_letters() {
    let text = "heat_template_version: 2018-08-31\nresources:\n  \u{e9}:\n    type: OS::Heat::None\n   b: 1\n";
    let folder = Folder::of(&[("a.yaml", text)]);
    ends_with(&folder, "a.yaml", "a.yaml:5:4: error[yaml-syntax]");
}

#[test]
fn an_alias_bomb() {
    let mut text = String::from("heat_template_version: 2018-08-31\nparameters: &a0 { x: { type: string } }\n");
    text.push_str("resources:\n  r0: &r0 { type: OS::Heat::Value, properties: { value: [1, 1, 1, 1, 1, 1, 1, 1] } }\n");
    for level in 1..40 {
        let before = format!("*r{}, ", level - 1).repeat(9);
        text.push_str(&format!(
            "  r{level}: &r{level} {{ type: OS::Heat::Value, properties: {{ value: [{before}] }} }}\n"
        ));
    }
    let folder = Folder::of(&[("a.yaml", &text)]);
    ends_with(&folder, "a.yaml", "a.yaml:1:1: error[too-large]");
}

#[test]
fn an_alias_within_itself() {
    let text = "heat_template_version: 2018-08-31\nresources: &r\n  a: *r\n";
    let folder = Folder::of(&[("a.yaml", text)]);
    ends_with(&folder, "a.yaml", "a.yaml:3:6: error[self-containing-alias]");
}

#[test]
fn a_hundred_thousand_brackets() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let text = format!(
            "heat_template_version: 2018-08-31\noutputs:\n  a:\n    value: {}{}\n",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let folder = Folder::of(&[("a.yaml", &text)]);
        let run = folder.check(&["a.yaml"]);
        assert_eq!(run.status, Some(1), "{}", run.err);
        assert!(
            run.out.starts_with("a.yaml:4:"),
            "{}",
            &run.out[..run.out.len().min(400)]
        );
    }
    let json = format!("{{\"heat_template_version\": {}", "[".repeat(100_000));
    let folder = Folder::of(&[("a.json", &json)]);
    let run = folder.check(&["."]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(
        run.out.starts_with("a.json:1:"),
        "{}",
        &run.out[..run.out.len().min(400)]
    );
}

#[test]
fn deep_indentation() {
    let mut text = String::from("heat_template_version: 2018-08-31\noutputs:\n");
    for depth in 1..3000 {
        text.push_str(&format!("{}a:\n", " ".repeat(depth)));
    }
    let folder = Folder::of(&[("a.yaml", &text)]);
    let run = folder.check(&["a.yaml"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
}

#[test]
fn a_scalar_of_fifty_megabytes() {
    let long = "x".repeat(50 * 1024 * 1024);
    let folder = Folder::of(&[(
        "a.yaml",
        &format!("heat_template_version: 2018-08-31\ndescription: {long}\nresource: 1\n"),
    )]);
    let run = folder.check(&["a.yaml"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(
        run.out.starts_with("a.yaml:3:1: error[unknown-section]"),
        "{}",
        &run.out[..run.out.len().min(400)]
    );
}

#[test]
fn a_file_beyond_the_limit() {
    let folder = Folder::of(&[]);
    let path = folder.write("a.yaml", "heat_template_version: 2018-08-31\n");
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(hotkit_workspace::LARGEST_FILE + 1).unwrap();
    let run = folder.check(&["a.yaml"]);
    run.finds(2, &[]);
    run.complains("error: cannot read a.yaml: it is larger than 64 MiB\n");
    folder.check(&["."]).finds(2, &[]);
    // What is large and no template does not matter in a folder.
    std::fs::write(&path, "").unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(hotkit_workspace::LARGEST_FILE + 1).unwrap();
    folder.check(&["."]).finds(0, &[]);
}

#[test]
fn escape_sequences_do_not_reach_the_terminal() {
    let text = "heat_template_version: 2018-08-31\n\"re\\e[2Jsources\": {}\n";
    let folder = Folder::of(&[("a\u{1b}[2J.yaml", text)]);
    for format in ["pretty", "concise", "json"] {
        let run = folder.hotkit(&["check", "--format", format]);
        assert_eq!(run.status, Some(1), "{run:?}");
        assert!(!run.out.contains('\u{1b}'), "{run:?}");
    }
}
