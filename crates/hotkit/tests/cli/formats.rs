//! The three forms of one and the same result.

use crate::kit::{FAULTY, Folder, SOUND, command, run};

/// The text with the time that it took replaced; where the line wraps behind it depends on its length.
fn timeless(text: &str) -> String {
    let Some((before, rest)) = text.split_once(" checked in ") else {
        return text.to_owned();
    };
    let end = rest.find([';', '\n']).unwrap_or(rest.len());
    format!("{before} checked in TIME{}", rest[end..].replace("\n  ", " "))
}

#[test]
fn pretty_shows_the_lines_and_the_verdict() {
    let folder = Folder::of(&[("labs/a.yaml", FAULTY)]);
    let run = folder.hotkit(&["check", "labs/a.yaml"]);
    insta::assert_snapshot!("pretty", timeless(&run.out));
}

#[test]
fn ascii_where_it_is_asked_for_or_the_locale_has_no_more() {
    let folder = Folder::of(&[("labs/a.yaml", FAULTY)]);
    let asked = folder.hotkit(&["check", "--ascii", "labs/a.yaml"]).out;
    assert!(asked.is_ascii(), "{asked}");
    let mut command = command(folder.path());
    let by_locale = run(command.args(["check", "labs/a.yaml"]).env("LC_ALL", "C")).out;
    assert_eq!(timeless(&asked), timeless(&by_locale));
}

#[test]
fn verdicts_in_words() {
    let sound = SOUND.replace("type: number", "type: number\n    default: 1");
    let folder = Folder::of(&[("open.yaml", SOUND), ("sound.yaml", &sound), ("none/readme.txt", "")]);
    for (arguments, verdict) in [
        (
            &["open.yaml"][..],
            "✓ no findings; Heat can accept open.yaml\n  once size has a value (-e); 1 file checked in TIME\n",
        ),
        (
            &["sound.yaml"],
            "✓ no findings; Heat accepts sound.yaml; 1 file checked in TIME\n",
        ),
        (
            &["open.yaml", "--parameter", "size=1"],
            "✓ no findings; Heat accepts open.yaml; 1 file checked in TIME\n",
        ),
        (
            &["."],
            "✓ no findings; Heat accepts both templates; 2 files checked in TIME\n",
        ),
        (&["none"], "✓ nothing to check; 0 files checked in TIME\n"),
        (
            &["sound.yaml", "missing.yaml"],
            "✗ no findings; Heat accepts sound.yaml; 1 file checked in TIME; 1 file could not be read\n",
        ),
    ] {
        let run = folder.hotkit(&[&["check"], arguments].concat());
        assert_eq!(timeless(&run.out), verdict, "{arguments:?}");
    }
}

#[test]
fn json_is_valid_whatever_happens() {
    let folder = Folder::of(&[("a.yaml", FAULTY), ("b.yaml", "\u{0}"), ("c.yaml", "")]);
    folder.write("d.yaml", b"\xff\xfe");
    let json = folder.json(&["a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"]);
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["summary"]["templates"], 4);
    assert_eq!(json["summary"]["refused"], 4);
    assert_eq!(json["summary"]["unreadable"], 1);
    assert_eq!(json.get("graph"), None);
    let nothing = folder.json(&["e.yaml"]);
    assert_eq!(nothing["diagnostics"], serde_json::json!([]));
}

#[test]
fn json_has_the_graph_of_one_template() {
    let text = "\
heat_template_version: 2018-08-31
resources:
  net:
    type: OS::Neutron::Net
  port:
    type: OS::Neutron::Port
    properties:
      network: { get_resource: net }
  again:
    type: OS::Neutron::Net
    depends_on: port
";
    let folder = Folder::of(&[("a.yaml", text), ("b.yaml", SOUND)]);
    let edges = serde_json::json!([["again", "port"], ["port", "net"]]);
    assert_eq!(folder.json(&["a.yaml"])["graph"]["edges"], edges);
    assert_eq!(folder.json(&["--stack", "a.yaml"])["graph"]["edges"], edges);
    assert_eq!(folder.json(&["a.yaml", "b.yaml"]).get("graph"), None);
}

#[test]
fn findings_stand_in_the_order_of_files_and_places() {
    let two = FAULTY.replace("resources:\n", "resources:\n  early:\n    type: OS::Nova::Sever\n");
    let folder = Folder::of(&[("b.yaml", FAULTY), ("a.yaml", &two)]);
    let expected = [
        "a.yaml:7:11: error[unknown-resource-type]",
        "a.yaml:11:7: error[unknown-property]",
        "b.yaml:9:7: error[unknown-property]",
    ];
    folder.check(&["b.yaml", "a.yaml"]).finds(1, &expected);
    folder.check(&["a.yaml", "b.yaml"]).finds(1, &expected);
    folder.check(&[]).finds(1, &expected);
}

#[test]
fn forms_for_services_know_files_from_the_root() {
    let folder = Folder::of(&[("labs/a.yaml", FAULTY), (".git/HEAD", "")]);
    for (format, words) in [
        (
            "github",
            "::error file=labs/a.yaml,line=9,endLine=9,col=7,endColumn=11,title=hotkit unknown-property::",
        ),
        (
            "gitlab",
            "\"location\":{\"path\":\"labs/a.yaml\",\"lines\":{\"begin\":9,\"end\":9}}",
        ),
        ("sarif", "\"uri\":\"labs/a.yaml\""),
        (
            "junit",
            "<testcase classname=\"labs/a.yaml\" name=\"unknown-property at 9:7\"><failure ",
        ),
        ("checkstyle", "<file name=\"labs/a.yaml\">"),
        ("jsonl", "\"file\":\"a.yaml\""),
    ] {
        let run = folder.hotkit_in("labs", &["check", "--format", format, "a.yaml"]);
        assert!(run.out.contains(words), "{words} is missing: {run:?}");
        assert_eq!(run.status, Some(1));
    }
}

#[test]
fn output_goes_to_a_file() {
    let folder = Folder::of(&[("a.yaml", FAULTY), ("old.txt", "old")]);
    for name in ["new.txt", "old.txt"] {
        let run = folder.check(&["-o", name, "a.yaml"]);
        assert_eq!((run.status, run.out.as_str()), (Some(1), ""));
        let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(written.starts_with("a.yaml:9:7: error[unknown-property]"), "{written}");
    }
    let run = folder.check(&["-o", "no/such/folder", "a.yaml"]);
    run.complains("cannot write no/such/folder: there is no such file");
    assert_eq!(run.status, Some(2));
}

#[test]
fn statistics_count() {
    let folder = Folder::of(&[("a.yaml", FAULTY), ("b.yaml", FAULTY)]);
    let run = folder.hotkit(&["check", "--statistics", "."]);
    assert!(
        run.out.starts_with("2  error    unknown-property  in 2 files  2 [+]\n"),
        "{run:?}"
    );
    let run = folder.hotkit(&["check", "--statistics", "--format", "sarif", "."]);
    run.complains("--statistics has no such --format");
}
