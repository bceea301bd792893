//! What the driver promises beyond what the command shows: order, single reading, limits.

use std::fs;
use std::sync::Mutex;

use hotkit_analysis::{FileSet, FileState};
use hotkit_eval::Value;
use hotkit_model::FileKind;
use tempfile::TempDir;

use crate::parameter::{split_parameters, values};
use crate::project::{Located, Project};
use crate::shelf::Shelf;
use crate::store::{Kind, Outcome, Store, Use};
use crate::{CheckRequest, CheckResult, check};

const TEMPLATE: &str = "heat_template_version: 2018-08-31\n";
const ENVIRONMENT: &str = "parameters: { a: 1 }\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn stored(folder: &TempDir, jobs: &[(&str, Use)]) -> Store {
    let mut store = Store::default();
    let jobs = jobs.iter().map(|(path, purpose)| ((*path).to_owned(), *purpose));
    store.load(&Project::open(folder.path(), false), jobs);
    store
}

fn kind(store: &Store, path: &str, purpose: Use) -> Option<Kind> {
    match store.outcome(path, purpose)? {
        Outcome::Read { kind, .. } => Some(kind),
        other => panic!("{other:?}"),
    }
}

fn run(folder: &TempDir, paths: &[&str]) -> CheckResult {
    let request = CheckRequest {
        paths: paths.iter().map(|it| (*it).to_owned()).collect(),
        ..CheckRequest::default()
    };
    check(&Project::open(folder.path(), false), &request, &|_| {}).unwrap()
}

#[test]
fn a_named_file_that_is_neither_is_a_template_and_a_found_one_nothing() {
    let folder = folder(&[("t.yaml", TEMPLATE), ("e.yaml", ENVIRONMENT), ("o.yaml", "a: 1\n")]);
    for (path, named, found) in [
        ("t.yaml", Kind::Template, Some(Kind::Template)),
        ("e.yaml", Kind::Environment, Some(Kind::Environment)),
        ("o.yaml", Kind::Template, None),
    ] {
        assert_eq!(
            kind(&stored(&folder, &[(path, Use::Named)]), path, Use::Named),
            Some(named),
            "{path}"
        );
        assert_eq!(
            kind(&stored(&folder, &[(path, Use::Found)]), path, Use::Found),
            found,
            "{path}"
        );
    }
}

#[test]
fn what_another_file_takes_for_a_template_is_still_none_by_itself() {
    let outer = format!("{TEMPLATE}resources:\n  a: {{ type: o.yaml }}\n");
    let folder = folder(&[("o.yaml", "a: 1\n"), ("t.yaml", &outer)]);
    let store = stored(&folder, &[("o.yaml", Use::Found), ("t.yaml", Use::Found)]);
    assert_eq!(kind(&store, "o.yaml", Use::Found), None);
    assert!(matches!(store.file("o.yaml", FileKind::Template), FileState::Read(..)));
}

#[test]
fn included_files_are_of_interest_only_as_templates() {
    let outer =
        format!("{TEMPLATE}resources:\n  a: [get_file: t.yaml, get_file: x.yaml, get_file: none, get_file: b]\n");
    let outer = outer
        .replace("get_file", "{get_file")
        .replace(", ", "}, ")
        .replace("b]", "b}]");
    let folder = folder(&[("a.yaml", &outer), ("t.yaml", TEMPLATE), ("x.yaml", ENVIRONMENT)]);
    fs::write(folder.path().join("b"), b"\xff").unwrap();
    let store = stored(&folder, &[("a.yaml", Use::Named)]);
    let state = |path| store.file(path, FileKind::Unknown);
    assert!(matches!(state("t.yaml"), FileState::Read(..)));
    assert!(matches!(state("x.yaml"), FileState::Binary));
    assert!(matches!(state("b"), FileState::Binary));
    assert!(matches!(state("none"), FileState::Missing));
    assert_eq!(store.files().len(), 2);
}

#[test]
fn a_file_of_many_names_is_read_once() {
    let outer = format!("{TEMPLATE}resources:\n  a: {{ type: ./inner.yaml }}\n  b: {{ get_file: x/../inner.yaml }}\n");
    let folder = folder(&[
        ("a.yaml", &outer),
        ("inner.yaml", TEMPLATE),
        ("x/b.yaml", &outer.replace("./", "../")),
    ]);
    let result = run(&folder, &["a.yaml", "x/b.yaml", "inner.yaml", "."]);
    assert_eq!(result.files_checked, 3);
    assert_eq!(result.templates, ["a.yaml", "x/b.yaml", "inner.yaml"]);
}

#[test]
fn the_order_of_paths_is_that_of_templates_and_folders_are_sorted() {
    let files: Vec<(String, &str)> = (0..40).map(|it| (format!("d/{it:02}.yaml"), TEMPLATE)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let folder = folder(&files);
    let result = run(&folder, &["d/30.yaml", "d"]);
    let mut expected: Vec<&str> = files
        .iter()
        .map(|(path, _)| *path)
        .filter(|it| *it != "d/30.yaml")
        .collect();
    expected.insert(0, "d/30.yaml");
    assert_eq!(result.templates, expected);
}

#[test]
fn progress_is_told_for_every_file() {
    let folder = folder(&[("a.yaml", TEMPLATE), ("b.yaml", TEMPLATE), ("e.env", ENVIRONMENT)]);
    let told = Mutex::new(Vec::new());
    let request = CheckRequest {
        paths: vec![".".to_owned()],
        ..CheckRequest::default()
    };
    let project = Project::open(folder.path(), false);
    check(&project, &request, &|it| {
        told.lock().unwrap().push((it.done, it.total, it.path.to_owned()))
    })
    .unwrap();
    let expected = ["a.yaml", "b.yaml", "e.env"]
        .iter()
        .zip(1..)
        .map(|(path, done)| (done, 3, (*path).to_owned()));
    assert_eq!(told.into_inner().unwrap(), expected.collect::<Vec<_>>());
}

#[test]
fn places_of_a_project() {
    let folder = folder(&[("p/.git/HEAD", ""), ("p/below/a.yaml", TEMPLATE), ("secret", "x")]);
    let project = Project::open(folder.path().join("p/below"), false);
    assert_eq!(project.root(), folder.path().canonicalize().unwrap().join("p"));
    let located = |path: &str| project.locate(path);
    assert!(matches!(located("a.yaml"), Located::Real(_)));
    assert!(matches!(located("../below/a.yaml"), Located::Real(_)));
    assert_eq!(located("b.yaml"), Located::Missing);
    assert_eq!(located("a.yaml/b.yaml"), Located::Missing);
    assert_eq!(located("../../secret"), Located::Outside);
    assert_eq!(located("../../nothing"), Located::OutsideMissing);
    assert_eq!(located("/etc/passwd"), Located::Outside);
    assert!(matches!(located("a\0b"), Located::Unreachable(_)));
    assert!(matches!(located(&"x".repeat(10_000)), Located::Unreachable(_)));
    let open = Project::open(folder.path().join("p/below"), true);
    assert!(matches!(open.locate("../../secret"), Located::Real(_)));
}

#[cfg(unix)]
#[test]
fn a_run_remembers_folders_and_finds_the_same() {
    use std::os::unix::fs::symlink;

    let folder = folder(&[("p/.git/HEAD", ""), ("p/below/a.yaml", TEMPLATE), ("q/secret", "x")]);
    let below = folder.path().join("p/below");
    symlink(folder.path().join("q/secret"), below.join("leak.yaml")).unwrap();
    symlink(below.join("a.yaml"), below.join("same.yaml")).unwrap();
    symlink(folder.path().join("q"), below.join("out")).unwrap();
    symlink("..", below.join("up")).unwrap();
    let project = Project::open(&below, false);
    let paths = [
        "a.yaml",
        "same.yaml",
        "leak.yaml",
        "out/secret",
        "out/nothing",
        "up/below/a.yaml",
        "up/below/up/.git/HEAD",
        "out/../below/a.yaml",
        "up/../q/secret",
        "../below/a.yaml",
        "./a.yaml",
        "a.yaml/",
        "a.yaml/.",
        "a.yaml/b",
        "nothing.yaml",
        "nothing/a.yaml",
        ".",
        "..",
        "",
        "/",
        "/etc/passwd",
        "up",
        "a\0b",
    ];
    let shelf = Shelf::default();
    for path in paths.iter().chain(&paths) {
        assert_eq!(shelf.located(&project, path), project.locate(path), "{path}");
    }
}

#[test]
fn parameters_are_split_as_the_old_client_splits_them() {
    let split = |texts: &[&str]| {
        let texts: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
        split_parameters(&texts).map(|it| {
            it.into_iter()
                .map(|(name, value)| format!("{name}|{value}"))
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(split(&["a=1;b=2=3"]).unwrap(), ["a|1", "b|2=3"]);
    assert_eq!(split(&["a=1;b=2", "c="]).unwrap(), ["a|1;b=2", "c|"]);
    assert_eq!(split(&["a=1;"]).unwrap_err().0, "");
    assert_eq!(split(&["a=1", "b"]).unwrap_err().0, "b");
}

#[test]
fn values_of_one_name_are_a_list() {
    let given = [("a", "1"), ("b", "2"), ("a", "3")];
    let given: Vec<(String, String)> = given
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let list = Value::list(vec![Value::text("1"), Value::text("3")]);
    assert_eq!(values(&given), [("a".into(), list), ("b".into(), Value::text("2"))]);
}
