//! A run with the cache says what a run without it says, whatever has changed in between.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::judged::{Judged, Kept, Source};
use super::{CheckRequest, CheckResult, Unreadable, check};
use crate::config::ConfigChoice;
use crate::project::Project;
use crate::store::Kind;

const TEMPLATE: &str = "heat_template_version: 2018-08-31\n";

/// A project, and what is asked about it.
struct Lab {
    folder: TempDir,
    request: CheckRequest,
}

impl Lab {
    fn new(files: &[(&str, &str)]) -> Lab {
        let lab = Lab {
            folder: TempDir::new().unwrap(),
            request: CheckRequest {
                paths: vec![".".to_owned()],
                now: Some(0),
                ..CheckRequest::default()
            },
        };
        for (path, text) in files {
            lab.write(path, text);
        }
        lab
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("p").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, cache: Option<&str>) -> CheckResult {
        let project = Project::open(self.path(""), false);
        let request = CheckRequest {
            cache: cache.map(str::to_owned),
            ..self.request.clone()
        };
        check(&project, &request, &|_| {}).unwrap()
    }

    /// What is found, after it was seen that the cache changes nothing, neither where it is asked nor where it is full.
    fn found(&self) -> String {
        let plain = words(&self.run(None));
        for _ in 0..2 {
            let cached = self.run(Some(""));
            assert_eq!(cached.cache_fault, None);
            assert_eq!(words(&cached), plain);
        }
        plain
    }
}

/// Everything that a result says.
fn words(result: &CheckResult) -> String {
    let mut words = String::new();
    for it in &result.diagnostics {
        let related: Vec<_> = it
            .related
            .iter()
            .map(|it| (result.files.get(it.file).path(), it))
            .collect();
        let file = result.files.get(it.file);
        words.push_str(&format!(
            "{} {:?} {it:?} {related:?}\n",
            file.path(),
            file.position(it.range.start())
        ));
    }
    let rest = (
        (
            &result.paths,
            &result.templates,
            &result.refused_templates,
            &result.edges,
        ),
        (
            &result.missing_values,
            &result.unreadable,
            &result.counts,
            result.files_checked,
        ),
        (result.in_baseline, result.gone_from_baseline),
    );
    words + &format!("{rest:?}")
}

/// A template that names two files, and says something about each.
const OUTER: &str = "heat_template_version: 2018-08-31
parameters:
  image: { type: string }
resources:
  inner: { type: inner.yaml, properties: { size: 1 } }
  web:
    type: OS::Nova::Server
    properties: { image: { get_param: image }, flavor: small, user_data: { get_file: boot.sh }, color: red }
";

const INNER: &str = "heat_template_version: 2018-08-31
parameters:
  size: { type: number }
";

#[test]
fn whatever_is_changed_is_seen() {
    let mut lab = Lab::new(&[("a/outer.yaml", OUTER), ("b.yaml", TEMPLATE)]);
    let mut seen = BTreeSet::new();
    let mut step = |lab: &Lab, what: &str| assert!(seen.insert(lab.found()), "{what} changes nothing");
    step(&lab, "the beginning");
    lab.write("a/inner.yaml", INNER);
    step(&lab, "a nested template that appears");
    lab.write("a/inner.yaml", &INNER.replace("number", "boolean"));
    step(&lab, "a nested template that changes");
    lab.write(
        "a/inner.yaml",
        &INNER.replace("number }", "number, constraints: [{ range: { min: 2 } }] }"),
    );
    step(&lab, "a constraint of a nested template");
    lab.write("a/boot.sh", "#!/bin/sh\n");
    step(&lab, "an included file that appears");
    fs::remove_file(lab.path("a/inner.yaml")).unwrap();
    step(&lab, "a nested template that is gone");
    lab.write("a/outer.yaml", &OUTER.replace("color", "colour"));
    step(&lab, "the template itself");
    lab.write(
        "a/outer.yaml",
        &OUTER.replace("red }", "red } # hotkit: ignore[unknown-property] wanted"),
    );
    step(&lab, "a comment that silences");
    lab.write("hotkit.yaml", "rules: { missing-file: off, unused-parameter: error }\n");
    step(&lab, "a configuration that appears");
    lab.write(
        "a/hotkit.yaml",
        "rules: { unknown-property: off }\nstacks: [{ templates: '*.yaml', environments: e.env }]\n",
    );
    lab.write("a/e.env", "parameters: { image: 1, nobody: 2 }\n");
    step(&lab, "a configuration in between, with stacks");
    lab.write("a/e.env", "parameters: { image: 1, others: 2 }\n");
    step(&lab, "the environment of such a stack");
    lab.request.config = ConfigChoice::Nothing;
    step(&lab, "no configuration");
    lab.request.select = vec!["all".to_owned()];
    step(&lab, "the rules that are selected");
    lab.request.ignore = vec!["missing-file".to_owned()];
    step(&lab, "the rules that are ignored");
    lab.request.cloud = Some("cloud.yaml".to_owned());
    lab.write("cloud.yaml", "name: east\nflavors: { large: { vcpus: 1, ram: 1 } }\n");
    step(&lab, "a cloud");
    lab.write("cloud.yaml", "name: west\nflavors: { larger: { vcpus: 1, ram: 1 } }\n");
    step(&lab, "what the cloud has");
    lab.request.stack = true;
    step(&lab, "a stack creation");
    lab.request.environments = vec!["a/e.env".to_owned()];
    step(&lab, "an environment");
    lab.write(
        "a/e.env",
        "parameters: { image: [1], others: 2 }\nresource_registry: { OS::Nova::Server: ../b.yaml }\n",
    );
    step(&lab, "the text of an environment");
    lab.request.parameters = vec![("image".to_owned(), "x".to_owned())];
    step(&lab, "a parameter");
    lab.request.parameter_files = vec![("nobody".to_owned(), "value".to_owned())];
    step(&lab, "a parameter from a file that is not there");
    lab.write("value", "one");
    step(&lab, "a parameter from a file");
}

#[test]
fn links_that_lead_elsewhere_are_seen() {
    let lab = Lab::new(&[
        ("outer.yaml", OUTER),
        ("small.yml", INNER),
        ("../large.yml", &INNER.replace("number", "boolean")),
    ]);
    let mut seen = BTreeSet::new();
    for target in ["small.yml", "nowhere.yml", "../large.yml"] {
        let _ = fs::remove_file(lab.path("inner.yaml"));
        #[cfg(unix)]
        std::os::unix::fs::symlink(target, lab.path("inner.yaml")).unwrap();
        #[cfg(not(unix))]
        return;
        assert!(seen.insert(lab.found()), "{target}");
    }
}

#[test]
fn what_expires_is_judged_anew() {
    let secret =
        "resources:\n  key:\n    type: OS::Barbican::Secret\n    properties: { expiration: '2030-01-01T00:00:00' }\n";
    let mut lab = Lab::new(&[
        ("secret.yaml", &format!("{TEMPLATE}{secret}")),
        ("other.yaml", TEMPLATE),
    ]);
    let before = lab.found();
    assert_eq!(lab.run(Some("")).from_cache, 1, "only the other template may be kept");
    lab.request.now = Some(2_000_000_000);
    assert_ne!(lab.found(), before);
}

#[test]
fn releases_are_held_against_what_environments_say() {
    let user = "resources:\n  it: { type: OS::Nova::Nothing }\n";
    let mut lab = Lab::new(&[("a.yaml", &format!("{TEMPLATE}{user}"))]);
    lab.request.release = Some("2023.1..2024.1".to_owned());
    let before = lab.found();
    lab.write("e.env", "resource_registry: { OS::Nova::Nothing: OS::Heat::None }\n");
    assert_ne!(lab.found(), before);
    lab.request.release = Some("2024.1".to_owned());
    let _ = lab.found();
}

#[test]
fn only_what_changed_is_judged_again() {
    let files: Vec<(String, &str)> = (0..40).map(|it| (format!("{it:02}.yaml"), TEMPLATE)).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    files.extend([("outer.yaml", OUTER), ("inner.yaml", INNER)]);
    let lab = Lab::new(&files);
    assert_eq!(lab.run(Some("")).from_cache, 0);
    assert_eq!(lab.run(Some("")).from_cache, 42);
    lab.write("07.yaml", OUTER);
    assert_eq!(lab.run(Some("")).from_cache, 41);
    lab.write("inner.yaml", &INNER.replace("size", "sizes"));
    // Both that name it, and itself.
    assert_eq!(lab.run(Some("")).from_cache, 39);
    // Other options do not know of it, and do not drive it out.
    let mut other = Lab {
        request: lab.request.clone(),
        ..lab
    };
    other.request.stack = true;
    assert_eq!(other.run(Some("")).from_cache, 0);
    other.request.stack = false;
    assert_eq!(other.run(Some("")).from_cache, 42);
}

/// Files that have been at rest for longer than any clock is coarse are known again by their stamps.
#[cfg(unix)]
#[test]
fn what_changes_behind_the_times_of_a_file_is_seen() {
    let lab = Lab::new(&[
        ("a.yaml", TEMPLATE),
        ("b.yaml", TEMPLATE),
        ("outer.yaml", OUTER),
        ("inner.yaml", INNER),
    ]);
    std::thread::sleep(std::time::Duration::from_millis(4100));
    let _ = lab.found();
    let other = |text: &str| text.replace("2018-08-31", "2018-08-3x");
    let of = |name: &str| fs::metadata(lab.path(name)).unwrap().modified().unwrap();
    // The same size, and the time set back.
    let time = of("a.yaml");
    lab.write("a.yaml", &other(TEMPLATE));
    let file = fs::OpenOptions::new().append(true).open(lab.path("a.yaml")).unwrap();
    file.set_modified(time).unwrap();
    assert_eq!(of("a.yaml"), time);
    let found = lab.found();
    assert!(found.contains("a.yaml"), "{found}");
    // Another file of the same size and time in its place.
    lab.write("spare", &other(INNER));
    let file = fs::OpenOptions::new().append(true).open(lab.path("spare")).unwrap();
    file.set_modified(of("inner.yaml")).unwrap();
    fs::rename(lab.path("spare"), lab.path("inner.yaml")).unwrap();
    let found = lab.found();
    assert!(found.contains("inner.yaml"), "{found}");
    // A link in its place.
    fs::remove_file(lab.path("b.yaml")).unwrap();
    std::os::unix::fs::symlink("a.yaml", lab.path("b.yaml")).unwrap();
    let _ = lab.found();
}

/// Neither a checkout, which gives every file new times, nor a file that was too young makes anything be judged again; and
/// then their stamps are known.
#[cfg(unix)]
#[test]
fn files_that_were_written_anew_are_known_by_their_new_stamps() {
    let lab = Lab::new(&[("a.yaml", TEMPLATE)]);
    assert_eq!(lab.run(Some("")).from_cache, 0);
    let cache = lab.path(".hotkit_cache");
    let file = || {
        let folders = fs::read_dir(&cache).unwrap().map(|it| it.unwrap().path());
        let folder = folders.filter(|it| it.is_dir()).max().unwrap();
        let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        fs::read(file).unwrap()
    };
    let young = file();
    assert_eq!(
        (lab.run(Some("")).from_cache, file() == young),
        (1, true),
        "nothing to write"
    );
    std::thread::sleep(std::time::Duration::from_millis(4100));
    assert_eq!(lab.run(Some("")).from_cache, 1);
    let rested = file();
    assert_ne!(rested, young);
    assert_eq!(
        (lab.run(Some("")).from_cache, file() == rested),
        (1, true),
        "nothing to write"
    );
    lab.write("a.yaml", TEMPLATE);
    assert_eq!(
        (lab.run(Some("")).from_cache, file() == rested),
        (1, true),
        "not at rest"
    );
}

#[test]
fn the_folder_is_marked_and_damage_mends_itself() {
    let lab = Lab::new(&[("outer.yaml", OUTER), ("inner.yaml", INNER)]);
    let cache = lab.path(".hotkit_cache");
    let whole = lab.found();
    assert_eq!(fs::read_to_string(cache.join(".gitignore")).unwrap(), "*\n");
    assert!(
        fs::read_to_string(cache.join("CACHEDIR.TAG"))
            .unwrap()
            .starts_with("Signature: 8a477f597d28d172789f06886806bc55")
    );
    let files = || -> Vec<PathBuf> {
        let folders = fs::read_dir(&cache)
            .unwrap()
            .map(|it| it.unwrap().path())
            .filter(|it| it.is_dir());
        folders
            .flat_map(|it| fs::read_dir(it).unwrap())
            .map(|it| it.unwrap().path())
            .collect()
    };
    assert_eq!(files().len(), 2);
    for harm in 0..40 {
        for file in files() {
            let mut bytes = fs::read(&file).unwrap();
            match harm {
                0 => bytes.clear(),
                1 => bytes.truncate(bytes.len() / 2),
                2 => bytes.extend_from_slice(b"more"),
                _ => {
                    let at = (harm * 7919) % bytes.len();
                    bytes[at] ^= 1 << (harm % 8);
                }
            }
            fs::write(file, bytes).unwrap();
        }
        let result = lab.run(Some(""));
        assert_eq!((result.from_cache, words(&result)), (0, whole.clone()), "harm {harm}");
        assert_eq!(lab.run(Some("")).from_cache, 2, "harm {harm}");
    }
}

#[test]
fn a_folder_with_other_files_is_no_cache() {
    let lab = Lab::new(&[("a.yaml", TEMPLATE), ("docs/page.md", "words\n")]);
    let project = Project::open(lab.path(""), false);
    for (folder, why) in [
        ("docs", "the folder holds other files, and no CACHEDIR.TAG"),
        ("a.yaml", "it is no folder"),
    ] {
        let request = CheckRequest {
            cache: Some(folder.to_owned()),
            ..lab.request.clone()
        };
        let error = check(&project, &request, &|_| {}).unwrap_err();
        assert_eq!(error.to_string(), format!("cannot use {folder} as cache: {why}"));
    }
    fs::create_dir(lab.path("empty")).unwrap();
    assert_eq!(lab.run(Some("empty")).cache_fault, None);
    assert_eq!(lab.run(Some("new/one")).cache_fault, None);
    assert!(lab.path("new/one/CACHEDIR.TAG").is_file());
}

#[test]
fn it_lies_beside_the_configuration() {
    let lab = Lab::new(&[("hotkit.yaml", "{}\n"), ("labs/a.yaml", TEMPLATE), (".git/HEAD", "")]);
    let project = Project::open(lab.path("labs"), false);
    let request = CheckRequest {
        cache: Some(String::new()),
        ..lab.request.clone()
    };
    check(&project, &request, &|_| {}).unwrap();
    assert!(lab.path(".hotkit_cache/CACHEDIR.TAG").is_file());
    assert!(!lab.path("labs/.hotkit_cache").exists());
}

#[test]
fn several_runs_at_once_do_not_disturb_each_other() {
    let files: Vec<(String, String)> = (0..60)
        .map(|it| (format!("{it:02}.yaml"), OUTER.replace("web", &format!("w{it}"))))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let lab = Lab::new(&files);
    let whole = words(&lab.run(None));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(words(&lab.run(Some(""))), whole);
                }
            });
        }
    });
    assert_eq!(lab.run(Some("")).from_cache, 60);
    let folders = fs::read_dir(lab.path(".hotkit_cache"))
        .unwrap()
        .map(|it| it.unwrap().path());
    let names = folders
        .filter(|it| it.is_dir())
        .flat_map(|it| fs::read_dir(it).unwrap());
    let names: Vec<String> = names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|it| it.len() == 2), "{names:?}");
}

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    /// A template, environment, configuration or text, for the path that is given.
    fn text(&mut self, path: &str) -> String {
        if path.ends_with("hotkit.yaml") {
            let level = self.one(&["off", "hint", "info", "warning", "error"]);
            let rule = self.one(&[
                "older-property-name",
                "unused-resource",
                "unused-parameter",
                "unused-ignore",
            ]);
            let stacks = self.one(&[
                "",
                "stacks: [{ templates: '**/*.yaml', environments: e.env, partial: true }]\n",
            ]);
            let exclude = self.one(&["", "exclude: ['a/*']\n", "release: 2024.1\n"]);
            let engine = self.one(&["unknown-property: off", "missing-file: on"]);
            return format!("rules: {{ {engine}, {rule}: {level} }}\n{stacks}{exclude}");
        }
        if path.ends_with(".env") {
            let target = self.one(&["a/x.yaml", "y.yaml", "OS::Heat::None", "nothing.yaml"]);
            let name = self.one(&["size", "image", "nobody"]);
            return format!("parameters: {{ {name}: 3 }}\nresource_registry: {{ OS::Nova::Server: {target} }}\n");
        }
        if !path.ends_with(".yaml") {
            return self.one(&["", "#!/bin/sh\n", TEMPLATE, "é"]).to_owned();
        }
        let mut text = TEMPLATE.to_owned();
        let comment = self.one(&[
            "",
            "",
            " # hotkit: ignore[unknown-property]",
            " # hotkit: ignore[engine] why",
        ]);
        let kind = self.one(&["number", "string", "json", "numbr"]);
        text.push_str(&format!(
            "parameters:\n  size: {{ type: {kind} }}{comment}\nresources:\n"
        ));
        for number in 0..self.below(4) {
            let nested = self.one(&[
                "x.yaml",
                "a/x.yaml",
                "../y.yaml",
                "y.yaml",
                "OS::Nova::Server",
                "OS::Heat::Stack",
            ]);
            let property = self.one(&[
                "size: 1",
                "color: red",
                "size: [2]",
                "image: { get_file: boot.sh }",
                "template: { get_file: y.yaml }",
            ]);
            let comment = self.one(&["", "", " # hotkit: ignore[unknown-property]"]);
            text.push_str(&format!(
                "  r{number}: {{ type: {nested}, properties: {{ {property} }} }}{comment}\n"
            ));
        }
        if self.below(12) == 0 {
            text.replace(": {", ": {{")
        } else {
            text
        }
    }
}

#[test]
fn random_edits_of_random_projects() {
    const PATHS: [&str; 10] = [
        "x.yaml",
        "y.yaml",
        "z.yaml",
        "a/x.yaml",
        "a/y.yaml",
        "e.env",
        "a/e.env",
        "hotkit.yaml",
        "a/hotkit.yaml",
        "boot.sh",
    ];
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut kept, mut judged) = (0, 0);
    for _ in 0..60 {
        let mut lab = Lab::new(&[]);
        for path in PATHS {
            if chance.below(3) > 0 {
                lab.write(path, &chance.text(path));
            }
        }
        for _ in 0..6 {
            match chance.below(10) {
                0 => lab.request.stack = !lab.request.stack,
                1 => lab.request.environments = vec![chance.one(&["e.env", "a/e.env", "none.env"]).to_owned()],
                2 => lab.request.environments.clear(),
                3 => drop(fs::remove_file(lab.path(chance.one(&PATHS)))),
                _ => {
                    let path = chance.one(&PATHS);
                    let text = chance.text(path);
                    lab.write(path, &text);
                }
            }
            let plain = words(&lab.run(None));
            let cached = lab.run(Some(""));
            assert_eq!(words(&cached), plain);
            kept += cached.from_cache;
            judged += cached.paths.len();
        }
    }
    assert!(
        kept > judged / 4,
        "too few verdicts were kept for the test to say much: {kept} of {judged}"
    );
}

#[test]
fn verdicts_come_back_as_they_were() {
    let lab = Lab::new(&[("outer.yaml", OUTER), ("inner.yaml", INNER)]);
    let found = lab.run(None).diagnostics;
    let source = |path: &str| Source {
        path: path.to_owned(),
        place: [1; 16],
        text: [2; 16],
        has_comments: true,
    };
    let judged = Judged {
        kind: Some(Kind::Template),
        is_readable: true,
        is_refused: true,
        files: vec![source("é"), source("")],
        own: found.first().map(|it| it.file),
        diagnostics: found.clone(),
        edges: Some(vec![("a".to_owned(), "b".to_owned())]),
        missing_values: vec!["x".to_owned()],
        unreadable: vec![Unreadable {
            path: "p".to_owned(),
            why: "w".to_owned(),
            option: Some("-e"),
            suggestion: None,
            outside: true,
        }],
    };
    assert!(
        found.iter().any(|it| it.fix.is_some() || it.help.is_some()),
        "{found:?}"
    );
    let bytes = judged.to_bytes();
    let kept = Kept::read(&bytes).unwrap();
    let mut back: Vec<_> = kept.files.iter().flat_map(|it| kept.findings(it).unwrap()).collect();
    back.sort_by_key(|it| found.iter().position(|known| known == it));
    assert_eq!(back, found);
    assert_eq!(
        (kept.kind, kept.own, kept.edges()),
        (judged.kind, judged.own, judged.edges)
    );
    assert_eq!(
        (&kept.missing_values, &kept.unreadable),
        (&judged.missing_values, &judged.unreadable)
    );
    // No other bytes are taken for a verdict without being read to their end.
    for end in 0..bytes.len() {
        let cut = Kept::read(&bytes[..end]);
        assert!(
            cut.is_none_or(|it| it.files.iter().any(|source| it.findings(source).is_none())),
            "{end}"
        );
    }
}

#[test]
fn a_single_template_has_its_graph_among_any_number_of_environments() {
    let template = "heat_template_version: 2018-08-31\nparameters: { size: { type: number } }\nresources:\n  a:\n    type: \
                    OS::Cinder::Volume\n    properties: { size: { get_param: size } }\n  b: { type: OS::Heat::None, depends_on: a }\n";
    let lab = Lab::new(&[("t/a.yaml", template)]);
    for number in 0..2 * super::run::MOST_GRAPHS {
        let is_there = |result: CheckResult| (result.edges, result.missing_values);
        let expected = (Some(vec![("b".to_owned(), "a".to_owned())]), vec!["size".to_owned()]);
        assert_eq!(is_there(lab.run(None)), expected, "{number} environments");
        assert_eq!(
            is_there(lab.run(Some(""))),
            expected,
            "{number} environments and a cache"
        );
        lab.write(&format!("e/{number}.yaml"), "parameters: { other: 1 }\n");
    }
}
